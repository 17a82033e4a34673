/**
 * Where a host sends and receives NFC, the traffic of cold migration, clone and snapshot, and how its packets leave.
 * The rules are those of KB 340170 and KB 316409, and of vSphere docs GUID-AC418F24 for the dedicated stack.
 */
import { isInside, isIpv4, isLinkLocal, prefixLengthOf, type Subnet, subnetOf } from './addresses.ts';
import {
  DEFAULT_MTU,
  DEFAULT_STACK,
  type HostNetwork,
  type HostState,
  PROVISIONING_STACK,
  type RouteEntry,
  type VirtualNic,
} from './state.ts';

/** `stack`: an adapter on the provisioning stack; `service`: one of the default stack that carries the service. */
export type EndpointKind = 'stack' | 'service' | 'management';

/** An adapter's address with its network. */
export interface NfcInterface {
  readonly device: string;
  readonly address: string;
  readonly subnet: Subnet;
}

/** A row of a stack's routing table that has a gateway. */
export interface NfcRoute {
  readonly subnet: Subnet;
  readonly gateway: string;
  /** The adapter that it leaves by, where the host says it. */
  readonly device?: string;
}

/** The adapter at which others reach a host for NFC, and what its stack knows of the world. */
export interface NfcEndpoint {
  readonly kind: EndpointKind;
  readonly device: string;
  readonly mtu: number;
  /** Its addresses, IPv4 first; link-local and unspecified ones are none: a host has them without a DHCP lease. */
  readonly addresses: readonly NfcInterface[];
  /** Addresses of every adapter on the same stack. */
  readonly interfaces: readonly NfcInterface[];
  readonly routes: readonly NfcRoute[];
  /** How many adapters could be meant; the one with the lowest number is taken. */
  readonly candidates: number;
}

/** A host as NFC sees it. */
export interface NfcHost {
  readonly host: string;
  readonly moref: string;
  /** Absent when vCenter shows no network of the host: it is disconnected, or has no adapter at all. */
  readonly endpoint?: NfcEndpoint;
}

/** How a packet leaves a host. */
export interface Departure {
  readonly from: NfcInterface;
  /** The router; absent when the target is on the same network. */
  readonly gateway?: string;
}

const PROVISIONING_SERVICE = 'vSphereProvisioning';
/** An unset address is an empty text, or this one of its family. */
const UNSET = ['', '0.0.0.0', '::'];

/** The host's end of NFC: an adapter on the stack, else one with the service, else management (KB 340170). */
export function nfcHostOf(state: HostState): NfcHost {
  const { name: host, moref, network } = state;
  const endpoint = network === undefined ? undefined : endpointOf(state, network);
  return { host, moref, ...(endpoint === undefined ? {} : { endpoint }) };
}

function endpointOf(state: HostState, network: HostNetwork): NfcEndpoint | undefined {
  const on = (stack: string) => network.vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === stack);
  const selected = (nicType: string) => {
    const devices = state.nicTypes.find((each) => each.nicType === nicType)?.selectedDevices ?? [];
    return on(DEFAULT_STACK).filter(({ device }) => devices.includes(device));
  };
  const vmk0 = on(DEFAULT_STACK).filter(({ device }) => device === 'vmk0');
  const choices: [EndpointKind, VirtualNic[]][] = [
    ['stack', on(PROVISIONING_STACK)],
    ['service', selected(PROVISIONING_SERVICE)],
    ['management', selected('management')],
    ['management', vmk0],
  ];
  for (const [kind, vnics] of choices) {
    const [first] = vnics.toSorted((one, other) => numberOf(one) - numberOf(other));
    if (first !== undefined) return described(kind, first, vnics.length, network);
  }
  return undefined;
}

