import { managedObjectNotFound, noPermission, notAuthenticated, VimFault } from './faults.ts';
import type { ManagedObject } from './objects/managed-object.ts';
import { requirePrivilege } from './privileges.ts';
import { dataType, isPrimitive, type Member, managedType, memberBelow } from './schema/schema.ts';
import type { Session } from './session.ts';
import { AnyValue, type DataObject, isDataObject, textIn, type Value } from './values.ts';

/** One step of a property path: a member, and the key of the item when it picks one out of an array. */
interface Step {
  readonly member: Member;
  readonly key: string | undefined;
}

const invalidProperty = (name: string): VimFault =>
  new VimFault('InvalidProperty', `The property ${name} is invalid.`, { name });

/**
 * The steps of a path below a managed object class. A path that leads into a type without a table line is taken as
 * it is (it reads as unset). Throws InvalidProperty for a path that the class does not have in that version.
 */
export function parsePath(className: string, path: string, version: number): readonly Step[] {
  const steps: Step[] = [];
  for (const part of path.match(/[^.[\]]+(?:\["[^"]*"\])?/g) ?? []) {
    const [, name = part, key] = /^(\w+)(?:\["([^"]*)"\])?$/.exec(part) ?? [];
    const last = steps.at(-1);
    const type = last?.member.type;
    if (last !== undefined && type !== undefined) {
      const dead = isPrimitive(type) || last.member.reference || (last.member.array && last.key === undefined);
      if (dead) throw invalidProperty(path);
      if (dataType(type) === undefined) return steps.concat({ member: { ...last.member, name }, key });
    }
    const member =
      type === undefined ? managedType(className)?.members.find((one) => one.name === name) : memberBelow(type, name);
    if (member === undefined || member.since > version) throw invalidProperty(path);
    steps.push({ member, key });
  }
  if (steps.length === 0) throw invalidProperty(path);
  return steps;
}

/** Properties that ask for System.Anonymous only: they can be read without a session. */
const open: readonly string[] = [
  'ServiceInstance.content',
  'SessionManager.currentSession',
  'SessionManager.messageLocaleList',
  'SessionManager.supportedLocaleList',
  'SessionManager.defaultLocale',
];

/** Properties that ask for a privilege of their own (pyVmomi's type information). */
const guarded: Readonly<Record<string, string>> = {
  'HostProfileManager.profile': 'Profile.View',
  'HostProfile.config': 'Profile.Edit',
};

/** Throws NotAuthenticated or NoPermission when the session may not read that property of the object. */
export function requireReadable(object: ManagedObject, property: string, session: Session | undefined): void {
  if (open.includes(`${object.ref.type}.${property}`)) return;
  if (session === undefined) throw notAuthenticated(object.ref, 'System.View');
  if (object.owner !== undefined && object.owner !== session) throw managedObjectNotFound(object.ref);
  if (!object.visibleTo(session)) {
    throw noPermission(object.subject, property === 'name' ? 'System.View' : 'System.Read');
  }
  const privilege = guarded[`${object.ref.type}.${property}`];
  if (privilege !== undefined) requirePrivilege(session, privilege, object.subject);
}

/**
 * Reads a property by its path, with the type that it is declared by; undefined when it is unset.
 * Throws InvalidProperty, NotAuthenticated, NoPermission.
 */
export function readPath(
  object: ManagedObject,
  path: string,
  session: Session | undefined,
  version: number,
): AnyValue | undefined {
  const steps = parsePath(object.ref.type, path, version);
  const [first, second] = steps;
  if (first === undefined) throw invalidProperty(path);
  requireReadable(object, first.member.name, session);
  const partial = object.partial[first.member.name];
  let value: Value | undefined;
  let from = 1;
  if (partial !== undefined && second !== undefined) {
    value = pick(partial(second.member.name), second.key);
    from = 2;
  } else {
    value = pick(object.properties[first.member.name]?.(session), first.key);
  }
  for (const { member, key } of steps.slice(from)) {
    value = isDataObject(value) ? pick(value[member.name], key) : undefined;
  }
  const last = steps.at(-1);
  if (value === undefined || last === undefined) return undefined;
  const type = last.member.reference ? 'ManagedObjectReference' : last.member.type;
  return new AnyValue(type, last.member.array && last.key === undefined, value);
}

function pick(value: Value | undefined, key: string | undefined): Value | undefined {
  if (key === undefined || !Array.isArray(value)) return value;
  const items: readonly Value[] = value;
  return items.find((item) => isDataObject(item) && keyOf(item) === key);
}

const keyOf = (item: DataObject): string | undefined => textIn(item, 'key') ?? String(item['key']);
