/** Which hosts of the fleet are shown. */
import { OnboardingError } from '../errors.ts';
import type { FleetHost, FleetStatus } from './fleet.ts';

/** Options of `status` that choose hosts; all that are given must fit. */
export interface FleetFilter {
  /** One of these. */
  readonly status?: readonly FleetStatus[];
  /** One of these error codes. */
  readonly code?: readonly string[];
  /** Names as the vSphere Client shows them, whatever the case. */
  readonly cluster?: string;
  readonly datacenter?: string;
  /** Hosts whose status is younger. */
  readonly since?: Date;
}

/** Every status that a host may be shown with. */
export const FLEET_STATUSES = [
  ...(['failed', 'refused', 'interrupted', 'degraded', 'deferred', 'reported', 'unrecorded'] as const),
  ...(['converged', 'unchanged', 'excluded', 'gone'] as const),
] satisfies FleetStatus[];

/**
 * The hosts that the filter lets through, in their order.
 * @param sources what the hosts are from, for the error
 * @throws OnboardingError `usage` for a cluster or datacenter that none of them is in: an empty list would look like peace
 */
export function filterFleet<Host extends FleetHost>(
  hosts: readonly Host[],
  filter: FleetFilter,
  sources: string,
): Host[] {
  const { status, code, cluster, datacenter, since } = filter;
  for (const place of ['datacenter', 'cluster'] as const) refuseUnknown(place, hosts, filter[place], sources);
  return hosts.filter(
    (host) =>
      (status === undefined || status.includes(host.status)) &&
      (code === undefined || host.problems.some((problem) => code.includes(problem.code))) &&
      (cluster === undefined || isSameName(host.cluster, cluster)) &&
      (datacenter === undefined || isSameName(host.datacenter, datacenter)) &&
      (since === undefined || (host.since !== undefined && Date.parse(host.since) >= since.getTime())),
  );
}

/**
 * The hosts that are named, in that order and each once.
 * @param names names, morefs or inventory paths, of which the last part counts
 * @param sources what the hosts are from, for the error
 * @throws OnboardingError `host-not-found`
 */
export function namedHosts<Host extends FleetHost>(
  hosts: readonly Host[],
  names: readonly string[],
  sources: string,
): Host[] {
  const found = names.flatMap((name) => {
    const last = name.slice(name.lastIndexOf('/') + 1);
    const those = hosts.filter(({ host, moref }) => moref === name || isSameName(host, last));
    if (those.length > 0) return those;
    throw new OnboardingError('host-not-found', `There is no host ${name} in ${sources}.`);
  });
  return [...new Set(found)];
}

function refuseUnknown(
  place: 'datacenter' | 'cluster',
  hosts: readonly FleetHost[],
  asked: string | undefined,
  sources: string,
): void {
  if (asked === undefined || hosts.some((host) => isSameName(host[place], asked))) return;
  const known = [...new Set(hosts.flatMap((host) => host[place] ?? []))].toSorted();
  const names = known.length === 0 ? '' : ` There are hosts of ${known.join(', ')}.`;
  throw new OnboardingError('usage', `There is no host of a ${place} ${asked} in ${sources}.${names}`);
}

function isSameName(name: string | undefined, asked: string): boolean {
  return name?.toLowerCase() === asked.toLowerCase();
}
