import type { XmlElement } from '../../simulator/wire/xml-read.ts';
import {
  at,
  type Bench,
  dvPort,
  faultOf,
  type SoapClient,
  stackEdit,
  startBench,
  staticNic,
  textAt,
} from './soap-client.ts';

export const HOST = 'esx-001.example.test';
export const PROVISIONING = 'vSphereProvisioning';
export const DHCP = `<nic><ip><dhcp>true</dhcp></ip><netStackInstanceKey>${PROVISIONING}</netStackInstanceKey></nic>`;

/** The network of one host of a simulator: each write answers the type of its fault, or '' when it was taken. */
export class HostBench {
  readonly bench: Bench;
  readonly client: SoapClient;
  readonly host: readonly [string, string];
  readonly system: readonly [string, string];

  constructor(bench: Bench, host: readonly [string, string], system: readonly [string, string]) {
    this.bench = bench;
    this.client = bench.client;
    this.host = host;
    this.system = system;
  }

  async call(method: string, parameters: string): Promise<string> {
    return faultOf(await this.client.call(method, this.system, parameters));
  }

  add(nic: string, portgroup = ''): Promise<string> {
    return this.call('AddVirtualNic', `<portgroup>${portgroup}</portgroup>${nic}`);
  }

  /** Puts a static adapter on the distributed portgroup, by default on the provisioning stack. */
  async addDistributed(address = '10.20.0.11', stack = PROVISIONING): Promise<string> {
    return this.add(staticNic(address, await dvPort(this.client), stack));
  }

  update(device: string, nic: string): Promise<string> {
    return this.call('UpdateVirtualNic', `<device>${device}</device><nic>${nic}</nic>`);
  }

  remove(device: string): Promise<string> {
    return this.call('RemoveVirtualNic', `<device>${device}</device>`);
  }

  /** Edits a stack, by default the provisioning one. */
  edit(members: string, key?: string): Promise<string> {
    return this.call('UpdateNetworkConfig', stackEdit(members, key));
  }

  /** UpdateNetworkConfig with these members of a HostNetworkConfig. */
  configure(members: string): Promise<string> {
    return this.call('UpdateNetworkConfig', `<config>${members}</config><changeMode>modify</changeMode>`);
  }

  async #items(path: string): Promise<XmlElement[]> {
    return (await this.client.read(this.host, path))[path]?.children ?? [];
  }

  adapters(): Promise<XmlElement[]> {
    return this.#items('config.network.vnic');
  }

  async adapter(device = 'vmk1'): Promise<XmlElement | undefined> {
    return (await this.adapters()).find((vnic) => textAt(vnic, 'device') === device);
  }

  async stack(key = PROVISIONING): Promise<XmlElement | undefined> {
    const stacks = await this.#items('config.network.netStackInstance');
    return stacks.find((instance) => textAt(instance, 'key') === key);
  }

  /** The recent tasks of the host: name, state, and result or type of fault. */
  async tasks(): Promise<(string | undefined)[][]> {
    const { recentTask } = await this.client.read(this.host, 'recentTask');
    const infos = (recentTask?.children ?? []).map(({ text }) => this.client.read(['Task', text], 'info'));
    return (await Promise.all(infos)).map(({ info }) => [
      textAt(info, 'name'),
      textAt(info, 'state'),
      at(info, 'error.fault')[0]?.xsiType?.name ?? textAt(info, 'result'),
    ]);
  }

  /** How many events of that class there are. */
  async posted(type: string): Promise<number> {
    const filter = `<filter><eventTypeId>${type}</eventTypeId></filter>`;
    return (await this.client.get('QueryEvents', ['EventManager', 'EventManager'], filter)).length;
  }

  /** The stack as `runtime` lists it; undefined while it is not instantiated. */
  async running(key = PROVISIONING): Promise<XmlElement | undefined> {
    const stacks = await this.#items('runtime.networkRuntimeInfo.netStackInstanceRuntimeInfo');
    return stacks.find((instance) => textAt(instance, 'netStackInstanceKey') === key);
  }
}

/** Starts a simulator for one host. */
export async function startHostBench(scenario: object = {}, name = HOST): Promise<HostBench> {
  const bench = await startBench({ scenario });
  return new HostBench(bench, await bench.client.host(name), await bench.client.networkSystem(name));
}

/** An ipRouteConfig with these gateways; '' leaves one unset. */
export const gateways = (v4: string, v6 = ''): string =>
  `<ipRouteConfig>${v4 && `<defaultGateway>${v4}</defaultGateway>`}${v6 && `<ipV6DefaultGateway>${v6}</ipV6DefaultGateway>`}</ipRouteConfig>`;

/** One change of a static route, inside the route table of a stack. */
export const route = (change: string, network = '10.30.0.0', gateway = '10.20.0.254', length = 16): string => {
  const member = network.includes(':') ? 'ipv6Route' : 'ipRoute';
  return (
    `<routeTableConfig><${member}><changeOperation>${change}</changeOperation><route><network>${network}</network>` +
    `<prefixLength>${length}</prefixLength><gateway>${gateway}</gateway></route></${member}></routeTableConfig>`
  );
};

/** A dnsConfig with one server. */
export const DNS =
  '<dnsConfig><dhcp>false</dhcp><hostName>esx-001</hostName><domainName>corp.example</domainName>' +
  '<address>10.0.0.53</address><searchDomain>corp.example</searchDomain></dnsConfig>';
