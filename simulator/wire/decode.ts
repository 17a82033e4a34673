import { invalidRequest } from '../faults.ts';
import { dataType, enumValues, isDataType, isPrimitive, type Member } from '../schema/schema.ts';
import { AnyValue, type DataObject, MoRef, type Value } from '../values.ts';
import { plainAttribute, schemaInstance, type XmlElement } from './xml-read.ts';

export const vimNamespace = 'urn:vim25';
const xmlSchema = 'http://www.w3.org/2001/XMLSchema';

/** What is being read, for the text of a fault. */
export interface Parsing {
  readonly method: string;
  readonly version: number;
}

const located = (element: XmlElement, parsing: Parsing, detail: string): string =>
  `${detail}\nat line ${element.line}, column ${element.column}\n\nwhile parsing call information for method ${parsing.method}`;

const refuse = (element: XmlElement, parsing: Parsing, detail: string): never => {
  throw invalidRequest(located(element, parsing, detail));
};

/**
 * Reads the children of `element` as `members`, in the order of the schema and nothing else: an element that is
 * unknown, newer than the negotiated version or too late in the order is refused by name, as vCenter does, and so is
 * a required member that is missing. `what` says in the fault what was being read. Throws VimFault InvalidRequest.
 */
export function decodeMembers(
  element: XmlElement,
  members: readonly Member[],
  what: string,
  parsing: Parsing,
): Record<string, Value> {
  const result: Record<string, Value> = {};
  const visible = members.filter((member) => member.since <= parsing.version);
  let position = 0;
  for (const child of element.children) {
    const index = child.namespace === vimNamespace ? visible.findIndex((member) => member.name === child.name) : -1;
    const member = visible[index];
    const repeated = member !== undefined && Object.hasOwn(result, member.name);
    if (member === undefined || index < position || (repeated && !member.array)) {
      const tag = child.namespace === vimNamespace ? `vim25:${child.name}` : child.name;
      return refuse(child, parsing, `Unexpected element tag "${tag}" seen\n\nwhile parsing ${what}`);
    }
    position = index;
    const value = decodeValue(child, member, parsing);
    const before = result[member.name];
    if (!member.array) result[member.name] = value;
    else if (Array.isArray(before)) before.push(value);
    else result[member.name] = [value];
  }
  refuseText(element, parsing);
  const missing = visible.find(({ name, optional, array }) => !optional && !array && !Object.hasOwn(result, name));
  if (missing !== undefined) {
    refuse(element, parsing, `Required property ${missing.name} is missing\n\nwhile parsing ${what}`);
  }
  return result;
}

function refuseText(element: XmlElement, parsing: Parsing): void {
  if (element.text.trim() !== '') refuse(element, parsing, `Unexpected text in element "${element.name}"`);
}

function decodeValue(element: XmlElement, member: Member, parsing: Parsing): Value {
  const nil = element.attributes.some(({ namespace, name }) => namespace === schemaInstance && name === 'nil');
  if (nil) return refuse(element, parsing, `Unexpected attribute "xsi:nil" in element "${element.name}"`);
  if (member.reference) return decodeReference(element, parsing);
  if (member.type === 'anyType') return decodeAny(element, parsing);
  if (isPrimitive(member.type)) return decodePrimitive(element, member.type, parsing);
  const values = enumValues(member.type);
  if (values !== undefined) {
    if (values.has(element.text.trim())) return element.text.trim();
    return refuse(element, parsing, `Invalid value "${element.text}" for enum ${member.type}`);
  }
  return decodeObject(element, member.type, parsing);
}

function decodeReference(element: XmlElement, parsing: Parsing): MoRef {
  const id = element.text.trim();
  if (id === '' || element.children.length > 0)
    return refuse(element, parsing, `Invalid reference in "${element.name}"`);
  return new MoRef(plainAttribute(element, 'type') ?? '', id);
}

/** Reads an element as a data object of type `declared`, or of the subtype that xsi:type names. */
export function decodeObject(element: XmlElement, declared: string, parsing: Parsing): DataObject {
  const name = element.xsiType?.name ?? declared;
  const type = dataType(name);
  const inVim = element.xsiType === undefined || element.xsiType.namespace === vimNamespace;
  if (type === undefined || !inVim || type.since > parsing.version || !isDataType(name, declared)) {
    return refuse(element, parsing, `Type "${name}" is unknown or no ${declared}, in element "${element.name}"`);
  }
  const prelude: Member[] = ['dynamicType', 'dynamicProperty'].map((member) => ({
    name: member,
    type: member === 'dynamicType' ? 'string' : 'DynamicProperty',
    reference: false,
    array: member === 'dynamicProperty',
    optional: true,
    since: 0,
  }));
  const what = `serialized DataObject of type ${name}`;
  return { ...decodeMembers(element, [...prelude, ...type.members], what, parsing), $type: name };
}

function decodeAny(element: XmlElement, parsing: Parsing): AnyValue {
  if (element.xsiType === undefined) return refuse(element, parsing, `Missing xsi:type in element "${element.name}"`);
  const { name, namespace } = element.xsiType;
  if (namespace === xmlSchema || isPrimitive(name))
    return new AnyValue(name, false, decodePrimitive(element, name, parsing));
  if (name === 'ManagedObjectReference') return new AnyValue(name, false, decodeReference(element, parsing));
  return new AnyValue(name, false, decodeObject(element, name, parsing));
}

const integerLimits: Readonly<Record<string, number>> = { byte: 2 ** 7, short: 2 ** 15, int: 2 ** 31, long: 2 ** 63 };

function decodePrimitive(element: XmlElement, type: string, parsing: Parsing): Value {
  const bad = (): never => refuse(element, parsing, `Invalid ${type} "${element.text}" in element "${element.name}"`);
  if (element.children.length > 0) return bad();
  const text = element.text.trim();
  const limit = integerLimits[type];
  if (limit !== undefined) {
    const number = Number(text);
    return /^[+-]?\d+$/.test(text) && number >= -limit && number < limit ? number : bad();
  }
  if (type === 'boolean') return ['true', '1'].includes(text) ? true : ['false', '0'].includes(text) ? false : bad();
  if (type === 'double' || type === 'float') return text !== '' && Number.isFinite(Number(text)) ? Number(text) : bad();
  if (type === 'dateTime') {
    const date = new Date(text);
    return /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(date.valueOf()) ? date : bad();
  }
  return element.text;
}
