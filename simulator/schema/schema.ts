import { enumTypes } from './enums.ts';
import { eventTypes } from './event-types.ts';
import { faultTypes } from './fault-types.ts';
import { hostNetworkTypes } from './host-network-types.ts';
import { hostTypes } from './host-types.ts';
import { inventoryTypes } from './inventory-types.ts';
import { managedObjectTypes } from './managed-objects.ts';
import { methodTable } from './methods.ts';
import { propertyTypes } from './property-types.ts';
import { reflectionMethods, reflectionObjects, reflectionTypes } from './reflection.ts';
import { serviceTypes } from './service-types.ts';
import { switchTypes } from './switch-types.ts';
import { unmodelledMethods } from './unmodelled-methods.ts';
import { versionNumber } from './version.ts';

/**
 * One member of a data object, property of a managed object, or argument of a method.
 * Notation: `name?:Type[]@since`, `?` optional, `[]` repeated, `&` a managed object reference.
 */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly reference: boolean;
  readonly array: boolean;
  readonly optional: boolean;
  readonly since: number;
}

/** A data object or managed object: `Name<Base@since: member member …`; `members` begins with the inherited ones. */
export interface ObjectType {
  readonly name: string;
  readonly base: string | undefined;
  readonly since: number;
  readonly members: readonly Member[];
}

/** A method: `Class.Name@since(arguments):result !privilege`. */
export interface MethodType {
  readonly owner: string;
  readonly name: string;
  readonly since: number;
  readonly parameters: readonly Member[];
  readonly result: Member | undefined;
  readonly privilege: string | undefined;
}

const primitives = new Set(
  'string int long short byte boolean double float dateTime anyURI base64Binary anyType'.split(' '),
);

function parseMember(text: string, ownerSince: number): Member {
  const match = /^([\w-]+)(\?)?:(&)?(\w+)(\[\])?(\?)?(?:@([\w.]+))?$/.exec(text);
  const [, name = '', optional, reference, type = '', array, optionalResult, since] = match ?? [];
  return {
    name,
    type,
    reference: reference !== undefined,
    array: array !== undefined,
    optional: optional !== undefined || optionalResult !== undefined,
    since: since === undefined ? ownerSince : versionNumber(since),
  };
}

/** Table text to entries: a line that begins with white space continues the one before. */
function entries(table: string): string[] {
  return table
    .replaceAll(/\n +/g, ' ')
    .split('\n')
    .filter((line) => line !== '');
}

function parseObjects(table: string): Map<string, ObjectType> {
  const types = new Map<string, ObjectType>();
  for (const line of entries(table)) {
    const [, name = '', base, since, members = ''] = /^(\w+)(?:<(\w+))?(?:@([\w.]+))?:(.*)$/.exec(line) ?? [];
    const number = versionNumber(since ?? '2.0');
    const own = members
      .split(' ')
      .filter((member) => member !== '')
      .map((member) => parseMember(member, number));
    types.set(name, { name, base, since: number, members: own });
  }
  return types;
}

function withInherited(types: Map<string, ObjectType>): Map<string, ObjectType> {
  const all = (name: string | undefined): readonly Member[] => {
    const type = name === undefined ? undefined : types.get(name);
    return type === undefined ? [] : [...all(type.base), ...type.members];
  };
  return new Map([...types].map(([name, type]) => [name, { ...type, members: all(name) }]));
}

function parseMethods(table: string): Map<string, MethodType> {
  const methods = new Map<string, MethodType>();
  for (const line of entries(table)) {
    const pattern = /^(\w+)\.(\w+)(?:@([\w.]+))?\((.*)\)(?::(\S+))?(?: !(\S+))?$/;
    const [, owner = '', name = '', since, parameters = '', result, privilege] = pattern.exec(line) ?? [];
    const number = versionNumber(since ?? '2.0');
    const split = parameters.split(' ').filter((parameter) => parameter !== '');
    methods.set(name, {
      owner,
      name,
      since: number,
      parameters: split.map((parameter) => parseMember(parameter, number)),
      result: result === undefined ? undefined : parseMember(`returnval:${result}`, number),
      privilege,
    });
  }
  return methods;
}

