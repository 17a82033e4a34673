import type { DataObject } from '../values.ts';
import type { HostNetwork } from './host-network.ts';
import { defaultStack, type Membership } from './network-state.ts';
import { dnsInfo, ipv6Entries, netConfig, nicTypes, routeConfig, routeEntries, stackInfo } from './stack-info.ts';
import { vnicInfo } from './vnic-info.ts';

const switchKey = 'key-vim.host.VirtualSwitch-vSwitch0';

/** HostNetworkInfo: what HostSystem.config.network and HostNetworkSystem.networkInfo read. */
export function networkInfo(network: HostNetwork): DataObject {
  const { shown: state, vcenter } = network;
  const { scenario } = vcenter;
  const main = state.stacks.find(({ key }) => key === defaultStack);
  const routes = { ipRoute: main === undefined ? [] : routeEntries(state, main, scenario) };
  return {
    $type: 'HostNetworkInfo',
    vswitch: [virtualSwitch(network)],
    proxySwitch: [...network.shownMemberships.values()].map(proxySwitch),
    portgroup: state.portgroups.map((portgroup) => standardPortgroup(network, portgroup.name, portgroup.vlanId)),
    pnic: pnics(network),
    vnic: state.vnics.map((vnic) => vnicInfo(network, state, vnic)),
    dnsConfig: main === undefined ? undefined : dnsInfo(main),
    ipRouteConfig: main === undefined ? undefined : routeConfig(main, scenario.answers),
    routeTableInfo: {
      $type: 'HostIpRouteTableInfo',
      ...routes,
      ipv6Route: main === undefined ? [] : ipv6Entries(state, main, scenario),
    },
    ipV6Enabled: state.ipv6Enabled,
    atBootIpV6Enabled: state.ipv6Enabled,
    netStackInstance: state.stacks.map((stack) => stackInfo(state, stack, scenario)),
  };
}

function virtualSwitch(network: HostNetwork): DataObject {
  const { switchMtu } = network.vcenter.scenario.inventory;
  return {
    $type: 'HostVirtualSwitch',
    name: 'vSwitch0',
    key: switchKey,
    numPorts: 2560,
    numPortsAvailable: 2500,
    mtu: switchMtu,
    portgroup: network.shown.portgroups.map(({ name }) => portgroupKey(name)),
    pnic: ['key-vim.host.PhysicalNic-vmnic0'],
    spec: {
      $type: 'HostVirtualSwitchSpec',
      numPorts: 128,
      bridge: { $type: 'HostVirtualSwitchBondBridge', nicDevice: ['vmnic0'] },
      policy: { $type: 'HostNetworkPolicy' },
      mtu: switchMtu,
    },
  };
}

const portgroupKey = (name: string): string => `key-vim.host.PortGroup-${name}`;

function standardPortgroup(network: HostNetwork, name: string, vlanId: number): DataObject {
  const users = network.shown.vnics.filter((vnic) => vnic.dvPort === undefined && vnic.portgroup === name);
  return {
    $type: 'HostPortGroup',
    key: portgroupKey(name),
    port: users.map(({ device, mac }) => ({
      $type: 'HostPortGroupPort',
      key: `key-vim.host.PortGroup.Port-${device}`,
      mac: [mac],
      type: 'host',
    })),
    vswitch: switchKey,
    computedPolicy: { $type: 'HostNetworkPolicy' },
    spec: { $type: 'HostPortGroupSpec', name, vlanId, vswitchName: 'vSwitch0', policy: { $type: 'HostNetworkPolicy' } },
  };
}

function proxySwitch({ dvs, uplinks }: Membership): DataObject {
  const pnicSpec = uplinks.map((pnicDevice) => ({ $type: 'DistributedVirtualSwitchHostMemberPnicSpec', pnicDevice }));
  return {
    $type: 'HostProxySwitch',
    dvsUuid: dvs.uuid,
    dvsName: dvs.name,
    key: `key-vim.host.HostProxySwitch-${dvs.name}`,
    numPorts: 2560,
    configNumPorts: 512,
    numPortsAvailable: 2500,
    uplinkPort: ['Uplink 1', 'Uplink 2'].map((value, index) => ({ $type: 'KeyValue', key: String(index + 16), value })),
    mtu: dvs.mtu,
    pnic: uplinks.map((device) => `key-vim.host.PhysicalNic-${device}`),
    spec: {
      $type: 'HostProxySwitchSpec',
      backing: { $type: 'DistributedVirtualSwitchHostMemberPnicBacking', pnicSpec },
    },
    networkReservationSupported: true,
    nsxtEnabled: false,
    ensEnabled: false,
    ensInterruptEnabled: false,
  };
}

function pnics(network: HostNetwork): DataObject[] {
  const extra = [...network.shownMemberships.values()].flatMap(({ uplinks }) => uplinks);
  return [...new Set(['vmnic0', 'vmnic1', ...extra])].map((device, index) => ({
    $type: 'PhysicalNic',
    key: `key-vim.host.PhysicalNic-${device}`,
    device,
    pci: `0000:0${index + 3}:00.0`,
    driver: 'ixgben',
    linkSpeed: { $type: 'PhysicalNicLinkInfo', speedMb: 10000, duplex: true },
    spec: { $type: 'PhysicalNicSpec' },
    wakeOnLanSupported: false,
    mac: `00:25:b5:${[network.rack.number >> 8, network.rack.number, index].map((byte) => (byte & 255).toString(16).padStart(2, '0')).join(':')}`,
    resourcePoolSchedulerAllowed: true,
  }));
}

/** Writes a service's adapters as HostVirtualNics. */
export function nicTypeConfig(network: HostNetwork, nicType: string): DataObject {
  return netConfig(network, nicType, (state) => (device) => {
    const vnic = state.vnics.find((candidate) => candidate.device === device);
    return vnic === undefined ? {} : vnicInfo(network, state, vnic);
  });
}

/** HostVirtualNicManagerInfo: every nicType. */
export const nicManagerInfo = (network: HostNetwork): DataObject => ({
  $type: 'HostVirtualNicManagerInfo',
  netConfig: nicTypes.map((nicType) => nicTypeConfig(network, nicType)),
});
