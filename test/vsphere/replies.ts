/** Replies as vCenter writes them, and in the two other forms that other servers write. */

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XSD = 'http://www.w3.org/2001/XMLSchema';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** vCenter's own form: the operation declares the default namespace. */
export function reply(operation: string, inner: string): string {
  return envelope(`<${operation}Response xmlns="urn:vim25">${inner}</${operation}Response>`);
}

/** The same message with a prefix on every vim25 element. */
export function prefixed(message: string): string {
  return message
    .replaceAll(/<(\/?)(?!\w+:|\?)(\w)/g, '<$1v:$2')
    .replaceAll(' xmlns="urn:vim25"', ' xmlns:v="urn:vim25"')
    .replaceAll(/ xsi:type="(?!xsd:)(\w+)"/g, ' xsi:type="v:$1"');
}

/** The same message as govmomi writes it: the instance namespace under an invented prefix, declared where used. */
export function govmomiForm(message: string): string {
  return message
    .replace(` xmlns:xsi="${XSI}"`, '')
    .replaceAll(' xsi:type=', ` xmlns:_XMLSchema-instance="${XSI}" _XMLSchema-instance:type=`);
}

/** A fault: the type's name plus `Fault` as element, the type itself as xsi:type. */
export function fault(type: string, members = '', text = ''): string {
  const detail = `<${type}Fault xmlns="urn:vim25" xsi:type="${type}">${members}</${type}Fault>`;
  return envelope(
    `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${text}</faultstring><detail>${detail}</detail></soapenv:Fault>`,
  );
}

/** NotAuthenticated as vCenter sends it to a call without a session. */
export const NOT_AUTHENTICATED = fault(
  'NotAuthenticated',
  '<object type="Folder">group-d1</object><privilegeId>System.View</privilegeId>',
  'The session is not authenticated.',
);

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="${SOAP}" xmlns:xsd="${XSD}" xmlns:xsi="${XSI}">
<soapenv:Body>
${body}
</soapenv:Body>
</soapenv:Envelope>`;
}

/** What a vCenter of an API version says of itself. */
export function serviceContent(apiVersion: string, hasProfiles = false): string {
  return (
    '<returnval><rootFolder type="Folder">group-d1</rootFolder>' +
    '<propertyCollector type="PropertyCollector">propertyCollector</propertyCollector>' +
    '<viewManager type="ViewManager">ViewManager</viewManager>' +
    '<about><name>VMware vCenter Server</name><fullName>vc</fullName><vendor>VMware, Inc.</vendor>' +
    `<version>8.0.3</version><build>1</build><apiType>VirtualCenter</apiType><apiVersion>${apiVersion}</apiVersion>` +
    '<instanceUuid>6b0f-1</instanceUuid></about>' +
    '<sessionManager type="SessionManager">SessionManager</sessionManager>' +
    '<eventManager type="EventManager">EventManager</eventManager>' +
    '<searchIndex type="SearchIndex">SearchIndex</searchIndex>' +
    (hasProfiles ? '<hostProfileManager type="HostProfileManager">HostProfileManager</hostProfileManager>' : '') +
    '</returnval>'
  );
}

/** A page of a property read. */
export function page(objects: readonly string[], token?: string): string {
  const more = token === undefined ? '' : `<token>${token}</token>`;
  return `<returnval>${more}${objects.join('')}</returnval>`;
}

/** An object of a page; values are what stands inside `<objects>`. */
export function object(type: string, moref: string, values: readonly string[]): string {
  return `<objects><obj type="${type}">${moref}</obj>${values.join('')}</objects>`;
}

/** A reference inside an `ArrayOfManagedObjectReference`. */
export function moref(type: string, value: string): string {
  return `<ManagedObjectReference type="${type}">${value}</ManagedObjectReference>`;
}

/** A property whose value is a primitive. */
export function primitive(name: string, type: string, text: string): string {
  return `<propSet><name>${name}</name><val xsi:type="xsd:${type}">${text}</val></propSet>`;
}

/** A property whose value is an object, a list or an enum; the type is vim25's. */
export function complex(name: string, type: string, inner: string): string {
  return `<propSet><name>${name}</name><val xsi:type="${type}">${inner}</val></propSet>`;
}

/** A property that is a reference. */
export function reference(name: string, type: string, moref: string): string {
  return `<propSet><name>${name}</name><val type="${type}" xsi:type="ManagedObjectReference">${moref}</val></propSet>`;
}

/** A property that a fault keeps away. */
export function missing(path: string, type: string, members = ''): string {
  return `<missingSet><path>${path}</path><fault><fault xsi:type="${type}">${members}</fault><localizedMessage>no</localizedMessage></fault></missingSet>`;
}
