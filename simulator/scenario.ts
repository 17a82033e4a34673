import type { User } from './session.ts';
import type { DataObject } from './values.ts';

/** Either answer to each fact about vSphere that nobody has confirmed; the defaults are the likelier ones. */
export interface Answers {
  /** Static routes on a system stack: taken, refused, or a yes that changes nothing. */
  readonly staticRoutes: 'accepted' | 'refused' | 'dropped';
  /** DNS on a system stack: taken, refused, or a yes that changes nothing. */
  readonly dns: 'accepted' | 'refused' | 'dropped';
  /** A fault in UpdateNetworkConfig leaves the host as it was. */
  readonly modifyAtomic: boolean;
  /** First adapter and stack edit in one UpdateNetworkConfig. */
  readonly addAndEditTogether: 'refused' | 'accepted';
  /** HostAddedEvent comes before HostConnectedEvent. */
  readonly hostAddedFirst: boolean;
  /** HostConnectedEvent follows an add that connects. */
  readonly connectedEventFollows: boolean;
  /** A move into a cluster posts a second HostAddedEvent. */
  readonly secondHostAdded: boolean;
  /** Gateway, DNS and TCP settings survive the removal of the stack's last adapter. */
  readonly settingsSurvive: boolean;
  /** Where the gateway of a DHCP lease shows. */
  readonly dhcpGateway: 'route' | 'config' | 'none';
  /** The stack's gateway equals the default stack's. */
  readonly equalGateways: 'accepted' | 'refused';
  /** When a changed maximum of connections shows at run time. */
  readonly maxConnections: 'afterReboot' | 'atOnce';
  /** Adding a route that exists. */
  readonly routeAgain: 'refused' | 'accepted';
  /** changeOperation `edit` on a route. */
  readonly routeEdit: 'refused' | 'accepted';
  /** An adapter on the stack shows as selected for the stack's own service, and cannot be (de)selected. */
  readonly stackServiceSelected: boolean;
  /** vCenter blocks AddVirtualNic in a cluster that a configuration profile manages. */
  readonly profileBlocksWrites: boolean;
  /** After a restore from backup, event keys are used again. */
  readonly eventKeysReused: boolean;
  /** Removing the gateway of a system stack that owns an adapter. */
  readonly gatewayRemoval: 'refused' | 'accepted';
  /** A gateway outside every subnet of the stack. */
  readonly gatewayOutsideSubnet: 'accepted' | 'refused';
  /** A second adapter on the provisioning stack. */
  readonly secondVnicOnStack: 'accepted' | 'refused';
  /** An adapter's MTU above its switch's. */
  readonly mtuAboveSwitch: 'refused' | 'accepted';
  /** Whether adapters without an override read back an ipRouteSpec that holds the stack's gateway. */
  readonly routeSpecReadBack: 'absent' | 'filled';
}

/** Replies that are broken below SOAP. */
export const brokenReplies = ['truncated', 'html', 'huge', 'empty', 'redirect', 'unavailable'] as const;
export type BrokenReply = (typeof brokenReplies)[number];

/** A fault to inject. Without `fault` and `answerLost` only the delay applies. */
export interface FaultRule {
  readonly method: string;
  /** Name of the host that the call is for (its network system, its tasks, the name in a HostConnectSpec). */
  readonly host?: string;
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
  readonly hostProfile?: boolean;
  readonly busy?: boolean;
}

/** A distributed switch beside DVS0. */
export interface SwitchSeed {
  readonly name: string;
  readonly mtu?: number;
  readonly dvportgroups?: readonly string[];
  /** True: the default hosts are members of it too. */
  readonly members?: boolean;
}

/** A cluster beside DC0_C0. */
export interface ClusterSeed {
  readonly name: string;
  readonly configManagerEnabled?: boolean;
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
  /** Further standard portgroups, on every host. */
  readonly portgroups: readonly string[];
  /** Further portgroups of DVS0; a name may come twice (in two folders). */
  readonly dvportgroups: readonly string[];
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
  readonly dhcp: Dhcp;
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
    portgroups: [],
    dvportgroups: [],
    switches: [],
    switchMtu: 9000,
  },
  answers: {
    staticRoutes: 'accepted',
    dns: 'accepted',
    modifyAtomic: false,
    addAndEditTogether: 'refused',
    hostAddedFirst: true,
    connectedEventFollows: true,
    secondHostAdded: false,
    settingsSurvive: true,
    dhcpGateway: 'route',
    equalGateways: 'accepted',
    maxConnections: 'afterReboot',
    routeAgain: 'refused',
    routeEdit: 'refused',
    stackServiceSelected: true,
    profileBlocksWrites: false,
    eventKeysReused: true,
    gatewayRemoval: 'refused',
    gatewayOutsideSubnet: 'accepted',
    secondVnicOnStack: 'accepted',
    mtuAboveSwitch: 'refused',
    routeSpecReadBack: 'absent',
  },
  faults: [],
  users: [],
  withholdEvents: [],
  latencyMs: 0,
  taskMs: 20,
  dhcp: { leaseDelayMs: 50, address: undefined, subnetMask: '255.255.255.0', gateway: undefined, dns: ['10.0.0.53'] },
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
