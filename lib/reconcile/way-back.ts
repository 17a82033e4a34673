/** The steps that put a host back: what an intent touched, against the state that it recorded. Pure. */
import { ipv6Between, ipv6Text, NO_IPV6 } from './adapter-addresses.ts';
import type { Intent } from './journal-row.ts';
import { PUT_BACK, stackBack } from './stack-back.ts';
import { DEFAULT_MTU, type HostNetwork, type VirtualNic, VMOTION_STACK } from './state.ts';
import type { AddVirtualNicStep, Change, Step, UpdateVirtualNicStep, VirtualNicSpec } from './steps.ts';

/**
 * What is left to undo. Only what shows the value that a step of the intent wrote is put back: what others changed
 * meanwhile stays.
 * An adapter that the intent added is not among it (see `rollBack`); without one a stack cannot be edited, so its
 * settings stay as a residue (vSphere documentation; wahlnetwork.com 2016/05/26).
 * @param now as read after the failure
 */
export function stepsBack({ steps, before }: Pick<Intent, 'steps' | 'before'>, now: HostNetwork): readonly Step[] {
  const { network: then } = before;
  if (then === undefined) return [];
  const back = steps.map((step) => backOf(step, then, now)).filter((step) => step !== undefined);
  // a run that went on with an interrupted one has steps of both: an adapter must not be added back twice
  const texts = back.map((step) => JSON.stringify(step));
  return back.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}

function backOf(step: Step, then: HostNetwork, now: HostNetwork): Step | undefined {
  switch (step.action) {
    case 'addVirtualNic':
      return undefined;
    case 'removeVirtualNic':
      return addedBack(step.device, then, now);
    case 'updateVirtualNic':
      return updatedBack(step, then, now);
    case 'updateNetworkConfig':
      return stackBack(step, then, now);
  }
}

function addedBack(device: string, then: HostNetwork, now: HostNetwork): AddVirtualNicStep | undefined {
  const lost = then.vnics.find((vnic) => vnic.device === device);
  if (lost === undefined) return undefined;
  // vSphere may give it another name when it is added again; others that were there before are not it
  const others = then.vnics.filter((vnic) => vnic !== lost).map((vnic) => vnic.device);
  if (now.vnics.some((vnic) => isTwin(vnic, lost) && !others.includes(vnic.device))) return undefined;
  const { netStackInstanceKey: stack, mtu } = lost;
  return {
    action: 'addVirtualNic',
    reason: PUT_BACK,
    disruptive: false,
    changes: [{ field: 'adapter', from: null, to: `${device} on stack ${stack}` }],
    portgroup: lost.portgroup ?? '',
    nic: {
      ip: { ...ipv4Of(lost), ...(lost.ipv6 === undefined ? {} : { ipV6Config: ipv6Between(NO_IPV6, lost.ipv6) }) },
      ...(lost.distributedVirtualPort === undefined ? {} : placeOf(lost)),
      ...(mtu === undefined ? {} : { mtu }),
      // one that names no stack is on the default one; no others are ever replaced (see `isMisplaced`)
      ...(stack === VMOTION_STACK ? { netStackInstanceKey: VMOTION_STACK } : {}),
    },
  };
}

function updatedBack(
  { device, nic }: UpdateVirtualNicStep,
  then: HostNetwork,
  now: HostNetwork,
): UpdateVirtualNicStep | undefined {
  const [was, is] = [then, now].map(({ vnics }) => vnics.find((vnic) => vnic.device === device));
  if (was === undefined || is === undefined) return undefined;
  const parts: [field: string, spec: VirtualNicSpec, shown: (vnic: VirtualNic) => string][] = [];
  if (nic.ip !== undefined) {
    const ipV6Config = nic.ip.ipV6Config && ipv6Between(is.ipv6 ?? NO_IPV6, was.ipv6 ?? NO_IPV6);
    const spec = { ip: { ...ipv4Of(was), ...(ipV6Config && { ipV6Config }) } };
    if (!hasSameIpv4(was, is) && isWritten(nic.ip, is)) parts.push(['address', spec, addressOf]);
    const hasOurFlags =
      is.ipv6?.autoConfigurationEnabled === nic.ip.ipV6Config?.autoConfigurationEnabled &&
      is.ipv6?.dhcpV6Enabled === nic.ip.ipV6Config?.dhcpV6Enabled;
    if (ipV6Config !== undefined && hasOurFlags && ipv6Of(was) !== ipv6Of(is)) parts.push(['ipv6', spec, ipv6Of]);
  }
  const placed = nic.distributedVirtualPort?.portgroupKey ?? nic.portgroup;
  if (placed !== undefined && placed === portgroupOf(is) && portgroupOf(was) !== portgroupOf(is)) {
    parts.push(['portgroup', placeOf(was), portgroupOf]);
  }
  if (nic.mtu !== undefined && nic.mtu === mtuOf(is) && mtuOf(was) !== mtuOf(is)) {
    parts.push(['mtu', { mtu: mtuOf(was) }, (vnic) => String(mtuOf(vnic))]);
  }
  if (parts.length === 0) return undefined;
  const changes = parts.map(([field, , shown]): Change => ({ field, from: shown(is), to: shown(was) }));
  const spec: VirtualNicSpec = Object.assign({}, ...parts.map(([, part]) => part));
  return { action: 'updateVirtualNic', reason: PUT_BACK, disruptive: true, changes, device, nic: spec };
}

function isTwin(vnic: VirtualNic, lost: VirtualNic): boolean {
  return vnic.netStackInstanceKey === lost.netStackInstanceKey && portgroupOf(vnic) === portgroupOf(lost);
}

/** Whether the adapter shows the IPv4 address that was written; any lease is one where DHCP was. */
function isWritten(ip: NonNullable<VirtualNicSpec['ip']>, { dhcp, ipAddress, subnetMask }: VirtualNic): boolean {
  if (ip.dhcp || dhcp) return ip.dhcp === dhcp;
  return ip.ipAddress === ipAddress && ip.subnetMask === subnetMask;
}

/** The address of a lease is the server's, and no setting. */
function hasSameIpv4(one: VirtualNic, other: VirtualNic): boolean {
  return one.dhcp && other.dhcp ? true : one.dhcp === other.dhcp && addressOf(one) === addressOf(other);
}

function ipv4Of({ dhcp, ipAddress, subnetMask }: VirtualNic): NonNullable<VirtualNicSpec['ip']> {
  if (dhcp || ipAddress === undefined || subnetMask === undefined) return { dhcp };
  return { dhcp, ipAddress, subnetMask };
}

function placeOf({ portgroup, distributedVirtualPort: port }: VirtualNic): VirtualNicSpec {
  if (port?.portgroupKey === undefined) return portgroup === undefined ? {} : { portgroup };
  return { distributedVirtualPort: { switchUuid: port.switchUuid, portgroupKey: port.portgroupKey } };
}

function portgroupOf({ portgroup, distributedVirtualPort: port }: VirtualNic): string {
  return port?.portgroupKey ?? portgroup ?? 'none';
}

function addressOf({ dhcp, ipAddress, subnetMask }: VirtualNic): string {
  return dhcp ? 'dhcp' : `${ipAddress ?? 'none'}/${subnetMask ?? ''}`;
}

function ipv6Of({ ipv6 = NO_IPV6 }: VirtualNic): string {
  return ipv6Text(ipv6);
}

function mtuOf({ mtu }: VirtualNic): number {
  return mtu ?? DEFAULT_MTU;
}
