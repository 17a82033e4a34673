import { ipv4Number, isAddress, isNextHop } from './addresses.ts';
import { withoutZone } from './ipv6-addresses.ts';

/** True for an address that belongs to one station: no loopback, multicast or broadcast address, and not "none". */
function isUnicast(text: string, family: 4 | 6): boolean {
  const address = withoutZone(text);
  if (family === 6) return address !== '::' && address !== '::1' && !address.startsWith('ff');
  const first = Math.floor((ipv4Number(address) ?? 0) / 2 ** 24);
  return first !== 0 && first !== 127 && first < 224;
}

/** True for an IPv4 address that a host may have in a subnet of that prefix length; /31 and /32 are all hosts. */
export function isHostIpv4(address: string, length: number): boolean {
  if (!isAddress(address, 4) || !isUnicast(address, 4)) return false;
  const size = 2 ** (32 - length);
  const part = (ipv4Number(address) ?? 0) % size;
  return length > 30 || (part !== 0 && part !== size - 1);
}

/** True for an IPv6 address that a host may have. */
export const isHostIpv6 = (address: string): boolean => isAddress(address, 6) && isUnicast(address, 6);

/** True for an address of the family that may be a gateway; an IPv6 one may have a zone. */
export const isGateway = (text: string, family: 4 | 6): boolean => isNextHop(text, family) && isUnicast(text, family);
