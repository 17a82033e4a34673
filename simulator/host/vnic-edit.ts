import { alreadyExists, hostConfigFault, invalidArgument, notFound, notSupported } from '../faults.ts';
import type { PortgroupFacts } from '../switch-directory.ts';
import { type DataObject, flagIn, numberIn, objectIn, textIn } from '../values.ts';
import { prefixLength } from './addresses.ts';
import { macOf } from './fresh-network.ts';
import type { HostNetwork } from './host-network.ts';
import { defaultStack, type NetworkState, serviceStacks, type Vnic, vnicsOf } from './network-state.ts';
import { isHostIpv4 } from './usable-addresses.ts';
import { readIpv6, readOverride } from './vnic-ipv6.ts';

/** vCenter's own limit of adapters a host (esxcli's help names vmk0 to vmk255). */
const maxAdapters = 256;

/** Where an adapter goes: a standard portgroup by name, or a port of a distributed portgroup. */
interface Placement {
  readonly portgroup: string;
  readonly distributed: PortgroupFacts | undefined;
}

/**
 * The distributed portgroup that a spec names, or undefined when it names none.
 * Throws InvalidArgument for an unknown switch, portgroup or an uplink portgroup; HostConfigFault when the host is no
 * member of the switch.
 */
export function distributedPortgroup(network: HostNetwork, spec: DataObject): PortgroupFacts | undefined {
  const port = objectIn(spec, 'distributedVirtualPort');
  if (port === undefined) return undefined;
  const { switches } = network.vcenter;
  const uuid = textIn(port, 'switchUuid') ?? '';
  if (!switches.switches.has(uuid)) throw invalidArgument('nic.distributedVirtualPort.switchUuid');
  const portgroup = switches.portgroups.get(textIn(port, 'portgroupKey') ?? '');
  if (portgroup === undefined || portgroup.dvs.uuid !== uuid)
    throw invalidArgument('nic.distributedVirtualPort.portgroupKey');
  if (portgroup.kind === 'uplink') throw invalidArgument('nic.distributedVirtualPort.portgroupKey');
  if (!network.memberships.has(uuid)) {
    throw hostConfigFault(`The host is not a member of the vSphere Distributed Switch ${portgroup.dvs.name}.`);
  }
  return portgroup;
}

function placement(network: HostNetwork, portgroup: string, spec: DataObject, own: string | undefined): Placement {
  const distributed = distributedPortgroup(network, spec);
  if (distributed !== undefined) {
    if (portgroup !== '' || (textIn(spec, 'portgroup') ?? '') !== '') throw invalidArgument('portgroup');
    const asked = textIn(objectIn(spec, 'distributedVirtualPort'), 'portKey');
    const port = network.state.vnics.find(({ device }) => device === own)?.dvPort;
    if (asked !== undefined && !(asked === port?.portKey && distributed.key === port.portgroupKey))
      throw notSupported('the choice of a port is not modelled by this simulator');
    return { portgroup: '', distributed };
  }
  const name = portgroup === '' ? (textIn(spec, 'portgroup') ?? '') : portgroup;
  if (!network.state.portgroups.some((existing) => existing.name === name)) throw invalidArgument('portgroup');
  if (network.state.vnics.some((vnic) => vnic.portgroup === name && vnic.device !== own)) throw alreadyExists(name);
  return { portgroup: name, distributed: undefined };
}

function plugIn(network: HostNetwork, vnic: Vnic, { portgroup, distributed }: Placement): void {
  vnic.portgroup = portgroup;
  if (distributed === undefined) {
    vnic.dvPort = undefined;
  } else if (vnic.dvPort?.portgroupKey !== distributed.key) {
    const { switches } = network.vcenter;
    vnic.dvPort = {
      switchUuid: distributed.dvs.uuid,
      portgroupKey: distributed.key,
      portKey: switches.nextPort(),
      connectionCookie: network.vcenter.nextNumber(),
    };
  }
}

/**
 * AddVirtualNic: adds an adapter to `state` and returns its device.
 * Throws InvalidArgument, AlreadyExists, NotFound (unknown stack), HostConfigFault, NotSupported.
 */
export function addVnic(network: HostNetwork, state: NetworkState, portgroup: string, spec: DataObject): string {
  refuseUnmodelled(spec);
  if (objectIn(spec, 'ip') === undefined) throw invalidArgument('nic.ip');
  const place = placement(network, portgroup, spec, undefined);
  const stack = textIn(spec, 'netStackInstanceKey') ?? defaultStack;
  if (!state.stacks.some(({ key }) => key === stack)) throw notFound(`TCP/IP stack ${stack}`);
  refuseSecond(network, state, stack);
  if (state.vnics.length >= maxAdapters) throw hostConfigFault('The host has no room for another VMkernel adapter.');
  const device = network.freeDevice();
  const vnic: Vnic = {
    device,
    stack,
    mac: macOf(network.rack.number, network.vcenter.nextNumber()),
    mtu: 1500,
    tso: true,
    portgroup: '',
    dvPort: undefined,
    dhcp: false,
    address: '0.0.0.0',
    mask: '0.0.0.0',
    ipv6: { addresses: [], auto: false, dhcp: false, leased: undefined },
    override: undefined,
  };
  plugIn(network, vnic, place);
  applySpec(network, state, vnic, spec);
  state.vnics.push(vnic);
  network.settle();
  if (vnic.dhcp) network.requestLease(vnic);
  if (vnic.ipv6.dhcp) network.requestIpv6Lease(vnic);
  return device;
}

