import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { escapeXml } from './wire/encode.ts';
import { parseXml, plainAttribute, type XmlElement } from './wire/xml-read.ts';

/** A call that vCenter refused, or a task that failed; `fault` is the vim25 type. */
export class AdministratorError extends Error {
  override readonly name = 'AdministratorError';
  readonly fault: string;

  constructor(fault: string, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** A reference as it stands in a message. */
export interface Reference {
  readonly type: string;
  readonly id: string;
}

/** Raw vim25 calls over one kept-alive connection, with the session cookie. */
export class AdministratorSoap {
  readonly #url: URL;
  readonly #agent: Agent;
  #cookie: string | undefined;
  version = '6.0';

  constructor(url: string, certificate: string) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: 4, ca: readFileSync(certificate) });
  }

  /** Calls a method; `parameters` is XML in wire order. Returns the `returnval` elements. Throws AdministratorError. */
  async call(target: Reference, method: string, parameters = ''): Promise<XmlElement[]> {
    const body =
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>' +
      `<${method} xmlns="urn:vim25">${referenceXml('_this', target)}${parameters}</${method}>` +
      '</soapenv:Body></soapenv:Envelope>';
    const envelope = parseXml(await this.#post(body));
    const answer = envelope.children.find(({ name }) => name === 'Body')?.children[0];
    if (answer === undefined) throw new AdministratorError('', `${method}: the answer has no body`);
    if (answer.name !== 'Fault') return answer.children;
    const detail = answer.children.find(({ name }) => name === 'detail')?.children[0];
    const text = answer.children.find(({ name }) => name === 'faultstring')?.text ?? '';
    throw new AdministratorError(detail?.xsiType?.name ?? '', `${method}: ${text}`);
  }

  #post(body: string): Promise<string> {
    const headers = {
      'Content-Type': 'text/xml; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      SOAPAction: `"urn:vim25/${this.version}"`,
      ...(this.#cookie === undefined ? {} : { Cookie: this.#cookie }),
    };
    return new Promise((resolve, reject) => {
      const call = request(this.#url, { method: 'POST', headers, agent: this.#agent }, (response) => {
        const cookie = response.headers['set-cookie']?.[0]?.split(';', 1)[0];
        if (cookie !== undefined) this.#cookie = cookie;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => resolve(text));
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  /** Closes the connection. */
  close(): void {
    this.#agent.destroy();
  }
}

/** An element that holds a reference. */
export const referenceXml = (name: string, { type, id }: Reference): string =>
  `<${name} type="${type}">${escapeXml(id)}</${name}>`;

/** The reference that an element holds. */
export const referenceOf = (element: XmlElement): Reference => ({
  type: plainAttribute(element, 'type') ?? '',
  id: element.text.trim(),
});

/** The child elements of that name below a path such as `spec.ip`. */
export function at(element: XmlElement | undefined, path: string): XmlElement[] {
  let found = element === undefined ? [] : [element];
  for (const name of path.split('.'))
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  return found;
}

/** The text at a path, or undefined. */
export const textAt = (element: XmlElement | undefined, path: string): string | undefined => at(element, path)[0]?.text;
