import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { type Ready, type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts';
import { parseXml, plainAttribute, type XmlElement } from '../../simulator/wire/xml-read.ts';

/** An HTTP answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What a test sends differently from the rest. */
export interface Sending {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

/** One HTTPS request with the simulator's certificate as CA. Rejects when the connection breaks. */
export function send(ready: Ready, { method = 'POST', path = '/sdk', body, headers = {} }: Sending): Promise<Answer> {
  const url = new URL(path, ready.url);
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, ca: readFileSync(ready.certificate), agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** The envelope around the content of a body. */
export const envelope = (content: string): string =>
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;

/** A method element as a client writes it. */
export const methodXml = (name: string, [type, id]: readonly [string, string], parameters = ''): string =>
  `<${name} xmlns="urn:vim25"><_this type="${type}">${id}</_this>${parameters}</${name}>`;

/** A raw vim25 client: it sends what a test says, and throws nothing. */
export class SoapClient {
  readonly ready: Ready;
  cookie: string | undefined;
  soapAction = '"urn:vim25/8.0.3.0"';

  constructor(ready: Ready) {
    this.ready = ready;
  }

  /** Posts the content of a SOAP body. */
  post(content: string): Promise<Answer> {
    const headers = { SOAPAction: this.soapAction, ...(this.cookie === undefined ? {} : { Cookie: this.cookie }) };
    return send(this.ready, { body: envelope(content), headers });
  }

  /** Calls a method; the answer as it came. */
  call(name: string, target: readonly [string, string], parameters = ''): Promise<Answer> {
    return this.post(methodXml(name, target, parameters));
  }

  /** Calls a method that must work; its `returnval` elements. */
  async get(name: string, target: readonly [string, string], parameters = ''): Promise<XmlElement[]> {
    const answer = await this.call(name, target, parameters);
    if (answer.status !== 200) throw new TypeError(`${name}: ${faultOf(answer)} ${answer.text}`);
    return bodyOf(answer).children;
  }

  /** Logs in and keeps the cookie. */
  async login(userName = this.ready.username, password = this.ready.password): Promise<Answer> {
    const parameters = `<userName>${userName}</userName><password>${password}</password>`;
    const answer = await this.call('Login', ['SessionManager', 'SessionManager'], parameters);
    this.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? this.cookie;
    return answer;
  }

  /** Properties of one object, each as its `val` element. */
  async read([type, id]: readonly [string, string], ...paths: string[]): Promise<Record<string, XmlElement>> {
    const pathSet = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
    const specSet = `<specSet><propSet><type>${type}</type>${pathSet}</propSet><objectSet><obj type="${type}">${id}</obj></objectSet></specSet>`;
    const [result] = await this.get('RetrievePropertiesEx', collector, `${specSet}<options/>`);
    const properties = at(result, 'objects.propSet').map((property) => [
      textAt(property, 'name'),
      at(property, 'val')[0],
    ]);
    return Object.fromEntries(properties);
  }

  /** The moref of a host by its name. */
  async host(name: string): Promise<readonly [string, string]> {
    const parameters = `<dnsName>${name}</dnsName><vmSearch>false</vmSearch>`;
    const [found] = await this.get('FindByDnsName', ['SearchIndex', 'SearchIndex'], parameters);
    return ['HostSystem', found?.text ?? ''];
  }

  /** The network system of a host, by the host's name. */
  async networkSystem(name: string): Promise<readonly [string, string]> {
    const host = await this.host(name);
    const { 'configManager.networkSystem': system } = await this.read(host, 'configManager.networkSystem');
    return ['HostNetworkSystem', system?.text ?? ''];
  }
}

export const collector = ['PropertyCollector', 'propertyCollector'] as const;

/** The element inside the SOAP body. */
export function bodyOf({ text }: Answer): XmlElement {
  const element = parseXml(text).children.find(({ name }) => name === 'Body')?.children[0];
  if (element === undefined) throw new TypeError(`no SOAP body: ${text}`);
  return element;
}

/** The vim25 type of a fault, or '' when the answer is none. */
export function faultOf(answer: Answer): string {
  return at(bodyOf(answer), 'detail')[0]?.children[0]?.xsiType?.name ?? '';
}

/** The child elements at a path below an element. */
export function at(element: XmlElement | undefined, path: string): XmlElement[] {
  let found = element === undefined ? [] : [element];
  for (const name of path.split('.'))
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  return found;
}

/** The text at a path, or undefined. */
export const textAt = (element: XmlElement | undefined, path: string): string | undefined => at(element, path)[0]?.text;

/** A reference as the tuple that calls take. */
export const reference = (element: XmlElement | undefined): readonly [string, string] => [
  element === undefined ? '' : (plainAttribute(element, 'type') ?? ''),
  element?.text ?? '',
];

/** The object at an inventory path; an empty id when there is none. */
export async function found(client: SoapClient, path: string): Promise<readonly [string, string]> {
  const parameters = `<inventoryPath>${path}</inventoryPath>`;
  return reference((await client.get('FindByInventoryPath', ['SearchIndex', 'SearchIndex'], parameters))[0]);
}

/** How a task ended: the type of its fault, or '' with its result. */
export interface Ended {
  readonly fault: string;
  readonly result: string | undefined;
}

/** Starts a task and waits for its end. */
export async function runTask(
  client: SoapClient,
  name: string,
  target: readonly [string, string],
  parameters = '',
): Promise<Ended> {
  const task = reference((await client.get(name, target, parameters))[0]);
  const { info } = await until(
    () => client.read(task, 'info'),
    ({ info: seen }) => ['success', 'error'].includes(textAt(seen, 'state') ?? ''),
  );
  return { fault: at(info, 'error.fault')[0]?.xsiType?.name ?? '', result: textAt(info, 'result') };
}

/** A portgroup of a distributed switch, as the `distributedVirtualPort` of a spec. */
export async function dvPort(client: SoapClient, portgroup = 'pg-provisioning', dvs = 'DVS0'): Promise<string> {
  const { uuid } = await client.read(await found(client, `DC0/network/${dvs}`), 'uuid');
  const [, key] = await found(client, `DC0/network/${portgroup}`);
  return `<distributedVirtualPort><switchUuid>${uuid?.text}</switchUuid><portgroupKey>${key}</portgroupKey></distributedVirtualPort>`;
}

/** A spec of a static adapter on a stack. */
export const staticNic = (address: string, port = '', stack = 'vSphereProvisioning', more = ''): string =>
  `<nic><ip><dhcp>false</dhcp><ipAddress>${address}</ipAddress><subnetMask>255.255.255.0</subnetMask></ip>${port}${more}` +
  `<netStackInstanceKey>${stack}</netStackInstanceKey></nic>`;

/** UpdateNetworkConfig parameters that edit the provisioning stack. */
export const stackEdit = (members: string, key = 'vSphereProvisioning'): string =>
  `<config><netStackSpec><netStackInstance><key>${key}</key>${members}</netStackInstance><operation>edit</operation></netStackSpec></config>` +
  '<changeMode>modify</changeMode>';

/** A simulator and a client that is logged in. */
export interface Bench {
  readonly simulator: Simulator;
  readonly client: SoapClient;
}

/** Starts a simulator and logs in. */
export async function startBench(options: SimulatorOptions = {}): Promise<Bench> {
  const simulator = await startSimulator(options);
  const client = new SoapClient(simulator.ready);
  await client.login();
  return { simulator, client };
}

/** Asks again until the condition holds; gives up after two seconds. */
export async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 2000;
  for (;;) {
    const value = await ask();
    if (holds(value) || Date.now() > end) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
