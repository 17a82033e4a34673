import { setTimeout as pause } from 'node:timers/promises';
import { type HostReading, hostReading } from './administrator-reading.ts';
import {
  AdministratorError,
  AdministratorSoap,
  at,
  type Reference,
  referenceOf,
  referenceXml,
  textAt,
} from './administrator-soap.ts';
import { escapeXml } from './wire/encode.ts';
import type { XmlElement } from './wire/xml-read.ts';

/** How to reach a vCenter; the ready line of a simulator has all of it. `certificate` is a file, the CA to trust. */
export interface AdministratorOptions {
  readonly url: string;
  readonly certificate: string;
  readonly username: string;
  readonly password: string;
}

/** The account by which vCenter takes a host in, and the SHA-1 thumbprint of a certificate that no CA has signed. */
export interface HostAccount {
  readonly userName: string;
  readonly password: string;
  readonly sslThumbprint?: string;
}

/** A host as the inventory has it. */
export interface AddedHost {
  readonly moref: string;
  readonly name: string;
}

const serviceInstance: Reference = { type: 'ServiceInstance', id: 'ServiceInstance' };
const host = (moref: string): Reference => ({ type: 'HostSystem', id: moref });

/** How long it looks at a task again while the task runs. */
const pollMs = 10;

/**
 * What an administrator does in the vSphere client, over the API and in a session of its own: adds hosts, disconnects
 * and removes them, and reads them back. Every method waits for its task and throws AdministratorError when it fails.
 */
export class Administrator {
  readonly #soap: AdministratorSoap;
  readonly #content: XmlElement | undefined;

  constructor(soap: AdministratorSoap, content: XmlElement | undefined) {
    this.#soap = soap;
    this.#content = content;
  }

  /** Adds a host to a cluster, by default the first one. */
  async addHost({
    hostName,
    asConnected = true,
    cluster,
    account,
  }: {
    hostName: string;
    asConnected?: boolean;
    cluster?: string;
    account?: HostAccount;
  }): Promise<AddedHost> {
    const target = await this.#find('ClusterComputeResource', cluster);
    const parameters = `${connectSpec(hostName, account)}<asConnected>${asConnected}</asConnected>`;
    const result = await this.#task(target, 'AddHost_Task', parameters);
    return { moref: result?.text.trim() ?? '', name: hostName };
  }

  /** Adds a host beside the clusters, into the datacenter's host folder. */
  async addStandaloneHost({
    hostName,
    addConnected = true,
  }: {
    hostName: string;
    addConnected?: boolean;
  }): Promise<AddedHost> {
    const datacenter = await this.#find('Datacenter', undefined);
    const [folder] = await this.#property(datacenter, 'hostFolder');
    if (folder === undefined) throw new AdministratorError('', 'The datacenter has no host folder.');
    const parameters = `${connectSpec(hostName)}<addConnected>${addConnected}</addConnected>`;
    const result = await this.#task(referenceOf(folder), 'AddStandaloneHost_Task', parameters);
    const [hosts] = result === undefined ? [] : await this.#property(referenceOf(result), 'host');
    return { moref: hosts?.children[0]?.text.trim() ?? '', name: hostName };
  }

  /** Moves a host into a cluster, by default the first one. */
  async moveHostIntoCluster(moref: string, cluster?: string): Promise<void> {
    const target = await this.#find('ClusterComputeResource', cluster);
    await this.#task(target, 'MoveHostInto_Task', referenceXml('host', host(moref)));
  }

  async reconnectHost(moref: string): Promise<void> {
    await this.#task(host(moref), 'ReconnectHost_Task');
  }

  async disconnectHost(moref: string): Promise<void> {
    await this.#task(host(moref), 'DisconnectHost_Task');
  }

  /** Takes a host out of the inventory. */
  async removeHost(moref: string): Promise<void> {
    await this.#task(host(moref), 'Destroy_Task');
  }

  async enterMaintenanceMode(moref: string): Promise<void> {
    await this.#task(host(moref), 'EnterMaintenanceMode_Task', '<timeout>0</timeout>');
  }

  async exitMaintenanceMode(moref: string): Promise<void> {
    await this.#task(host(moref), 'ExitMaintenanceMode_Task', '<timeout>0</timeout>');
  }

  /** Reads a host's adapters and stacks; both are empty while it is not connected. */
  async readHost(moref: string): Promise<HostReading> {
    const paths = ['name', 'runtime.connectionState', 'config.network.vnic', 'config.network.netStackInstance'];
    const found = await this.#properties(host(moref), 'HostSystem', paths);
    const portgroups = new Map<string, string>();
    for (const vnic of found.get('config.network.vnic')?.children ?? []) {
      const key = textAt(vnic, 'spec.distributedVirtualPort.portgroupKey');
      if (key === undefined || portgroups.has(key)) continue;
      const [name] = await this.#property({ type: 'DistributedVirtualPortgroup', id: key }, 'name');
      portgroups.set(key, name?.text ?? key);
    }
    return hostReading(moref, found, portgroups);
  }

