/** What a replay is asked for: which hosts, found how. The command line and the function take the same. */
import * as z from 'zod/mini';
import { ERROR_CODES, OnboardingError, OnboardingErrors } from '../errors.ts';
import type { Status } from './outcome.ts';
import { inWords } from './problems-in-words.ts';

/** What a host's last outcome can be. */
const STATUSES = [
  ...(['unchanged', 'converged', 'reported', 'degraded', 'deferred'] as const),
  ...(['refused', 'failed', 'excluded', 'gone'] as const),
] satisfies readonly Status[];

const time = z.iso.datetime({ offset: true });
const code = z.string().check(
  z.refine((text) => Object.hasOwn(ERROR_CODES, text), {
    error: ({ input }) => `${input} is no error code; docs/operations.md has a heading for each`,
  }),
);
const status = z.enum(STATUSES, { error: ({ input }) => `${input} is none of ${STATUSES.join(', ')}` });

const schema = z.strictObject({
  vcenter: z.string().check(z.minLength(1)),
  // a part of SQS's deduplication id, which has 128 characters at most
  replay: z
    .string()
    .check(z.regex(/^[\w.-]{1,64}$/, { error: 'has to be 1 to 64 letters, digits, dots, hyphens or underscores' })),
  hosts: z._default(z.array(z.string().check(z.minLength(1))).check(z.maxLength(1000)), []),
  events: z._default(z.array(z.int()).check(z.maxLength(1000)), []),
  since: z.optional(time),
  until: z.optional(time),
  codes: z._default(z.array(code), []),
  statuses: z._default(z.array(status), []),
  deadLetters: z._default(z.boolean(), false),
  dryRun: z._default(z.boolean(), false),
  after: z.optional(z.string()),
});

/**
 * A replay. Members that choose hosts are an AND, the values of one member an OR: `codes` with `hosts` are those of the
 * hosts whose last outcome has one of the codes.
 */
export interface ReplayRequest {
  readonly vcenter: string;
  /** Its id. The same once more goes on with the same replay: within five minutes SQS drops what it has already. */
  readonly replay: string;
  /** Names, inventory paths or morefs. */
  readonly hosts: readonly string[];
  /** Keys of vCenter's events. */
  readonly events: readonly number[];
  /** ISO, vCenter's clock: events from then on, which are read from vCenter again. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Of the last outcome, from the journal. */
  readonly codes: readonly string[];
  readonly statuses: readonly Status[];
  /** What is in the dead-letter queue. */
  readonly deadLetters: boolean;
  /** Lists, and sends nothing. */
  readonly dryRun: boolean;
  /** `next` of the result before. */
  readonly after?: string | undefined;
}

/** @throws OnboardingErrors `usage`, with every problem at once */
export function parseReplayRequest(value: unknown): ReplayRequest {
  const parsed = schema.safeParse(value, inWords);
  if (!parsed.success) {
    const [first, ...others] = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'replay'}: ${message}.`,
    );
    throw asOne([first ?? 'It is no replay.', ...others]);
  }
  const problems = contradictions(parsed.data);
  const [first, ...others] = problems;
  if (first !== undefined) throw asOne([first, ...others]);
  return parsed.data;
}

function contradictions({ hosts, events, since, until, codes, statuses, deadLetters }: ReplayRequest): string[] {
  const isOfJournal = codes.length > 0 || statuses.length > 0;
  const isOfHistory = events.length > 0 || since !== undefined || until !== undefined;
  const problems: string[] = [];
  if (hosts.length === 0 && !isOfHistory && !isOfJournal && !deadLetters) {
    problems.push('Say which hosts: by host, event, time, code or status, or the dead letters.');
  }
  if (deadLetters && (isOfHistory || isOfJournal)) {
    problems.push('Dead letters are chosen by host, or all of them: not by event, time, code or status.');
  }
  if (until !== undefined && since === undefined) problems.push('An end without a beginning: say since when.');
  if (since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until)) {
    problems.push(`It ends before it begins: since ${since}, until ${until}.`);
  }
  return problems;
}

function asOne([first, ...others]: readonly [string, ...string[]]): OnboardingError {
  const error = (problem: string) => new OnboardingError('usage', problem);
  return others.length === 0 ? error(first) : new OnboardingErrors([error(first), ...others.map(error)]);
}
