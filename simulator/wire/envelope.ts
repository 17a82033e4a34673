import { invalidRequest, notSupported, type VimFault } from '../faults.ts';
import { isUnmodelled, type MethodType, methodType } from '../schema/schema.ts';
import type { DataObject, MoRef, Value } from '../values.ts';
import { decodeMembers, vimNamespace } from './decode.ts';
import { encodeMember, encodeMembers, escapeXml, type Writing } from './encode.ts';
import { parseXml, type XmlElement, XmlError } from './xml-read.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A call as it was read: the method, the object it is for, and its arguments by name. */
export interface Request {
  readonly method: MethodType;
  readonly target: MoRef;
  readonly parameters: DataObject;
}

/** The element inside the SOAP body. Throws VimFault InvalidRequest for anything that is no SOAP 1.1 envelope. */
export function bodyElement(text: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw invalidRequest(`XML parse error: ${error.message}\n\nwhile parsing SOAP body, before method was determined`);
  }
  const inSoap = root.namespace === soapNamespace && root.name === 'Envelope';
  const body = inSoap
    ? root.children.find((child) => child.namespace === soapNamespace && child.name === 'Body')
    : undefined;
  const element = body?.children[0];
  if (element === undefined || body?.children.length !== 1) {
    throw invalidRequest('Expected a SOAP envelope with one element in its body, before method was determined');
  }
  return element;
}

/**
 * Reads the body element as a call of the negotiated version, strictly.
 * Throws VimFault: InvalidRequest (unknown method, element or type; wrong order), NotSupported (not modelled).
 */
export function readRequest(element: XmlElement, version: number): Request {
  const method = methodType(element.name);
  if (element.namespace !== vimNamespace || method === undefined || method.since > version) {
    if (element.namespace === vimNamespace && isUnmodelled(element.name)) {
      throw notSupported(`${element.name} is not modelled by this simulator`);
    }
    throw invalidRequest(`Unable to resolve WSDL method name ${element.name}`);
  }
  const self = { name: '_this', type: 'ManagedObject', reference: true, array: false, optional: false, since: 0 };
  const parsing = { method: element.name, version };
  const { _this: target, ...parameters } = decodeMembers(
    element,
    [self, ...method.parameters],
    `call information for method ${element.name}`,
    parsing,
  );
  return { method, target: target as MoRef, parameters };
}

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="${soapNamespace}" ` +
  'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ' +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n${body}\n</soapenv:Body>\n</soapenv:Envelope>`;

const namespaceAttribute = (prefix: string): string =>
  prefix === '' ? `xmlns="${vimNamespace}"` : `xmlns:${prefix.slice(0, -1)}="${vimNamespace}"`;

/** The reply to a call that worked. */
export function writeReply(method: MethodType, result: Value | undefined, writing: Writing): string {
  const content = method.result === undefined ? '' : encodeMember(result, method.result, writing);
  const tag = `${writing.prefix}${method.name}Response`;
  return envelope(`<${tag} ${namespaceAttribute(writing.prefix)}>${content}</${tag}>`);
}

/** The reply to a call that did not: goes with HTTP 500. The detail element is named after the type plus `Fault`. */
export function writeFault(fault: VimFault, writing: Writing): string {
  const members = encodeMembers(fault.members, fault.type, { ...writing, prefix: '' });
  const detail = `<${fault.type}Fault xmlns="${vimNamespace}" xsi:type="${fault.type}">${members}</${fault.type}Fault>`;
  return envelope(
    '<soapenv:Fault>\n<faultcode>ServerFaultCode</faultcode>\n' +
      `<faultstring>${escapeXml(fault.message)}</faultstring>\n<detail>\n${detail}\n</detail>\n</soapenv:Fault>`,
  );
}

/** The reply to a SOAPAction version that the server does not have. */
export function writeVersionMismatch(soapAction: string): string {
  return envelope(
    '<soapenv:Fault>\n<faultcode>soapenv:VersionMismatch</faultcode>\n' +
      `<faultstring>Unsupported version URI ${escapeXml(soapAction)}</faultstring>\n</soapenv:Fault>`,
  );
}
