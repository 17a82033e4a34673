/** A run with the journal around it: the row is read and written under the lease of its host, so that it is no other's. */
import { hasCode, type OnboardingError, problemsOf } from '../errors.ts';
import { addedAfter, isRemoval } from './added-adapters.ts';
import type { Trial } from './brake.ts';
import { configureHost } from './configure-host.ts';
import type { ConfigurePorts, ConfigureRequest } from './configure-request.ts';
import { withDeferral } from './deferral.ts';
import { withHostLease } from './host-lease.ts';
import { type HostNews, newsAfter } from './host-news.ts';
import { type Intent, type JournalRow, type RowEnd, sinceOf } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { Journal } from './ports.ts';
import { Sighting } from './sighting.ts';
import { PROVISIONING_STACK, VMOTION_STACK } from './state.ts';
import { isEndOfLastTrial } from './tried-in-vain.ts';

/** What came of it. */
export interface RecordedRun {
  readonly outcome: Outcome;
  /** As the run found it. */
  readonly before: JournalRow | undefined;
  /** What is to be told of it, as it is in the row. */
  readonly news: HostNews;
}

/** What a run works with here. */
export interface RecordPorts extends ConfigurePorts {
  readonly journal: Journal;
  /** Called with the end before it is recorded: what this cannot do is done again when the message is redelivered. */
  readonly beforeRecord?: (trial: Trial) => Promise<void>;
}

type RunRequest = Omit<ConfigureRequest, 'row' | 'renewLease'>;

/**
 * Configures the host and records it. Kept out by another run, it is `deferred` with `lease-held`.
 * @throws OnboardingError `journal-unavailable`, and what `configureHost` throws
 */
export async function recordedRun(request: RunRequest, ports: RecordPorts): Promise<RecordedRun> {
  const { leases, clock, vcenter } = ports;
  const startedAt = request.startedAt ?? clock.now();
  const started = { ...request, startedAt };
  const lease = { leases, clock, vcenter: vcenter.name, host: request.host, owner: request.runId };
  try {
    return await withHostLease(lease, (renewLease) => underLease({ ...started, renewLease }, ports));
  } catch (error) {
    if (!hasCode(error, 'lease-held')) throw error;
    ports.log.info(error.message, { code: error.code, ...error.context });
    return keptOut(started, error, ports);
  }
}

type Leased = RunRequest & Required<Pick<ConfigureRequest, 'renewLease'>>;

async function underLease(request: Leased, ports: RecordPorts): Promise<RecordedRun> {
  const { journal, clock, vcenter } = ports;
  const before = await journal.read(vcenter.name, request.host.moref);
  const sighting = new Sighting(vcenter, clock, request.operator?.stack ?? PROVISIONING_STACK);
  const row = withoutRemoval(before);
  const result = await configureHost({ ...request, row }, { ...ports, vcenter: sighting.vcenter });
  const ended = withDeferral(result.outcome, row?.deferral, clock.now(), result.dueAt);
  const { outcome } = ended;
  const { hasBegun, isRolledBack, intent } = result;
  const added = await addedAfter(row, request.runId, outcome, sighting);
  await ports.beforeRecord?.({ outcome, byItself: request.operator === undefined, hasBegun, isRolledBack });
  const isTrial = hasBegun || isEndOfLastTrial(row, outcome);
  const kept = await rowEnd({ ...ended, ...(isTrial ? { hasBegun: true } : {}) }, before, request, ports);
  // that a person's plan is out of date says nothing about the host
  if (outcome.problems.some(({ code }) => code === 'plan-stale')) return { outcome, before, news: kept.news };
  const left = { intent, added, silences: result.silences ?? row?.silences ?? [] };
  if (await isStillOurs(outcome, request)) await record(kept.end, left, before, request, ports);
  else await recordBeside(kept.end, request, journal);
  return { outcome, before, news: kept.news };
}

