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

/** The hosts that the filter lets through, in their order. */
export function filterFleet<Host extends FleetHost>(hosts: readonly Host[], filter: FleetFilter): Host[] {
  const { status, code, cluster, datacenter, since } = filter;
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

function isSameName(name: string | undefined, asked: string): boolean {
  return name?.toLowerCase() === asked.toLowerCase();
}
