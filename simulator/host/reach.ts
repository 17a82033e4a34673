import { isIPv6 } from 'node:net';
import type { Scenario } from '../scenario.ts';
import { networkOf, sameSubnet } from './addresses.ts';
import { inIpv6Network } from './ipv6-addresses.ts';
import { type NetworkState, type Route, type Stack, type Vnic, vnicsOf } from './network-state.ts';
import { gatewayInForce, ipv6GatewayInForce } from './stack-info.ts';
import { hasAddress, ipv6Addresses } from './vnic-info.ts';

/** What a packet leaves by: the adapter, and the address that takes it next. */
export interface Way {
  readonly vnic: Vnic;
  readonly nextHop: string;
}

/**
 * The way out of a stack to an address: a connected subnet, then the route with the longest prefix, then the default
 * gateway, which has to be in a connected subnet itself. Undefined when there is none. With `device` only that adapter
 * is used, and its own gateway goes before the stack's.
 */
export function wayTo(
  state: NetworkState,
  stack: Stack,
  target: string,
  scenario: Scenario,
  device?: string,
): Way | undefined {
  const vnics = vnicsOf(state, stack.key).filter((vnic) => device === undefined || vnic.device === device);
  const on = (address: string) => vnics.find((vnic) => connects(state, vnic, address, scenario));
  const direct = on(target);
  if (direct !== undefined) return { vnic: direct, nextHop: target };
  const v6 = isIPv6(target);
  const own = device === undefined ? undefined : vnics[0]?.override;
  const fallback = v6
    ? (own?.v6 ?? ipv6GatewayInForce(state, stack, scenario))
    : (own?.v4 ?? gatewayInForce(stack, scenario.answers));
  const nextHop = routeTo(v6 ? stack.ipv6Routes : stack.routes, target) ?? fallback;
  const vnic = nextHop === undefined ? undefined : on(nextHop);
  return vnic === undefined || nextHop === undefined ? undefined : { vnic, nextHop };
}

/** True when the address is in a subnet of the adapter. */
function connects(state: NetworkState, vnic: Vnic, address: string, scenario: Scenario): boolean {
  if (!isIPv6(address)) return hasAddress(vnic) && sameSubnet(address, vnic.address, vnic.mask);
  return ipv6Addresses(state, vnic, scenario).some((own) => inIpv6Network(address, own.address, own.prefixLength));
}

function routeTo(routes: readonly Route[], target: string): string | undefined {
  const fitting = routes.filter(({ network, prefixLength: length }) =>
    isIPv6(target) ? inIpv6Network(target, network, length) : networkOf(target, length) === network,
  );
  return fitting.sort((one, other) => other.prefixLength - one.prefixLength)[0]?.gateway;
}
