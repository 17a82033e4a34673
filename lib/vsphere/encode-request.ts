/** Our values as node-soap wants them. It checks nothing itself, and sends some values wrongly without a word. */
import { OnboardingError } from '../errors.ts';
import type { ManagedObjectReference } from './vim25-types.ts';
import { ATTRIBUTES_KEY } from './wsdl.ts';

/** What XML 1.0 cannot carry; node-soap sends it raw. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are refused
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/**
 * The argument of an operation for node-soap. Members must stand in wire order inside derived types (`_type`):
 * node-soap sorts only by the declared type.
 * @param path where the value is, for the error message, which never shows the value
 * @throws settings-invalid for text that XML cannot carry, and for numbers that are none
 */
export function encodeRequest(value: unknown, path: string): unknown {
  if (typeof value === 'string') return encodeText(value, path);
  if (typeof value === 'number') return encodeNumber(value, path);
  // node-soap sends a Date as an empty element
  if (value instanceof Date) return encodeDate(value, path);
  if (Array.isArray(value)) return value.map((item, index) => encodeRequest(item, `${path}[${index}]`));
  if (isManagedObjectReference(value)) {
    return { [ATTRIBUTES_KEY]: { type: value.type }, $value: encodeText(value.value, path) };
  }
  if (typeof value === 'object' && value !== null) return encodeObject(value, path);
  return value;
}

/** Whether a value is a managed object reference: nothing but `type` and `value`, both text. */
export function isManagedObjectReference(value: unknown): value is ManagedObjectReference {
  if (typeof value !== 'object' || value === null) return false;
  const { type, value: id, ...rest } = value as Record<string, unknown>;
  return typeof type === 'string' && typeof id === 'string' && Object.keys(rest).length === 0;
}

function encodeObject(value: object, path: string): Record<string, unknown> {
  const encoded: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    // node-soap sends null as xsi:nil, which vim25 does not know
    if (member === undefined || member === null) continue;
    if (name === '_type') encoded[ATTRIBUTES_KEY] = { 'xsi:type': member };
    else encoded[name] = encodeRequest(member, `${path}.${name}`);
  }
  return encoded;
}

function encodeText(text: string, path: string): string {
  // node-soap sends text of this form unescaped: whoever names a portgroup could write elements
  if (text.startsWith('<![CDATA[')) throw refusal(path, 'begins with <![CDATA[');
  if (NOT_XML.test(text) || !text.isWellFormed()) throw refusal(path, 'holds a character that XML cannot carry');
  return text;
}

function encodeNumber(number: number, path: string): number {
  if (!Number.isFinite(number)) throw refusal(path, 'is not a number');
  return number;
}

function refusal(path: string, what: string): OnboardingError {
  return new OnboardingError('settings-invalid', `${path} ${what}.`, { step: path.split('.')[0] ?? path });
}

function encodeDate(date: Date, path: string): string {
  encodeNumber(date.getTime(), path);
  return date.toISOString();
}
