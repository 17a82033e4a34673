/** A host as vCenter shows it, read by the simulator tests' own client: nothing of the product takes part. */
import type { XmlElement } from '../../simulator/wire/xml-read.ts';
import { at, type SoapClient, textAt } from '../simulator/soap-client.ts';

/** Stacks that settings can write. */
export type StackKey = 'vSphereProvisioning' | 'vmotion';

/** The one adapter of a stack and the stack's settings, in the words of settings. */
export interface StackReading {
  readonly portgroup: string;
  /** `dhcp`, or address and mask. */
  readonly address: string;
  readonly mtu: number;
  /** `off`, or what is asked for: `auto`, `dhcp`, addresses that were set. */
  readonly ipv6: string;
  readonly gateway: string | null;
  readonly ipv6Gateway: string | null;
  readonly congestionControl: string;
  readonly maxConnections: number;
  readonly servers: readonly string[];
  readonly domain: string;
  readonly searchDomains: readonly string[];
  /** `10.30.0.0/16 10.20.0.254`, the static ones, sorted. */
  readonly routes: readonly string[];
}

const NETWORK = [
  'config.network.vnic',
  'config.network.netStackInstance',
  'config.virtualNicManagerInfo.netConfig',
] as const;

/** Reads hosts, and remembers what stays as it is: their morefs, and the names of portgroups. */
export class ReadBack {
  readonly #client: SoapClient;
  readonly #hosts = new Map<string, readonly [string, string]>();
  readonly #portgroups = new Map<string, string>();

  constructor(client: SoapClient) {
    this.#client = client;
  }

  /** What the stack has; undefined while no adapter is on it. */
  async stack(hostName: string, key: StackKey = 'vSphereProvisioning'): Promise<StackReading | undefined> {
    const read = await this.#read(hostName);
    const vnics = at(read['config.network.vnic'], 'HostVirtualNic').filter(
      (vnic) => textAt(vnic, 'spec.netStackInstanceKey') === key,
    );
    const [vnic, ...others] = vnics;
    if (vnic === undefined) return undefined;
    if (others.length > 0) throw new TypeError(`${vnics.length} adapters are on ${key} of ${hostName}`);
    const stack = at(read['config.network.netStackInstance'], 'HostNetStackInstance').find(
      (each) => textAt(each, 'key') === key,
    );
    return { portgroup: await this.#portgroupOf(vnic), ...adapterPart(vnic), ...stackPart(stack) };
  }

  /**
   * Everything that vCenter shows of the host's network, as text to compare. Settings of a stack without an adapter are
   * left out: they cannot be edited and do nothing (vSphere documentation).
   */
  async network(hostName: string): Promise<string> {
    const read = await this.#read(hostName);
    const vnics = at(read['config.network.vnic'], 'HostVirtualNic');
    const used = new Set(vnics.map((vnic) => textAt(vnic, 'spec.netStackInstanceKey')));
    const stacks = at(read['config.network.netStackInstance'], 'HostNetStackInstance').filter((stack) =>
      used.has(textAt(stack, 'key')),
    );
    const services = at(read['config.virtualNicManagerInfo.netConfig'], 'VirtualNicManagerNetConfig');
    return JSON.stringify([vnics, stacks, services].map((elements) => elements.map(plain)));
  }

  async #read(hostName: string): Promise<Record<string, XmlElement>> {
    const host = this.#hosts.get(hostName) ?? (await this.#client.host(hostName));
    this.#hosts.set(hostName, host);
    return this.#client.read(host, ...NETWORK);
  }

  async #portgroupOf(vnic: XmlElement): Promise<string> {
    const key = textAt(vnic, 'spec.distributedVirtualPort.portgroupKey');
    if (key === undefined) return textAt(vnic, 'portgroup') ?? '';
    const name =
      this.#portgroups.get(key) ??
      (await this.#client.read(['DistributedVirtualPortgroup', key], 'name'))['name']?.text ??
      '';
    this.#portgroups.set(key, name);
    return name;
  }
}

function adapterPart(vnic: XmlElement) {
  const [ip] = at(vnic, 'spec.ip');
  const address = textAt(ip, 'dhcp') === 'true' ? 'dhcp' : `${textAt(ip, 'ipAddress')}/${textAt(ip, 'subnetMask')}`;
  const [config] = at(ip, 'ipV6Config');
  const manual = at(config, 'ipV6Address').filter((entry) => textAt(entry, 'origin') === 'manual');
  const asked = [
    ...(textAt(config, 'autoConfigurationEnabled') === 'true' ? ['auto'] : []),
    ...(textAt(config, 'dhcpV6Enabled') === 'true' ? ['dhcp'] : []),
    ...manual.map((entry) => `${textAt(entry, 'ipAddress')}/${textAt(entry, 'prefixLength')}`),
  ];
  return { address, mtu: Number(textAt(vnic, 'spec.mtu')), ipv6: asked.join(' ') || 'off' };
}

function stackPart(stack: XmlElement | undefined) {
  const list = (path: string) => at(stack, path).map(({ text }) => text);
  const isStatic = (row: XmlElement) =>
    textAt(row, 'prefixLength') !== '0' && !['0.0.0.0', '::'].includes(textAt(row, 'gateway') ?? '');
  const rows = ['ipRoute', 'ipv6Route'].flatMap((family) => at(stack, `routeTableConfig.${family}.route`));
  const routes = rows
    .filter(isStatic)
    .map((row) => `${textAt(row, 'network')}/${textAt(row, 'prefixLength')} ${textAt(row, 'gateway')}`);
  return {
    gateway: textAt(stack, 'ipRouteConfig.defaultGateway') ?? null,
    ipv6Gateway: textAt(stack, 'ipRouteConfig.ipV6DefaultGateway') ?? null,
    congestionControl: textAt(stack, 'congestionControlAlgorithm') ?? '',
    maxConnections: Number(textAt(stack, 'requestedMaxNumberOfConnections')),
    servers: list('dnsConfig.address'),
    domain: textAt(stack, 'dnsConfig.domainName') ?? '',
    searchDomains: list('dnsConfig.searchDomain'),
    routes: routes.sort(),
  };
}

/** Where an element stood in its reply says nothing about it. */
function plain({ name, text, children }: XmlElement): unknown {
  return children.length === 0 ? [name, text] : [name, children.map(plain)];
}
