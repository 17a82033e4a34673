/** A vCenter event as XML, the way govmomi writes it and the Knative source for vSphere sends it by default. */
import { SaxesParser } from 'saxes';
import { OnboardingError } from '../errors.ts';

interface OpenElement {
  readonly name: string;
  /** The attribute `type`, which a reference to a managed object has. */
  readonly type: string | undefined;
  readonly members: [name: string, value: unknown][];
  text: string;
}

/**
 * Reads a document as the object that the same event is in JSON: the name of its root is `_typeName`, and an element
 * with the attribute `type` a ManagedObjectReference, `{"type": "HostSystem", "value": "host-21"}`. Values are text.
 * @throws OnboardingError `message-malformed` for what is no XML, or declares a document type: no entity is expanded
 */
export function readEventXml(text: string): Readonly<Record<string, unknown>> {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  let root: Readonly<Record<string, unknown>> = {};
  let problem: string | undefined;
  parser.on('error', ({ message }) => {
    problem ??= message;
  });
  parser.on('doctype', () => {
    problem ??= 'a document type is declared';
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name, type: attributes['type'], members: [], text: '' });
  });
  const append = (part: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = Object.fromEntries([...element.members, ['_typeName', element.name]]);
    else parent.members.push([element.name, memberOf(element)]);
  });
  parser.write(text).close();
  if (problem === undefined) return root;
  throw new OnboardingError('message-malformed', `The event is no XML that can be read: ${problem}.`);
}

function memberOf({ type, members, text }: OpenElement): unknown {
  if (members.length > 0) return Object.fromEntries(members);
  return type === undefined ? text : { type, value: text };
}
