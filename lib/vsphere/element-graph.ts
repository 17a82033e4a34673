/**
 * node-soap's tree of WSDL elements, as a text and back. Its elements refer to each other, so it is a graph; read from
 * such a text it is there several times sooner than from XML.
 */
import * as elements from 'soap/lib/wsdl/elements.js';
import { OnboardingError } from '../errors.ts';

const PROTOTYPES = new Map<string, object>(
  Object.entries(elements).flatMap(([name, value]) => (typeof value === 'function' ? [[name, value.prototype]] : [])),
);

/** A number is an object, by its place in the list of them. */
type Value = string | boolean | null | number | readonly Value[];

/** What objects have in common: their class or '', the members that are equal in all of them, and the names of the others. */
type Shape = readonly [className: string, equal: Readonly<Record<string, Value>>, names: readonly string[]];

const NO_SHAPE: Shape = ['', {}, []];

/** The first object is the root; each has its shape's number, and its values in the order of the shape's names. */
interface Graph {
  readonly shapes: readonly Shape[];
  readonly objects: readonly (readonly [shape: number, ...values: Value[]])[];
}

/**
 * Makes of an element's children what they are, but a table's entries only when they are asked for: a run asks for few
 * of all types.
 * @param text what {@link writeGraph} has made
 */
export function readGraph(text: string): object {
  const { shapes, objects }: Graph = JSON.parse(text);
  const prototypes = shapes.map(([className]) => PROTOTYPES.get(className) ?? Object.prototype);
  const made: (Record<string, unknown> | undefined)[] = [];
  const decode = (value: Value | undefined): unknown => {
    if (typeof value === 'number') return made[value] ?? make(value);
    return typeof value === 'object' && value !== null ? value.map(decode) : value;
  };
  const make = (index: number): Record<string, unknown> => {
    const [at, ...values] = objects[index] ?? [0];
    const [className, equal, names] = shapes[at] ?? NO_SHAPE;
    const object: Record<string, unknown> = Object.create(prototypes[at] ?? null);
    made[index] = object;
    const put = (name: string, value: Value | undefined): void => {
      if (className === '' && typeof value === 'number') makeWhenAsked(object, name, () => decode(value));
      else object[name] = decode(value);
    };
    for (const name in equal) put(name, equal[name]);
    for (let each = 0; each < names.length; each += 1) put(names[each] ?? '', values[each]);
    return object;
  };
  return make(0);
}

function makeWhenAsked(object: object, name: string, make: () => unknown): void {
  const kind = { configurable: true, enumerable: true };
  Object.defineProperty(object, name, {
    ...kind,
    get: () => {
      const value = make();
      Object.defineProperty(object, name, { ...kind, value, writable: true });
      return value;
    },
  });
}

/**
 * @param root an object whose members are texts, truths, nulls, lists, elements, and plain objects
 * @throws OnboardingError `usage` for anything else
 */
export function writeGraph(root: object): string {
  const numbers = new Map<object, number>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || numbers.has(value)) return;
    if (!Array.isArray(value)) numbers.set(value, numbers.size);
    for (const member of Object.values(value)) visit(member);
  };
  visit(root);
  const encode = (value: unknown): Value => {
    if (Array.isArray(value)) return value.map(encode);
    if (typeof value === 'object' && value !== null) return numbers.get(value) ?? null;
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    throw new OnboardingError('usage', `A graph has no ${typeof value} in it.`);
  };
  const names = new Map([...PROTOTYPES].map(([name, prototype]) => [prototype, name]));
  const encoded = [...numbers.keys()].map((object) => ({
    className: names.get(Object.getPrototypeOf(object)) ?? '',
    members: new Map(Object.entries(object).map(([name, value]) => [name, encode(value)])),
  }));
  return JSON.stringify(shaped(encoded));
}

/** An object's class and its members. */
interface Encoded {
  readonly className: string;
  readonly members: ReadonlyMap<string, Value>;
}

function shaped(encoded: readonly Encoded[]): Graph {
  const kindOf = ({ className, members }: Encoded) => [className, ...members.keys()].join();
  const groups = Map.groupBy(encoded, kindOf);
  const shapes = [...groups.values()].map(shapeOf);
  const kinds = [...groups.keys()];
  const objects = encoded.map((each): [number, ...Value[]] => {
    const shape = kinds.indexOf(kindOf(each));
    return [shape, ...(shapes[shape]?.[2] ?? []).map((name) => each.members.get(name) ?? null)];
  });
  return { shapes, objects };
}

function shapeOf(group: readonly Encoded[]): Shape {
  const { className, members } = group[0] ?? { className: '', members: new Map<string, Value>() };
  const isEqual = (name: string) => new Set(group.map((each) => JSON.stringify(each.members.get(name)))).size === 1;
  const all = [...members];
  return [
    className,
    Object.fromEntries(all.filter(([name]) => isEqual(name))),
    all.map(([name]) => name).filter((name) => !isEqual(name)),
  ];
}