function refuseSecond(network: HostNetwork, state: NetworkState, stack: string): void {
  const refused = network.vcenter.scenario.answers.secondVnicOnStack === 'refused' && serviceStacks.includes(stack);
  if (refused && vnicsOf(state, stack).length > 0) {
    throw hostConfigFault(`TCP/IP stack ${stack} takes one VMkernel adapter only.`);
  }
}

/**
 * UpdateVirtualNic: what the spec leaves unset stays as it is.
 * Throws NotFound (device), InvalidArgument, AlreadyExists, HostConfigFault.
 */
export function updateVnic(network: HostNetwork, state: NetworkState, device: string, spec: DataObject): undefined {
  const vnic = state.vnics.find((candidate) => candidate.device === device);
  if (vnic === undefined) throw notFound(device);
  refuseUnmodelled(spec);
  const stack = textIn(spec, 'netStackInstanceKey');
  if (stack !== undefined && stack !== vnic.stack) throw invalidArgument('nic.netStackInstanceKey');
  const named = objectIn(spec, 'distributedVirtualPort') !== undefined || (textIn(spec, 'portgroup') ?? '') !== '';
  const place = named ? placement(network, '', spec, device) : undefined;
  const [hadLease, hadIpv6Lease] = [vnic.dhcp, vnic.ipv6.dhcp];
  applySpec(network, state, vnic, spec, place);
  if (place !== undefined) plugIn(network, vnic, place);
  if (vnic.dhcp && !hadLease) network.requestLease(vnic);
  if (vnic.ipv6.dhcp && !hadIpv6Lease) network.requestIpv6Lease(vnic);
  network.settle();
}

/** RemoveVirtualNic. Throws NotFound; HostConfigFault for the last management adapter. */
export function removeVnic(network: HostNetwork, state: NetworkState, device: string): undefined {
  const index = state.vnics.findIndex((vnic) => vnic.device === device);
  if (index < 0) throw notFound(device);
  const management = state.selected['management'] ?? [];
  if (management.includes(device) && management.length === 1) {
    throw hostConfigFault(`${device} is the only adapter for management traffic and cannot be removed.`);
  }
  state.vnics.splice(index, 1);
  for (const [nicType, devices] of Object.entries(state.selected)) {
    state.selected[nicType] = devices.filter((selected) => selected !== device);
  }
  network.settle();
}

function readMac(spec: DataObject): string | undefined {
  const mac = textIn(spec, 'mac');
  if (mac !== undefined && !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac)) throw invalidArgument('nic.mac');
  return mac;
}

/** A yes to what is not modelled would change nothing: members of a spec that nothing here reads are refused. */
function refuseUnmodelled(spec: DataObject): void {
  const members = ['opaqueNetwork', 'externalId', 'pinnedPnic', 'dpuId'].filter((member) => spec[member] !== undefined);
  if (flagIn(spec, 'systemOwned')) members.push('systemOwned');
  if (members.length > 0) throw notSupported(`nic.${members.join(', nic.')} is not modelled by this simulator`);
}

/** Checks everything first, so that a refused spec leaves the adapter as it was. */
function applySpec(network: HostNetwork, state: NetworkState, vnic: Vnic, spec: DataObject, place?: Placement): void {
  const ip = objectIn(spec, 'ip');
  const mtu = numberIn(spec, 'mtu');
  if (ip !== undefined && !flagIn(ip, 'dhcp')) checkAddress(state, vnic, ip);
  if (mtu !== undefined) checkMtu(network, place?.distributed?.dvs.uuid ?? vnic.dvPort?.switchUuid, mtu);
  const mac = readMac(spec) ?? vnic.mac;
  const override = readOverride(spec, vnic.override);
  vnic.ipv6 = readIpv6(state, vnic, objectIn(ip, 'ipV6Config'));
  if (ip !== undefined) {
    vnic.dhcp = flagIn(ip, 'dhcp');
    if (!vnic.dhcp) {
      vnic.address = textIn(ip, 'ipAddress') ?? vnic.address;
      vnic.mask = textIn(ip, 'subnetMask') ?? vnic.mask;
    }
  }
  vnic.mac = mac;
  vnic.mtu = mtu ?? vnic.mtu;
  vnic.tso = spec['tsoEnabled'] === undefined ? vnic.tso : flagIn(spec, 'tsoEnabled');
  vnic.override = override;
}

function checkAddress(state: NetworkState, vnic: Vnic, ip: DataObject): void {
  const address = textIn(ip, 'ipAddress') ?? '';
  const length = prefixLength(textIn(ip, 'subnetMask'));
  if (!isHostIpv4(address, length ?? 32)) throw invalidArgument('nic.ip.ipAddress');
  if (length === undefined || length === 0) throw invalidArgument('nic.ip.subnetMask');
  const twin = state.vnics.find((other) => other !== vnic && other.device !== vnic.device && other.address === address);
  if (twin !== undefined) throw hostConfigFault(`${address} is the address of ${twin.device}.`);
}

function checkMtu(network: HostNetwork, switchUuid: string | undefined, mtu: number): void {
  if (mtu < 1280 || mtu > 9190) throw invalidArgument('nic.mtu');
  const { answers, inventory } = network.vcenter.scenario;
  const limit = network.vcenter.switches.switches.get(switchUuid ?? '')?.mtu ?? inventory.switchMtu;
  if (mtu > limit && answers.mtuAboveSwitch === 'refused') {
    throw hostConfigFault(`MTU ${mtu} is greater than the MTU of the switch, ${limit}.`);
  }
}