function described(kind: EndpointKind, vnic: VirtualNic, candidates: number, network: HostNetwork): NfcEndpoint {
  const { netStackInstanceKey, device, mtu = DEFAULT_MTU } = vnic;
  const siblings = network.vnics.filter((each) => each.netStackInstanceKey === netStackInstanceKey);
  const stack = network.netStackInstances.find(({ key }) => key === netStackInstanceKey);
  const gateways = [
    { network: '0.0.0.0', gateway: stack?.defaultGateway },
    { network: '::', gateway: stack?.ipV6DefaultGateway },
  ];
  const defaults = gateways.flatMap(({ network: all, gateway }) =>
    gateway === undefined || UNSET.includes(gateway) ? [] : [{ subnet: { network: all, prefixLength: 0 }, gateway }],
  );
  // rows of connected networks have no gateway: those networks are known from the adapters
  const listed = (stack?.routes ?? []).filter(({ gateway }) => !UNSET.includes(gateway));
  return {
    kind,
    device,
    mtu,
    addresses: interfacesOf(vnic),
    interfaces: siblings.flatMap(interfacesOf),
    routes: [...listed.map(routeOf), ...defaults],
    candidates,
  };
}

function routeOf({ network, prefixLength, gateway, deviceName }: RouteEntry): NfcRoute {
  const subnet = { network, prefixLength };
  return { subnet, gateway, ...(deviceName === undefined ? {} : { device: deviceName }) };
}

function interfacesOf({ device, ipAddress, subnetMask, ipv6 }: VirtualNic): NfcInterface[] {
  const prefixLength = subnetMask === undefined ? undefined : prefixLengthOf(subnetMask);
  const ipv4 = ipAddress === undefined || prefixLength === undefined ? [] : [{ ipAddress, prefixLength }];
  return [...ipv4, ...(ipv6?.addresses ?? [])]
    .filter((each) => !UNSET.includes(each.ipAddress) && !isLinkLocal(each.ipAddress))
    .map((each) => ({ device, address: each.ipAddress, subnet: subnetOf(each.ipAddress, each.prefixLength) }));
}

function numberOf({ device }: VirtualNic): number {
  return Number(device.replace(/\D+/, ''));
}

/**
 * How packets to the target leave the stack of the endpoint: a network that it is on, else the longest route. On the
 * provisioning stack nothing else steps in (inferred from GUID-AC418F24: adapters of the default stack are out).
 * @returns undefined when there is no way
 */
export function departure(endpoint: NfcEndpoint, target: string): Departure | undefined {
  const { interfaces, device, routes } = endpoint;
  const direct = holding(interfaces, device, target);
  if (direct !== undefined) return { from: direct };
  const fitting = routes
    .filter(({ subnet }) => isIpv4(subnet.network) === isIpv4(target) && isInside(target, subnet))
    .toSorted((one, other) => other.subnet.prefixLength - one.subnet.prefixLength);
  for (const route of fitting) {
    const from = towards(endpoint, route);
    if (from !== undefined) return { from, gateway: route.gateway };
  }
  return undefined;
}

/**
 * The interface by which packets come to the gateway. Every link has the network of a link-local one (RFC 4291), as
 * IPv6 routers announce themselves: where the host does not name the adapter, it is the endpoint's own on the
 * provisioning stack, and on the default stack, whose gateway is that of management, the first.
 */
function towards({ kind, device, interfaces }: NfcEndpoint, route: NfcRoute): NfcInterface | undefined {
  const { gateway } = route;
  if (isIpv4(gateway) || !isLinkLocal(gateway)) return holding(interfaces, device, gateway);
  const ipv6 = interfaces.filter(({ address }) => !isIpv4(address));
  const by = route.device ?? (kind === 'stack' ? device : undefined);
  return ipv6.find((each) => each.device === by) ?? ipv6[0];
}

/** The interface in whose network the address is; the endpoint's own before others, the longest prefix before all. */
function holding(interfaces: readonly NfcInterface[], device: string, address: string): NfcInterface | undefined {
  const rank = (one: NfcInterface) => one.subnet.prefixLength * 2 + (one.device === device ? 1 : 0);
  return interfaces
    .filter(({ subnet }) => isInside(address, subnet))
    .toSorted((one, other) => rank(other) - rank(one))[0];
}
