/** What people should know of a plan beside its steps. */
import { isInside, prefixLengthOf, subnetOf } from './addresses.ts';
import type { Desired } from './desired.ts';
import { PROVISIONING_SERVICE } from './misplaced-adapter.ts';
import type { Plan } from './plan.ts';
import { sharedWith } from './safety.ts';
import { DEFAULT_STACK, type HostNetwork, type HostState, VMOTION_STACK } from './state.ts';

/** What a plan does besides its steps, and what looks odd without being wrong: one sentence each. */
export function notesOf(desired: Desired, plan: Plan, host: HostState, network: HostNetwork): string[] {
  const { netStackInstanceKey: key } = desired;
  const shared = sharedWith(desired.gateway, key, network);
  const isFirst = plan.steps.some(({ action }) => action === 'addVirtualNic');
  const others = network.vnics.filter(
    (vnic) => vnic.netStackInstanceKey === key && vnic.device !== plan.adapter?.device,
  );
  return [
    ...(shared === undefined ? [] : [`The gateway ${desired.gateway} is also that of stack ${shared}.`]),
    ...overlaps(desired, network).map((text) => `The subnet of the adapter is also that of ${text}.`),
    ...(isFirst ? handover(key, host, network) : []),
    ...plan.steps.flatMap((step) =>
      step.action === 'removeVirtualNic' ? replacement(step.device, host, network) : [],
    ),
    ...(others.length === 0 || key === VMOTION_STACK
      ? []
      : [
          `There is a second adapter on the stack (${others.map(({ device }) => device).join(', ')}); vSphere supports one.`,
        ]),
  ];
}

/** What an adapter that is taken off may have carried. */
function replacement(device: string, { nicTypes }: HostState, { vnics }: HostNetwork): string[] {
  const stack = vnics.find((vnic) => vnic.device === device)?.netStackInstanceKey;
  const isLast = vnics.filter((vnic) => vnic.netStackInstanceKey === stack).length === 1;
  const services = nicTypes.filter(({ selectedDevices }) => selectedDevices.includes(device));
  return [
    ...services.map(({ nicType }) => `${device} is selected for ${nicType}, which it stops carrying.`),
    ...(stack === VMOTION_STACK && isLast ? [`${device} is the only adapter of the vMotion stack.`] : []),
    `Storage traffic (NFS, iSCSI) over ${device} is not marked in vCenter: look before it is taken off.`,
  ];
}

/** The first adapter of a stack takes its traffic away from the default stack (vSphere documentation). */
function handover(key: string, { nicTypes }: HostState, network: HostNetwork): string[] {
  const [traffic, service] = key === VMOTION_STACK ? ['vMotion', 'vmotion'] : ['provisioning', PROVISIONING_SERVICE];
  const devices = network.vnics
    .filter((vnic) => vnic.netStackInstanceKey === DEFAULT_STACK)
    .map(({ device }) => device);
  const selected = nicTypes.find(({ nicType }) => nicType === service)?.selectedDevices ?? [];
  const tagged = selected.filter((device) => devices.includes(device));
  if (devices.length === 0) return [];
  const first = `The adapters of the default stack (${devices.join(', ')}) stop carrying ${traffic} traffic.`;
  if (tagged.length === 0) return [first];
  return [first, `The ${traffic} service was selected on ${tagged.join(', ')}; vCenter switches it off there.`];
}

function overlaps({ address, netStackInstanceKey }: Desired, network: HostNetwork): string[] {
  if (address.dhcp) return [];
  return network.vnics
    .filter((vnic) => vnic.netStackInstanceKey !== netStackInstanceKey)
    .filter(({ ipAddress, subnetMask }) => {
      const prefixLength = subnetMask === undefined ? undefined : prefixLengthOf(subnetMask);
      if (ipAddress === undefined || prefixLength === undefined) return false;
      const theirs = subnetOf(ipAddress, prefixLength);
      return isInside(address.ipAddress, theirs) || isInside(ipAddress, address.subnet);
    })
    .map(({ device, netStackInstanceKey: stack }) => `${device} on stack ${stack}`);
}
