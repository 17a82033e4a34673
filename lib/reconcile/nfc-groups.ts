/** The ways of NFC between many hosts, told by groups of hosts that are alike. */
import { isInside, type Subnet } from './addresses.ts';
import type { NfcHost } from './nfc-endpoint.ts';
import { type NfcPath, nfcPath } from './nfc-path.ts';

/** The way between every host of one group and every host of another, or between those of one group. */
export interface GroupPath extends Pick<NfcPath, 'verdict' | 'isRouted'> {
  /** Indexes of groups; the same one twice is within it. */
  readonly between: readonly [number, number];
  /** Of the first pair of hosts. */
  readonly reasons: readonly string[];
}

/** Hosts of a group have the same kind of end with the same MTU, and the same way to every other host. */
export interface NfcGroups {
  readonly groups: readonly (readonly NfcHost[])[];
  readonly paths: readonly GroupPath[];
}

/** @param hosts each once */
export function nfcGroups(hosts: readonly NfcHost[]): NfcGroups {
  const classes = classesOf(hosts);
  const ways = classes.map((one, from) => classes.map((other, to) => (to < from ? undefined : wayOf(one, other))));
  const groups: number[][] = [];
  for (const index of classes.keys()) {
    const alike = groups.find(([first]) => first !== undefined && areAlike(first, index, classes, ways));
    if (alike === undefined) groups.push([index]);
    else alike.push(index);
  }
  const order = new Map(hosts.map((host, index) => [host, index]));
  const members = groups.map((group) =>
    group
      .flatMap((index) => classes[index] ?? [])
      .toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)),
  );
  return {
    groups: members,
    paths: members.flatMap((_, one) => members.slice(one).flatMap((__, more) => pathOf(one, one + more, members))),
  };
}

/** Hosts that are on the same networks with the same routes: what is between two is asked once for all of them. */
function classesOf(hosts: readonly NfcHost[]): NfcHost[][] {
  const networks = networksOf(hosts);
  const bySign = new Map<string, NfcHost[]>();
  for (const host of hosts) {
    const sign = JSON.stringify(signOf(host, networks));
    const same = bySign.get(sign);
    if (same === undefined) bySign.set(sign, [host]);
    else same.push(host);
  }
  return [...bySign.values()];
}

/** Every network that an adapter is on or a route goes to, once. */
function networksOf(hosts: readonly NfcHost[]): Subnet[] {
  const all = hosts.flatMap(({ endpoint }) => [...(endpoint?.interfaces ?? []), ...(endpoint?.routes ?? [])]);
  return [...new Map(all.map(({ subnet }) => [`${subnet.network}/${subnet.prefixLength}`, subnet])).values()];
}

/** All that a way depends on: of an address only in which of the networks it is. */
function signOf({ endpoint }: NfcHost, networks: readonly Subnet[]): unknown {
  if (endpoint === undefined) return undefined;
  const { kind, device, mtu, addresses, interfaces, routes } = endpoint;
  const placesOf = (address: string) => [...networks.keys()].filter((index) => isIn(address, networks[index]));
  return {
    kind,
    device,
    mtu,
    addresses: addresses.map((each) => [each.device, placesOf(each.address)]),
    interfaces: interfaces.map((each) => [each.device, each.subnet, placesOf(each.address)]),
    routes,
  };
}

function isIn(address: string, network: Subnet | undefined): boolean {
  return network !== undefined && isInside(address, network);
}

/** Within a class of one host there is none. */
function wayOf(one: readonly NfcHost[], other: readonly NfcHost[]): NfcPath | undefined {
  const [from] = one;
  const to = one === other ? other[1] : other[0];
  return from === undefined || to === undefined ? undefined : nfcPath(from, to);
}

type Ways = readonly (readonly (NfcPath | undefined)[])[];

function areAlike(one: number, other: number, classes: readonly (readonly NfcHost[])[], ways: Ways): boolean {
  const [end, otherEnd] = [classes[one]?.[0]?.endpoint, classes[other]?.[0]?.endpoint];
  if (end?.kind !== otherEnd?.kind || end?.mtu !== otherEnd?.mtu) return false;
  return [...classes.keys()].every((index) => {
    // a host has no way to itself, so of its own class only the others count
    const isOwn = index === one || index === other;
    if (isOwn && classes[index]?.length === 1) return true;
    return textOf(between(one, index, ways)) === textOf(between(other, index, ways));
  });
}

/** A way is the same whichever host is named first. */
function between(one: number, other: number, ways: Ways): NfcPath | undefined {
  return ways[Math.min(one, other)]?.[Math.max(one, other)];
}

function textOf(path: NfcPath | undefined): string {
  return `${path?.verdict}/${path?.isRouted}`;
}

function pathOf(one: number, other: number, groups: readonly (readonly NfcHost[])[]): GroupPath[] {
  const from = groups[one];
  const to = groups[other];
  const path = from === undefined || to === undefined ? undefined : wayOf(from, to);
  return path === undefined ? [] : [{ between: [one, other], ...path }];
}
