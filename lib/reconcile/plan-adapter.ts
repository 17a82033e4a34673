/** The adapter's part of a plan: added when there is none on the stack, adopted and updated when there is one. */
import { OnboardingError } from '../errors.ts';
import type { Desired } from './desired.ts';
import type { HostNetwork, HostState, VirtualNic } from './state.ts';
import type { AddVirtualNicStep, Change, UpdateVirtualNicStep, VirtualNicSpec } from './steps.ts';

/** An adapter whose MTU is unset has the system default (vim25 `HostVirtualNicSpec.mtu`), which is 1500. */
const DEFAULT_MTU = 1500;

/** The adapter that is kept, and the step that it needs, if any. */
export interface AdapterPlan {
  readonly adapter?: VirtualNic;
  readonly step?: AddVirtualNicStep | UpdateVirtualNicStep;
}

/** @throws OnboardingError `adapter-ambiguous`, `portgroup-in-use` */
export function planAdapter(desired: Desired, host: HostState, network: HostNetwork): AdapterPlan {
  const onStack = network.vnics.filter(
    ({ netStackInstanceKey }) => netStackInstanceKey === desired.netStackInstanceKey,
  );
  const adapter = onStack.length === 1 ? onStack[0] : onStack.find((vnic) => fits(desired, vnic));
  if (adapter === undefined && onStack.length > 1) {
    const devices = onStack.map(({ device, ipAddress }) => `${device} (${ipAddress ?? 'no address'})`).join(', ');
    const message = `${host.name} has several adapters on the stack, and none that fits the settings: ${devices}.`;
    throw new OnboardingError('adapter-ambiguous', message, { host: host.name, moref: host.moref });
  }
  refuseTakenPortgroup(desired, host, network, adapter);
  if (adapter === undefined) return { step: addStep(desired) };
  const step = updateStep(desired, adapter);
  return step === undefined ? { adapter } : { adapter, step };
}

function fits(desired: Desired, vnic: VirtualNic): boolean {
  return isOnNetwork(desired, vnic) && hasAddress(desired, vnic);
}

function isOnNetwork({ network }: Desired, vnic: VirtualNic): boolean {
  if (network.kind === 'standard') return vnic.portgroup === network.name;
  const port = vnic.distributedVirtualPort;
  return port?.switchUuid === network.switchUuid && port.portgroupKey === network.portgroupKey;
}

function hasAddress({ address }: Desired, vnic: VirtualNic): boolean {
  if (address.dhcp) return vnic.dhcp;
  return !vnic.dhcp && vnic.ipAddress === address.ipAddress && vnic.subnetMask === address.subnetMask;
}

/** AddVirtualNic answers AlreadyExists for a second adapter on a standard portgroup (vim25 documentation). */
function refuseTakenPortgroup(desired: Desired, host: HostState, network: HostNetwork, adapter?: VirtualNic): void {
  if (desired.network.kind !== 'standard') return;
  const { name } = desired.network;
  const taken = network.vnics.find((vnic) => vnic.portgroup === name && vnic.device !== adapter?.device);
  if (taken === undefined) return;
  const message = `Standard portgroup ${name} of ${host.name} already has ${taken.device}, on stack ${taken.netStackInstanceKey}.`;
  throw new OnboardingError('portgroup-in-use', message, { host: host.name, moref: host.moref, portgroup: name });
}

function addStep(desired: Desired): AddVirtualNicStep {
  const { network, mtu } = desired;
  return {
    action: 'addVirtualNic',
    reason: 'no VMkernel adapter on the provisioning TCP/IP stack',
    disruptive: false,
    changes: [
      { field: 'portgroup', from: null, to: network.name },
      { field: 'address', from: null, to: addressText(desired) },
      ...(mtu === undefined ? [] : [{ field: 'mtu', from: null, to: String(mtu) }]),
    ],
    portgroup: network.kind === 'standard' ? network.name : '',
    nic: {
      ip: ipOf(desired),
      ...portOf(desired),
      ...(mtu === undefined ? {} : { mtu }),
      netStackInstanceKey: desired.netStackInstanceKey,
    },
  };
}

function updateStep(desired: Desired, vnic: VirtualNic): UpdateVirtualNicStep | undefined {
  const changes: Change[] = [];
  const parts: VirtualNicSpec[] = [];
  if (!hasAddress(desired, vnic)) {
    const from = vnic.dhcp ? 'dhcp' : `${vnic.ipAddress ?? 'none'}/${vnic.subnetMask ?? ''}`;
    changes.push({ field: 'address', from, to: addressText(desired) });
    parts.push({ ip: ipOf(desired) });
  }
  if (!isOnNetwork(desired, vnic)) {
    const from = vnic.portgroup ?? vnic.distributedVirtualPort?.portgroupKey ?? 'none';
    changes.push({ field: 'portgroup', from, to: desired.network.name });
    parts.push(desired.network.kind === 'standard' ? { portgroup: desired.network.name } : portOf(desired));
  }
  const mtu = vnic.mtu ?? DEFAULT_MTU;
  if (desired.mtu !== undefined && desired.mtu !== mtu) {
    changes.push({ field: 'mtu', from: String(mtu), to: String(desired.mtu) });
    parts.push({ mtu: desired.mtu });
  }
  if (changes.length === 0) return undefined;
  return {
    action: 'updateVirtualNic',
    reason: `${vnic.device} differs from the settings`,
    disruptive: true,
    changes,
    device: vnic.device,
    nic: Object.assign({}, ...parts),
  };
}

function ipOf({ address }: Desired): NonNullable<VirtualNicSpec['ip']> {
  if (address.dhcp) return { dhcp: true };
  return { dhcp: false, ipAddress: address.ipAddress, subnetMask: address.subnetMask };
}

function portOf({ network }: Desired): VirtualNicSpec {
  if (network.kind === 'standard') return {};
  return { distributedVirtualPort: { switchUuid: network.switchUuid, portgroupKey: network.portgroupKey } };
}

function addressText({ address }: Desired): string {
  return address.dhcp ? 'dhcp' : `${address.ipAddress}/${address.subnetMask}`;
}
