/** `status`: the fleet as the journal and vCenter see it, or the whole story of hosts that are named. */
import { systemClock } from '../reconcile/system-clock.ts';
import type { Console } from './console.ts';
import { countsOf, type FleetHost, fleetOf } from './fleet.ts';
import { type FleetFilter, filterFleet, namedHosts } from './fleet-filter.ts';
import { storyOf } from './fleet-story.ts';
import { requireTable, type TableLocation, type TableOptions } from './journal-door.ts';
import type { StatusResult } from './status-result.ts';
import type { FleetSnapshot, SourceOptions } from './status-sources.ts';

/** Options of `status`. */
export interface StatusOptions extends SourceOptions, TableOptions, FleetFilter {}

/**
 * Hands over a function that looks afresh each time it is called.
 * @param names whose stories are wanted; none: the fleet
 * @throws OnboardingError `usage`, `door-closed`, `deployment-invalid`; from the function `journal-unavailable`,
 * `host-not-found`
 */
export async function withStatus<Result>(
  names: readonly string[],
  options: StatusOptions,
  console: Console,
  work: (look: () => Promise<StatusResult>) => Promise<Result>,
): Promise<Result> {
  const location = await requireTable('status', options, console.environment);
  // imported only when there is a table: the SDK costs half a second to load
  const { withFleet } = await import('./status-sources.ts');
  return withFleet(location, options, console, (read) =>
    work(async () => statusOf(await read(), systemClock.now(), { names, options, location })),
  );
}

/** What was asked for. */
export interface StatusRequest {
  readonly names: readonly string[];
  readonly options: FleetFilter & Pick<TableOptions, 'state'>;
  readonly location: TableLocation;
}

/** The result of one look. @throws OnboardingError `host-not-found` */
export function statusOf(snapshot: FleetSnapshot, now: Date, request: StatusRequest): StatusResult {
  const { rows, inventory, trials, forwarder, lastSweep, problems } = snapshot;
  const { location } = request;
  const fleet = fleetOf({ rows, ...(inventory === undefined ? {} : { inventory }) });
  const hosts = shownHosts(fleet, snapshot, request);
  const due = rows.filter(({ deferral }) => deferral !== undefined && Date.parse(deferral.dueAt) <= now.getTime());
  return {
    vcenter: location.vcenter,
    madeAt: now.toISOString(),
    sources: {
      table: location.table,
      place: location.local === undefined ? 'aws' : 'run',
      inventory: inventory !== undefined,
    },
    total: fleet.length,
    counts: countsOf(hosts),
    brakes: trials.flatMap(({ haltedAt, failed }) => (haltedAt === undefined ? [] : [{ haltedAt, hosts: failed }])),
    dueDeferrals: due.length,
    ...(lastSweep === undefined ? {} : { lastSweep }),
    ...(forwarder?.checkpoint === undefined ? {} : { checkpoint: forwarder.checkpoint.time }),
    ...(forwarder?.takenAt === undefined ? {} : { listeningSince: forwarder.takenAt }),
    hosts,
    problems,
  };
}

function shownHosts(
  fleet: readonly FleetHost[],
  { rows, leases, inventory }: FleetSnapshot,
  { names, options, location: { vcenter, local } }: StatusRequest,
): StatusResult['hosts'] {
  const sources = inventory === undefined ? 'the journal, and vCenter was not asked' : 'journal and inventory';
  if (names.length === 0) return filterFleet(fleet, options, sources);
  const stories = namedHosts(fleet, names, sources).map((host) => {
    const row = rows.find(({ moref }) => moref === host.moref);
    const lease = leases.find(({ moref }) => moref === host.moref);
    return storyOf(host, { row, lease, vcenter, run: local && { state: options.state } });
  });
  return filterFleet(stories, options, sources);
}
