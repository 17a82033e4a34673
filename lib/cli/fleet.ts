/** The fleet as people see it: the journal's rows beside vCenter's inventory. A value, made without I/O. */
import type { Problem } from '../errors.ts';
import { factsOf, type HostFacts } from '../reconcile/host-facts.ts';
import type { JournalRow } from '../reconcile/journal-row.ts';
import type { Outcome, SettingsVersion, Status } from '../reconcile/outcome.ts';
import type { HostState } from '../reconcile/state.ts';

/**
 * A status of an outcome, or: `interrupted`, a run has begun to write and nobody knows its end yet; `unrecorded`, the
 * host is in vCenter's inventory and the journal has nothing of it.
 */
export type FleetStatus = Status | 'interrupted' | 'unrecorded';

/** One host of the fleet. */
export interface FleetHost extends HostFacts {
  readonly host: string;
  readonly moref: string;
  readonly status: FleetStatus;
  /** `unknown`: vCenter was not asked. */
  readonly inventory: 'present' | 'absent' | 'unknown';
  /** As vCenter says now. */
  readonly connectionState?: HostState['connectionState'];
  /** ISO: since when the host has this status. */
  readonly since?: string;
  /** ISO: when the run ended that found the status. */
  readonly lookedAt?: string;
  /** ISO: when a deferred host is looked at again. */
  readonly dueAt?: string;
  /** The documents that decided, the nearest scope last. */
  readonly settings: readonly SettingsVersion[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** What the fleet is made from. */
export interface FleetSources {
  readonly rows: readonly JournalRow[];
  /** Absent: vCenter was not asked. */
  readonly inventory?: readonly HostState[];
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Every host of either source once, by name. Where vCenter was asked, it says where a host is and what it has. */
export function fleetOf({ rows, inventory }: FleetSources): FleetHost[] {
  const present = new Map((inventory ?? []).map((host) => [host.moref, host]));
  const recorded = new Set(rows.map(({ moref }) => moref));
  const hosts = [
    ...rows.map((row) => recordedHost(row, present.get(row.moref), inventory !== undefined)),
    ...(inventory ?? []).filter(({ moref }) => !recorded.has(moref)).map(unrecordedHost),
  ];
  return hosts.toSorted((one, other) => byName.compare(one.host, other.host) || one.moref.localeCompare(other.moref));
}

function recordedHost(row: JournalRow, host: HostState | undefined, wasAsked: boolean): FleetHost {
  const { outcome, intent, deferral } = row;
  const isInterrupted = intent !== undefined;
  return {
    ...placed(outcome, host),
    host: host?.name ?? row.name,
    moref: row.moref,
    status: outcome === undefined || isInterrupted ? 'interrupted' : outcome.status,
    inventory: host !== undefined ? 'present' : wasAsked ? 'absent' : 'unknown',
    ...(host === undefined ? {} : { connectionState: host.connectionState }),
    ...sinceOf(row),
    ...(outcome === undefined ? {} : { lookedAt: outcome.finishedAt }),
    ...(deferral === undefined ? {} : { dueAt: deferral.dueAt }),
    settings: outcome?.settings ?? [],
    problems: outcome?.problems ?? [],
    notes: outcome?.notes ?? [],
  };
}

function sinceOf({ intent, since, outcome }: JournalRow): { since?: string } {
  const found = intent?.openedAt ?? since ?? outcome?.finishedAt;
  return found === undefined ? {} : { since: found };
}

/** Rows of older releases do not say where the host is. */
function placed(outcome: Outcome | undefined, host: HostState | undefined): HostFacts {
  const { datacenter, cluster, device, address, gateway } = outcome ?? {};
  const recorded = {
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(device === undefined ? {} : { device }),
    ...(address === undefined ? {} : { address }),
    ...(gateway === undefined ? {} : { gateway }),
  };
  if (host === undefined) return recorded;
  // a host that vCenter cannot reach shows no network, and then the record is the best there is
  return host.network === undefined ? { ...recorded, ...factsOf(host) } : factsOf(host);
}

function unrecordedHost(host: HostState): FleetHost {
  const { name, moref, connectionState } = host;
  return {
    ...factsOf(host),
    host: name,
    moref,
    status: 'unrecorded',
    inventory: 'present',
    connectionState,
    settings: [],
    problems: [],
    notes: [],
  };
}

/** How many hosts have which status. */
export function countsOf(hosts: readonly Pick<FleetHost, 'status'>[]): Partial<Record<FleetStatus, number>> {
  const counts: Partial<Record<FleetStatus, number>> = {};
  for (const { status } of hosts) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Why a host has its status, in one line; '' when there is nothing to say. */
export function causeOf({ problems, notes, dueAt }: Pick<FleetHost, 'problems' | 'notes' | 'dueAt'>): string {
  const [problem] = problems;
  const words = problem === undefined ? (notes[0] ?? '') : `${problem.code}: ${problem.message}`;
  return dueAt === undefined ? words : `${words === '' ? '' : `${words} `}Again ${dueAt}.`;
}
