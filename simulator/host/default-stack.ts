import { hostConfigFault, notFound, VimFault } from '../faults.ts';
import type { DataObject } from '../values.ts';
import type { HostNetwork } from './host-network.ts';
import { defaultStack, type NetworkState, type Stack } from './network-state.ts';
import { readDns } from './stack-edit.ts';
import { editRoutes } from './stack-routes.ts';
import { gatewayIn, requireIpv6 } from './vnic-ipv6.ts';

/** The default stack, which the deprecated members of HostNetworkConfig and methods of their own address. */
export function defaultStackOf(state: NetworkState): Stack {
  const stack = state.stacks.find(({ key }) => key === defaultStack);
  if (stack === undefined) throw notFound(defaultStack);
  return stack;
}

/** UpdateDnsConfig. Throws NotFound (unknown adapter), InvalidArgument. */
export function setDefaultDns(network: HostNetwork, state: NetworkState, config: DataObject): undefined {
  const stack = defaultStackOf(state);
  stack.dns = readDns(state, stack, config, network.vcenter);
}

/** UpdateIpRouteConfig: what the config leaves unset is cleared. Throws InvalidArgument; InvalidState (IPv6 is off). */
export function setDefaultGateways(state: NetworkState, config: DataObject): undefined {
  const stack = defaultStackOf(state);
  const gateway = gatewayIn(config, 'defaultGateway', 4, 'config');
  const ipv6Gateway = gatewayIn(config, 'ipV6DefaultGateway', 6, 'config');
  if (ipv6Gateway !== undefined) requireIpv6(state);
  stack.gateway = gateway;
  stack.ipv6Gateway = ipv6Gateway;
}

/** UpdateIpRouteTableConfig: HostConfigFault is the one fault that it declares. Throws it, and InvalidArgument. */
export function setDefaultRoutes(network: HostNetwork, state: NetworkState, routeTableConfig: DataObject): undefined {
  try {
    editRoutes(state, defaultStackOf(state), { routeTableConfig }, network.vcenter.scenario.answers);
  } catch (error) {
    if (!(error instanceof VimFault) || error.type === 'InvalidArgument') throw error;
    throw hostConfigFault(error.message);
  }
}
