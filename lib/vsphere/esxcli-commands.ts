/** The esxcli commands that this product runs on hosts; parameters are named as esxcli's metadata names them. */
import { hasCode, OnboardingError } from '../errors.ts';
import type { EsxcliCommand, HostCommands, PingReply, PingRequest } from '../reconcile/host-commands.ts';
import type { RouteEntry } from '../reconcile/state.ts';
import { EsxcliChannel } from './esxcli-channel.ts';
import { columnValues, pingCounts, routeEntries } from './esxcli-values.ts';
import type { Session } from './session.ts';

/** The host's own MTU is smaller than the packet, which must not be fragmented. */
const TOO_LARGE = /sendto\(\) failed \(Message too long\)/i;
/** Nobody answers ARP for the target or its router, or there is no route (KB 393677 shows the first). */
const NOT_SENT = /sendto\(\) failed \((?:Host is down|No route to host|Host is unreachable|Network is unreachable)\)/i;

/** See the port; besides its codes, every method throws those of any call, and runCommand `answer-lost`. */
export class EsxcliCommands implements HostCommands {
  readonly #session: Session;
  readonly #channel: EsxcliChannel;

  constructor(session: Session) {
    this.#session = session;
    this.#channel = new EsxcliChannel(session);
  }

  async runCommand(hostMoref: string, command: EsxcliCommand): Promise<void> {
    const { text } = await this.#channel.execute(hostMoref, command, true);
    if (text.toLowerCase() !== 'false') return;
    const step = `esxcli ${command.command}`;
    throw new OnboardingError('esxcli-refused', `${step} answered false.`, { step, moref: hostMoref });
  }

  async readDns(hostMoref: string, netstack: string): ReturnType<HostCommands['readDns']> {
    const servers = await this.#read(hostMoref, 'network ip dns server list', { netstack });
    const searchDomains = await this.#read(hostMoref, 'network ip dns search list', { netstack });
    return {
      servers: columnValues(servers, 'DNSServers'),
      searchDomains: columnValues(searchDomains, 'DNSSearchDomains'),
    };
  }

  async readRoutes(hostMoref: string, netstack: string): Promise<readonly RouteEntry[]> {
    const ipv4 = await this.#read(hostMoref, 'network ip route ipv4 list', { netstack });
    return [...routeEntries(ipv4, '0.0.0.0'), ...(await this.#ipv6Routes(hostMoref, netstack))];
  }

  async ping(hostMoref: string, request: PingRequest): Promise<PingReply> {
    const { netstack, device, target, payloadBytes, count } = request;
    try {
      const answer = await this.#read(hostMoref, 'network diag ping', {
        netstack,
        interface: device,
        host: target,
        size: String(payloadBytes),
        count: String(count),
        df: 'true',
        ...(target.includes(':') ? { ipv6: 'true' } : {}),
      });
      return { ...pingCounts(answer), isTooLargeForHost: false };
    } catch (error) {
      return unsent(error);
    }
  }

  async refreshNetwork(networkSystem: string): Promise<void> {
    const _this = { type: 'HostNetworkSystem', value: networkSystem };
    await this.#session.call('RefreshNetworkSystem', () => ({ _this }));
  }

  #read(host: string, command: string, values: EsxcliCommand['arguments']) {
    return this.#channel.execute(host, { command, arguments: values }, false);
  }

  /** A host with IPv6 switched off may refuse the list; its IPv4 routes are to be read all the same. */
  async #ipv6Routes(host: string, netstack: string): Promise<readonly RouteEntry[]> {
    try {
      return routeEntries(await this.#read(host, 'network ip route ipv6 list', { netstack }), '::');
    } catch (error) {
      if (hasCode(error, 'esxcli-refused')) return [];
      throw error;
    }
  }
}

/** The reply of a ping that the host could not send; errors that are none of the target's or the MTU's go on. */
function unsent(error: unknown): PingReply {
  const words = hasCode(error, 'esxcli-refused') ? error.message : '';
  const isTooLargeForHost = TOO_LARGE.test(words);
  if (!isTooLargeForHost && !NOT_SENT.test(words)) throw error;
  return { transmitted: 0, received: 0, isTooLargeForHost };
}
