import type { Scenario } from '../scenario.ts';
import type { DataObject } from '../values.ts';
import { prefixLength } from './addresses.ts';
import type { HostNetwork } from './host-network.ts';
import { eui64 } from './ipv6-addresses.ts';
import { type Ipv6Address, type NetworkState, type Vnic, vnicKey } from './network-state.ts';

/** The adapter as a HostVirtualNic: `portgroup` empty and `port` unset on a distributed switch. */
export function vnicInfo(network: HostNetwork, state: NetworkState, vnic: Vnic): DataObject {
  const port = vnic.dvPort === undefined ? `key-vim.host.PortGroup.Port-${vnic.device}` : undefined;
  return {
    $type: 'HostVirtualNic',
    device: vnic.device,
    key: vnicKey(vnic.device),
    portgroup: vnic.portgroup,
    spec: vnicSpec(network, state, vnic),
    port,
  };
}

function vnicSpec(network: HostNetwork, state: NetworkState, vnic: Vnic): DataObject {
  return {
    $type: 'HostVirtualNicSpec',
    ip: {
      $type: 'HostIpConfig',
      dhcp: vnic.dhcp,
      ipAddress: vnic.address,
      subnetMask: vnic.mask,
      ipV6Config: state.ipv6Enabled ? ipv6Config(state, vnic, network.vcenter.scenario) : undefined,
    },
    mac: vnic.mac,
    distributedVirtualPort:
      vnic.dvPort === undefined ? undefined : { $type: 'DistributedVirtualSwitchPortConnection', ...vnic.dvPort },
    portgroup: vnic.dvPort === undefined ? vnic.portgroup : undefined,
    mtu: vnic.mtu,
    tsoEnabled: vnic.tso,
    netStackInstanceKey: vnic.stack,
    ipRouteSpec: routeSpec(network, state, vnic),
    systemOwned: false,
  };
}

/** Both flags are always there: govmomi's readers dereference them. */
function ipv6Config(state: NetworkState, vnic: Vnic, scenario: Scenario): DataObject {
  const addresses = ipv6Addresses(state, vnic, scenario).map(({ address, prefixLength: length, origin }) => ({
    $type: 'HostIpConfigIpV6Address',
    ipAddress: address,
    prefixLength: length,
    origin,
    dadState: 'preferred',
  }));
  return {
    $type: 'HostIpConfigIpV6AddressConfiguration',
    ipV6Address: addresses,
    autoConfigurationEnabled: vnic.ipv6.auto,
    dhcpV6Enabled: vnic.ipv6.dhcp,
  };
}

/**
 * The adapter's IPv6 addresses, none on a host without IPv6: the link-local one that every adapter gives itself
 * (origin `other`), those of stateless autoconfiguration (`linklayer`) and of DHCPv6 (`dhcp`), and the ones that were
 * set (`manual`). [vim25 HostIpConfigIpV6AddressConfigType]
 */
export function ipv6Addresses(state: NetworkState, { mac, ipv6 }: Vnic, scenario: Scenario): readonly Ipv6Address[] {
  if (!state.ipv6Enabled) return [];
  const found = (address: string, origin: string): Ipv6Address => ({ address, prefixLength: 64, origin });
  const { prefix } = scenario.ipv6;
  return [
    found(eui64('fe80::', mac), 'other'),
    ...(ipv6.auto && prefix !== undefined ? [found(eui64(prefix, mac), 'linklayer')] : []),
    ...(ipv6.dhcp && ipv6.leased !== undefined ? [found(ipv6.leased, 'dhcp')] : []),
    ...ipv6.addresses,
  ];
}

/** Present only with something inside: an empty ipRouteSpec breaks Terraform's provider. */
function routeSpec(network: HostNetwork, state: NetworkState, vnic: Vnic): DataObject | undefined {
  const stack = state.stacks.find(({ key }) => key === vnic.stack);
  const filled = network.vcenter.scenario.answers.routeSpecReadBack === 'filled';
  const gateways = vnic.override ?? (filled ? { v4: stack?.gateway, v6: stack?.ipv6Gateway } : undefined);
  if (gateways === undefined || (gateways.v4 === undefined && gateways.v6 === undefined)) return undefined;
  const config = { $type: 'HostIpRouteConfig', defaultGateway: gateways.v4, ipV6DefaultGateway: gateways.v6 };
  return { $type: 'HostVirtualNicIpRouteSpec', ipRouteConfig: config };
}

/** True for an adapter whose address can carry traffic. */
export const hasAddress = (vnic: Vnic): boolean => vnic.address !== '0.0.0.0' && prefixLength(vnic.mask) !== undefined;
