/** Ranges of a pool, `10.20.0.50-10.20.0.200`. A range may be a /8, so nothing here makes a list of its addresses. */
import ipaddr from 'ipaddr.js';
import { isIpv4, isIpv4Cidr, parseCidr, type Subnet, unusableAs } from './addresses.ts';

const { IPv4 } = ipaddr;

/** IPv4 addresses from `first` to `last`, both included, as numbers. */
interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** What is wrong with one range of a list. */
export interface RangeProblem {
  /** Its place in the list. */
  readonly index: number;
  readonly text: string;
}

/**
 * Every problem of a pool's ranges: no range, reversed, outside the subnet, overlapping an earlier one. The network
 * and broadcast addresses may lie in a range; they are never handed out.
 * @param cidr the pool's subnet, `10.20.0.0/24`; one that cannot be read is no problem of the ranges
 */
export function rangeProblems(ranges: readonly string[], cidr: string): RangeProblem[] {
  const subnet = isIpv4Cidr(cidr) ? wholeOf(parseCidr(cidr).subnet) : undefined;
  return ranges.flatMap((text, index) => {
    const problem = problemOf(text, subnet) ?? overlapWith(ranges.slice(0, index), text);
    return problem === undefined ? [] : [{ index, text: problem }];
  });
}

function problemOf(text: string, subnet: AddressRange | undefined): string | undefined {
  const range = parseRange(text);
  if (range === undefined) return 'is not a range such as 10.20.0.50-10.20.0.200';
  if (range.first > range.last) return `${text} ends before it begins`;
  if (subnet === undefined || (subnet.first <= range.first && range.last <= subnet.last)) return undefined;
  return `${text} lies outside the subnet`;
}

function overlapWith(earlier: readonly string[], text: string): string | undefined {
  const other = overlapOf([text], earlier)?.[1];
  return other === undefined ? undefined : `${text} overlaps ${other}`;
}

/** The first two ranges, one of each list, that share an address; undefined when none do. Unreadable ones share none. */
export function overlapOf(
  ones: readonly string[],
  others: readonly string[],
): readonly [one: string, other: string] | undefined {
  for (const one of ones) {
    const other = others.find((candidate) => doOverlap(parseRange(one), parseRange(candidate)));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

function doOverlap(one: AddressRange | undefined, other: AddressRange | undefined): boolean {
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last;
}

/** True for an IPv4 address in one of the ranges. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  return insideRanges(ranges)(address);
}

/** {@link isInRanges} for many addresses. */
export function insideRanges(ranges: readonly string[]): (address: string) => boolean {
  const all = parsed(ranges);
  return (address) => {
    if (!isIpv4(address)) return false;
    const value = toNumber(address);
    return all.some(({ first, last }) => first <= value && value <= last);
  };
}

/** The addresses that a host of the subnet can have, in the order of the ranges, one at a time. */
export function* hostAddresses(ranges: readonly string[], subnet: Subnet): Generator<string> {
  for (const { first, last } of parsed(ranges)) {
    for (let value = first; value <= last; value += 1) {
      const address = toText(value);
      if (unusableAs(address, subnet) === undefined) yield address;
    }
  }
}

/** How many addresses {@link hostAddresses} has, for ranges without {@link rangeProblems}. */
export function countHostAddresses(ranges: readonly string[], subnet: Subnet): number {
  const all = parsed(ranges).reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const { first, last } = wholeOf(subnet);
  const ends = [...new Set([first, last])].map(toText);
  const unusable = ends.filter((end) => unusableAs(end, subnet) !== undefined && isInRanges(end, ranges));
  return all - unusable.length;
}

function parsed(ranges: readonly string[]): AddressRange[] {
  return ranges.flatMap((text) => parseRange(text) ?? []);
}

function parseRange(text: string): AddressRange | undefined {
  const [first = '', last = '', ...rest] = text.split('-');
  if (rest.length > 0 || !isIpv4(first) || !isIpv4(last)) return undefined;
  return { first: toNumber(first), last: toNumber(last) };
}

function wholeOf({ network, prefixLength }: Subnet): AddressRange {
  const first = toNumber(network);
  return { first, last: first + 2 ** (32 - prefixLength) - 1 };
}

/** Not by shifts: they are signed, and from 128.0.0.0 on the sum would be negative. */
function toNumber(address: string): number {
  return IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function toText(value: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(value / unit) % 256).join('.');
}
