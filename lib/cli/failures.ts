/** What ends a verb without a result: a person's mistake in one sentence, a bug of ours with everything that a report needs. */
import { OnboardingError, type Problem, problemsOf } from '../errors.ts';
import type { Console } from './console.ts';
import { mappedStack } from './mapped-stack.ts';
import { type ExitCode, exitCodeOfError } from './results.ts';

/** The result of a verb that came to none. */
const NO_RESULT: Readonly<Record<string, object>> = {
  doctor: { links: [] },
  release: { addresses: [] },
  replay: { queued: [], left: [] },
  resume: {},
  settings: {},
};

/** What to do when the SDK could not begin; the code of the call says only what was tried. */
const AWS_ADVICE: readonly (readonly [names: RegExp, advice: string])[] = [
  [/^Could not .*Region (is missing|not accepted)/, 'Give the region of the deployment in AWS_REGION.'],
  [
    /(CredentialsProvider|TokenProvider)Error|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignature/,
    'Give credentials as the AWS CLI takes them: AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or "aws sso login".',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'Check AWS_REGION, and that the services of AWS are reached from here.'],
];

/** A mistake gets no stack trace unless `--debug` asks for it; a bug does. @returns the exit code */
export function endWithError(error: unknown, argv: readonly string[], console: Console, version: string): ExitCode {
  const problems = problemsOfFailure(error);
  if (problems === undefined) {
    console.writeTalk(bugReport(error, version));
    return 1;
  }
  for (const { code, message } of problems) console.writeTalk(`error: ${message} [${code}]`);
  if (argv.includes('--debug')) console.writeTalk(traceOf(error));
  writeProblems(argv, console, problems);
  return error instanceof OnboardingError ? exitCodeOfError(error) : 1;
}

/** Whoever asked for JSON gets it also when there is no result. */
export function writeProblems(argv: readonly string[], console: Console, problems: readonly Problem[]): void {
  const wantsJson = argv.some(
    (word, index) => word === '--output=json' || (word === '--output' && argv[index + 1] === 'json'),
  );
  const nothing = NO_RESULT[argv[0] ?? ''] ?? { hosts: [] };
  if (wantsJson) console.writeResult(JSON.stringify({ ...nothing, problems }));
}

/** What a person who meets a bug is told. */
export function bugReport(error: unknown, version: string): string {
  const about = `provisioning-stack ${version}, Node ${process.versions.node}, ${process.platform}-${process.arch}`;
  const how =
    'Please report it with these lines and the command, without passwords, to where you have the program from.';
  return `${traceOf(error)}\nThis is a bug of ${about}.\n${how}`;
}

/** @returns undefined for a bug */
function problemsOfFailure(error: unknown): Problem[] | undefined {
  if (error instanceof OnboardingError) {
    const advice = 'awsError' in error.context ? awsAdvice(error) : undefined;
    return advice === undefined
      ? problemsOf(error)
      : [{ code: error.code, message: `${error.message.replace(/\.$/, '')}. ${advice}` }];
  }
  const path = pathOf(error);
  if (path === undefined || !(error instanceof Error)) return undefined;
  return [{ code: 'usage', message: `${error.message}. Check ${path}, its permissions, and the room on its disk.` }];
}

function awsAdvice({ message, context }: OnboardingError): string | undefined {
  return AWS_ADVICE.find(([names]) => names.test(`${context['awsError']}`) || names.test(message))?.[1];
}

/** The file system's own errors name the file that a person gave; only a bug of ours makes others. */
function pathOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('path' in error) || !('syscall' in error)) return undefined;
  return typeof error.path === 'string' && error.path !== '' ? error.path : undefined;
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${traceOf(error.cause)}`;
  return `${mappedStack(error.stack ?? error.message)}${cause}`;
}
