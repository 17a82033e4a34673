/** The addressing of an adapter: what is there against what is wanted, of both families, and the edit between them. */
import { canonical, isLinkLocal } from './addresses.ts';
import type { Desired } from './desired.ts';
import type { DesiredIpv6 } from './desired-ipv6.ts';
import type { Ipv6Address, Ipv6Config, VirtualNic } from './state.ts';
import type { Change, Ipv6Edit, VirtualNicSpec } from './steps.ts';

/** An adapter that says nothing of IPv6. */
export const NO_IPV6: Ipv6Config = { addresses: [], autoConfigurationEnabled: false, dhcpV6Enabled: false };

/** The members of `ip` for a new adapter. `ipv6` off is sent too where the host has IPv6: its default is its own. */
export function ipOfNew({ address, ipv6 }: Desired, hostHasIpv6: boolean): NonNullable<VirtualNicSpec['ip']> {
  const ipV6Config = ipv6 === undefined || !hostHasIpv6 ? {} : { ipV6Config: ipv6Edit(ipv6, NO_IPV6) };
  return { ...ipv4Of(address), ...ipV6Config };
}

/** What differs, and the `ip` that sets it; undefined when nothing does. */
export function addressEdit(
  desired: Desired,
  vnic: VirtualNic,
): { readonly changes: readonly Change[]; readonly ip: NonNullable<VirtualNicSpec['ip']> } | undefined {
  const changes: Change[] = [];
  if (!hasAddress(desired, vnic)) {
    const from = vnic.dhcp ? 'dhcp' : `${vnic.ipAddress ?? 'none'}/${vnic.subnetMask ?? ''}`;
    changes.push({ field: 'address', from, to: addressText(desired) });
  }
  const current = vnic.ipv6 ?? NO_IPV6;
  const isIpv6Right = desired.ipv6 === undefined || ipv6Text(current) === wantedText(desired.ipv6);
  if (desired.ipv6 !== undefined && !isIpv6Right) {
    changes.push({ field: 'ipv6', from: ipv6Text(current), to: wantedText(desired.ipv6) });
  }
  if (changes.length === 0) return undefined;
  const ipV6Config = desired.ipv6 === undefined || isIpv6Right ? {} : { ipV6Config: ipv6Edit(desired.ipv6, current) };
  return { changes, ip: { ...ipv4Of(desired.address), ...ipV6Config } };
}

/** True when the IPv4 address is as wanted; any lease is, where DHCP is. */
export function hasAddress({ address }: Desired, vnic: VirtualNic): boolean {
  if (address.dhcp) return vnic.dhcp;
  return !vnic.dhcp && vnic.ipAddress === address.ipAddress && vnic.subnetMask === address.subnetMask;
}

/** `10.20.0.17/255.255.255.0` or `dhcp`. */
export function addressText({ address }: Desired): string {
  return address.dhcp ? 'dhcp' : `${address.ipAddress}/${address.subnetMask}`;
}

/** `off`, `auto`, `dhcp` or an address: as settings say it. */
export function wantedText(ipv6: DesiredIpv6): string {
  return ipv6.mode === 'static' ? `${ipv6.ipAddress}/${ipv6.subnet.prefixLength}` : ipv6.mode;
}

function ipv4Of(address: Desired['address']): NonNullable<VirtualNicSpec['ip']> {
  if (address.dhcp) return { dhcp: true };
  return { dhcp: false, ipAddress: address.ipAddress, subnetMask: address.subnetMask };
}

/** `off`, `auto`, `dhcp` and addresses that a person set: equal texts ask for the same. */
export function ipv6Text(config: Ipv6Config): string {
  const flags = [config.autoConfigurationEnabled ? ['auto'] : [], config.dhcpV6Enabled ? ['dhcp'] : []].flat();
  return [...flags, ...manual(config).map(spelled)].join(', ') || 'off';
}

/** Addresses that a person set: a host always has link-local ones, and routers and servers give it others. */
function manual({ addresses, autoConfigurationEnabled, dhcpV6Enabled }: Ipv6Config): Ipv6Address[] {
  const isStatic = !autoConfigurationEnabled && !dhcpV6Enabled;
  return addresses
    .filter(({ ipAddress }) => !isLinkLocal(ipAddress))
    .filter(({ origin }) => origin === 'manual' || (origin === undefined && isStatic));
}

function spelled({ ipAddress, prefixLength }: Ipv6Address): string {
  return `${canonical(ipAddress)}/${prefixLength}`;
}

function ipv6Edit(wanted: DesiredIpv6, current: Ipv6Config): Ipv6Edit {
  const addresses =
    wanted.mode === 'static'
      ? [{ ipAddress: wanted.ipAddress, prefixLength: wanted.subnet.prefixLength, origin: 'manual' }]
      : [];
  const flags = { autoConfigurationEnabled: wanted.mode === 'auto', dhcpV6Enabled: wanted.mode === 'dhcp' };
  return ipv6Between(current, { addresses, ...flags });
}

/** The edit that takes an adapter from one IPv6 configuration to another: both flags, and the addresses that differ. */
export function ipv6Between(from: Ipv6Config, to: Ipv6Config): Ipv6Edit {
  const has = (config: Ipv6Config, address: Ipv6Address) => manual(config).map(spelled).includes(spelled(address));
  const operations = [
    ...manual(from)
      .filter((address) => !has(to, address))
      .map((address) => ({ address, operation: 'remove' as const })),
    ...manual(to)
      .filter((address) => !has(from, address))
      .map((address) => ({ address, operation: 'add' as const })),
  ];
  const ipV6Address = operations.map(({ address: { ipAddress, prefixLength }, operation }) => ({
    ipAddress,
    prefixLength,
    operation,
  }));
  return {
    ...(ipV6Address.length === 0 ? {} : { ipV6Address }),
    autoConfigurationEnabled: to.autoConfigurationEnabled,
    dhcpV6Enabled: to.dhcpV6Enabled,
  };
}
