import { VimFault } from './faults.ts';
import type { Host } from './objects/host.ts';
import { joinSwitch } from './switch-membership.ts';

/**
 * What happens to a host over its life, with the events that vCenter records. Called inside tasks; each throws
 * VimFault InvalidState when the host is in that state already.
 */

const invalidState = (text: string): VimFault => new VimFault('InvalidState', text);

/** ReconnectHost: the host answers again, and joins its switch if it was still to do so. */
export function connectHost(host: Host, userName: string): void {
  if (host.connectionState === 'connected') throw invalidState('The host is connected.');
  host.connectionState = 'connected';
  host.postEvent('HostConnectedEvent', userName, `Connected to host ${host.name} in ${place(host)}`);
  joinSwitchLater(host, userName);
}

/** A host stops responding; with a time it is connected again after it. */
export function loseConnection(host: Host, backAfterMs: number | undefined): void {
  if (host.connectionState !== 'connected') return;
  host.connectionState = 'notResponding';
  host.postEvent('HostConnectionLostEvent', '', `Host ${host.name} in ${place(host)} is not responding`);
  if (backAfterMs === undefined) return;
  host.vcenter.later(backAfterMs, () => {
    const here = host.vcenter.find(host.ref.id) === host;
    if (here && host.connectionState === 'notResponding') connectHost(host, '');
  });
}

/** DisconnectHost. */
export function disconnectHost(host: Host, userName: string): void {
  if (host.connectionState === 'disconnected') throw invalidState('The host is disconnected.');
  host.connectionState = 'disconnected';
  host.postEvent('HostDisconnectedEvent', userName, `Disconnected from ${host.name} in ${place(host)}`, {
    reason: 'userRequest',
  });
}

/** Enter and ExitMaintenanceMode. */
export function setMaintenance(host: Host, entered: boolean, userName: string): void {
  host.requireConnection();
  if (host.inMaintenanceMode === entered)
    throw invalidState(`The host is ${entered ? '' : 'not '}in maintenance mode.`);
  if (entered)
    host.postEvent('EnteringMaintenanceModeEvent', userName, `Host ${host.name} is entering maintenance mode`);
  host.inMaintenanceMode = entered;
  const type = entered ? 'EnteredMaintenanceModeEvent' : 'ExitMaintenanceModeEvent';
  host.postEvent(type, userName, `Host ${host.name} has ${entered ? 'entered' : 'exited'} maintenance mode`);
}

/** Destroy of a host: out of its cluster; a standalone host takes its ComputeResource with it. */
export function removeHost(host: Host, userName: string): void {
  host.postEvent('HostRemovedEvent', userName, `Removed host ${host.name} in ${place(host)}`);
  const { parent, vcenter } = host;
  host.moveTo(undefined);
  for (const part of ['networkSystem', 'virtualNicManager', 'ManagedMethodExecuter']) {
    const object = vcenter.find(`${part}-${host.number}`);
    if (object !== undefined) vcenter.remove(object.ref);
  }
  vcenter.remove(host.ref);
  if (parent?.ref.type === 'ComputeResource') {
    for (const child of parent.children) vcenter.remove(child.ref);
    parent.moveTo(undefined);
    vcenter.remove(parent.ref);
  }
}

/** Lets a host join a distributed switch after the scenario's delay, as an added host does some time after its event. */
export function joinSwitchLater(host: Host, userName: string): void {
  const { auto, delayMs } = host.vcenter.scenario.joinSwitch;
  const dvs = [...host.vcenter.switches.switches.values()][0];
  if (!auto || !host.joinsSwitch || dvs === undefined) return;
  host.vcenter.later(delayMs, () => {
    const here = host.vcenter.find(host.ref.id) === host && host.connectionState === 'connected';
    if (!here || host.network.memberships.has(dvs.uuid)) return;
    host.joinsSwitch = false;
    joinSwitch(host, dvs, ['vmnic1'], userName);
  });
}

const place = (host: Host): string => host.lineage().find(({ ref }) => ref.type === 'Datacenter')?.name ?? '';
