/** The esxcli commands that this product runs on hosts; parameters are named as esxcli's metadata names them. */
import { hasCode, OnboardingError } from '../errors.ts';
import type { EsxcliCommand, HostCommands, PingReply, PingRequest } from '../reconcile/host-commands.ts';
import type { RouteEntry } from '../reconcile/state.ts';
import type { AnswerElement } from './esxcli-answers.ts';
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

  runCommand(hostMoref: string, command: EsxcliCommand): Promise<void> {
    return this.#channel.execute(hostMoref, command, true, ({ text }) => {
      if (text.toLowerCase() === 'false') throw new OnboardingError('esxcli-refused', 'ExecuteSoap answered false.');
    });
  }

  async readDns(hostMoref: string, netstack: string): ReturnType<HostCommands['readDns']> {
    const column = (command: string, name: string) =>
      this.#read(hostMoref, command, { netstack }, (answer) => columnValues(answer, name));
    return {
      servers: await column('network ip dns server list', 'DNSServers'),
      searchDomains: await column('network ip dns search list', 'DNSSearchDomains'),
    };
  }

  async readRoutes(hostMoref: string, netstack: string): Promise<readonly RouteEntry[]> {
    const ipv4 = await this.#routes(hostMoref, netstack, 'ipv4', '0.0.0.0');
    try {
      return [...ipv4, ...(await this.#routes(hostMoref, netstack, 'ipv6', '::'))];
    } catch (error) {
      // a host with IPv6 switched off may refuse the list; its IPv4 routes are to be read all the same
      if (hasCode(error, 'esxcli-refused')) return ipv4;
      throw error;
    }
  }

  async ping(hostMoref: string, request: PingRequest): Promise<PingReply> {
    const { netstack, device, target, payloadBytes, count } = request;
    const values = {
      netstack,
      interface: device,
      host: target,
      size: String(payloadBytes),
      count: String(count),
      df: 'true',
      ...(target.includes(':') ? { ipv6: 'true' } : {}),
    };
    try {
      return { ...(await this.#read(hostMoref, 'network diag ping', values, pingCounts)), isTooLargeForHost: false };
    } catch (error) {
      return unsent(error);
    }
  }

  async refreshNetwork(networkSystem: string): Promise<void> {
    const _this = { type: 'HostNetworkSystem', value: networkSystem };
    await this.#session.call('RefreshNetworkSystem', () => ({ _this }));
  }

  #routes(host: string, netstack: string, family: 'ipv4' | 'ipv6', unspecified: string): Promise<RouteEntry[]> {
    const read = (answer: AnswerElement) => routeEntries(answer, unspecified);
    return this.#read(host, `network ip route ${family} list`, { netstack }, read);
  }

  #read<T>(
    host: string,
    command: string,
    values: EsxcliCommand['arguments'],
    read: (answer: AnswerElement) => T,
  ): Promise<T> {
    return this.#channel.execute(host, { command, arguments: values }, false, read);
  }
}

/** The reply of a ping that the host could not send; errors that are none of the target's or the MTU's go on. */
function unsent(error: unknown): PingReply {
  const words = hasCode(error, 'esxcli-refused') ? error.message : '';
  const isTooLargeForHost = TOO_LARGE.test(words);
  if (!isTooLargeForHost && !NOT_SENT.test(words)) throw error;
  return { transmitted: 0, received: 0, isTooLargeForHost };
}
