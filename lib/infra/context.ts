/** The deployer's context, checked before anything is synthesised; every problem is reported at once. */
import { ContextError } from './context-error.ts';
import { ContextReader } from './context-reader.ts';
import { readVcenters, type VcenterContext } from './vcenter-context.ts';

/** Where the functions run when vCenter is reached through a VPC. */
export interface NetworkContext {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Those of the subnets; the gateway endpoint of DynamoDB is put into them. */
  readonly routeTableIds: readonly string[];
  /** Whether the stack makes the endpoints of the services that the functions call. */
  readonly endpoints: boolean;
}

/** Everything that a deployment is told. */
export interface DeployContext {
  readonly vcenters: readonly VcenterContext[];
  /** Absent: the functions run outside any VPC, and vCenter has to be reachable from there. */
  readonly network?: NetworkContext;
  /** Mail addresses. */
  readonly alertAddresses: readonly string[];
  /** Who may put vCenter events on the bus of other forwarders: account ids, or ARNs of roles. */
  readonly senders: readonly string[];
  readonly sweepMinutes: number;
  /** How long one run of forward-events listens; 0 looks once a minute. */
  readonly listenSeconds: number;
  readonly logRetentionDays: number;
  /** What becomes of journal, key and logs when the stack is deleted. */
  readonly removalPolicy: 'retain' | 'destroy';
  /** Where people find docs/operations.md; alarms link to its headings. */
  readonly operationsUrl: string;
}

/** What CloudWatch Logs keeps logs for (API reference, PutRetentionPolicy). */
const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

const SENDER = /^(\d{12}|arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+)$/;

/** So that three intervals fit into what an alarm may look back on. */
const SWEEP_MINUTES = { least: 5, most: 1440 };

/**
 * @param value the context value `provisioning-stack`; absent: defaults, and no vCenter yet
 * @throws ContextError naming every member that is wrong
 */
export function readContext(value: unknown): DeployContext {
  const reader = ContextReader.of(value ?? {}, '');
  const network = reader.member('network');
  const context = {
    vcenters: readVcenters(reader),
    ...(network === undefined ? {} : { network: readNetwork(network) }),
    alertAddresses: reader.texts('alertAddresses', /^[^\s@]+@[^\s@]+$/, 'mail addresses'),
    senders: reader.texts('senders', SENDER, 'account ids or ARNs of roles'),
    sweepMinutes: reader.integer('sweepMinutes', 15, SWEEP_MINUTES),
    listenSeconds: reader.integer('listenSeconds', 50, { least: 0, most: 50 }),
    logRetentionDays: reader.oneOf('logRetentionDays', RETENTION_DAYS, 90),
    removalPolicy: reader.oneOf('removalPolicy', ['retain', 'destroy'] as const, 'retain'),
    operationsUrl: reader.text('operationsUrl', /^[^\s#]+$/, 'an address without #') ?? 'docs/operations.md',
  };
  const problems = reader.end();
  if (problems.length > 0) throw new ContextError(problems);
  return context;
}

function readNetwork(reader: ContextReader): NetworkContext {
  const endpoints = reader.oneOf('endpoints', [true, false], false);
  const network = {
    vpcId: reader.required('vpcId', /^vpc-[0-9a-f]+$/, 'the id of a VPC, vpc-…'),
    subnetIds: reader.texts('subnetIds', /^subnet-[0-9a-f]+$/, 'ids of subnets, subnet-…'),
    routeTableIds: reader.texts('routeTableIds', /^rtb-[0-9a-f]+$/, 'ids of route tables, rtb-…'),
    endpoints,
  };
  if (network.subnetIds.length === 0) reader.problem('subnetIds', 'names no subnet');
  if (endpoints && network.routeTableIds.length === 0) {
    reader.problem('routeTableIds', 'names none, and the endpoint of DynamoDB needs those of the subnets');
  }
  return network;
}
