/** Distributed portgroups from a read, and what of them the account may not read. */
import type { DistributedPortgroup, UnreadNetwork, VcenterDirectory } from '../reconcile/state.ts';
import { byId, type ObjectsById } from './ancestors.ts';
import { present } from './present.ts';
import type { ReadObject } from './properties.ts';
import type { ManagedObjectReference, Tag } from './vim25-types.ts';

/** The tag of the portgroup that carries a switch's uplinks (vSphere API, DistributedVirtualPortgroup). */
const UPLINK_TAG = 'SYSTEM/DVS.UPLINKPG';

/** The value of `config.backingType` for a segment. */
const NSX_BACKING = 'nsx';

/** @param objects portgroups and their switches, among others */
export function distributedPortgroups(
  objects: readonly ReadObject[],
): Pick<VcenterDirectory, 'portgroups' | 'unreadNetworks'> {
  const known = byId(objects);
  const found = objects
    .filter(({ reference }) => reference.type === 'DistributedVirtualPortgroup')
    .map((object) => ({ object, portgroup: distributedPortgroup(object, known) }));
  const unread = found.flatMap(({ object, portgroup }) => (portgroup === undefined ? withheld(object, known) : []));
  const each = new Map(unread.map((network) => [network.moref, network]));
  return {
    portgroups: found.flatMap(({ portgroup }) => portgroup ?? []),
    ...present({ unreadNetworks: each.size === 0 ? undefined : [...each.values()] }),
  };
}

/** Undefined for a portgroup that cannot be read, or whose switch cannot: it could not be connected to. */
function distributedPortgroup({ values }: ReadObject, known: ObjectsById): DistributedPortgroup | undefined {
  const { name, key } = values;
  const reference = switchOf(values);
  const owner = reference === undefined ? undefined : known.get(reference.value)?.values;
  const switchUuid = owner?.['uuid'];
  const switchName = owner?.['name'];
  if (!isText(name) || !isText(key) || !isText(switchUuid) || !isText(switchName)) return undefined;
  const tags = (values['tag'] ?? []) as Tag[];
  const isUplink = tags.some((tag) => tag.key === UPLINK_TAG);
  return { name, key, switchUuid, switchName, isUplink, isNsx: values['config.backingType'] === NSX_BACKING };
}

/** The portgroup or its switch, whichever is withheld; nothing where it is no matter of privileges. */
function withheld(portgroup: ReadObject, known: ObjectsById): UnreadNetwork[] {
  const reference = switchOf(portgroup.values);
  const owner = reference === undefined ? undefined : known.get(reference.value);
  for (const object of [portgroup, owner]) {
    const fault = Object.values(object?.missing ?? {}).find(({ type }) => type === 'NoPermission');
    if (object === undefined || fault === undefined) continue;
    const { privilegeId } = fault.members;
    return [{ moref: object.reference.value, privilege: isText(privilegeId) ? privilegeId : 'System.Read' }];
  }
  return reference !== undefined && owner === undefined ? [{ moref: reference.value, privilege: 'System.View' }] : [];
}

function switchOf(values: ReadObject['values']): ManagedObjectReference | undefined {
  return values['config.distributedVirtualSwitch'] as ManagedObjectReference | undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
