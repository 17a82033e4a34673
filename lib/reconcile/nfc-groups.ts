/** The ways of NFC between many hosts, told by groups of hosts that are alike. */
import type { NfcHost } from './nfc-endpoint.ts';
import { type NfcPath, nfcPath } from './nfc-path.ts';

/** The way between every host of one group and every host of another, or between those of one group. */
export interface GroupPath extends Pick<NfcPath, 'verdict' | 'isRouted'> {
  /** Indexes of groups; the same one twice is within it. */
  readonly between: readonly [number, number];
  /** Of the first pair of hosts. */
  readonly reasons: readonly string[];
}

/** Hosts of a group have the same kind of end, and the same way to every other host. */
export interface NfcGroups {
  readonly groups: readonly (readonly NfcHost[])[];
  readonly paths: readonly GroupPath[];
}

/** @param hosts each once */
export function nfcGroups(hosts: readonly NfcHost[]): NfcGroups {
  const ways = hosts.map((one) => hosts.map((other) => (one === other ? undefined : nfcPath(one, other))));
  const groups: number[][] = [];
  for (const index of hosts.keys()) {
    const alike = groups.find(([first]) => first !== undefined && areAlike(first, index, hosts, ways));
    if (alike === undefined) groups.push([index]);
    else alike.push(index);
  }
  return {
    groups: groups.map((group) => group.flatMap((index) => hosts[index] ?? [])),
    paths: groups.flatMap((_, one) => groups.slice(one).flatMap((__, more) => pathOf(one, one + more, groups, ways))),
  };
}

type Ways = readonly (readonly (NfcPath | undefined)[])[];

function areAlike(one: number, other: number, hosts: readonly NfcHost[], ways: Ways): boolean {
  if (hosts[one]?.endpoint?.kind !== hosts[other]?.endpoint?.kind) return false;
  return [...hosts.keys()].every(
    (index) => index === one || index === other || signOf(ways[one]?.[index]) === signOf(ways[other]?.[index]),
  );
}

function signOf(path: NfcPath | undefined): string {
  return `${path?.verdict}/${path?.isRouted}`;
}

function pathOf(one: number, other: number, groups: readonly number[][], ways: Ways): GroupPath[] {
  const from = groups[one]?.[0];
  const to = groups[other]?.[one === other ? 1 : 0];
  const path = from === undefined || to === undefined ? undefined : ways[from]?.[to];
  return path === undefined ? [] : [{ between: [one, other], ...path }];
}
