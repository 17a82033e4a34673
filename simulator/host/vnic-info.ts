import type { DataObject } from '../values.ts';
import { prefixLength } from './addresses.ts';
import type { HostNetwork } from './host-network.ts';
import { type NetworkState, type Vnic, vnicKey } from './network-state.ts';

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
      ipV6Config: state.ipv6Enabled ? ipv6Config(vnic) : undefined,
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
function ipv6Config(vnic: Vnic): DataObject {
  const addresses = vnic.ipv6.addresses.map(({ address, prefixLength: length, origin }) => ({
    $type: 'HostIpConfigIpV6Address',
    ipAddress: address,
    prefixLength: length,
    origin,
    dadState: 'preferred',
  }));
  return {
    $type: 'HostIpConfigIpV6AddressConfiguration',
    ipV6Address: [linkLocal(vnic.mac), ...addresses],
    autoConfigurationEnabled: vnic.ipv6.auto,
    dhcpV6Enabled: vnic.ipv6.dhcp,
  };
}

/** The link-local address that a MAC address gives (EUI-64). */
function linkLocal(mac: string): DataObject {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f].map((group) => group.toString(16));
  const ipAddress = `fe80::${groups.join(':')}`;
  return { $type: 'HostIpConfigIpV6Address', ipAddress, prefixLength: 64, origin: 'other', dadState: 'preferred' };
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
