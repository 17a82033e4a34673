/** What node-soap makes of a reply, as the values that vim25 means. */
import { OnboardingError } from '../errors.ts';
import { ATTRIBUTES_KEY, exactInteger } from './wsdl.ts';

const DEEPEST = 100;

/** What decoding has to know of the text that the values came from. */
interface ReplyContext {
  /** The prefixes that the reply bound to the XMLSchema-instance namespace; govmomi's encoder invents its own. */
  readonly xsiPrefixes: ReadonlySet<string>;
}

/**
 * node-soap's values decoded: references as {type, value}, `ArrayOfX` as array, primitives inside anyType typed,
 * times as text. Empty elements are left out; a concrete type is kept as `_type`.
 * @throws reply-unreadable for a number that JavaScript cannot hold exactly, and for absurd nesting
 */
export function decodeReply(value: unknown, context: ReplyContext, depth = 0): unknown {
  if (depth > DEEPEST) throw unreadable('nests too deeply');
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' && Number.isNaN(value)) throw unreadable('holds a number that is none, or too large');
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return decodeItems(value, context, depth);
  return decodeElement(value as Record<string, unknown>, context, depth);
}

function decodeElement(element: Record<string, unknown>, context: ReplyContext, depth: number): unknown {
  const attributes = (element[ATTRIBUTES_KEY] ?? {}) as Record<string, string>;
  const type = concreteType(attributes, context);
  const children = Object.entries(element).filter(([name]) => name !== ATTRIBUTES_KEY && name !== '$value');
  if (children.length === 0 && attributes['type'] !== undefined) {
    return { type: attributes['type'], value: String(element['$value'] ?? '') };
  }
  if (type?.startsWith('ArrayOf')) {
    return decodeItems(
      children.flatMap(([, child]) => child),
      context,
      depth,
    );
  }
  if (children.length === 0 && (element['$value'] !== undefined || isSimple(type))) {
    return decodePrimitive(element['$value'], type);
  }
  const decoded: Record<string, unknown> = type === undefined ? {} : { _type: type };
  for (const [name, child] of children) {
    const member = decodeReply(child, context, depth + 1);
    // a member of this name would become the prototype of the object
    if (member !== undefined && name !== '__proto__') decoded[name] = member;
  }
  return decoded;
}

function decodeItems(items: readonly unknown[], context: ReplyContext, depth: number): unknown[] {
  return items.map((item) => decodeReply(item, context, depth + 1)).filter((item) => item !== undefined);
}

/** The local name of `xsi:type`, whatever prefix the server gave the namespace. */
function concreteType(attributes: Record<string, string>, context: ReplyContext): string | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    const [prefix, local] = name.split(':');
    if (local === 'type' && prefix !== undefined && context.xsiPrefixes.has(prefix)) {
      return value.slice(value.indexOf(':') + 1);
    }
  }
  return undefined;
}

function isSimple(type: string | undefined): boolean {
  return type === undefined || /^[a-z]/.test(type);
}

/** node-soap leaves values of anyType as text, so that `false` would be true. */
function decodePrimitive(value: unknown, type: string | undefined): unknown {
  if (value === undefined) return '';
  if (typeof value !== 'string') return decodeReply(value, { xsiPrefixes: new Set() });
  switch (type) {
    case 'boolean':
      return value.trim() === 'true' || value.trim() === '1';
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return decodeReply(exactInteger(value), { xsiPrefixes: new Set() });
    case 'float':
    case 'double':
      return Number(value);
    default:
      return value;
  }
}

function unreadable(what: string): OnboardingError {
  return new OnboardingError('reply-unreadable', `The reply ${what}.`);
}
