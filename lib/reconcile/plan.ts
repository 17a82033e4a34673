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
import type { HostNetwork, HostState, NetStackInstance, VirtualNic } from './state.ts';
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
 * `gateway-outside-lease`, `fault-passing` where vCenter shows an adapter on the stack and not the stack
 */
export function plan(desired: Desired, host: HostState, network: HostNetwork, allowReplace = false): Plan {
  const stack = stackIn(network, desired.netStackInstanceKey, host);
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

/**
 * Its first adapter brings a stack to life (vim25 `HostVirtualNicSpec.netStackInstanceKey`), so one that is not listed
 * has nothing yet; `vmotion` and `vSphereProvisioning` are known since 6.0 (vim25 `HostNetStackInstanceSystemStackKey`).
 */
function stackIn({ netStackInstances, vnics }: HostNetwork, key: string, host: HostState): NetStackInstance {
  const stack = netStackInstances.find((each) => each.key === key);
  if (stack !== undefined) return stack;
  refuseUnlistedInUse(vnics, key, host);
  const { name, moref, productVersion = 'unknown' } = host;
  if (Number.parseInt(productVersion, 10) >= FIRST_MAJOR) return { key, routes: [] };
  const message = `${name} (ESXi ${productVersion}) has no TCP/IP stack ${key}.`;
  throw new OnboardingError('stack-absent', message, { host: name, moref });
}

const FIRST_MAJOR = 6;

/** A stack that is in use and not shown is not empty: what it has would be written over unseen. */
function refuseUnlistedInUse(vnics: readonly VirtualNic[], key: string, { name, moref }: HostState): void {
  const adapter = vnics.find(({ netStackInstanceKey }) => netStackInstanceKey === key);
  if (adapter === undefined) return;
  const message = `vCenter shows ${adapter.device} of ${name} on TCP/IP stack ${key}, and not the stack.`;
  throw new OnboardingError('fault-passing', message, { host: name, moref });
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
