/** An adapter that stands where ours has to go: on the right portgroup, and on another stack. */
import { OnboardingError } from '../errors.ts';
import type { Network } from './network-choice.ts';
import { DEFAULT_STACK, type HostNetwork, type HostState, type VirtualNic, VMOTION_STACK } from './state.ts';

/** The service of the default stack that the provisioning stack takes over (vim25 `HostVirtualNicManagerNicType`). */
export const PROVISIONING_SERVICE = 'vSphereProvisioning';

/** True when the adapter is connected to this network. */
export function isOnNetwork(network: Network, vnic: VirtualNic): boolean {
  if (network.kind === 'standard') return vnic.portgroup === network.name;
  const port = vnic.distributedVirtualPort;
  return port?.switchUuid === network.switchUuid && port.portgroupKey === network.portgroupKey;
}

/**
 * The adapter that has to be taken off first; undefined when the way is free.
 * @throws OnboardingError `adapter-on-wrong-stack` when it may not be replaced, and `portgroup-in-use` when it never
 * may: a standard portgroup takes one VMkernel adapter (vim25 AddVirtualNic: AlreadyExists)
 */
export function occupantOf(
  wanted: Network,
  host: HostState,
  network: HostNetwork,
  adapter: VirtualNic | undefined,
  allowReplace: boolean,
): VirtualNic | undefined {
  const others = network.vnics.filter((vnic) => isOnNetwork(wanted, vnic) && vnic.device !== adapter?.device);
  const misplaced = adapter === undefined ? others.find((vnic) => isMisplaced(wanted, host, vnic)) : undefined;
  const context = { host: host.name, moref: host.moref, portgroup: wanted.name };
  const blocking = wanted.kind === 'standard' ? others.find((vnic) => vnic !== misplaced) : undefined;
  if (blocking !== undefined) {
    const message = `Standard portgroup ${wanted.name} of ${host.name} already has ${blocking.device}, on stack ${blocking.netStackInstanceKey}.`;
    throw new OnboardingError('portgroup-in-use', message, context);
  }
  if (misplaced === undefined || allowReplace) return misplaced;
  const message = `${misplaced.device} of ${host.name} is on portgroup ${wanted.name}, but on stack ${misplaced.netStackInstanceKey}.`;
  throw new OnboardingError('adapter-on-wrong-stack', message, context);
}

/**
 * True for an adapter of the default or vMotion stack on this network that does no work of its own there. One on the
 * provisioning stack is where it belongs, also where both stacks share a portgroup; those of custom stacks are not ours
 * to judge.
 */
export function isMisplaced(network: Network, host: HostState, vnic: VirtualNic): boolean {
  const isMeant = vnic.netStackInstanceKey === DEFAULT_STACK || vnic.netStackInstanceKey === VMOTION_STACK;
  return isMeant && isOnNetwork(network, vnic) && !carriesOther(host, vnic);
}

/** Whether an adapter of the default stack does other work, such as management: that one is where it belongs. */
function carriesOther({ nicTypes }: HostState, { device, netStackInstanceKey }: VirtualNic): boolean {
  if (netStackInstanceKey !== DEFAULT_STACK) return false;
  return nicTypes.some(
    ({ nicType, selectedDevices }) => nicType !== PROVISIONING_SERVICE && selectedDevices.includes(device),
  );
}
