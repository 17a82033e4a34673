import { type Answers, defaultAnswers } from './answers.ts';
import type { User } from './session.ts';
import type { DataObject } from './values.ts';

/** Replies that are broken below SOAP. */
export const brokenReplies = ['truncated', 'html', 'huge', 'empty', 'redirect', 'unavailable'] as const;
export type BrokenReply = (typeof brokenReplies)[number];

/** A fault to inject. Without `fault` and `answerLost` only the delay applies. */
export interface FaultRule {
  readonly method: string;
  /** Name of the host that the call is for (its network system, its tasks, the name in a HostConnectSpec). */
  readonly host?: string;
  /** For ExecuteSoap: only this command of esxcli, as it is typed. */
  readonly command?: string;
  /** A vim25 fault type, or one of brokenReplies. */
  readonly fault?: string;
  readonly message?: string;
  /** Members of the fault, by their vim25 names. */
  readonly detail?: DataObject;
  /** How often it strikes; absent is always. */
  readonly count?: number;
  /** Calls to let pass first. */
  readonly skip?: number;
  readonly delayMs?: number;
  /** The work is done and the connection cut before the answer. */
  readonly answerLost?: boolean;
  /** The connection is cut at once; the call goes on, and its work is done after `delayMs`. */
  readonly goesOn?: boolean;
  /** The work is done, and the fault answered nevertheless. */
  readonly afterWork?: boolean;
  /** The work is done and undone again; the fault is vSphere's own unless another is named. */
  readonly rolledBack?: boolean;
  /** The host stops responding during the call: before its work, or with `afterWork` behind it. */
  readonly disconnects?: boolean;
  /** After this time a host that was lost so is connected again. */
  readonly backAfterMs?: number;
}

/** An adapter that a host has from the start, beside vmk0. */
export interface AdapterSeed {
  readonly stack: string;
  readonly address?: string;
  readonly subnetMask?: string;
  readonly dhcp?: boolean;
  readonly mtu?: number;
  readonly portgroup?: string;
  readonly dvportgroup?: string;
}

/** A host that differs from the default, or one more; `cluster` null is a standalone host. */
export interface HostSeed {
  readonly name: string;
  readonly cluster?: string | null;
  readonly connectionState?: 'connected' | 'disconnected' | 'notResponding';
  readonly maintenance?: boolean;
  readonly onSwitch?: boolean;
  readonly uplinks?: boolean;
  readonly adapters?: readonly AdapterSeed[];
  readonly provisioningGateway?: string;
  readonly managementAddress?: string;
  readonly version?: string;
  readonly portgroups?: readonly string[];
  /** False: a host on which IPv6 is switched off. */
  readonly ipv6Enabled?: boolean;
  /** Adapters that are selected for a service, by nicType. */
  readonly services?: Readonly<Record<string, readonly string[]>>;
  readonly hostProfile?: boolean;
  readonly busy?: boolean;
}

/** A distributed portgroup by its name; with backingType `nsx` it is a segment that NSX has made. */
export type DvportgroupSeed = string | { readonly name: string; readonly backingType?: 'standard' | 'nsx' };

/** A distributed switch beside DVS0. */
export interface SwitchSeed {
  readonly name: string;
  readonly mtu?: number;
  readonly dvportgroups?: readonly DvportgroupSeed[];
  /** True: the default hosts are members of it too. */
  readonly members?: boolean;
}

/** A cluster beside DC0_C0. */
export interface ClusterSeed {
  readonly name: string;
  readonly configManagerEnabled?: boolean;
  readonly hostProfile?: boolean;
}

/** What is in the inventory at the start. */
export interface Inventory {
  readonly apiVersion: string;
  readonly version: string;
  readonly build: string;
  readonly hostCount: number;
  readonly standaloneHostCount: number;
  readonly hosts: readonly HostSeed[];
  readonly clusters: readonly ClusterSeed[];
  readonly configManagerEnabled: boolean;
  /** DC0_C0 has a host profile attached. */
  readonly hostProfile: boolean;
  /** Further standard portgroups, on every host. */
  readonly portgroups: readonly string[];
  /** Further portgroups of DVS0; a name may come twice (in two folders). */
  readonly dvportgroups: readonly DvportgroupSeed[];
  readonly switches: readonly SwitchSeed[];
  readonly switchMtu: number;
}

/** The DHCP server of the provisioning network. */
export interface Dhcp {
  readonly leaseDelayMs: number;
  /** An address, `none` for a server that never answers (the adapter ends at 169.254.x), or undefined: one a host. */
  readonly address: string | undefined;
  readonly subnetMask: string;
  readonly gateway: string | undefined;
  readonly dns: readonly string[];
  /** The domain that a lease brings, if any. */
  readonly domain: string | undefined;
}

/** What IPv6 routers on the networks advertise: a /64, without which nobody advertises, and themselves. */
export interface Ipv6 {
  readonly prefix: string | undefined;
  readonly gateway: string | undefined;
}

/** What lies between a host and the addresses that it pings. */
export interface Wire {
  readonly unreachable: readonly string[];
  readonly pathMtu: number;
}

/** Everything a scenario file can say, with its defaults filled in. */
export interface Scenario {
  readonly inventory: Inventory;
  readonly answers: Answers;
  readonly faults: readonly FaultRule[];
  readonly users: readonly User[];
  /** Event types that happen and are not recorded; true is all of them. */
  readonly withholdEvents: true | readonly string[];
  readonly latencyMs: number;
  readonly taskMs: number;
  /** How long a call that changes a host's network takes. */
  readonly callMs: number;
  readonly dhcp: Dhcp;
  readonly ipv6: Ipv6;
  readonly wire: Wire;
  readonly visibilityDelayMs: number;
  readonly runtimeDelayMs: number;
  readonly joinSwitch: { readonly auto: boolean; readonly delayMs: number };
  readonly sessionTimeoutSeconds: number;
  readonly maxSessions: number;
  readonly pageSize: number;
  readonly eventKeyStart: number;
  readonly instanceUuid: string;
  readonly clockOffsetMs: number;
  readonly replyPrefix: string;
}

/** The scenario that is played when nothing else is said. */
export const defaultScenario: Scenario = {
  inventory: {
    apiVersion: '8.0.3.0',
    version: '8.0.3',
    build: '24322831',
    hostCount: 3,
    standaloneHostCount: 1,
    hosts: [],
    clusters: [],
    configManagerEnabled: false,
    hostProfile: false,
    portgroups: [],
    dvportgroups: [],
    switches: [],
    switchMtu: 9000,
  },
  answers: defaultAnswers,
  faults: [],
  users: [],
  withholdEvents: [],
  latencyMs: 0,
  taskMs: 20,
  callMs: 0,
  dhcp: {
    leaseDelayMs: 50,
    address: undefined,
    subnetMask: '255.255.255.0',
    gateway: undefined,
    dns: ['10.0.0.53'],
    domain: undefined,
  },
  ipv6: { prefix: undefined, gateway: undefined },
  wire: { unreachable: [], pathMtu: 9000 },
  visibilityDelayMs: 0,
  runtimeDelayMs: 0,
  joinSwitch: { auto: true, delayMs: 200 },
  sessionTimeoutSeconds: 1800,
  maxSessions: 3000,
  pageSize: 100,
  eventKeyStart: 1000,
  instanceUuid: '5f1d8c0a-6a3e-4f57-9b53-0d3c7a1e9b42',
  clockOffsetMs: 0,
  replyPrefix: '',
};