  /** The moref of a host by its name, or undefined. */
  async findHost(hostName: string): Promise<string | undefined> {
    const parameters = `<dnsName>${escapeXml(hostName)}</dnsName><vmSearch>false</vmSearch>`;
    const [found] = await this.#soap.call(this.#manager('searchIndex'), 'FindByDnsName', parameters);
    return found?.text.trim();
  }

  /** Ends the session. */
  async logout(): Promise<void> {
    try {
      await this.#soap.call(this.#manager('sessionManager'), 'Logout');
    } finally {
      this.#soap.close();
    }
  }

  #manager(name: string): Reference {
    const [element] = at(this.#content, name);
    if (element === undefined) throw new AdministratorError('', `This vCenter has no ${name}.`);
    return referenceOf(element);
  }

  /** Starts a task and waits for its end; returns its result. */
  async #task(target: Reference, method: string, parameters = ''): Promise<XmlElement | undefined> {
    const [task] = await this.#soap.call(target, method, parameters);
    if (task === undefined) throw new AdministratorError('', `${method} started no task.`);
    for (;;) {
      const [info] = await this.#property(referenceOf(task), 'info');
      const state = textAt(info, 'state');
      if (state === 'success') return at(info, 'result')[0];
      if (state === 'error') {
        const fault = at(info, 'error.fault')[0]?.xsiType?.name ?? '';
        throw new AdministratorError(fault, `${method}: ${textAt(info, 'error.localizedMessage') ?? fault}`);
      }
      await pause(pollMs);
    }
  }

  async #property(target: Reference, path: string): Promise<XmlElement[]> {
    const value = (await this.#properties(target, target.type, [path])).get(path);
    return value === undefined ? [] : [value];
  }

  async #properties(target: Reference, type: string, paths: readonly string[]): Promise<Map<string, XmlElement>> {
    const pathSet = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
    const specSet = `<specSet><propSet><type>${type}</type>${pathSet}</propSet><objectSet>${referenceXml('obj', target)}</objectSet></specSet>`;
    const [result] = await this.#soap.call(
      this.#manager('propertyCollector'),
      'RetrievePropertiesEx',
      `${specSet}<options/>`,
    );
    const properties = at(result, 'objects.propSet').map(
      (property) => [textAt(property, 'name') ?? '', at(property, 'val')[0]] as const,
    );
    return new Map(properties.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  }

  /** The object of that class and name, or the first of the class. */
  async #find(type: string, name: string | undefined): Promise<Reference> {
    const container = `${referenceXml('container', this.#manager('rootFolder'))}<type>${type}</type><recursive>true</recursive>`;
    const [view] = await this.#soap.call(this.#manager('viewManager'), 'CreateContainerView', container);
    if (view === undefined) throw new AdministratorError('', 'No view was made.');
    try {
      const [members] = await this.#property(referenceOf(view), 'view');
      for (const member of members?.children ?? []) {
        const [memberName] = await this.#property(referenceOf(member), 'name');
        if (name === undefined || memberName?.text === name) return referenceOf(member);
      }
    } finally {
      await this.#soap.call(referenceOf(view), 'DestroyView');
    }
    throw new AdministratorError('', `There is no ${type} ${name ?? ''}`.trim());
  }
}

/** A simulator asks for any account. */
const anyAccount: HostAccount = { userName: 'root', password: 'host' };

function connectSpec(hostName: string, { userName, password, sslThumbprint }: HostAccount = anyAccount): string {
  const members = { hostName, sslThumbprint, userName, password, force: 'false' };
  const elements = Object.entries(members).map(([name, value]) =>
    value === undefined ? '' : `<${name}>${escapeXml(value)}</${name}>`,
  );
  return `<spec>${elements.join('')}</spec>`;
}

/** Logs in. Throws AdministratorError (InvalidLogin) and what the connection throws. */
export async function connectAdministrator(options: AdministratorOptions): Promise<Administrator> {
  const soap = new AdministratorSoap(options.url, options.certificate);
  const [content] = await soap.call(serviceInstance, 'RetrieveServiceContent');
  soap.version = textAt(content, 'about.apiVersion') ?? soap.version;
  const login = `<userName>${escapeXml(options.username)}</userName><password>${escapeXml(options.password)}</password>`;
  await soap.call({ type: 'SessionManager', id: textAt(content, 'sessionManager') ?? '' }, 'Login', login);
  return new Administrator(soap, content);
}
