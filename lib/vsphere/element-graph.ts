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

/** @param text what {@link writeGraph} has made */
export function readGraph(text: string): object {
  const { shapes, objects }: Graph = JSON.parse(text);
  const prototypes = shapes.map(([className]) => PROTOTYPES.get(className) ?? Object.prototype);
  const made = objects.map(([shape]): Record<string, unknown> => Object.create(prototypes[shape] ?? null));
  const decode = (value: Value | undefined): unknown => {
    if (typeof value === 'number') return made[value];
    return typeof value === 'object' && value !== null ? value.map(decode) : value;
  };
  // loops without iterators: this code is cold whenever it runs
  for (let index = 0; index < objects.length; index += 1) {
    const object = made[index] ?? {};
    const encoded = objects[index] ?? [0];
    const [, equal, names] = shapes[encoded[0]] ?? NO_SHAPE;
    for (const name in equal) object[name] = decode(equal[name]);
    for (let at = 0; at < names.length; at += 1) object[names[at] ?? ''] = decode(encoded[at + 1]);
  }
  return made[0] ?? {};
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
