import { dataType, isPrimitive, type Member, visibleType } from '../schema/schema.ts';
import { AnyValue, type DataObject, isDataObject, MoRef, type Value } from '../values.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML character data; characters that XML 1.0 cannot hold are left out. */
export function escapeXml(text: string): string {
  const allowed = text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
  return /[&<>"]/.test(allowed) ? allowed.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '') : allowed;
}

/** How replies are written: the negotiated version, and a namespace prefix with its colon, or ''. */
export interface Writing {
  readonly version: number;
  readonly prefix: string;
}

/**
 * Writes a value as elements called `member.name`, one for each item of an array, none when it is unset. What the
 * negotiated version does not know is left out, and a newer type is written as its nearest known ancestor, at every
 * depth: a client of an older version must never see either.
 */
export function encodeMember(value: Value | undefined, member: Member, writing: Writing): string {
  if (value === undefined || member.since > writing.version) return '';
  if (member.array && Array.isArray(value)) {
    return value.map((item: Value) => encodeElement(item, member.name, member.type, writing)).join('');
  }
  return encodeElement(value, member.name, member.type, writing);
}

function encodeElement(value: Value, name: string, type: string, writing: Writing): string {
  const tag = `${writing.prefix}${name}`;
  if (value instanceof AnyValue) return encodeAny(value, tag, writing);
  if (value instanceof MoRef) {
    const typed = type === 'anyType' ? ` xsi:type="${writing.prefix}ManagedObjectReference"` : '';
    return `<${tag} type="${value.type}"${typed}>${escapeXml(value.id)}</${tag}>`;
  }
  if (isDataObject(value)) return encodeDataObject(value, tag, type, type === 'anyType', writing);
  if (type === 'anyType' && !Array.isArray(value)) {
    return `<${tag} xsi:type="${primitiveType(value)}">${simpleText(value)}</${tag}>`;
  }
  return `<${tag}>${simpleText(value)}</${tag}>`;
}

function encodeDataObject(value: DataObject, tag: string, declared: string, typed: boolean, writing: Writing): string {
  if (declared !== 'anyType' && isPrimitive(declared))
    throw new TypeError(`${tag} is a ${declared}, not a data object.`);
  const type = visibleType(value.$type ?? declared, writing.version);
  const attribute = typed || type !== declared ? ` xsi:type="${writing.prefix}${type}"` : '';
  return `<${tag}${attribute}>${encodeMembers(value, type, writing)}</${tag}>`;
}

/** The members of a data object in the order of its type. Throws TypeError for a type that the tables do not have. */
export function encodeMembers(value: DataObject, type: string, writing: Writing): string {
  const known = dataType(type);
  if (known === undefined) throw new TypeError(`The schema has no data object type ${type}.`);
  let text = '';
  for (const member of known.members) text += encodeMember(value[member.name], member, writing);
  return text;
}

/**
 * Arrays travel as ArrayOf<X> in anyType, with children called <X>; everything else carries its type. A list of
 * references is ArrayOfManagedObjectReference whatever it refers to, and its items carry their type (vim25 WSDL).
 */
function encodeAny(any: AnyValue, tag: string, writing: Writing): string {
  if (any.array && Array.isArray(any.value)) {
    const item = any.type;
    const declared = item === 'ManagedObjectReference' ? 'anyType' : item;
    const items = any.value.map((value: Value) => encodeElement(value, item, declared, writing)).join('');
    const name = `ArrayOf${item.slice(0, 1).toUpperCase()}${item.slice(1)}`;
    return `<${tag} xsi:type="${writing.prefix}${name}">${items}</${tag}>`;
  }
  const { value } = any;
  if (value instanceof AnyValue) return encodeAny(value, tag, writing);
  if (value instanceof MoRef) return encodeElement(value, tag.slice(writing.prefix.length), 'anyType', writing);
  if (isDataObject(value)) return encodeDataObject(value, tag, any.type, true, writing);
  if (any.type === 'anyType') return encodeElement(value, tag.slice(writing.prefix.length), 'anyType', writing);
  const type = isPrimitive(any.type) ? `xsd:${any.type}` : `${writing.prefix}${any.type}`;
  return `<${tag} xsi:type="${type}">${simpleText(value)}</${tag}>`;
}

function primitiveType(value: Value): string {
  if (value instanceof Date) return 'xsd:dateTime';
  if (typeof value === 'number') return Number.isInteger(value) ? 'xsd:int' : 'xsd:double';
  return typeof value === 'boolean' ? 'xsd:boolean' : 'xsd:string';
}

const simpleText = (value: Value): string =>
  value instanceof Date ? value.toISOString() : typeof value === 'string' ? escapeXml(value) : String(value);
