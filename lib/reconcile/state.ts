/** The current state of a host as vCenter shows it, in vim25's words; read only, values only. */
import type { HostReference } from '../contract.ts';

/** Keys of the system stacks (vim25 `HostNetStackInstanceSystemStackKey`); open strings on the wire. */
export const PROVISIONING_STACK = 'vSphereProvisioning';
/** The key of the stack that carries management traffic; never written by us. */
export const DEFAULT_STACK = 'defaultTcpipStack';
/** The key of the vMotion stack; written by `apply --stack vmotion` only. */
export const VMOTION_STACK = 'vmotion';

/** An adapter or switch whose MTU is unset has the system default (vim25 `HostVirtualNicSpec.mtu`), which is 1500. */
export const DEFAULT_MTU = 1500;

/** One IPv6 address of an adapter: vim25 `HostIpConfigIpV6Address`. */
export interface Ipv6Address {
  readonly ipAddress: string;
  readonly prefixLength: number;
  /** `manual`, `dhcp`, `linklayer`, `random`, `other`; servers may leave it out. */
  readonly origin?: string;
}

/** vim25 `HostIpConfigIpV6AddressConfiguration`. */
export interface Ipv6Config {
  readonly addresses: readonly Ipv6Address[];
  readonly autoConfigurationEnabled: boolean;
  readonly dhcpV6Enabled: boolean;
}

/** One VMkernel adapter: vim25 `HostVirtualNic`, flattened. */
export interface VirtualNic {
  /** `vmk2`. */
  readonly device: string;
  /** `key-vim.host.VirtualNic-vmk2`. */
  readonly key: string;
  readonly netStackInstanceKey: string;
  /** Name of the standard portgroup; absent on a distributed one. */
  readonly portgroup?: string;
  readonly distributedVirtualPort?: { readonly switchUuid: string; readonly portgroupKey?: string };
  readonly dhcp: boolean;
  readonly ipAddress?: string;
  /** Dotted: `255.255.255.0`. */
  readonly subnetMask?: string;
  /** Absent where the host says nothing of IPv6. */
  readonly ipv6?: Ipv6Config;
  readonly mtu?: number;
}

/** vim25 `HostDnsConfig`. */
export interface DnsConfig {
  readonly dhcp: boolean;
  readonly hostName: string;
  readonly domainName: string;
  readonly address: readonly string[];
  readonly searchDomain: readonly string[];
}

/** One row of a stack's routing table; connected and default rows included, as read. */
export interface RouteEntry {
  readonly network: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly deviceName?: string;
}

/** One TCP/IP stack: vim25 `HostNetStackInstance`. Unused system stacks are listed too (govmomi host capture). */
export interface NetStackInstance {
  readonly key: string;
  readonly defaultGateway?: string;
  readonly ipV6DefaultGateway?: string;
  readonly congestionControlAlgorithm?: string;
  readonly requestedMaxNumberOfConnections?: number;
  readonly dnsConfig?: DnsConfig;
  readonly routes: readonly RouteEntry[];
}

/** The host's side of a distributed switch it is a member of: vim25 `HostProxySwitch`. */
export interface ProxySwitch {
  readonly dvsUuid: string;
  readonly dvsName: string;
  readonly mtu?: number;
  /** Physical adapters behind it; none means that the member has no uplink. */
  readonly pnics: readonly string[];
}

/** vim25 `HostVirtualSwitch`. */
export interface StandardSwitch {
  readonly name: string;
  readonly mtu?: number;
}

/** vim25 `HostPortGroup`, by name. */
export interface StandardPortgroup {
  readonly name: string;
  readonly vswitchName: string;
}

/** Which adapters carry a kind of traffic: vim25 `VirtualNicManagerNetConfig`, devices instead of keys. */
export interface NicTypeSelection {
  readonly nicType: string;
  readonly selectedDevices: readonly string[];
}

/** An object above the host in the inventory, nearest first. */
export interface Ancestor {
  readonly type: string;
  readonly moref: string;
  readonly name: string;
}

/** `unknown`: vCenter did not say, although it is of API 8.0 or later and was asked. */
export type ConfigurationProfile = 'managed' | 'unmanaged' | 'unknown';

/** Everything that deciding about a host needs, from one read. */
export interface HostState extends HostReference {
  readonly connectionState: 'connected' | 'disconnected' | 'notResponding';
  readonly inMaintenanceMode: boolean;
  /** `8.0.3`; absent while the host is disconnected. */
  readonly productVersion?: string;
  /** Moref of its HostNetworkSystem; absent while the host is disconnected. */
  readonly networkSystem?: string;
  /** Absent while the host is disconnected: vCenter then has no `config`. */
  readonly network?: HostNetwork;
  readonly nicTypes: readonly NicTypeSelection[];
  /** A task is queued or running on the host or on an object above it up to its cluster. */
  readonly hasRunningTask: boolean;
  /** Nearest first: compute resource, folders, datacenter, folders; empty when they cannot be read. */
  readonly ancestors: readonly Ancestor[];
  readonly configurationProfile: ConfigurationProfile;
}

/** vim25 `HostNetworkInfo`, the parts asked for. */
export interface HostNetwork {
  readonly vnics: readonly VirtualNic[];
  readonly netStackInstances: readonly NetStackInstance[];
  readonly proxySwitches: readonly ProxySwitch[];
  readonly vswitches: readonly StandardSwitch[];
  readonly portgroups: readonly StandardPortgroup[];
  /** Whether the host has IPv6 at all (vim25 `HostNetworkInfo.ipV6Enabled`); absent: it does not say. */
  readonly ipV6Enabled?: boolean;
}

/** A distributed portgroup; NSX segments on a VDS are such too (vim25 `DVPortgroupConfigInfo.backingType`). */
export interface DistributedPortgroup {
  readonly name: string;
  /** `dvportgroup-12`: what a port connection names. */
  readonly key: string;
  readonly switchUuid: string;
  readonly switchName: string;
  readonly isUplink: boolean;
  /** An NSX segment: vim25 `DVPortgroupConfigInfo.backingType` is `nsx` (API 7.0 and newer). */
  readonly isNsx?: boolean;
}

/** A distributed portgroup or switch that the account may not read, and a privilege that it takes on it. */
export interface UnreadNetwork {
  readonly moref: string;
  readonly privilege: string;
}

/** A host profile and the morefs of the hosts and clusters that it is attached to (vim25 `Profile.entity`). */
export interface HostProfile {
  readonly name: string;
  readonly entities: readonly string[];
}

/** What is read once a vCenter, and again on a miss: networks by name, and names that scopes may mean. */
export interface VcenterDirectory {
  readonly portgroups: readonly DistributedPortgroup[];
  /** Absent when every portgroup could be read: what is not found may be one of these. */
  readonly unreadNetworks?: readonly UnreadNetwork[];
  /** Names of all datacenters, and of all clusters with the name of their datacenter; repeated when not unique. */
  readonly datacenters: readonly string[];
  readonly clusters: readonly { readonly datacenter: string; readonly name: string }[];
  /** Absent when they cannot be read: that takes Profile.View (pyVmomi type information, ProfileManager.profile). */
  readonly hostProfiles?: readonly HostProfile[];
}