const dataTables = [
  hostNetworkTypes,
  propertyTypes,
  serviceTypes,
  hostTypes,
  inventoryTypes,
  switchTypes,
  eventTypes,
  faultTypes,
];
const published = {
  data: withInherited(parseObjects(dataTables.join('\n'))),
  managed: withInherited(parseObjects(managedObjectTypes)),
  methods: parseMethods(methodTable),
};
const dataTypes = new Map([...published.data, ...parseObjects(reflectionTypes)]);
const managedTypes = new Map([...published.managed, ...parseObjects(reflectionObjects)]);
const methods = new Map([...published.methods, ...parseMethods(reflectionMethods)]);
const unmodelled = new Set(unmodelledMethods.split(/\s+/).filter((name) => name !== ''));
const enums = new Map(
  entries(enumTypes).map((line) => {
    const [name = '', values = ''] = line.split(': ');
    return [name, new Set(values.split(' '))] as const;
  }),
);

/**
 * Everything that the tables say of the published API, to compare with somebody else's reading; `bare` classes list no
 * property of their own.
 */
export const schemaTables = () => ({
  data: [...published.data.values()],
  managed: [...published.managed.values()],
  bare: [...parseObjects(managedObjectTypes).values()]
    .filter((type) => type.members.length === 0)
    .map(({ name }) => name),
  methods: [...published.methods.values()],
  unmodelled: [...unmodelled],
  enums: Object.fromEntries([...enums].map(([name, values]) => [name, [...values]])),
});

/** The data object type of that name, or undefined when the tables have none. */
export const dataType = (name: string): ObjectType | undefined =>
  name === 'DynamicData' ? { name, base: undefined, since: 0, members: [] } : dataTypes.get(name);

/** The managed object class of that name, or undefined. */
export const managedType = (name: string): ObjectType | undefined => managedTypes.get(name);

/** The modelled method of that name, or undefined. */
export const methodType = (name: string): MethodType | undefined => methods.get(name);

/** True for a method that a vCenter has and this simulator does not model. */
export const isUnmodelled = (name: string): boolean => unmodelled.has(name);

/** The values of an enumeration, or undefined when the name is no enumeration. */
export const enumValues = (name: string): ReadonlySet<string> | undefined => enums.get(name);

/** True for the simple types of XML Schema and anyType. */
export const isPrimitive = (name: string): boolean => primitives.has(name);

/** True when data object type `name` is `ancestor` or derives from it. */
export function isDataType(name: string, ancestor: string): boolean {
  if (ancestor === 'DynamicData' || name === ancestor) return true;
  const base = dataTypes.get(name)?.base;
  return base !== undefined && isDataType(base, ancestor);
}

/** True when managed object class `name` is `ancestor` or derives from it: a class means itself and its subclasses. */
export function isManagedType(name: string, ancestor: string): boolean {
  if (ancestor === 'ManagedObject' || name === ancestor) return true;
  const base = managedTypes.get(name)?.base;
  return base !== undefined && isManagedType(base, ancestor);
}

/** The nearest ancestor of a data object type, itself included, that the negotiated version knows. */
export function visibleType(name: string, version: number): string {
  const type = dataTypes.get(name);
  return type?.base === undefined || type.since <= version ? name : visibleType(type.base, version);
}

/** The member of that name in `type`, or in any type that derives from it. */
export function memberBelow(type: string, name: string): Member | undefined {
  const own = dataType(type)?.members.find((member) => member.name === name);
  if (own !== undefined) return own;
  for (const candidate of dataTypes.values()) {
    const member = isDataType(candidate.name, type) ? candidate.members.find((one) => one.name === name) : undefined;
    if (member !== undefined) return member;
  }
  return undefined;
}

/** Every event class, by name. */
export const eventClasses = (): string[] => [...dataTypes.keys()].filter((name) => isDataType(name, 'Event'));
