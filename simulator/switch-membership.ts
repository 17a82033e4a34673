import type { Host } from './objects/host.ts';
import { eventArguments, ManagedEntity } from './objects/managed-entity.ts';
import type { SwitchFacts } from './switch-directory.ts';

/** Makes a host a member of a switch and records DvsHostJoinedEvent about the switch. */
export function joinSwitch(host: Host, dvs: SwitchFacts, uplinks: readonly string[], userName: string): void {
  host.network.write(() => host.network.memberships.set(dvs.uuid, { dvs, uplinks }));
  postOnSwitch(host, dvs, 'DvsHostJoinedEvent', 'hostJoined', userName, 'joined');
}

/** Takes a host off a switch and records DvsHostLeftEvent. */
export function leaveSwitch(host: Host, dvs: SwitchFacts, userName: string): void {
  host.network.write(() => host.network.memberships.delete(dvs.uuid));
  postOnSwitch(host, dvs, 'DvsHostLeftEvent', 'hostLeft', userName, 'left');
}

function postOnSwitch(
  host: Host,
  dvs: SwitchFacts,
  type: string,
  member: string,
  userName: string,
  verb: string,
): void {
  const owner = host.vcenter.find(dvs.ref.id);
  const argument = eventArguments([host])['host'];
  if (!(owner instanceof ManagedEntity) || argument === undefined) return;
  owner.postEvent(type, userName, `The host ${host.name} ${verb} the vSphere Distributed Switch ${dvs.name}`, {
    [member]: argument,
  });
}
