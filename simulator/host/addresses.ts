import { isIPv4, isIPv6 } from 'node:net';

/** An IPv4 address as an unsigned number, or undefined when the text is none. */
export function ipv4Number(text: string | undefined): number | undefined {
  if (text === undefined || !isIPv4(text)) return undefined;
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The prefix length of a contiguous netmask, or undefined. */
export function prefixLength(mask: string | undefined): number | undefined {
  const number = ipv4Number(mask);
  if (number === undefined) return undefined;
  const inverted = 2 ** 32 - 1 - number;
  const length = 32 - Math.log2(inverted + 1);
  return Number.isInteger(length) ? length : undefined;
}

/** A number as a dotted IPv4 address. */
export const ipv4Text = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** The network address of an address. */
export function networkOf(address: string, length: number): string {
  const size = 2 ** (32 - length);
  return ipv4Text(Math.floor((ipv4Number(address) ?? 0) / size) * size);
}

/** True when both addresses are in one subnet of that mask. */
export function sameSubnet(address: string, other: string, mask: string): boolean {
  const length = prefixLength(mask);
  return length !== undefined && networkOf(address, length) === networkOf(other, length);
}

/** True for an address of the family, without a zone. */
export const isAddress = (text: string, family: 4 | 6): boolean => !text.includes('%') && isNextHop(text, family);

/** True for an address that one sends to: an IPv6 one may name its link behind it, `fe80::1%vmk1` (RFC 4007). */
export const isNextHop = (text: string, family: 4 | 6): boolean => (family === 4 ? isIPv4(text) : isIPv6(text));
