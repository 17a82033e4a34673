import type { Answers } from '../answers.ts';
import type { Scenario } from '../scenario.ts';
import type { DataObject } from '../values.ts';
import { networkOf, prefixLength } from './addresses.ts';
import type { HostNetwork } from './host-network.ts';
import { ipv6NetworkOf } from './ipv6-addresses.ts';
import { type NetworkState, type Stack, vnicKey, vnicsOf } from './network-state.ts';
import { hasAddress, ipv6Addresses } from './vnic-info.ts';

/** The stack as a HostNetStackInstance; unused ones are listed too, without a route table (govmomi, host capture). */
export function stackInfo(state: NetworkState, stack: Stack, scenario: Scenario): DataObject {
  return {
    $type: 'HostNetStackInstance',
    key: stack.key,
    name: stack.name,
    dnsConfig: dnsInfo(stack),
    ipRouteConfig: routeConfig(stack, scenario.answers),
    requestedMaxNumberOfConnections: stack.maxConnections,
    congestionControlAlgorithm: stack.congestion,
    ipV6Enabled: state.ipv6Enabled,
    routeTableConfig: stack.since === undefined ? undefined : routeTable(state, stack, scenario),
  };
}

/** The stack's DNS as a HostDnsConfig. */
export const dnsInfo = ({ dns }: Stack): DataObject => ({
  $type: 'HostDnsConfig',
  dhcp: dns.dhcp,
  virtualNicDevice: dns.device,
  hostName: dns.hostName,
  domainName: dns.domainName,
  address: dns.servers,
  searchDomain: dns.search,
});

/** The stack's gateways as a HostIpRouteConfig; unset ones are absent, never empty (Ansible compares with null). */
export const routeConfig = (stack: Stack, answers: Answers): DataObject => ({
  $type: 'HostIpRouteConfig',
  defaultGateway: stack.gateway ?? (answers.dhcpGateway === 'config' ? stack.leaseGateway : undefined),
  ipV6DefaultGateway: stack.ipv6Gateway,
});

/** The gateway that packets take: the one that was set, else that of a lease. */
export const gatewayInForce = (stack: Stack, answers: Answers): string | undefined =>
  stack.gateway ?? (answers.dhcpGateway === 'none' ? undefined : stack.leaseGateway);

/** The same for IPv6: the one that was set, else the router that an adapter with autoconfiguration has heard of. */
export function ipv6GatewayInForce(state: NetworkState, stack: Stack, { ipv6 }: Scenario): string | undefined {
  const hears = vnicsOf(state, stack.key).some((vnic) => vnic.ipv6.auto);
  return stack.ipv6Gateway ?? (hears && ipv6.prefix !== undefined ? ipv6.gateway : undefined);
}

const entry = (network: string, length: number, via: string, deviceName: string | undefined): DataObject => ({
  $type: 'HostIpRouteEntry',
  network,
  prefixLength: length,
  gateway: via,
  deviceName,
});

/** The routes that a stack has: default, connected, static, in that order. */
export function routeEntries(state: NetworkState, stack: Stack, { answers }: Scenario): DataObject[] {
  const vnics = vnicsOf(state, stack.key).filter(hasAddress);
  const first = vnics[0]?.device;
  const gateway = gatewayInForce(stack, answers);
  const connected = vnics.map((vnic) => {
    const length = prefixLength(vnic.mask) ?? 0;
    return entry(networkOf(vnic.address, length), length, '0.0.0.0', vnic.device);
  });
  const fixed = stack.routes.map((route) => entry(route.network, route.prefixLength, route.gateway, first));
  return [...(gateway === undefined ? [] : [entry('0.0.0.0', 0, gateway, first)]), ...connected, ...fixed];
}

function routeTable(state: NetworkState, stack: Stack, scenario: Scenario): DataObject {
  const operation = (route: DataObject): DataObject => ({ $type: 'HostIpRouteOp', changeOperation: 'ignore', route });
  return {
    $type: 'HostIpRouteTableConfig',
    ipRoute: routeEntries(state, stack, scenario).map(operation),
    ipv6Route: ipv6Entries(state, stack, scenario).map(operation),
  };
}

/** The IPv6 routes of a stack: default, connected, static; none on a host without IPv6. */
export function ipv6Entries(state: NetworkState, stack: Stack, scenario: Scenario): DataObject[] {
  const vnics = vnicsOf(state, stack.key);
  const first = vnics[0]?.device;
  const gateway = ipv6GatewayInForce(state, stack, scenario);
  const connected = vnics.flatMap((vnic) =>
    [
      ...new Set(
        ipv6Addresses(state, vnic, scenario).map(
          (own) => `${ipv6NetworkOf(own.address, own.prefixLength)}/${own.prefixLength}`,
        ),
      ),
    ].map((network) => {
      const [address = '', length] = network.split('/');
      return entry(address, Number(length), '::', vnic.device);
    }),
  );
  const fixed = stack.ipv6Routes.map((route) => entry(route.network, route.prefixLength, route.gateway, first));
  return [...(gateway === undefined ? [] : [entry('::', 0, gateway, first)]), ...connected, ...fixed];
}

/** HostSystem.runtime.networkRuntimeInfo: only stacks that have an adapter, late if the scenario says so. */
export function networkRuntimeInfo(network: HostNetwork): DataObject {
  const { scenario } = network.vcenter;
  const now = network.vcenter.now();
  const state = network.shown;
  const running = state.stacks.filter(({ since }) => since !== undefined && now - since >= scenario.runtimeDelayMs);
  return {
    $type: 'HostRuntimeInfoNetworkRuntimeInfo',
    netStackInstanceRuntimeInfo: running.map((stack) => ({
      $type: 'HostRuntimeInfoNetStackInstanceRuntimeInfo',
      netStackInstanceKey: stack.key,
      state: 'active',
      vmknicKeys: vnicsOf(state, stack.key).map(({ device }) => device),
      maxNumberOfConnections: stack.runtimeMaxConnections,
      currentIpV6Enabled: state.ipv6Enabled,
    })),
  };
}

/** The nicTypes that HostVirtualNicManager lists (vim25 HostVirtualNicManagerNicType of 8.0). */
export const nicTypes: readonly string[] =
  'vmotion faultToleranceLogging vSphereReplication vSphereReplicationNFC management vsan vSphereProvisioning vsanWitness vSphereBackupNFC ptp nvmeTcp nvmeRdma'.split(
    ' ',
  );

/**
 * Which adapters a service may use and does: those of its own stack once that has one, else the default stack's.
 * `describe` writes a candidate. An adapter on the service's own stack counts as selected by itself.
 */
export function netConfig(
  network: HostNetwork,
  nicType: string,
  describe: (state: NetworkState) => (device: string) => DataObject,
): DataObject {
  const state = network.shown;
  const own = vnicsOf(state, nicType).map(({ device }) => device);
  const candidates = own.length > 0 ? own : vnicsOf(state, 'defaultTcpipStack').map(({ device }) => device);
  const implicit = own.length > 0 && network.vcenter.scenario.answers.stackServiceSelected;
  const selected = implicit ? own : (state.selected[nicType] ?? []);
  return {
    $type: 'VirtualNicManagerNetConfig',
    nicType,
    multiSelectAllowed: true,
    candidateVnic: candidates
      .map(describe(state))
      .map((vnic) => ({ ...vnic, key: `${nicType}.${String(vnic['key'])}` })),
    selectedVnic: selected.map((device) => `${nicType}.${vnicKey(device)}`),
  };
}
