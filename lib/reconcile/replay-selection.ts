/** The hosts of a replay that is not of dead letters, each once, in the order of their morefs. */
import { type HostReference, WAKING_EVENTS } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { JournalRow } from './journal-row.ts';
import type { EventRange, VcenterEvent } from './ports.ts';
import type { ReplayPorts, ReplayTime } from './replay-ports.ts';
import type { ReplayRequest } from './replay-request.ts';
import type { LeftBehind, ReplayReason } from './replay-result.ts';

/** A host that fits, and why. */
export interface Candidate {
  readonly host: HostReference;
  readonly cause: ReplayReason;
}

/** What fits, and what was asked for and is none. */
export interface Selection {
  readonly candidates: readonly Candidate[];
  readonly left: readonly LeftBehind[];
}

type Ports = Pick<ReplayPorts, 'openVcenter'>;

/** @throws OnboardingError `host-not-found`, `usage` for a range that cannot be read in the time, what vCenter answers */
export async function selectHosts(
  request: ReplayRequest,
  rows: readonly JournalRow[],
  time: ReplayTime,
  ports: Ports,
): Promise<Selection> {
  const named = await resolveHosts(request.hosts, rows, ports);
  const { candidates, left } = await candidatesOf(request, rows, named, time, ports);
  const byMoref = new Map(rows.map((row) => [row.moref, row]));
  const isNamed = ({ host }: Candidate) => named.size === 0 || named.has(host.moref);
  const fits = ({ host }: Candidate) => isOfOutcome(request, byMoref.get(host.moref));
  const chosen = new Map(
    candidates
      .filter(isNamed)
      .filter(fits)
      .map((each) => [each.host.moref, each]),
  );
  return {
    candidates: [...chosen.values()].toSorted((one, other) => (one.host.moref < other.host.moref ? -1 : 1)),
    left,
  };
}

/**
 * The hosts of names, by moref: as the journal has them, else as vCenter does. A name that two rows have, as after a host
 * was added again, is vCenter's to tell.
 * @throws OnboardingError `host-not-found`
 */
export async function resolveHosts(
  names: readonly string[],
  rows: readonly JournalRow[],
  { openVcenter }: Ports,
): Promise<ReadonlyMap<string, Candidate>> {
  const hosts = new Map<string, Candidate>();
  for (const named of names) {
    const known = rows.filter(
      ({ moref, name, outcome }) =>
        outcome?.status !== 'gone' && (moref === named || name.toLowerCase() === named.toLowerCase()),
    );
    const [row, another] = known;
    const host: HostReference =
      row !== undefined && another === undefined
        ? { moref: row.moref, name: row.name }
        : await (await openVcenter()).findHost(named);
    hosts.set(host.moref, { host, cause: { kind: 'host', named } });
  }
  return hosts;
}

async function candidatesOf(
  request: ReplayRequest,
  rows: readonly JournalRow[],
  named: ReadonlyMap<string, Candidate>,
  time: ReplayTime,
  ports: Ports,
): Promise<Selection> {
  if (request.events.length > 0 || request.since !== undefined) return fromHistory(request, rows, time, ports);
  if (request.codes.length > 0 || request.statuses.length > 0) {
    return { candidates: rows.flatMap(ofOutcome), left: [] };
  }
  return { candidates: [...named.values()], left: [] };
}

function ofOutcome({ moref, name, outcome }: JournalRow): Candidate[] {
  if (outcome === undefined) return [];
  const { status, problems, finishedAt } = outcome;
  const codes = [...new Set(problems.map(({ code }) => code))];
  return [{ host: { moref, name }, cause: { kind: 'outcome', status, codes, finishedAt } }];
}

/** With neither codes nor statuses every host fits, also one without a row. */
function isOfOutcome({ codes, statuses }: ReplayRequest, row: JournalRow | undefined): boolean {
  const { status, problems = [] } = row?.outcome ?? {};
  return (
    (codes.length === 0 || problems.some(({ code }) => codes.includes(code))) &&
    (statuses.length === 0 || statuses.some((each) => each === status))
  );
}

/** An event that the journal knows as a host's last cause need not be looked for. */
async function fromHistory(
  request: ReplayRequest,
  rows: readonly JournalRow[],
  time: ReplayTime,
  ports: Ports,
): Promise<Selection> {
  const wanted = new Set(request.events);
  const found = new Map<string, Candidate>();
  const left: LeftBehind[] = [];
  const range = rangeOf(request);
  const take = (event: VcenterEvent) => {
    if (request.events.length > 0 && !request.events.includes(event.key)) return;
    wanted.delete(event.key);
    if (event.host === undefined) left.push(withoutHost(event));
    else found.set(event.host.moref, { host: event.host, cause: reasonOf(event) });
  };
  for (const event of rows.flatMap(lastEvent).filter((each) => isWithin(each, range))) {
    if (wanted.has(event.key)) take(event);
  }
  if (request.events.length === 0 || wanted.size > 0) await readHistory(range, wanted, take, time, ports);
  for (const key of wanted) left.push(notFound(key, request));
  return { candidates: [...found.values()], left };
}

async function readHistory(
  range: EventRange,
  wanted: ReadonlySet<number>,
  take: (event: VcenterEvent) => void,
  time: ReplayTime,
  { openVcenter }: Ports,
): Promise<void> {
  const isForKeys = wanted.size > 0;
  const vcenter = await openVcenter();
  for await (const page of vcenter.readEvents(range, WAKING_EVENTS)) {
    for (const event of page) take(event);
    if (isForKeys && wanted.size === 0) return;
    if (time.remainingMilliseconds() <= 0) {
      const until = page.at(-1)?.createdTime ?? 'its beginning';
      throw new OnboardingError('usage', `vCenter's events were read up to ${until} only: give a shorter time.`);
    }
  }
}

function rangeOf({ since, until }: ReplayRequest): EventRange {
  return {
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}

function isWithin({ createdTime }: VcenterEvent, { since, until }: EventRange): boolean {
  const time = new Date(createdTime);
  return (since === undefined || time >= since) && (until === undefined || time <= until);
}

function lastEvent({ moref, name, outcome }: JournalRow): VcenterEvent[] {
  const { cause } = outcome ?? {};
  return cause?.kind === 'event' ? [{ ...cause, host: { moref, name } }] : [];
}

function reasonOf({ eventTypeId, key, createdTime }: VcenterEvent): ReplayReason {
  return { kind: 'event', eventTypeId, key, createdTime };
}

function withoutHost({ eventTypeId, key, createdTime }: VcenterEvent): LeftBehind {
  return { code: 'event-not-found', key, reason: `${eventTypeId} of ${createdTime} names no host.` };
}

function notFound(key: number, { since }: ReplayRequest): LeftBehind {
  const where = since === undefined ? 'that vCenter still has' : `since ${since}`;
  return { code: 'event-not-found', key, reason: `There is no event ${key} that wakes a host among those ${where}.` };
}
