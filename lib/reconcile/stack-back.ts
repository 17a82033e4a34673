/** Putting back the settings of a stack: gateways and TCP, DNS, or the routes that a step touched. */
import { canonical } from './addresses.ts';
import { isSameRoute } from './plan-routes.ts';
import { gatewayOf, ipv6GatewayOf } from './plan-stack.ts';
import type { DnsConfig, HostNetwork, NetStackInstance } from './state.ts';
import type { Change, NetStackEdit, RouteOperation, Step, UpdateNetworkConfigStep } from './steps.ts';

/** The reason of each step that puts something back. */
export const PUT_BACK = 'the host is put back as it was found';

type Back = Pick<UpdateNetworkConfigStep, 'changes'> & { readonly edit: Omit<NetStackEdit, 'netStackInstanceKey'> };

/** @returns undefined when nothing is to be put back, or nothing can: a stack without an adapter takes no edit */
export function stackBack(
  { part, edit }: UpdateNetworkConfigStep,
  then: HostNetwork,
  now: HostNetwork,
): UpdateNetworkConfigStep | undefined {
  const { netStackInstanceKey: key } = edit;
  const [was, is] = [then, now].map(({ netStackInstances }) => netStackInstances.find((stack) => stack.key === key));
  const hasAdapter = now.vnics.some((vnic) => vnic.netStackInstanceKey === key);
  if (was === undefined || is === undefined || !hasAdapter) return undefined;
  const back = { gateway: settingsBack, dns: dnsBack, routes: routesBack }[part](edit, was, is);
  if (back.changes.length === 0) return undefined;
  return {
    action: 'updateNetworkConfig',
    part,
    reason: PUT_BACK,
    disruptive: part !== 'dns',
    changes: back.changes,
    edit: { netStackInstanceKey: key, ...back.edit },
  };
}

/** A gateway under an adapter cannot be taken away again (seen on vMotion, ESXi 6.5); it harms less than none. */
export function isResidue(step: Step): boolean {
  if (step.action !== 'updateNetworkConfig' || step.part !== 'gateway') return false;
  return step.changes.every(({ field, to }) => to === null && field.endsWith('Gateway'));
}

const TCP = ['congestionControlAlgorithm', 'requestedMaxNumberOfConnections'] as const;

/**
 * Only what shows the value that the step wrote is ours to put back. Both gateways go with every edit, since an unset
 * one is cleared (ansible-collections/community.vmware#1120): the other one as it is now.
 */
function settingsBack(edit: NetStackEdit, was: NetStackInstance, is: NetStackInstance): Back {
  const [before, now, wrote] = [
    gatewaysOf(was),
    gatewaysOf(is),
    gatewaysOf({ ...is, ...NO_GATEWAYS, ...edit.ipRouteConfig }),
  ];
  const isOurs = (family: keyof typeof now) => edit.ipRouteConfig !== undefined && now[family] === wrote[family];
  const target = {
    defaultGateway: isOurs('defaultGateway') ? before.defaultGateway : now.defaultGateway,
    ipV6DefaultGateway: isOurs('ipV6DefaultGateway') ? before.ipV6DefaultGateway : now.ipV6DefaultGateway,
  };
  const tcp = TCP.filter((field) => edit[field] !== undefined && is[field] === edit[field] && was[field] !== undefined);
  const changed = tcp.filter((field) => was[field] !== is[field]);
  return {
    changes: [
      ...changesBetween(now, target),
      ...changed.map((field) => ({ field, from: String(is[field]), to: String(was[field]) })),
    ],
    edit: {
      ipRouteConfig: Object.fromEntries(Object.entries(target).filter(([, gateway]) => gateway !== null)),
      ...Object.fromEntries(changed.map((field) => [field, was[field]])),
    },
  };
}

const NO_GATEWAYS = { defaultGateway: '', ipV6DefaultGateway: '' };

/** An absent, an empty and an unspecified gateway are none. */
function gatewaysOf(stack: NetStackInstance) {
  return { defaultGateway: gatewayOf(stack), ipV6DefaultGateway: ipv6GatewayOf(stack) };
}

function dnsBack(
  { dnsConfig: wrote }: NetStackEdit,
  { dnsConfig: was }: NetStackInstance,
  { dnsConfig: is }: NetStackInstance,
): Back {
  if (was === undefined || !isOfUs(is, was, wrote)) return { changes: [], edit: {} };
  return { changes: changesBetween(dnsTexts(is), dnsTexts(was)), edit: { dnsConfig: was } };
}

/** A change that stopped half way shows values of before and of the step, and none of anybody else. */
function isOfUs(is: DnsConfig | undefined, was: DnsConfig, wrote: DnsConfig | undefined): boolean {
  const known = [was, ...(wrote === undefined ? [] : [wrote])];
  const servers = known.flatMap(({ address }) => address.map(canonical));
  // esxcli sets a domain name as a search domain
  const domains = known.flatMap(({ searchDomain, domainName }) => [...searchDomain, domainName]);
  const { address = [], searchDomain = [], domainName = '' } = is ?? {};
  return (
    address.every((server) => servers.includes(canonical(server))) &&
    [...searchDomain, domainName].every((name) => name === '' || domains.includes(name))
  );
}

function dnsTexts(config?: DnsConfig): Readonly<Record<string, string | null>> {
  const { dhcp = false, domainName = '', address = [], searchDomain = [] } = config ?? {};
  return {
    'dns servers': (dhcp ? 'dhcp' : address.join(', ')) || null,
    'dns domain': domainName || null,
    'dns search domains': searchDomain.join(', ') || null,
  };
}

/** The operations of the step the other way round, as far as they are to be seen. */
function routesBack({ routes: touched = [] }: NetStackEdit, was: NetStackInstance, is: NetStackInstance): Back {
  const [wasThere, isThere] = [was, is].map(
    ({ routes }) =>
      ({ route }: RouteOperation) =>
        routes.some((row) => isSameRoute(row, route)),
  );
  // removals first: the step adds last
  const isOurs = ({ route }: RouteOperation) => touched.some((operation) => isSameRoute(operation.route, route));
  const isTaken = ({ route: { network, prefixLength, gateway } }: RouteOperation) =>
    is.routes.some(
      (row) =>
        row.network === network &&
        row.prefixLength === prefixLength &&
        row.gateway !== gateway &&
        !isOurs({ changeOperation: 'add', route: row }),
    );
  const routes = touched
    .filter((operation) => wasThere?.(operation) !== isThere?.(operation))
    // somebody else leads this network elsewhere by now
    .filter((operation) => operation.changeOperation === 'add' || !isTaken(operation))
    .map(({ changeOperation, route }): RouteOperation => ({ changeOperation: opposite(changeOperation), route }))
    .toReversed();
  const changes = routes.map(({ changeOperation, route }) => ({
    field: `route ${route.network}/${route.prefixLength}`,
    from: changeOperation === 'remove' ? route.gateway : null,
    to: changeOperation === 'add' ? route.gateway : null,
  }));
  return { changes, edit: { routes } };
}

function opposite(operation: RouteOperation['changeOperation']): RouteOperation['changeOperation'] {
  return operation === 'add' ? 'remove' : 'add';
}

/** A row for each member whose texts differ. */
function changesBetween(
  from: Readonly<Record<string, string | null>>,
  to: Readonly<Record<string, string | null>>,
): Change[] {
  return Object.keys(to)
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }))
    .filter((change) => change.from !== change.to);
}
