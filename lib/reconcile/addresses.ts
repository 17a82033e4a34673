/** IP arithmetic in the shapes that settings and vim25 use; the arithmetic itself is ipaddr.js's. */
import ipaddr from 'ipaddr.js';

const { IPv4, IPv6 } = ipaddr;

/** A subnet of either family, `10.20.0.0/24` or `fd00:20::/64`. */
export interface Subnet {
  /** The network address. */
  readonly network: string;
  readonly prefixLength: number;
}

/** True for a dotted quad; shorter and octal forms are not addresses here. */
export function isIpv4(text: string): boolean {
  return IPv4.isValidFourPartDecimal(text);
}

/** True for an address of either family. */
export function isIp(text: string): boolean {
  return isIpv4(text) || IPv6.isValid(text);
}

/** True for a dotted quad with a prefix length of 1 to 32. */
export function isIpv4Cidr(text: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+\/([1-9]|[12]\d|3[0-2])$/.test(text) && isIpv4(text.split('/')[0] ?? '');
}

/** True for an IPv6 address with a prefix length of 1 to 128. */
export function isIpv6Cidr(text: string): boolean {
  return /\/([1-9]|[1-9]\d|1[01]\d|12[0-8])$/.test(text) && IPv6.isValid(text.split('/')[0] ?? '');
}

/** True for `10.20.0.17/24` or `fd00:20::17/64`. */
export function isCidr(text: string): boolean {
  return isIpv4Cidr(text) || isIpv6Cidr(text);
}

/** `10.20.0.17/24` as an address and its subnet, of either family. The text has passed {@link isCidr}. */
export function parseCidr(text: string): { readonly address: string; readonly subnet: Subnet } {
  const [address, prefixLength] = ipaddr.parseCIDR(text);
  return { address: address.toString(), subnet: subnetOf(address.toString(), prefixLength) };
}

/** The subnet that an address lies in. */
export function subnetOf(address: string, prefixLength: number): Subnet {
  const family = isIpv4(address) ? IPv4 : IPv6;
  return { network: family.networkAddressFromCIDR(`${address}/${prefixLength}`).toString(), prefixLength };
}

/** `255.255.255.0` for 24. */
export function subnetMask(prefixLength: number): string {
  return IPv4.subnetMaskFromPrefixLength(prefixLength).toString();
}

/** 24 for `255.255.255.0`; undefined when the mask has holes. */
export function prefixLengthOf(mask: string): number | undefined {
  return isIpv4(mask) ? (IPv4.parse(mask).prefixLengthFromSubnetMask() ?? undefined) : undefined;
}

/** True when the address lies in the subnet; one of the other family does not. */
export function isInside(address: string, subnet: Subnet): boolean {
  if (isIpv4(address) !== isIpv4(subnet.network)) return false;
  return ipaddr.parse(address).match([ipaddr.parse(subnet.network), subnet.prefixLength]);
}

/** Why an address cannot belong to a host of the subnet; undefined when it can. /31 and /32 have no such addresses. */
export function unusableAs(address: string, subnet: Subnet): 'network' | 'broadcast' | undefined {
  if (subnet.prefixLength >= 31) return undefined;
  if (address === subnet.network) return 'network';
  const broadcast = IPv4.broadcastAddressFromCIDR(`${subnet.network}/${subnet.prefixLength}`).toString();
  return address === broadcast ? 'broadcast' : undefined;
}

/** The address in `subnet` with the same host part as `address`. */
export function withHostPartOf(address: string, subnet: Subnet): string {
  const mask = IPv4.subnetMaskFromPrefixLength(subnet.prefixLength).octets;
  const host = IPv4.parse(address).octets;
  const network = IPv4.parse(subnet.network).octets;
  return network.map((octet, index) => octet | ((host[index] ?? 0) & ~(mask[index] ?? 0) & 0xff)).join('.');
}

/** True for what can be the address of a router: not 0.0.0.0/8, loopback, multicast or broadcast. */
export function canBeRouter(address: string): boolean {
  const impossible = ['unspecified', 'loopback', 'multicast', 'broadcast'];
  return isIpv4(address) && !impossible.includes(IPv4.parse(address).range());
}

/** One spelling for each address, so that `FD00:0:0::53` is `fd00::53`; another text stays as it is. */
export function canonical(address: string): string {
  return isIp(address) ? ipaddr.parse(address).toString() : address;
}

/** 169.254/16 (RFC 3927), what a host gives itself when no DHCP server answers, and fe80::/10 (RFC 4291). */
export function isLinkLocal(address: string): boolean {
  return ipaddr.parse(address).range() === 'linkLocal';
}
