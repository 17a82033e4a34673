/** The adapter's part of a plan: added when there is none on the stack, adopted and updated when there is one. */
import { OnboardingError } from '../errors.ts';
import { addressEdit, addressText, hasAddress, ipOfNew, wantedText } from './adapter-addresses.ts';
import type { Desired } from './desired.ts';
import { isOnNetwork, occupantOf } from './misplaced-adapter.ts';
import { DEFAULT_MTU, type HostNetwork, type HostState, type VirtualNic, VMOTION_STACK } from './state.ts';
import type {
  AddVirtualNicStep,
  Change,
  RemoveVirtualNicStep,
  Step,
  UpdateVirtualNicStep,
  VirtualNicSpec,
} from './steps.ts';

/** The adapter that is kept, and the steps that it needs. */
export interface AdapterPlan {
  readonly adapter?: VirtualNic;
  readonly steps: readonly Step[];
}

/**
 * @param allowReplace an adapter that stands on the right portgroup and the wrong stack may be taken off
 * @throws OnboardingError `adapter-ambiguous`, `portgroup-in-use`, `adapter-on-wrong-stack`
 */
export function planAdapter(
  desired: Desired,
  host: HostState,
  network: HostNetwork,
  allowReplace: boolean,
): AdapterPlan {
  const onStack = network.vnics.filter(
    ({ netStackInstanceKey }) => netStackInstanceKey === desired.netStackInstanceKey,
  );
  const fitting = onStack.find((vnic) => isOnNetwork(desired.network, vnic) && hasAddress(desired, vnic));
  // Several adapters for vMotion are normal (vSphere documentation, multiple-NIC vMotion): none of them is ours to move.
  const [first] = onStack;
  if (desired.netStackInstanceKey === VMOTION_STACK && onStack.length > 1 && first !== undefined) {
    return { adapter: fitting ?? first, steps: [] };
  }
  const adapter = onStack.length === 1 ? first : fitting;
  if (adapter === undefined && onStack.length > 1) {
    const devices = onStack.map(({ device, ipAddress }) => `${device} (${ipAddress ?? 'no address'})`).join(', ');
    const message = `${host.name} has several adapters on the stack, and none that fits the settings: ${devices}.`;
    throw new OnboardingError('adapter-ambiguous', message, { host: host.name, moref: host.moref });
  }
  const occupant = occupantOf(desired.network, host, network, adapter, allowReplace);
  if (adapter === undefined) {
    const replaced = occupant === undefined ? [] : [removeStep(desired, occupant)];
    return { steps: [...replaced, addStep(desired, network)] };
  }
  const step = updateStep(desired, adapter);
  return { adapter, steps: step === undefined ? [] : [step] };
}

function removeStep({ network, netStackInstanceKey }: Desired, vnic: VirtualNic): RemoveVirtualNicStep {
  return {
    action: 'removeVirtualNic',
    reason: `${vnic.device} is on portgroup ${network.name} and stack ${vnic.netStackInstanceKey}; an adapter cannot change its stack`,
    disruptive: true,
    changes: [{ field: 'stack', from: vnic.netStackInstanceKey, to: netStackInstanceKey }],
    device: vnic.device,
  };
}

function addStep(desired: Desired, hostNetwork: HostNetwork): AddVirtualNicStep {
  const { network, mtu, ipv6, netStackInstanceKey } = desired;
  const stack = netStackInstanceKey === VMOTION_STACK ? 'vMotion' : 'provisioning';
  return {
    action: 'addVirtualNic',
    reason: `no VMkernel adapter on the ${stack} TCP/IP stack`,
    disruptive: false,
    changes: [
      { field: 'portgroup', from: null, to: network.name },
      { field: 'address', from: null, to: addressText(desired) },
      ...(ipv6 === undefined ? [] : [{ field: 'ipv6', from: null, to: wantedText(ipv6) }]),
      ...(mtu === undefined ? [] : [{ field: 'mtu', from: null, to: String(mtu) }]),
    ],
    portgroup: network.kind === 'standard' ? network.name : '',
    nic: {
      ip: ipOfNew(desired, hostNetwork.ipV6Enabled !== false),
      ...portOf(desired),
      ...(mtu === undefined ? {} : { mtu }),
      netStackInstanceKey,
    },
  };
}

function updateStep(desired: Desired, vnic: VirtualNic): UpdateVirtualNicStep | undefined {
  const changes: Change[] = [];
  const parts: VirtualNicSpec[] = [];
  const addressing = addressEdit(desired, vnic);
  if (addressing !== undefined) {
    changes.push(...addressing.changes);
    parts.push({ ip: addressing.ip });
  }
  if (!isOnNetwork(desired.network, vnic)) {
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

function portOf({ network }: Desired): VirtualNicSpec {
  if (network.kind === 'standard') return {};
  return { distributedVirtualPort: { switchUuid: network.switchUuid, portgroupKey: network.portgroupKey } };
}
