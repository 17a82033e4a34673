/** esxcli on the hosts of an in-memory vCenter: what it changes, the next read of the host shows. */
import { OnboardingError } from '../lib/errors.ts';
import type { EsxcliCommand, HostCommands, PingReply, PingRequest } from '../lib/reconcile/host-commands.ts';
import type { DnsConfig, HostNetwork, HostState, NetStackInstance, RouteEntry } from '../lib/reconcile/state.ts';
import type { CallLog } from './call-log.ts';

/** What of the vCenter the commands act on. */
interface Hosts {
  readonly calls: CallLog;
  truth(moref: string): HostState;
  change(networkSystem: string, change: (network: HostNetwork) => HostNetwork): void;
}

const NO_DNS: DnsConfig = { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] };

/** IPv4 header and ICMP header, IPv6 header and ICMP header. */
const HEADER_BYTES = { ipv4: 28, ipv6: 48 };

/** Calls are counted under the names of the methods. */
export class InMemoryCommands implements HostCommands {
  /** Addresses that answer no ping. */
  readonly unreachable = new Set<string>();
  /** No larger packet comes through; what is larger is dropped on the way. */
  pathMtu = 9000;
  /** What the host really sends, where it is less than the adapter shows. */
  adapterMtu: number | undefined;
  /** The commands that were run. */
  readonly run: EsxcliCommand[] = [];
  /** `10.20.0.1 from vmk1, 1500 bytes` for each ping. */
  readonly pings: string[] = [];
  private readonly hosts: Hosts;

  constructor(hosts: Hosts) {
    this.hosts = hosts;
  }

  runCommand = (hostMoref: string, command: EsxcliCommand) =>
    this.hosts.calls.run('runCommand', () => {
      const { netstack = '', server, domain, network, gateway } = texts(command);
      const stack = this.stack(hostMoref, netstack);
      const changed = changedStack(command.command, stack, { server, domain, network, gateway });
      this.run.push(command);
      this.hosts.change(this.hosts.truth(hostMoref).networkSystem ?? '', (current) => ({
        ...current,
        netStackInstances: current.netStackInstances.map((each) => (each.key === netstack ? changed : each)),
      }));
    });

  readDns = (hostMoref: string, netstack: string) =>
    this.hosts.calls.run('readDns', () => {
      const { address, searchDomain } = this.stack(hostMoref, netstack).dnsConfig ?? NO_DNS;
      return { servers: address, searchDomains: searchDomain };
    });

  readRoutes = (hostMoref: string, netstack: string) =>
    this.hosts.calls.run('readRoutes', () => this.stack(hostMoref, netstack).routes);

  ping = (hostMoref: string, { device, target, payloadBytes, count }: PingRequest) =>
    this.hosts.calls.run('ping', (): PingReply => {
      const nic = this.hosts.truth(hostMoref).network?.vnics.find((each) => each.device === device);
      if (nic === undefined) throw refused(`Unknown interface ${device}`);
      const header = target.includes(':') ? HEADER_BYTES.ipv6 : HEADER_BYTES.ipv4;
      const size = payloadBytes + header;
      this.pings.push(`${target} from ${device}, ${size} bytes`);
      if (size > (this.adapterMtu ?? nic.mtu ?? 1500)) return { transmitted: 0, received: 0, isTooLargeForHost: true };
      const isLost = this.unreachable.has(target) || size > this.pathMtu;
      return { transmitted: count, received: isLost ? 0 : count, isTooLargeForHost: false };
    });

  refreshNetwork = (_networkSystem: string) => this.hosts.calls.run('refreshNetwork', () => {});

  /** A system stack without an adapter is not instantiated on the host. */
  private stack(moref: string, netstack: string): NetStackInstance {
    const { network } = this.hosts.truth(moref);
    const stack = network?.netStackInstances.find(({ key }) => key === netstack);
    const isInUse = network?.vnics.some(({ netStackInstanceKey }) => netStackInstanceKey === netstack);
    if (stack === undefined || !isInUse) throw refused(`Invalid netstack instance: ${netstack}`);
    return stack;
  }
}

interface Values {
  readonly server: string | undefined;
  readonly domain: string | undefined;
  readonly network: string | undefined;
  readonly gateway: string | undefined;
}

function changedStack(command: string, stack: NetStackInstance, values: Values): NetStackInstance {
  const { server = '', domain = '' } = values;
  const dns = stack.dnsConfig ?? NO_DNS;
  switch (command) {
    case 'network ip dns server add':
      return { ...stack, dnsConfig: { ...dns, address: added(dns.address, server) } };
    case 'network ip dns server remove':
      return { ...stack, dnsConfig: { ...dns, address: removed(dns.address, server) } };
    case 'network ip dns search add':
      return { ...stack, dnsConfig: { ...dns, searchDomain: added(dns.searchDomain, domain) } };
    case 'network ip dns search remove':
      return { ...stack, dnsConfig: { ...dns, searchDomain: removed(dns.searchDomain, domain) } };
    case 'network ip route ipv4 add':
    case 'network ip route ipv6 add':
      return { ...stack, routes: [...stack.routes.filter(isNot(route(values))), route(values)] };
    case 'network ip route ipv4 remove':
    case 'network ip route ipv6 remove':
      if (stack.routes.every(isNot(route(values)))) throw refused('No matching route was found');
      return { ...stack, routes: stack.routes.filter(isNot(route(values))) };
    default:
      throw refused(`Unknown command ${command}`);
  }
}

function route({ network = '', gateway = '' }: Values): RouteEntry {
  const unspecified = gateway.includes(':') ? '::/0' : '0.0.0.0/0';
  const [address = '', length] = (network === 'default' ? unspecified : network).split('/');
  return { network: address, prefixLength: Number(length), gateway };
}

function isNot(route: RouteEntry): (other: RouteEntry) => boolean {
  return ({ network, prefixLength, gateway }) =>
    network !== route.network || prefixLength !== route.prefixLength || gateway !== route.gateway;
}

function added(list: readonly string[], item: string): string[] {
  if (list.includes(item)) throw refused(`${item} is there already`);
  return [...list, item];
}

function removed(list: readonly string[], item: string): string[] {
  if (!list.includes(item)) throw refused(`${item} is not there`);
  return list.filter((each) => each !== item);
}

/** `network ip dns server add netstack=vSphereProvisioning server=10.0.0.53`. */
export function commandLine({ command, arguments: given }: EsxcliCommand): string {
  return [command, ...Object.entries(given).map(([name, value]) => `${name}=${value}`)].join(' ');
}

function texts(command: EsxcliCommand): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(command.arguments).map(([name, value]) => [name, [value].flat().join(' ')]));
}

function refused(words: string): OnboardingError {
  return new OnboardingError('esxcli-refused', `esxcli failed: ${words}.`);
}
