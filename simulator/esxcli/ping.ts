import { isIP } from 'node:net';
import type { HostNetwork } from '../host/host-network.ts';
import { withoutZone } from '../host/ipv6-addresses.ts';
import { type Stack, vnicsOf } from '../host/network-state.ts';
import { type Way, wayTo } from '../host/reach.ts';
import { ipv6Addresses } from '../host/vnic-info.ts';
import {
  type Arguments,
  argumentOf,
  CliFault,
  type Command,
  flagOf,
  netstackParameter,
  type Parameter,
} from './command.ts';
import { stackOf } from './stack-of.ts';

/**
 * What the numbers of a ping may be: a size that fits into an IPv4 packet, a TTL of one byte. How many packets esxcli
 * sends at most is not known; the bound keeps an answer, which has a trace of each, at a size that a client can hold.
 */
const ranges = { count: [1, 1000], size: [0, 65_507], ttl: [1, 255] } as const;

/** IP and ICMP headers before the payload. */
const headerBytes = { 4: 28, 6: 48 } as const;

const parameter = (name: string, alias: string, kind: Parameter['kind'], help: string): Parameter => ({
  name,
  aliases: [alias, `--${name}`],
  help,
  kind,
});

const parameters: readonly Parameter[] = [
  parameter('count', '-c', 'integer', 'Specify the number of packets to send.'),
  parameter('debug', '-D', 'flag', 'VMKPing debug mode.'),
  parameter('df', '-d', 'flag', 'Set DF bit on IPv4 packets.'),
  { ...parameter('host', '-H', 'text', 'Specify the host to send packets to.'), required: true },
  parameter('interface', '-I', 'text', 'Specify the outgoing interface.'),
  parameter('interval', '-i', 'text', 'Set the interval for sending packets in seconds.'),
  parameter('ipv4', '-4', 'flag', 'Ping with ICMPv4 echo requests.'),
  parameter('ipv6', '-6', 'flag', 'Ping with ICMPv6 echo requests.'),
  netstackParameter,
  parameter('nexthop', '-n', 'text', 'Override the system default route selection, in dotted quad notation.'),
  parameter('size', '-s', 'integer', 'Set the payload size of the packets to send.'),
  parameter('ttl', '-t', 'integer', 'Set IPv4 Time To Live or IPv6 Hop Limit.'),
  parameter('wait', '-W', 'text', 'Set the timeout to wait if no responses are received in seconds.'),
];

/** `network diag ping`: whether an address answers a stack, over the wire that the scenario describes. */
export const pingCommands: readonly Command[] = [
  {
    namespace: 'network.diag',
    name: 'ping',
    help: 'Send ICMP echo requests to network hosts.',
    parameters,
    writes: false,
    run: (network, given) => ping(network, given),
  },
];

function ping(network: HostNetwork, given: Arguments) {
  const asked = argumentOf(given, 'host') ?? '';
  const family = isIP(asked);
  const other = family === 4 ? flagOf(given, 'ipv6') : flagOf(given, 'ipv4');
  if ((family !== 4 && family !== 6) || other) throw new CliFault(`Unknown host: ${asked}`);
  if (argumentOf(given, 'nexthop') !== undefined) throw new CliFault('nexthop is not modelled by this simulator');
  const [count, size] = [numberOf(given, 'count', 3), numberOf(given, 'size', 56)];
  numberOf(given, 'ttl', 64);
  const target = withoutZone(asked);
  const stack = stackOf(network, given);
  const device = argumentOf(given, 'interface');
  requireInterface(network, stack, device);
  const way = wayTo(network.state, stack, target, network.vcenter.scenario, device);
  const bytes = flagOf(given, 'df') ? size + headerBytes[family] : 0;
  if (way !== undefined && bytes > way.vnic.mtu) throw new CliFault('sendto() failed (Message too long)');
  return output(target, count, size, answers(network, stack, way, { target, bytes }));
}

function numberOf(given: Arguments, name: keyof typeof ranges, unset: number): number {
  const text = argumentOf(given, name);
  const [least, most] = ranges[name];
  const number = text === undefined ? unset : Number(text);
  if (number < least || number > most) throw new CliFault(`Invalid ${name}: ${text} is not in ${least} to ${most}`);
  return number;
}

/** An adapter of another stack is as unknown as one that does not exist. */
function requireInterface({ state }: HostNetwork, stack: Stack, device: string | undefined): void {
  const known = device === undefined || vnicsOf(state, stack.key).some((vnic) => vnic.device === device);
  if (!known) throw new CliFault(`Unknown interface '${device}': Invalid argument`);
}

/** A packet; `bytes` is its size when it must not be divided on its way, else 0. */
interface Packet {
  readonly target: string;
  readonly bytes: number;
}

function answers(
  { state, vcenter }: HostNetwork,
  stack: Stack,
  way: Way | undefined,
  { target, bytes }: Packet,
): boolean {
  const { wire } = vcenter.scenario;
  const silent = wire.unreachable.map(withoutZone);
  const own = vnicsOf(state, stack.key).some(
    (vnic) =>
      vnic.address === target || ipv6Addresses(state, vnic, vcenter.scenario).some(({ address }) => address === target),
  );
  if (own) return true;
  if (way === undefined || bytes > wire.pathMtu) return false;
  return !silent.includes(target) && !silent.includes(withoutZone(way.nextHop));
}

/** PingOutput; `Recieved` is spelt so by ESXi. Times are in milliseconds. */
function output(host: string, count: number, size: number, answered: boolean) {
  const trace = Array.from({ length: answered ? count : 0 }, (_, index) => ({
    kind: 'Trace',
    fields: { Detail: '', Host: host, ICMPSeq: index, ReceivedBytes: size + 8, RoundtripTimeMS: 1, TTL: 64 },
  }));
  const time = answered ? 1 : 0;
  const fields = {
    Duplicated: 0,
    HostAddr: host,
    PacketLost: answered ? 0 : 100,
    Recieved: answered ? count : 0,
    RoundtripAvgMS: time,
    RoundtripMaxMS: time,
    RoundtripMinMS: time,
    Transmitted: count,
  };
  return { kind: 'PingOutput', fields: { Summary: { kind: 'Summary', fields }, Trace: trace } };
}
