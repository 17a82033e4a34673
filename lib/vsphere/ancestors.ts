/** The objects above a host, from what a read found of them. */
import type { Ancestor, ConfigurationProfile } from '../reconcile/state.ts';
import type { ReadObject } from './properties.ts';
import type { ManagedObjectReference } from './vim25-types.ts';

/** Objects of a read by moref. */
export type ObjectsById = ReadonlyMap<string, ReadObject>;

/** Objects by their moref. */
export function byId(objects: Iterable<ReadObject>): ObjectsById {
  return new Map([...objects].map((object) => [object.reference.value, object]));
}

/**
 * The chain above an object, nearest first.
 * @returns nothing when the chain cannot be read up to a datacenter: scopes must not be guessed from half of it
 */
export function ancestorsOf(parent: ManagedObjectReference | undefined, objects: ObjectsById): Ancestor[] {
  const chain: Ancestor[] = [];
  const seen = new Set<string>();
  let next = parent;
  while (next !== undefined && !seen.has(next.value)) {
    seen.add(next.value);
    const object = objects.get(next.value);
    const name = object?.values['name'];
    if (object === undefined || typeof name !== 'string') break;
    chain.push({ type: next.type, moref: next.value, name });
    next = object.values['parent'] as ManagedObjectReference | undefined;
  }
  return chain.some(({ type }) => type === 'Datacenter') ? chain : [];
}

/** Whether the server was asked for configuration profiles: before API 8.0 there are none, and some say nothing of them. */
export type ProfileQuestion = 'asked' | 'refused' | 'before profiles';

/**
 * Whether the compute resource of a host is managed by a configuration profile; unset means that it is not (vSphere
 * API, ComputeResource.configManagerEnabled, 8.0).
 */
export function configurationProfile(
  parent: ManagedObjectReference | undefined,
  objects: ObjectsById,
  question: ProfileQuestion,
): ConfigurationProfile {
  if (question === 'before profiles') return 'unmanaged';
  const computeResource = parent === undefined ? undefined : objects.get(parent.value);
  if (question === 'refused' || computeResource === undefined) return 'unknown';
  if (computeResource.missing['configManagerEnabled'] !== undefined) return 'unknown';
  return computeResource.values['configManagerEnabled'] === true ? 'managed' : 'unmanaged';
}
