import type { VCenter } from '../vcenter.ts';
import { networkOf } from './addresses.ts';
import { ipv6AddressIn } from './ipv6-addresses.ts';
import { defaultStack, type NetworkState, type Vnic } from './network-state.ts';

/** Gives an adapter what the scenario's DHCP server hands out; DNS goes to the stack that takes it from this adapter. */
export function grantLease(vcenter: VCenter, rack: number, state: NetworkState, vnic: Vnic): void {
  const { address, subnetMask, gateway } = vcenter.scenario.dhcp;
  const [high, low] = [Math.floor(rack / 256), rack % 256];
  const index = Number(vnic.device.slice('vmk'.length));
  if (address === 'none') {
    vnic.address = `169.254.${low}.${index + 1}`;
    vnic.mask = '255.255.0.0';
    return;
  }
  vnic.address = address ?? `172.${16 + high}.${low}.${10 + index}`;
  vnic.mask = subnetMask;
  const stack = state.stacks.find(({ key }) => key === vnic.stack);
  if (stack === undefined) return;
  if (stack.dns.dhcp && stack.dns.device === vnic.device) stack.dns = { ...stack.dns, ...leasedDns(vcenter) };
  if (stack.key === defaultStack) return;
  stack.leaseGateway = gateway ?? networkOf(vnic.address, 24).replace(/\.0$/, '.1');
}

/** The DNS that a lease brings. */
export function leasedDns({ scenario }: VCenter): { servers: string[]; search: string[]; domainName?: string } {
  const { dns, domain } = scenario.dhcp;
  if (domain === undefined) return { servers: [...dns], search: [] };
  return { servers: [...dns], search: [domain], domainName: domain };
}

/** Gives an adapter an address of the advertised prefix from DHCPv6; without a prefix no server answers. */
export function grantIpv6Lease(vcenter: VCenter, rack: number, vnic: Vnic): void {
  const { prefix } = vcenter.scenario.ipv6;
  const index = Number(vnic.device.slice('vmk'.length));
  if (prefix !== undefined) vnic.ipv6.leased = ipv6AddressIn(prefix, rack * 256 + index + 16);
}
