import { hostConfigFault, invalidArgument, VimFault } from '../faults.ts';
import { type DataObject, flagIn, numberIn, objectIn, objectsIn, textIn } from '../values.ts';
import { shortIpv6 } from './ipv6-addresses.ts';
import type { NetworkState, Vnic } from './network-state.ts';
import { isGateway, isHostIpv6 } from './usable-addresses.ts';

/** Throws InvalidState on a host that has IPv6 switched off. */
export function requireIpv6({ ipv6Enabled }: NetworkState): void {
  if (!ipv6Enabled) throw new VimFault('InvalidState', 'IPv6 is not enabled on this host.');
}

/**
 * The adapter's IPv6 configuration after a spec: addresses are added, or removed by operation; unset flags stay.
 * Addresses that the host has found itself come back with a spec that was read: they do not become manual ones.
 * Throws InvalidArgument; HostConfigFault for an address of another adapter; InvalidState on a host without IPv6.
 */
export function readIpv6(state: NetworkState, vnic: Vnic, config: DataObject | undefined): Vnic['ipv6'] {
  if (config === undefined) return vnic.ipv6;
  const asked = objectsIn(config, 'ipV6Address').length > 0 || flagIn(config, 'autoConfigurationEnabled');
  if (asked || flagIn(config, 'dhcpV6Enabled')) requireIpv6(state);
  const addresses = [...vnic.ipv6.addresses];
  for (const entry of objectsIn(config, 'ipV6Address')) {
    const address = shortIpv6(textIn(entry, 'ipAddress') ?? '');
    const length = numberIn(entry, 'prefixLength') ?? 0;
    if (!isHostIpv6(address)) throw invalidArgument('nic.ip.ipV6Config.ipV6Address.ipAddress');
    if (length < 1 || length > 128) throw invalidArgument('nic.ip.ipV6Config.ipV6Address.prefixLength');
    const operation = textIn(entry, 'operation');
    if (operation === undefined && (textIn(entry, 'origin') ?? 'manual') !== 'manual') continue;
    const index = addresses.findIndex((existing) => existing.address === address);
    if (index >= 0) addresses.splice(index, 1);
    if (operation === 'remove') continue;
    refuseTwin(state, vnic, address);
    addresses.push({ address, prefixLength: length, origin: 'manual' });
  }
  return {
    addresses,
    auto:
      config['autoConfigurationEnabled'] === undefined ? vnic.ipv6.auto : flagIn(config, 'autoConfigurationEnabled'),
    dhcp: config['dhcpV6Enabled'] === undefined ? vnic.ipv6.dhcp : flagIn(config, 'dhcpV6Enabled'),
    leased: flagIn(config, 'dhcpV6Enabled') || config['dhcpV6Enabled'] === undefined ? vnic.ipv6.leased : undefined,
  };
}

function refuseTwin(state: NetworkState, vnic: Vnic, address: string): void {
  const twin = state.vnics.find(
    ({ device, ipv6 }) =>
      device !== vnic.device && (ipv6.leased === address || ipv6.addresses.some((other) => other.address === address)),
  );
  if (twin !== undefined) throw hostConfigFault(`${address} is the address of ${twin.device}.`);
}

/**
 * The adapter's gateway override after a spec: unset leaves it, an unset or empty gateway inside a sent ipRouteConfig
 * removes it. Throws InvalidArgument for what can be no gateway.
 */
export function readOverride(spec: DataObject, before: Vnic['override']): Vnic['override'] {
  const config = objectIn(objectIn(spec, 'ipRouteSpec'), 'ipRouteConfig');
  if (config === undefined) return before;
  const v4 = gatewayIn(config, 'defaultGateway', 4, 'nic.ipRouteSpec.ipRouteConfig');
  const v6 = gatewayIn(config, 'ipV6DefaultGateway', 6, 'nic.ipRouteSpec.ipRouteConfig');
  return v4 === undefined && v6 === undefined ? undefined : { v4, v6 };
}

/** A gateway member: empty and 0.0.0.0 count as unset. Throws InvalidArgument for what can be none of the family. */
export function gatewayIn(config: DataObject, member: string, family: 4 | 6, path: string): string | undefined {
  const text = textIn(config, member) ?? '';
  if (text === '' || text === '0.0.0.0' || text === '::') return undefined;
  if (!isGateway(text, family)) throw invalidArgument(`${path}.${member}`);
  return shortIpv6(text);
}
