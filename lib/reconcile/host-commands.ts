/** The second channel to a host, as the pure room asks for it; `lib/vsphere` implements it. */
import type { RouteEntry } from './state.ts';

/** One esxcli command: `network ip dns server add`, with its arguments by the names of esxcli's own metadata. */
export interface EsxcliCommand {
  readonly command: string;
  /** A repeated argument is an array. Order does not matter here; the channel sorts them. */
  readonly arguments: Readonly<Record<string, string | readonly string[]>>;
}

/** A ping from a stack of the host. */
export interface PingRequest {
  readonly netstack: string;
  /** `vmk2`. */
  readonly device: string;
  readonly target: string;
  /** ICMP payload in bytes: the MTU less 28 (IPv4) or 48 (IPv6). */
  readonly payloadBytes: number;
  readonly count: number;
}

/** What came of a ping with "do not fragment". */
export interface PingReply {
  readonly transmitted: number;
  readonly received: number;
  /** The host itself would not send a packet of this size: its adapter's MTU is smaller than thought. */
  readonly isTooLargeForHost: boolean;
}

/**
 * The second channel to a host, esxcli over the vCenter session. Every method may throw `esxcli-unavailable` (vCenter
 * does not offer it), `esxcli-refused` (the command failed, with its own words) and `permission-missing`.
 */
export interface HostCommands {
  /** A command that changes something. */
  runCommand(hostMoref: string, command: EsxcliCommand): Promise<void>;
  readDns(
    hostMoref: string,
    netstack: string,
  ): Promise<{ readonly servers: readonly string[]; readonly searchDomains: readonly string[] }>;
  /** IPv4 and IPv6 rows, connected and default ones included. */
  readRoutes(hostMoref: string, netstack: string): Promise<readonly RouteEntry[]>;
  ping(hostMoref: string, request: PingRequest): Promise<PingReply>;
  /** HostNetworkSystem.RefreshNetworkSystem: vCenter reads again what was changed behind its back. */
  refreshNetwork(networkSystem: string): Promise<void>;
}
