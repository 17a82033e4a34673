/** Steps: what is going to be called on the host, in the platform's own names, with the reason. */
import type { DnsConfig, PROVISIONING_STACK, RouteEntry, VMOTION_STACK } from './state.ts';

/**
 * The stacks that a step may name: the default stack is not among them, so that no code can edit it. An adapter comes
 * off it by `--allow-replace` only, and on it again when that is taken back.
 */
export type WrittenStack = typeof PROVISIONING_STACK | typeof VMOTION_STACK;

/** vim25 `HostIpConfigIpV6AddressConfiguration` as it is sent: both flags, and each address with its operation. */
export interface Ipv6Edit {
  readonly ipV6Address?: readonly {
    readonly ipAddress: string;
    readonly prefixLength: number;
    readonly operation: 'add' | 'remove';
  }[];
  readonly autoConfigurationEnabled: boolean;
  readonly dhcpV6Enabled: boolean;
}

/** vim25 `HostIpRouteOp`: a change is a `remove` and an `add`, since whether `edit` works is unconfirmed. */
export interface RouteOperation {
  readonly changeOperation: 'add' | 'remove';
  readonly route: Pick<RouteEntry, 'network' | 'prefixLength' | 'gateway'>;
}

/** vim25 `HostVirtualNicSpec`, the members that we send. Unset members mean unchanged in an update. */
export interface VirtualNicSpec {
  readonly ip?: {
    readonly dhcp: boolean;
    readonly ipAddress?: string;
    readonly subnetMask?: string;
    readonly ipV6Config?: Ipv6Edit;
  };
  readonly distributedVirtualPort?: { readonly switchUuid: string; readonly portgroupKey: string };
  readonly portgroup?: string;
  readonly mtu?: number;
  readonly netStackInstanceKey?: WrittenStack;
}

/** An edit of one stack: vim25 `HostNetworkConfigNetStackSpec` of operation `edit`. */
export interface NetStackEdit {
  readonly netStackInstanceKey: WrittenStack;
  /** Unset inside clears (ansible-collections/community.vmware#1120), so both families always go with it. */
  readonly ipRouteConfig?: { readonly defaultGateway?: string; readonly ipV6DefaultGateway?: string };
  readonly congestionControlAlgorithm?: string;
  readonly requestedMaxNumberOfConnections?: number;
  readonly dnsConfig?: DnsConfig;
  /** The delta only: whether a route that is there may be added again is unconfirmed. */
  readonly routes?: readonly RouteOperation[];
}

/** One value that a step changes, as shown to people. */
export interface Change {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface StepBase {
  readonly reason: string;
  /** It changes or removes an address, portgroup, MTU or gateway under an adapter that may carry traffic. */
  readonly disruptive: boolean;
  readonly changes: readonly Change[];
}

/** Creates the adapter, which brings the stack to life. */
export interface AddVirtualNicStep extends StepBase {
  readonly action: 'addVirtualNic';
  readonly portgroup: string;
  readonly nic: VirtualNicSpec;
}

/** Changes the adapter in place. */
export interface UpdateVirtualNicStep extends StepBase {
  readonly action: 'updateVirtualNic';
  readonly device: string;
  readonly nic: VirtualNicSpec;
}

/** Changes settings of the stack: gateways and TCP in one, DNS in another, routes in a third. */
export interface UpdateNetworkConfigStep extends StepBase {
  readonly action: 'updateNetworkConfig';
  readonly part: 'gateway' | 'dns' | 'routes';
  readonly edit: NetStackEdit;
}

/** Takes an adapter off. No plan has it: only `remove` asks for it, and only for adapters that we added. */
export interface RemoveVirtualNicStep extends StepBase {
  readonly action: 'removeVirtualNic';
  readonly device: string;
}

/** What a plan consists of, in the order in which it is applied; and what `remove` does. */
export type Step = AddVirtualNicStep | UpdateVirtualNicStep | UpdateNetworkConfigStep | RemoveVirtualNicStep;

/** The same line for log, journal, terminal and test failure. */
export function describeStep(step: Step): string {
  const changes = step.changes.map(({ field, from, to }) =>
    from === null ? `${field} ${to}` : `${field} ${from} -> ${to ?? 'none'}`,
  );
  const target = 'device' in step ? ` ${step.device}` : '';
  return `${step.action}${target}: ${changes.join(', ')}${step.disruptive ? ' (disruptive)' : ''}`;
}
