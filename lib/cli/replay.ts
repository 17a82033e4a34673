/** `replay`: hosts back into their queue. */
import { randomUUID } from 'node:crypto';
import { deploymentParameter } from '../contract.ts';
import { OnboardingError, problemsOf } from '../errors.ts';
import { parseReplayRequest, type ReplayRequest } from '../reconcile/replay-request.ts';
import { emptyReplay, type ReplayResult } from '../reconcile/replay-result.ts';
import type { Console } from './console.ts';
import { requireTable, type TableLocation, type TableOptions } from './journal-door.ts';
import type { ReplayPageOf } from './replay-places.ts';
import { type ExitCode, exitCodeOfError } from './results.ts';
import { parseTime } from './time-option.ts';

/** Options of `replay`; what chooses hosts is an AND, the values of one option an OR. */
export interface ReplayOptions extends TableOptions {
  readonly host?: readonly string[];
  readonly event?: readonly number[];
  readonly since?: string;
  readonly until?: string;
  readonly code?: readonly string[];
  readonly status?: readonly string[];
  readonly deadLetters?: boolean;
  readonly dryRun?: boolean;
  /** An earlier one is gone on with. */
  readonly replay?: string;
  readonly debug?: boolean;
}

/**
 * @param hosts the same as `--host`
 * @throws OnboardingError `usage`, `door-closed`, `deployment-invalid`, `parameters-unavailable`; what ends it before its
 * first page, as `function-unavailable`, `connection-invalid`
 */
export async function replay(
  hosts: readonly string[],
  options: ReplayOptions,
  console: Console,
): Promise<ReplayResult> {
  const asked = requestOf(hosts, options, new Date());
  const location = await requireTable('replay', options, console.environment);
  const request = { ...asked, vcenter: location.vcenter };
  if (!request.dryRun) console.writeTalk(`Replay ${request.replay} of ${request.vcenter}`);
  const work = (page: ReplayPageOf) => replayPages(request, page, console);
  // imported only now: the SDK costs half a second to load
  const { withFunction, withRun } = await import('./replay-places.ts');
  const { local } = location;
  if (local !== undefined) return withRun({ ...location, local }, options.debug ?? false, console, work);
  return withFunction(await functionOf(location), work);
}

/** Every mistake is found before anything is asked of anybody. @throws OnboardingError `usage` */
function requestOf(hosts: readonly string[], options: ReplayOptions, now: Date): ReplayRequest {
  const { since, until, deadLetters = false, dryRun = false } = options;
  const timeOf = (option: string, text: string) => parseTime(option, text, now).toISOString();
  return parseReplayRequest({
    vcenter: options.vcenter ?? 'the one of the run',
    replay: options.replay ?? randomUUID(),
    hosts: [...hosts, ...(options.host ?? [])],
    events: options.event ?? [],
    ...(since === undefined ? {} : { since: timeOf('--since', since) }),
    ...(until === undefined ? {} : { until: timeOf('--until', until) }),
    codes: options.code ?? [],
    statuses: options.status ?? [],
    ...{ deadLetters, dryRun },
  });
}

/** Also where the environment names another table: the function works with its own. */
async function functionOf({ vcenter, deployment }: TableLocation): Promise<string> {
  const { deploymentOf } = await import('./parameter-store.ts');
  const found = deployment ?? (await deploymentOf(vcenter));
  if (found !== undefined) return found.functions.replayEvents;
  throw new OnboardingError('deployment-invalid', `There is no parameter ${deploymentParameter(vcenter)}.`, {
    vcenter,
  });
}

/**
 * One page after another, until all is done or somebody says stop.
 * @throws OnboardingError when not even the first page could be done
 */
export async function replayPages(
  request: ReplayRequest,
  page: ReplayPageOf,
  { stopping, writeTalk }: Pick<Console, 'stopping' | 'writeTalk'>,
): Promise<ReplayResult> {
  let result = await page(request);
  while (result.next !== undefined && result.problems.length === 0) {
    writeTalk(`${result.queued.length} hosts ${request.dryRun ? 'found' : 'queued'} so far`);
    if (stopping.aborted) {
      return { ...result, notes: [...result.notes, `Stopped: --replay ${request.replay} goes on with the rest.`] };
    }
    result = await merged(result, () => page({ ...request, after: result.next }));
  }
  return result;
}

/** A page that could not be done does not take away what is done. */
async function merged(before: ReplayResult, work: () => Promise<ReplayResult>): Promise<ReplayResult> {
  try {
    return sum(before, await work());
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return { ...before, problems: [...before.problems, ...problemsOf(error)] };
  }
}

/** What stays in the dead-letter queue is met again by each page. */
function sum({ next: _next, ...before }: ReplayResult, page: ReplayResult): ReplayResult {
  const queued = new Map([...before.queued, ...page.queued].map((host) => [host.moref, host]));
  const left = new Map([...before.left, ...page.left].map((each) => [JSON.stringify(each), each]));
  return {
    ...emptyReplay(page),
    queued: [...queued.values()],
    left: [...left.values()],
    skipped: Math.max(before.skipped, page.skipped),
    merged: before.merged + page.merged + before.queued.length + page.queued.length - queued.size,
    notes: [...new Set([...before.notes, ...page.notes])],
    problems: [...before.problems, ...page.problems],
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** 0: all that was asked for is queued, or there was nothing; 1: something is not, and the result says why. */
export function exitCodeOfReplay({ left, problems, next }: ReplayResult): ExitCode {
  const codes = problems.map(({ code, message }) => exitCodeOfError(new OnboardingError(code, message)));
  if (codes.includes(1) || left.length > 0 || next !== undefined) return 1;
  return codes.includes(3) ? 3 : 0;
}
