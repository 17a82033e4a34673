import type { SwitchFacts } from '../switch-directory.ts';

/** Where an adapter is plugged in on a distributed switch. */
export interface DvPort {
  readonly switchUuid: string;
  readonly portgroupKey: string;
  readonly portKey: string;
  readonly connectionCookie: number;
}

export interface Ipv6Address {
  readonly address: string;
  readonly prefixLength: number;
  readonly origin: string;
}

/** A VMkernel adapter. `portgroup` is empty on a distributed switch. */
export interface Vnic {
  readonly device: string;
  readonly stack: string;
  mac: string;
  mtu: number;
  portgroup: string;
  dvPort: DvPort | undefined;
  tso: boolean;
  dhcp: boolean;
  address: string;
  mask: string;
  /** `addresses` are those that somebody has set; `leased` comes from a DHCPv6 server. */
  ipv6: { addresses: Ipv6Address[]; auto: boolean; dhcp: boolean; leased: string | undefined };
  /** The adapter's own gateways, which override the stack's. */
  override: { v4: string | undefined; v6: string | undefined } | undefined;
}

export interface Route {
  readonly network: string;
  readonly prefixLength: number;
  readonly gateway: string;
}

/** A TCP/IP stack. It is listed in the configuration although unused, and at run time once an adapter is on it. */
export interface Stack {
  readonly key: string;
  name: string;
  dns: {
    dhcp: boolean;
    device: string | undefined;
    hostName: string;
    domainName: string;
    servers: string[];
    search: string[];
  };
  gateway: string | undefined;
  ipv6Gateway: string | undefined;
  /** The gateway that a DHCP lease brought. */
  leaseGateway: string | undefined;
  maxConnections: number;
  runtimeMaxConnections: number;
  congestion: string;
  routes: Route[];
  ipv6Routes: Route[];
  /** When the first adapter came onto it; undefined while it has none. */
  since: number | undefined;
}

/** A standard portgroup of the host. */
export interface StandardPortgroup {
  readonly name: string;
  readonly vlanId: number;
}

/** A host's network: plain data, so that it can be copied and put back. */
export interface NetworkState {
  vnics: Vnic[];
  stacks: Stack[];
  portgroups: StandardPortgroup[];
  /** Host-wide; off only from the start of a host. */
  readonly ipv6Enabled: boolean;
  /** Devices selected for a service, by nicType; of the default stack, or of the service's own. */
  selected: Record<string, string[]>;
  /** Devices of the default stack that lost a service to the service's own stack, by nicType. */
  displaced: Record<string, string[]>;
}

/** A host's membership in a distributed switch. */
export interface Membership {
  readonly dvs: SwitchFacts;
  readonly uplinks: readonly string[];
}

export const defaultStack = 'defaultTcpipStack';
export const provisioningStack = 'vSphereProvisioning';

/** System stacks that carry one service, and that service's nicType (vSphere: both bear the same name). */
export const serviceStacks: readonly string[] = [provisioningStack, 'vmotion'];

/** The value that an unused stack has for its maximum of connections (govmomi simulator, capture of a host). */
export const defaultMaxConnections = 11000;

/** A stack as it is on a fresh host (govmomi simulator, capture of a host). */
export function freshStack(key: string): Stack {
  return {
    key,
    name: key === defaultStack ? key : '',
    dns: { dhcp: false, device: undefined, hostName: '', domainName: '', servers: [], search: [] },
    gateway: undefined,
    ipv6Gateway: undefined,
    leaseGateway: undefined,
    maxConnections: defaultMaxConnections,
    runtimeMaxConnections: defaultMaxConnections,
    congestion: 'newreno',
    routes: [],
    ipv6Routes: [],
    since: undefined,
  };
}

/** The stack's adapters. */
export const vnicsOf = (state: NetworkState, key: string): Vnic[] => state.vnics.filter((vnic) => vnic.stack === key);

/** The key by which configuration refers to an adapter. */
export const vnicKey = (device: string): string => `key-vim.host.VirtualNic-${device}`;
