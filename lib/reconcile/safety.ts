/** What would harm a host or its neighbours, and is refused before anything is written; and what people should know. */
import { OnboardingError } from '../errors.ts';
import { isInside, prefixLengthOf, subnetOf } from './addresses.ts';
import type { Desired } from './desired.ts';
import { PROVISIONING_SERVICE } from './misplaced-adapter.ts';
import type { Network } from './network-choice.ts';
import type { Plan } from './plan.ts';
import { DEFAULT_MTU } from './plan-adapter.ts';
import { DEFAULT_STACK, type HostNetwork, type HostState, VMOTION_STACK } from './state.ts';

/** A frame above the switch's MTU is dropped on the way (vSphere Networking guide). @throws `mtu-above-switch` */
export function refuseMtuAboveSwitch(
  mtu: number | undefined,
  wanted: Network,
  host: HostState,
  network: HostNetwork,
): void {
  if (mtu === undefined) return;
  const { name, mtu: limit } = switchOf(wanted, network);
  if (limit === undefined || mtu <= limit) return;
  const message = `The settings of ${host.name} ask for an MTU of ${mtu}; ${name} of portgroup ${wanted.name} carries ${limit}.`;
  throw new OnboardingError('mtu-above-switch', message, { host: host.name, moref: host.moref, path: 'mtu' });
}

function switchOf(wanted: Network, network: HostNetwork): { name: string; mtu?: number | undefined } {
  if (wanted.kind === 'distributed') {
    const member = network.proxySwitches.find(({ dvsUuid }) => dvsUuid === wanted.switchUuid);
    return { name: `distributed switch ${member?.dvsName}`, mtu: member?.mtu };
  }
  const portgroup = network.portgroups.find(({ name }) => name === wanted.name);
  const vswitch = network.vswitches.find(({ name }) => name === portgroup?.vswitchName);
  return {
    name: `standard switch ${vswitch?.name}`,
    mtu: vswitch === undefined ? undefined : (vswitch.mtu ?? DEFAULT_MTU),
  };
}

/** vSphere 7.0 says that gateways must differ, 8.0 that they may be equal. @throws `gateway-shared` */
export function refuseSharedGateway(
  gateway: string | null | undefined,
  stack: string,
  host: HostState,
  network: HostNetwork,
): void {
  const other = sharedWith(gateway, stack, network);
  const release = Number.parseInt(host.productVersion ?? '', 10);
  if (other === undefined || release >= 8) return;
  const message = `Gateway ${gateway} is also that of stack ${other} on ${host.name} (ESXi ${host.productVersion ?? 'unknown'}).`;
  throw new OnboardingError('gateway-shared', message, { host: host.name, moref: host.moref, path: 'gateway' });
}

function sharedWith(gateway: string | null | undefined, own: string, network: HostNetwork): string | undefined {
  if (!gateway) return undefined;
  return network.netStackInstances.find(({ key, defaultGateway }) => key !== own && defaultGateway === gateway)?.key;
}

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
    ...(others.length === 0 || key === VMOTION_STACK
      ? []
      : [
          `There is a second adapter on the stack (${others.map(({ device }) => device).join(', ')}); vSphere supports one.`,
        ]),
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
