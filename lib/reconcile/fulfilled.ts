/** Whether a host shows everything that an intent set out to do. */
import { ipv6Text, NO_IPV6 } from './adapter-addresses.ts';
import type { Intent } from './journal-row.ts';
import { isSameRoute } from './plan-routes.ts';
import { gatewayOf, ipv6GatewayOf } from './plan-stack.ts';
import { DEFAULT_MTU, type HostNetwork, type HostState, type VirtualNic } from './state.ts';
import type { Step, UpdateNetworkConfigStep, VirtualNicSpec } from './steps.ts';

/** @param host as read now; without its network nothing is known to be fulfilled */
export function isFulfilled({ steps }: Pick<Intent, 'steps'>, { network }: HostState): boolean {
  return network !== undefined && steps.every((step) => isDone(step, network));
}

function isDone(step: Step, network: HostNetwork): boolean {
  switch (step.action) {
    case 'addVirtualNic':
      return network.vnics.some(
        (vnic) => vnic.netStackInstanceKey === step.nic.netStackInstanceKey && isAs(step.nic, vnic, step.portgroup),
      );
    case 'updateVirtualNic':
      return network.vnics.some(
        (vnic) => vnic.device === step.device && isAs(step.nic, vnic, step.nic.portgroup ?? ''),
      );
    case 'removeVirtualNic':
      return network.vnics.every(({ device }) => device !== step.device);
    case 'updateNetworkConfig':
      return isStackAs(step, network);
  }
}

/** Members that are not sent are not asked for; the address of a lease is the server's. */
function isAs({ ip, distributedVirtualPort: port, mtu }: VirtualNicSpec, vnic: VirtualNic, portgroup: string): boolean {
  const isPlaced = port === undefined || vnic.distributedVirtualPort?.portgroupKey === port.portgroupKey;
  const isNamed = portgroup === '' || vnic.portgroup === portgroup;
  const isAddressed =
    ip === undefined ||
    (ip.dhcp ? vnic.dhcp : vnic.ipAddress === ip.ipAddress && vnic.subnetMask === ip.subnetMask && !vnic.dhcp);
  const flags = ip?.ipV6Config;
  const wanted = flags && { ...NO_IPV6, ...flags, addresses: vnic.ipv6?.addresses ?? [] };
  const hasIpv6 = wanted === undefined || ipv6Text(wanted) === ipv6Text(vnic.ipv6 ?? NO_IPV6);
  return isPlaced && isNamed && isAddressed && hasIpv6 && (mtu === undefined || mtu === (vnic.mtu ?? DEFAULT_MTU));
}

function isStackAs({ edit }: UpdateNetworkConfigStep, { netStackInstances }: HostNetwork): boolean {
  const stack = netStackInstances.find(({ key }) => key === edit.netStackInstanceKey);
  if (stack === undefined) return false;
  const { ipRouteConfig: gateways, dnsConfig: dns, routes = [] } = edit;
  const hasGateways =
    gateways === undefined ||
    (gatewayOf(stack) === (gateways.defaultGateway ?? null) &&
      ipv6GatewayOf(stack) === ipv6GatewayOf({ ...stack, ipV6DefaultGateway: gateways.ipV6DefaultGateway ?? '' }));
  const hasDns =
    dns === undefined ||
    (stack.dnsConfig?.address.join() === dns.address.join() && stack.dnsConfig.domainName === dns.domainName);
  const hasTcp = (['congestionControlAlgorithm', 'requestedMaxNumberOfConnections'] as const).every(
    (field) => edit[field] === undefined || edit[field] === stack[field],
  );
  const hasRoutes = routes.every(
    ({ changeOperation, route }) => stack.routes.some((row) => isSameRoute(row, route)) === (changeOperation === 'add'),
  );
  return hasGateways && hasDns && hasTcp && hasRoutes;
}
