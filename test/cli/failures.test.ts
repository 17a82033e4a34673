import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { endWithError } from '../../lib/cli/failures.ts';
import { mappedStack } from '../../lib/cli/mapped-stack.ts';
import { wantsColors } from '../../lib/cli/wants-colors.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { terminal } from './terminal.ts';

function ended(error: unknown, ...argv: string[]) {
  const { console, results, talk } = terminal();
  const exitCode = endWithError(error, argv, console, '0.1.0');
  return { exitCode, results, talk: talk.join('\n') };
}

const ofAws = (awsError: string, message: string) =>
  new OnboardingError('parameters-unavailable', `Could not read the settings: ${message}`, { awsError });

test('a mistake has no stack trace, and with --debug it has one', () => {
  const error = new OnboardingError('usage', 'No such verb.');
  expect(ended(error)).toEqual({ exitCode: 1, results: [], talk: 'error: No such verb. See --help. [usage]' });
  expect(ended(error, '--debug').talk).toMatch(/\[usage\]\nOnboardingError: No such verb\.\n {4}at /);
});

test('a bug has a stack trace with its causes, what it happened on, and how to report it', () => {
  const { exitCode, talk } = ended(new TypeError('x is not a function', { cause: new RangeError('deep') }));
  expect([exitCode, talk]).toEqual([
    1,
    expect.stringMatching(
      /^TypeError: x is not a function\n {4}at [\s\S]*caused by RangeError: deep[\s\S]*provisioning-stack 0\.1\.0, Node [\s\S]*Please report it/,
    ),
  ]);
});

test.each([
  ['Error', 'Error: Region is missing', 'Give the region of the deployment in AWS_REGION.'],
  [
    'CredentialsProviderError',
    'CredentialsProviderError: Could not load.',
    'Give credentials as the AWS CLI takes them',
  ],
  ['ExpiredTokenException', 'ExpiredTokenException: expired', 'Give credentials as the AWS CLI takes them'],
  ['ENOTFOUND', 'ENOTFOUND: getaddrinfo ENOTFOUND ssm.eu-nowhere-1.amazonaws.com', 'Check AWS_REGION'],
  ['AccessDeniedException', 'AccessDeniedException: no', 'Check Parameter Store and the permission'],
])('%s of AWS is told with what helps', (name, message, advice) => {
  const { talk, results } = ended(ofAws(name, message), 'plan', '--output', 'json');
  expect(talk).toContain(advice);
  expect(JSON.parse(results[0] ?? '')).toEqual({
    hosts: [],
    problems: [{ code: 'parameters-unavailable', message: expect.stringContaining(advice) }],
  });
});

test('a file that cannot be written is a mistake, not a bug', () => {
  const error = Object.assign(new Error("EACCES: permission denied, open '/etc/plan.json'"), {
    code: 'EACCES',
    syscall: 'open',
    path: '/etc/plan.json',
  });
  expect(ended(error).talk).toBe(
    "error: EACCES: permission denied, open '/etc/plan.json'. Check /etc/plan.json, its permissions, and the room on its disk. [usage]",
  );
});

test('a stack trace of the bundle names the sources', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-test-'));
  const file = join(folder, 'program.js');
  // generated line 1, column 0 is line 12, column 4 of the source
  const map = { version: 3, sources: ['../lib/cli/plan.ts'], names: [], mappings: 'AAWI' };
  await writeFile(`${file}.map`, JSON.stringify(map));
  const { href } = pathToFileURL(file);
  expect(mappedStack(`Error: no\n    at plan (${href}:1:1)\n    at ${href}x.js:1:1`)).toBe(
    `Error: no\n    at plan (lib/cli/plan.ts:12:5)\n    at ${href}x.js:1:1`,
  );
  await rm(folder, { recursive: true });
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
])('with %j on a terminal with colours: %j, results have colours: %j', (environment, canShow, expected) => {
  expect(wantsColors(environment, canShow)).toBe(expected);
});