/** The row of a run that was kept out, or lost its host, is the other run's. */
async function keptOut(
  request: RunRequest & { readonly startedAt: Date },
  error: OnboardingError,
  ports: RecordPorts,
): Promise<RecordedRun> {
  const { journal, vcenter, clock } = ports;
  const { host, cause, startedAt } = request;
  const before = await journal.read(vcenter.name, host.moref);
  const deferred: Outcome = {
    vcenter: vcenter.name,
    host,
    status: 'deferred',
    ...(cause === undefined ? {} : { cause }),
    steps: [],
    problems: problemsOf(error),
    settings: [],
    startedAt: startedAt.toISOString(),
    finishedAt: clock.now().toISOString(),
  };
  const ended = withDeferral(deferred, before?.deferral, clock.now());
  const { end, news } = await rowEnd(ended, before, request, ports);
  await recordBeside(end, request, journal);
  return { outcome: ended.outcome, before, news };
}

type Ended = ReturnType<typeof withDeferral> & Pick<JournalRow, 'hasBegun'>;

/** The end as it goes to the row: with what is to be told, so that a crash before it is told loses nothing. */
async function rowEnd(
  ended: Ended,
  before: JournalRow | undefined,
  { host, operator }: RunRequest,
  { journal, vcenter, clock }: RecordPorts,
): Promise<{ readonly end: RowEnd; readonly news: HostNews }> {
  // what was open at the start may have been told meanwhile
  const latest = before?.untold === undefined ? before : await journal.read(vcenter.name, host.moref);
  const news = newsAfter(ended.outcome, latest, { now: clock.now(), byOperator: operator !== undefined });
  return { end: { ...ended, since: sinceOf(ended.outcome, before), ...news }, news };
}

/** An operator sees the end, and repeats the command; a function comes again by the deferral. */
async function recordBeside(end: RowEnd, { operator }: RunRequest, journal: Journal): Promise<void> {
  if (operator === undefined) await journal.recordBeside(end);
}

/** A run that took longer than its lease must not write over the row of the run that came after it. */
async function isStillOurs({ problems }: Outcome, { renewLease }: Leased): Promise<boolean> {
  if (problems.some(({ code }) => code === 'lease-lost')) return false;
  try {
    await renewLease();
    return true;
  } catch (error) {
    if (!hasCode(error, 'lease-lost')) throw error;
    return false;
  }
}

interface Kept {
  readonly intent: Intent | undefined;
  readonly added: NonNullable<JournalRow['added']>;
  /** Of the stack that was configured. */
  readonly silences: NonNullable<JournalRow['silences']>;
}

/** The row tells of the provisioning stack; of the other one it keeps what is open and what is ours. */
async function record(
  own: RowEnd,
  { intent, added, silences }: Kept,
  before: JournalRow | undefined,
  { operator }: RunRequest,
  { journal }: RecordPorts,
): Promise<void> {
  const { vcenter, host } = own.outcome;
  const { moref } = host;
  const isOfVmotion = operator?.stack === VMOTION_STACK;
  // somebody who was kept out meanwhile waits by a deferral of this row
  const end = isOfVmotion
    ? endOf((await journal.read(vcenter, moref)) ?? before)
    : { ...own, ...(silences.length === 0 ? {} : { silences }) };
  await journal.write({
    vcenter,
    ...host,
    ...end,
    ...(intent === undefined ? {} : { intent }),
    ...(added.length === 0 ? {} : { added }),
  });
}

function endOf(row: JournalRow | undefined): Partial<RowEnd> & Pick<JournalRow, 'silences'> {
  if (row === undefined) return {};
  const { vcenter: _vcenter, moref: _moref, name: _name, intent: _intent, added: _added, ...end } = row;
  return end;
}

function withoutRemoval(row: JournalRow | undefined): JournalRow | undefined {
  if (row?.intent === undefined || !isRemoval(row.intent)) return row;
  const { intent: _interrupted, ...rest } = row;
  return rest;
}
