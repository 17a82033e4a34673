import { isIPv6 } from 'node:net';
import { ipv6NetworkOf, shortIpv6 } from './host/ipv6-addresses.ts';
import { nicTypes } from './host/stack-info.ts';
import { defaultScenario, type FaultRule, type Scenario } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { eventType, faultRule } from './scenario-names.ts';
import {
  address,
  check,
  count,
  either,
  exactly,
  flag,
  integer,
  isRecord,
  listOf,
  matching,
  name,
  namedList,
  object,
  oneOf,
  positive,
  type Shape,
  text,
} from './scenario-shape.ts';

const accepted = oneOf('accepted', 'refused');
const threeWays = oneOf('accepted', 'refused', 'dropped');

const answers = object({
  staticRoutes: threeWays,
  dns: threeWays,
  modifyAtomic: flag,
  addAndEditTogether: accepted,
  hostAddedFirst: flag,
  connectedEventFollows: flag,
  secondHostAdded: flag,
  settingsSurvive: flag,
  dhcpGateway: oneOf('route', 'config', 'none'),
  equalGateways: accepted,
  maxConnections: oneOf('afterReboot', 'atOnce'),
  routeAgain: accepted,
  routeEdit: accepted,
  stackServiceSelected: flag,
  profileBlocksWrites: flag,
  eventKeysReused: flag,
  gatewayRemoval: accepted,
  gatewayOutsideSubnet: accepted,
  secondVnicOnStack: accepted,
  mtuAboveSwitch: accepted,
  routeSpecReadBack: oneOf('absent', 'filled'),
  serviceComesBack: flag,
  clusterProfileOnHosts: flag,
  networkTasks: oneOf('listed', 'eventOnly'),
  esxcli: oneOf('offered', 'methodNotFound', 'notSupported'),
  esxcliShows: oneOf('afterRefresh', 'atOnce'),
  esxcliFault: oneOf('inDetail', 'inMessage'),
  esxcliPrivilege: matching(/^\w+(\.\w+)+$/, 'a privilege, such as Host.Config.Settings'),
  esxcliDns: threeWays,
  esxcliRoutes: threeWays,
});

const adapter = object(
  { stack: name, address: name, subnetMask: name, dhcp: flag, mtu: count, portgroup: name, dvportgroup: name },
  ['stack'],
);

const device = matching(/^vmk\d+$/, 'an adapter, such as vmk0');
const host = object(
  {
    name,
    cluster: either(name, exactly(null)),
    connectionState: oneOf('connected', 'disconnected', 'notResponding'),
    maintenance: flag,
    onSwitch: flag,
    uplinks: flag,
    adapters: listOf(adapter),
    provisioningGateway: name,
    managementAddress: name,
    version: matching(/^\d+\.\d+\.\d+$/, 'three numbers, such as 8.0.3'),
    portgroups: listOf(name),
    ipv6Enabled: flag,
    services: object(Object.fromEntries(nicTypes.map((nicType) => [nicType, listOf(device)]))),
    hostProfile: flag,
    busy: flag,
  },
  ['name'],
);

const dvportgroup = either(name, object({ name, backingType: oneOf('standard', 'nsx') }, ['name']));
const inventory = object({
  apiVersion: matching(/^\d+(\.\d+){1,3}$/, 'a version, such as 8.0.3.0'),
  version: matching(/^\d+\.\d+\.\d+$/, 'three numbers, such as 8.0.3'),
  build: matching(/^\d+$/, 'a number in quotes'),
  hostCount: count,
  standaloneHostCount: count,
  hosts: namedList(host),
  clusters: namedList(object({ name, configManagerEnabled: flag, hostProfile: flag }, ['name'])),
  configManagerEnabled: flag,
  hostProfile: flag,
  portgroups: listOf(name),
  dvportgroups: listOf(dvportgroup),
  switches: namedList(object({ name, mtu: count, dvportgroups: listOf(dvportgroup), members: flag }, ['name'])),
  switchMtu: count,
});

const faults = listOf(faultRule);
const withholdEvents = either(listOf(eventType), exactly(true));
const user = object({ name, password: text, privileges: listOf(name), noAccess: listOf(name) }, ['name', 'password']);
const dhcp = object({
  leaseDelayMs: count,
  address: name,
  subnetMask: name,
  gateway: name,
  dns: listOf(name),
  domain: name,
});
const prefix = check('the network of an IPv6 /64, such as fd00:20::', (value) => isIpv6Prefix(value));
const ipv6 = object({ prefix, gateway: address(6) });
const wire = object({ unreachable: listOf(address(4, 6)), pathMtu: positive });
const whole: Readonly<Record<string, Shape>> = {
  inventory,
  answers,
  faults,
  users: namedList(user),
  withholdEvents,
  latencyMs: count,
  taskMs: count,
  callMs: count,
  dhcp,
  ipv6,
  wire,
  visibilityDelayMs: count,
  runtimeDelayMs: count,
  joinSwitch: object({ auto: flag, delayMs: count }),
  sessionTimeoutSeconds: count,
  maxSessions: count,
  pageSize: positive,
  eventKeyStart: integer,
  instanceUuid: name,
  clockOffsetMs: integer,
  replyPrefix: text,
};

/** What POST /scenario may change in a running vCenter. */
const running = object({
  answers,
  faults,
  replaceFaults: flag,
  withholdEvents,
  latencyMs: count,
  visibilityDelayMs: count,
  dhcp,
  ipv6,
  wire,
  restore: object({ toEventKey: integer, instanceUuid: name }, ['toEventKey']),
});

/** A change to a running vCenter. */
export interface ScenarioChange {
  readonly answers?: Partial<Scenario['answers']>;
  /** Added to the rules in force; with `replaceFaults` those go first. */
  readonly faults?: readonly FaultRule[];
  readonly replaceFaults?: boolean;
  readonly withholdEvents?: Scenario['withholdEvents'];
  readonly latencyMs?: number;
  readonly visibilityDelayMs?: number;
  /** Leases are renewed when it changes. */
  readonly dhcp?: Partial<Scenario['dhcp']>;
  readonly ipv6?: Partial<Scenario['ipv6']>;
  readonly wire?: Partial<Scenario['wire']>;
  /** Plays a restore from backup: events after this key are gone, sessions end, and the clock goes on. */
  readonly restore?: { readonly toEventKey: number; readonly instanceUuid?: string };
}

const isIpv6Prefix = (value: unknown): boolean =>
  typeof value === 'string' && isIPv6(value) && ipv6NetworkOf(value, 64) === shortIpv6(value);

function verify(shape: Shape, value: unknown): void {
  const problems: string[] = [];
  shape(value, '', problems);
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** A scenario with its defaults filled in, from what a file says. Throws ScenarioError with every problem and its path. */
export function readScenario(value: unknown): Scenario {
  verify(object(whole), value);
  return merge(defaultScenario, value) as Scenario;
}

/** A change, checked. Throws ScenarioError. */
export function readScenarioChange(value: unknown): ScenarioChange {
  verify(running, value);
  return value as ScenarioChange;
}

/** Objects are merged member by member; everything else is replaced. */
function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isRecord(base) || !isRecord(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [member, value] of Object.entries(over)) merged[member] = merge(base[member], value);
  return merged;
}
