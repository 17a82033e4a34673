import { isIPv6 } from 'node:net';

/** An IPv6 address in its shortest form (RFC 5952), as ESXi writes it back; text that is none comes back as it is. */
export function shortIpv6(text: string): string {
  return isIPv6(text) && !text.includes('%') ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

/** An address of either family without its zone, IPv6 in its shortest form. */
export const withoutZone = (text: string): string => shortIpv6(text.replace(/%.*$/, ''));

/** The 128 bits of an address; a zone is none of them. */
function bits(text: string): bigint {
  const [head = '', tail] = withoutZone(text).split('::', 2);
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function ipv6Text(number: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (number >> BigInt(16 * (7 - index))) & 0xffffn);
  return shortIpv6(groups.map((group) => group.toString(16)).join(':'));
}

/** The network of an address. */
export function ipv6NetworkOf(address: string, length: number): string {
  const shift = BigInt(128 - length);
  return ipv6Text((bits(address) >> shift) << shift);
}

/** True when the address is in that network. */
export const inIpv6Network = (address: string, network: string, length: number): boolean =>
  isIPv6(address) && ipv6NetworkOf(address, length) === ipv6NetworkOf(network, length);

/** The n-th address of a network. */
export const ipv6AddressIn = (network: string, index: number): string => ipv6Text(bits(network) + BigInt(index));

/** The address that an interface gives itself in a /64 by its MAC address (EUI-64, RFC 4291). */
export function eui64(prefix: string, mac: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const identifier = [a ^ 2, b, c, 0xff, 0xfe, d, e, f].reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return ipv6Text(bits(ipv6NetworkOf(prefix, 64)) | identifier);
}
