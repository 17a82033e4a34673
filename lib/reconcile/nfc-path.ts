/** Which way NFC takes between two hosts: over the provisioning stack, over management, or none. A value, no I/O. */
import { isIpv4 } from './addresses.ts';
import { type Departure, departure, type NfcEndpoint, type NfcHost, type NfcInterface } from './nfc-endpoint.ts';

/**
 * - `provisioning`: both ends on provisioning adapters, both ways.
 * - `management`: neither has such an adapter.
 * - `mixed`: one has, the other has not; works while the provisioning network routes to the management network.
 * - `detour`: packets leave by another adapter than they arrive at (KB 340170, scenario 4).
 * - `none`: an end has no route or no address: copies fail at 23 % with "Cannot connect to host" (KB 316409).
 * - `unknown`: vCenter shows no network of a host.
 */
export type NfcVerdict = 'provisioning' | 'management' | 'mixed' | 'detour' | 'none' | 'unknown';

/** The way between two hosts; the same whichever is named first. */
export interface NfcPath {
  readonly verdict: NfcVerdict;
  /** A router is in between: what the vSphere API shows allows the path, and does not prove it. */
  readonly isRouted: boolean;
  /** Sentences. */
  readonly reasons: readonly string[];
}

/** One direction. */
type Direction = Pick<NfcPath, 'isRouted'> & {
  readonly problem?: { readonly verdict: 'none' | 'detour'; readonly reasons: readonly string[] };
};

type Present = NfcHost & { readonly endpoint: NfcEndpoint };

/** @param one two different hosts */
export function nfcPath(one: NfcHost, other: NfcHost): NfcPath {
  const unreadable = [one, other].filter((host) => !isPresent(host)).map(({ host }) => host);
  if (!isPresent(one) || !isPresent(other)) {
    const reasons = unreadable.toSorted().map((host) => `vCenter shows no network of ${host}.`);
    return { verdict: 'unknown', isRouted: false, reasons };
  }
  const ends = commonAddresses(one, other);
  if (ends === undefined) return { verdict: 'none', isRouted: false, reasons: [...new Set(addressless(one, other))] };
  const directions = [direction(one, other, ends[0], ends[1]), direction(other, one, ends[1], ends[0])];
  const problems = directions.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const verdict = (['none', 'detour'] as const).find((each) => problems.some((problem) => problem.verdict === each));
  const reasons = problems.filter((problem) => problem.verdict === verdict).flatMap((problem) => problem.reasons);
  return {
    verdict: verdict ?? verdictOf(one.endpoint, other.endpoint),
    isRouted: directions.some(({ isRouted }) => isRouted),
    reasons: [...new Set([...reasons, ...remarks(one, other)])].toSorted(),
  };
}

function isPresent(host: NfcHost): host is Present {
  return host.endpoint !== undefined;
}

/** IPv4 where both have it, else IPv6: a family counts only if both ends have it. */
function commonAddresses(one: Present, other: Present): [NfcInterface, NfcInterface] | undefined {
  for (const isOfFamily of [isIpv4, (address: string) => !isIpv4(address)]) {
    const [first, second] = [one, other].map(({ endpoint }) =>
      endpoint.addresses.find(({ address }) => isOfFamily(address)),
    );
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return undefined;
}

function addressless(one: Present, other: Present): string[] {
  const empty = [one, other].filter(({ endpoint }) => endpoint.addresses.length === 0);
  if (empty.length === 0) {
    const [first, second] = [named(one), named(other)].toSorted();
    return [`${first} and ${second} have no address of the same family.`];
  }
  return empty.map((host) => `${named(host)} has no address.`).toSorted();
}

/** The destination is called at its endpoint; it answers to the address that the source left from. */
function direction(source: Present, destination: Present, from: NfcInterface, to: NfcInterface): Direction {
  const there = departure(source.endpoint, to.address);
  if (there === undefined) return noWay(source, to.address);
  const back = departure(destination.endpoint, there.from.address);
  if (back === undefined) return noWay(destination, there.from.address);
  const isRouted = there.gateway !== undefined || back.gateway !== undefined;
  const reasons = [...detourOf(source, there, from), ...detourOf(destination, back, to)];
  return { isRouted, ...(reasons.length === 0 ? {} : { problem: { verdict: 'detour', reasons } }) };
}

function noWay(host: Present, target: string): Direction {
  const { endpoint } = host;
  const stack = endpoint.kind === 'stack' ? 'provisioning stack' : 'default stack';
  const lacks = endpoint.routes.length === 0 ? 'no gateway and no route' : 'no route';
  const reasons = [`The ${stack} of ${host.host} has ${lacks} to ${target}.`];
  return { isRouted: true, problem: { verdict: 'none', reasons } };
}

/** Management traffic has no way of its own that it could leave. */
function detourOf(host: Present, { from }: Departure, end: NfcInterface): string[] {
  if (host.endpoint.kind === 'management' || from.device === end.device) return [];
  return [`Packets of ${host.host} leave by ${from.device} instead of ${end.device}, for want of a route.`];
}

function verdictOf(one: NfcEndpoint, other: NfcEndpoint): NfcVerdict {
  const managed = [one, other].filter(({ kind }) => kind === 'management').length;
  return (['provisioning', 'mixed', 'management'] as const)[managed] ?? 'unknown';
}

/** What does not change the way, and may break it. */
function remarks(one: Present, other: Present): string[] {
  const [small, large] = [one, other].toSorted((a, b) => a.endpoint.mtu - b.endpoint.mtu);
  const several = [one, other].filter(({ endpoint }) => endpoint.kind !== 'management' && endpoint.candidates > 1);
  return [
    ...(small === undefined || large === undefined || small.endpoint.mtu === large.endpoint.mtu
      ? []
      : [
          `The MTU of ${named(small)} is ${small.endpoint.mtu}, of ${named(large)} ${large.endpoint.mtu}: small packets may pass and large ones stall.`,
        ]),
    ...several.map(
      (host) => `${host.host} has ${host.endpoint.candidates} such adapters; ${host.endpoint.device} is taken.`,
    ),
  ];
}

function named({ host, endpoint }: Present): string {
  return `${endpoint.device} of ${host}`;
}
