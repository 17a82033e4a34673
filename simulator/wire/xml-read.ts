import { SaxesParser } from 'saxes';

/** An element as it was read: local name and namespace, attributes by namespace and local name, text in one piece. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  readonly line: number;
  readonly column: number;
  text: string;
  /** `xsi:type` with its prefix resolved; undefined when there is none. */
  readonly xsiType: QualifiedName | undefined;
}

/** An attribute with its prefix resolved. */
export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** A name from content, such as the value of xsi:type; `namespace` is undefined for an undeclared prefix. */
export interface QualifiedName {
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Text that is not well-formed XML. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

export const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * How deep elements may be nested, the root counted: the parser's own work grows with the square of the depth, and
 * what reads the elements calls itself for each level.
 */
const deepest = 200;

/**
 * Parses a document with namespaces.
 * Throws XmlError for text that is not well-formed, for a document type declaration (no entity expansion here), and
 * for elements that are nested deeper than 200.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure ??= error;
  });
  parser.on('doctype', () => {
    failure ??= new XmlError('document type declarations are not accepted');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= deepest) throw new XmlError(`elements are nested deeper than ${deepest}`);
    const attributes = Object.values(tag.attributes).map((attribute) => ({
      name: attribute.local,
      namespace: attribute.uri,
      value: attribute.value,
    }));
    const typeName = attributes.find(
      (attribute) => attribute.namespace === schemaInstance && attribute.name === 'type',
    );
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      line: parser.line,
      column: parser.column,
      text: '',
      xsiType: typeName === undefined ? undefined : resolveName(typeName.value, (prefix) => parser.resolve(prefix)),
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const append = (part: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += part;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  if (failure !== undefined) throw new XmlError(failure.message);
  if (root === undefined) throw new XmlError('no element found');
  return root;
}

function resolveName(value: string, resolve: (prefix: string) => string | undefined): QualifiedName {
  const [prefix, local] = value.trim().includes(':') ? value.trim().split(':', 2) : ['', value.trim()];
  return { namespace: resolve(prefix ?? ''), name: local ?? '' };
}

/** The value of an attribute that has no namespace, or undefined. */
export function plainAttribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace === '' && attribute.name === name)?.value;
}
