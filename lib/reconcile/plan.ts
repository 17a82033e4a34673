/**
 * The plan: what differs between desired and current, as steps in the order in which they are applied. No I/O and
 * no clock; the Lambda, the sweep and the command line use this one function.
 */
import { OnboardingError } from '../errors.ts';
import { isInside, isLinkLocal, prefixLengthOf, subnetOf } from './addresses.ts';
import type { Desired } from './desired.ts';
import { planAdapter } from './plan-adapter.ts';
import { planDns } from './plan-dns.ts';
import { planRoutes } from './plan-routes.ts';
import { planGateway } from './plan-stack.ts';
import type { HostNetwork, HostState, VirtualNic } from './state.ts';
import type { Step } from './steps.ts';

/** The steps for one host; none when it is as desired. */
export interface Plan {
  readonly steps: readonly Step[];
  /** The adapter on the stack that is kept; absent when one is to be added. */
  readonly adapter?: VirtualNic;
}

/**
 * @param allowReplace see {@link planAdapter}
 * @throws OnboardingError `stack-absent`, `adapter-ambiguous`, `adapter-on-wrong-stack`, `portgroup-in-use`,
 * `gateway-outside-lease`
 */
export function plan(desired: Desired, host: HostState, network: HostNetwork, allowReplace = false): Plan {
  const stack = network.netStackInstances.find(({ key }) => key === desired.netStackInstanceKey);
  if (stack === undefined) {
    const message = `${host.name} (ESXi ${host.productVersion ?? 'unknown'}) has no TCP/IP stack ${desired.netStackInstanceKey}.`;
    throw new OnboardingError('stack-absent', message, { host: host.name, moref: host.moref });
  }
  const { adapter, steps } = planAdapter(desired, host, network, allowReplace);
  if (adapter !== undefined) refuseGatewayOutsideLease(desired, adapter, host);
  const ofStack = [
    planGateway(desired, stack, adapter),
    planDns(desired, stack, adapter),
    planRoutes(desired, stack, adapter),
  ];
  return {
    steps: [...steps, ...ofStack.filter((each) => each !== undefined)],
    ...(adapter === undefined ? {} : { adapter }),
  };
}

/** The address that a DHCP server gave the adapter; undefined while there is none (or only 169.254/16). */
export function leaseOf(adapter: VirtualNic): string | undefined {
  const { ipAddress } = adapter;
  if (ipAddress === undefined || ipAddress === '' || ipAddress === '0.0.0.0' || isLinkLocal(ipAddress))
    return undefined;
  return ipAddress;
}

/** With DHCP the subnet is known from the lease only. */
function refuseGatewayOutsideLease(desired: Desired, adapter: VirtualNic, host: HostState): void {
  const prefixLength = adapter.subnetMask === undefined ? undefined : prefixLengthOf(adapter.subnetMask);
  const lease = leaseOf(adapter);
  if (!desired.address.dhcp || !adapter.dhcp || !desired.gateway || lease === undefined || prefixLength === undefined)
    return;
  if (isInside(desired.gateway, subnetOf(lease, prefixLength))) return;
  const message = `Gateway ${desired.gateway} lies outside the lease ${lease}/${prefixLength} of ${adapter.device} on ${host.name}.`;
  throw new OnboardingError('gateway-outside-lease', message, {
    host: host.name,
    moref: host.moref,
    step: 'updateNetworkConfig',
  });
}
