/** What the writes of HostNetworkSystem do to a host's network (vim25; the facts' sections 3 and 4). */
import { OnboardingError } from '../lib/errors.ts';
import type {
  HostNetwork,
  Ipv6Config,
  NetStackInstance,
  RouteEntry,
  VcenterDirectory,
  VirtualNic,
} from '../lib/reconcile/state.ts';
import type { NetStackEdit, RouteOperation, VirtualNicSpec } from '../lib/reconcile/steps.ts';

/** AddVirtualNic: the device is the lowest free name; one adapter a standard portgroup; members of the switch only. */
export function addNic(
  network: HostNetwork,
  portgroup: string,
  spec: VirtualNicSpec,
  { portgroups }: VcenterDirectory,
): VirtualNic {
  const { distributedVirtualPort: port, ip } = spec;
  if (ip === undefined) throw fault('InvalidArgument: ip');
  if (port === undefined) refuseStandardPortgroup(network, portgroup);
  else {
    const isKnown = portgroups.some(
      ({ key, switchUuid }) => key === port.portgroupKey && switchUuid === port.switchUuid,
    );
    const isMember = network.proxySwitches.some(({ dvsUuid }) => dvsUuid === port.switchUuid);
    if (portgroup !== '' || !isKnown || !isMember) throw fault('InvalidArgument: distributedVirtualPort');
  }
  const devices = new Set(network.vnics.map(({ device }) => device));
  let number = 0;
  while (devices.has(`vmk${number}`)) number += 1;
  return {
    device: `vmk${number}`,
    key: `key-vim.host.VirtualNic-vmk${number}`,
    netStackInstanceKey: spec.netStackInstanceKey ?? 'defaultTcpipStack',
    ...(port === undefined ? { portgroup } : { distributedVirtualPort: port }),
    ...ipOf(ip),
    mtu: spec.mtu ?? 1500,
  };
}

function refuseStandardPortgroup(network: HostNetwork, portgroup: string): void {
  if (!network.portgroups.some(({ name }) => name === portgroup)) throw fault('InvalidArgument: portgroup');
  if (network.vnics.some((nic) => nic.portgroup === portgroup)) throw fault('AlreadyExists');
}

/** UpdateVirtualNic: what is unset stays; the stack of an adapter cannot change. */
export function updateNic(network: HostNetwork, device: string, spec: VirtualNicSpec): HostNetwork {
  const current = network.vnics.find((nic) => nic.device === device);
  if (current === undefined) throw fault(`NotFound: ${device}`);
  if (spec.netStackInstanceKey !== undefined) throw fault('InvalidArgument: netStackInstanceKey');
  const { portgroup, distributedVirtualPort, ipAddress, subnetMask, ...rest } = current;
  const place =
    spec.portgroup !== undefined
      ? { portgroup: spec.portgroup }
      : spec.distributedVirtualPort !== undefined
        ? { distributedVirtualPort: spec.distributedVirtualPort }
        : { ...(portgroup ? { portgroup } : {}), ...(distributedVirtualPort ? { distributedVirtualPort } : {}) };
  const kept = { ...(ipAddress ? { ipAddress } : {}), ...(subnetMask ? { subnetMask } : {}) };
  const address = spec.ip === undefined ? kept : ipOf(spec.ip, current.ipv6);
  const updated: VirtualNic = { ...rest, ...place, ...address, ...(spec.mtu === undefined ? {} : { mtu: spec.mtu }) };
  return { ...network, vnics: network.vnics.map((nic) => (nic.device === device ? updated : nic)) };
}

/** `ipV6Config` unset leaves IPv6 as it is; its addresses are added and removed one by one. */
function ipOf(
  { ipV6Config, ...ipv4 }: NonNullable<VirtualNicSpec['ip']>,
  current?: Ipv6Config,
): Partial<VirtualNic> & typeof ipv4 {
  if (ipV6Config === undefined) return { ...ipv4, ...(current === undefined ? {} : { ipv6: current }) };
  const { ipV6Address = [], autoConfigurationEnabled, dhcpV6Enabled } = ipV6Config;
  const gone = ipV6Address.filter(({ operation }) => operation === 'remove').map(({ ipAddress }) => ipAddress);
  const added = ipV6Address.filter(({ operation }) => operation === 'add');
  const addresses = [
    ...(current?.addresses ?? []).filter(({ ipAddress }) => !gone.includes(ipAddress)),
    ...added.map(({ ipAddress, prefixLength }) => ({ ipAddress, prefixLength, origin: 'manual' })),
  ];
  return { ...ipv4, ipv6: { addresses, autoConfigurationEnabled, dhcpV6Enabled } };
}

/** UpdateNetworkConfig: a system stack without an adapter cannot be edited; unset inside ipRouteConfig clears. */
export function editStack(network: HostNetwork, edit: NetStackEdit): HostNetwork {
  const { netStackInstanceKey: key, ipRouteConfig, routes: operations = [], ...parts } = edit;
  if (!network.vnics.some((nic) => nic.netStackInstanceKey === key)) throw fault('InvalidArgument: stack in no use');
  const stack = network.netStackInstances.find((each) => each.key === key);
  if (stack === undefined) throw fault(`NotFound: ${key}`);
  const { defaultGateway, ipV6DefaultGateway, ...rest } = stack;
  const gateways =
    ipRouteConfig ??
    Object.fromEntries(
      Object.entries({ defaultGateway, ipV6DefaultGateway }).filter(([, value]) => value !== undefined),
    );
  const { key: _key, ...kept } = { ...rest, ...gateways, ...parts, routes: operations.reduce(editRoute, rest.routes) };
  return changeStack(network, key, kept);
}

/** A route that is there is not added again, and one that is not there is not removed. */
function editRoute(routes: readonly RouteEntry[], { changeOperation, route }: RouteOperation): RouteEntry[] {
  const isSame = (row: RouteEntry) =>
    row.network === route.network && row.prefixLength === route.prefixLength && row.gateway === route.gateway;
  if (routes.some(isSame) === (changeOperation === 'add')) throw fault(`InvalidArgument: route ${changeOperation}`);
  return changeOperation === 'add' ? [...routes, route] : routes.filter((row) => !isSame(row));
}

/** Replaces a stack whole. */
export function changeStack(network: HostNetwork, key: string, stack: Omit<NetStackInstance, 'key'>): HostNetwork {
  return {
    ...network,
    netStackInstances: network.netStackInstances.map((each) => (each.key === key ? { key, ...stack } : each)),
  };
}

function fault(text: string): OnboardingError {
  return new OnboardingError('fault-refused', `vSphere refused: ${text}.`);
}
