import { isIP } from 'node:net';
import type { Answers } from '../answers.ts';
import {
  alreadyExists,
  hostConfigFault,
  invalidArgument,
  notFound,
  notSupported,
  platformConfigFault,
} from '../faults.ts';
import { type DataObject, flagIn, numberIn, objectIn, textIn, textsIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { sameSubnet } from './addresses.ts';
import { leasedDns } from './leases.ts';
import { defaultStack, type NetworkState, type Stack, vnicsOf } from './network-state.ts';
import { defaultRouteInTable, editRoutes, secondDefaultRoute } from './stack-routes.ts';
import { hasAddress } from './vnic-info.ts';
import { gatewayIn, requireIpv6 } from './vnic-ipv6.ts';

/** What an edit needs to know beside the spec. */
export interface StackEdit {
  readonly vcenter: VCenter;
  /** Keys of the stacks that had an adapter when the call began. */
  readonly usedBefore: ReadonlySet<string>;
}

/**
 * One HostNetworkConfigNetStackSpec: only `edit` of an existing stack is modelled, as the API documentation has it.
 * Throws NotFound (unknown key), AlreadyExists, InvalidState, NotSupported, InvalidArgument, HostConfigFault, PlatformConfigFault.
 */
export function editStack(state: NetworkState, spec: DataObject, edit: StackEdit): void {
  const instance = objectIn(spec, 'netStackInstance') ?? {};
  const key = textIn(instance, 'key');
  const operation = textIn(spec, 'operation') ?? 'edit';
  if (key === undefined) throw invalidArgument('config.netStackSpec.netStackInstance.key');
  const stack = state.stacks.find((candidate) => candidate.key === key);
  if (operation === 'add')
    throw stack === undefined ? notSupported('custom stacks are not modelled by this simulator') : alreadyExists(key);
  if (stack === undefined) throw notFound(`TCP/IP stack ${key}`);
  if (operation !== 'edit') throw notSupported(`operation ${operation} on a system stack`);
  const { answers } = edit.vcenter.scenario;
  const used = answers.addAndEditTogether === 'accepted' ? vnicsOf(state, key).length > 0 : edit.usedBefore.has(key);
  if (!used) {
    throw platformConfigFault(
      `TCP/IP stack ${key} cannot be configured until at least one VMkernel adapter is added to it.`,
    );
  }
  editTcp(stack, instance, answers);
  editGateways(state, stack, instance, answers);
  editDns(state, stack, instance, edit.vcenter);
  editRoutes(state, stack, instance, answers);
  stack.name = textIn(instance, 'name') ?? stack.name;
}

function editTcp(stack: Stack, instance: DataObject, answers: Answers): void {
  const connections = numberIn(instance, 'requestedMaxNumberOfConnections');
  const congestion = textIn(instance, 'congestionControlAlgorithm');
  if (connections !== undefined && connections < 1)
    throw invalidArgument('config.netStackSpec.netStackInstance.requestedMaxNumberOfConnections');
  if (congestion !== undefined && !['newreno', 'cubic'].includes(congestion)) {
    throw invalidArgument('config.netStackSpec.netStackInstance.congestionControlAlgorithm');
  }
  if (instance['ipV6Enabled'] !== undefined && !flagIn(instance, 'ipV6Enabled')) {
    throw notSupported('ipV6Enabled of one stack');
  }
  stack.maxConnections = connections ?? stack.maxConnections;
  if (answers.maxConnections === 'atOnce') stack.runtimeMaxConnections = stack.maxConnections;
  stack.congestion = congestion ?? stack.congestion;
}

/** Inside an ipRouteConfig that is sent, an unset gateway is a cleared one. */
function editGateways(state: NetworkState, stack: Stack, instance: DataObject, answers: Answers): void {
  const config = objectIn(instance, 'ipRouteConfig');
  if (config === undefined) return;
  const path = 'config.netStackSpec.netStackInstance.ipRouteConfig';
  const gateway = gatewayIn(config, 'defaultGateway', 4, path);
  const ipv6Gateway = gatewayIn(config, 'ipV6DefaultGateway', 6, path);
  if (ipv6Gateway !== undefined) requireIpv6(state);
  const system = stack.key !== defaultStack;
  if (system && answers.gatewayRemoval === 'refused' && gateway === undefined && stack.gateway !== undefined) {
    throw platformConfigFault(
      `The default gateway of ${stack.key} cannot be removed while a VMkernel adapter is on it.`,
    );
  }
  const other = state.stacks.find(({ key }) => key === defaultStack)?.gateway;
  if (system && answers.equalGateways === 'refused' && gateway !== undefined && gateway === other) {
    throw hostConfigFault(`${gateway} is the default gateway of the default TCP/IP stack.`);
  }
  refuseSecond(stack, 4, gateway);
  refuseSecond(stack, 6, ipv6Gateway);
  const vnics = vnicsOf(state, stack.key);
  const inside = gateway === undefined || vnics.some(({ address, mask }) => sameSubnet(gateway, address, mask));
  if (!inside && answers.gatewayOutsideSubnet === 'refused') {
    throw platformConfigFault(`The gateway ${gateway} is in no subnet of TCP/IP stack ${stack.key}.`);
  }
  stack.gateway = gateway;
  stack.ipv6Gateway = ipv6Gateway;
}

/** A default route that is in the table and no gateway has to go before there is another. */
function refuseSecond(stack: Stack, family: 4 | 6, gateway: string | undefined): void {
  const there = defaultRouteInTable(stack, family);
  if (gateway !== undefined && there !== undefined) throw secondDefaultRoute(stack, there);
}

function editDns(state: NetworkState, stack: Stack, instance: DataObject, vcenter: VCenter): void {
  const { answers } = vcenter.scenario;
  const config = objectIn(instance, 'dnsConfig');
  if (config === undefined) return;
  const dns = readDns(state, stack, config, vcenter);
  if (stack.key !== defaultStack && answers.dns !== 'accepted') {
    if (answers.dns === 'refused') throw platformConfigFault(`DNS of TCP/IP stack ${stack.key} cannot be configured.`);
    return;
  }
  stack.dns = dns;
}

/**
 * A HostDnsConfig as a stack keeps it. With dhcp the servers come from the lease of an adapter that must exist and use
 * DHCP. Throws NotFound (unknown adapter), InvalidArgument.
 */
export function readDns(state: NetworkState, stack: Stack, config: DataObject, vcenter: VCenter): Stack['dns'] {
  const [servers, search] = [textsIn(config, 'address'), textsIn(config, 'searchDomain')];
  const hostName = textIn(config, 'hostName') ?? '';
  if (hostName.includes('.')) throw invalidArgument('dnsConfig.hostName');
  if (servers.some((server) => isIP(server) === 0)) throw invalidArgument('dnsConfig.address');
  const names = { hostName, domainName: textIn(config, 'domainName') ?? '' };
  if (!flagIn(config, 'dhcp'))
    return { dhcp: false, device: undefined, ...names, servers: [...servers], search: [...search] };
  if (servers.length > 0 || search.length > 0) throw invalidArgument('dnsConfig.dhcp');
  const device = textIn(config, 'virtualNicDevice');
  if (device === undefined) throw invalidArgument('dnsConfig.virtualNicDevice');
  const vnic = state.vnics.find((candidate) => candidate.device === device);
  if (vnic === undefined) throw notFound(device);
  if (!vnic.dhcp || vnic.stack !== stack.key) throw invalidArgument('dnsConfig.virtualNicDevice');
  const waiting = !hasAddress(vnic) || vnic.address.startsWith('169.254.');
  return { dhcp: true, device, ...names, ...(waiting ? { servers: [], search: [] } : leasedDns(vcenter)) };
}
