import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import type { AlertTopic } from './alert-topic.ts';
import {
  grantAnnounce,
  grantConnections,
  grantRedrive,
  grantSend,
  grantSettings,
  grantSettingsTree,
  grantTable,
} from './function-grants.ts';
import type { HostEventsQueue } from './host-events-queue.ts';
import { type FunctionSurroundings, OnboardingFunction } from './onboarding-function.ts';
import type { VcenterContext } from './vcenter-context.ts';

/** Props of {@link OnboardingFunctions}. */
export interface OnboardingFunctionsProps {
  readonly surroundings: FunctionSurroundings;
  readonly vcenters: readonly VcenterContext[];
  readonly queues: readonly HostEventsQueue[];
  readonly table: Table;
  readonly bus: EventBus;
  readonly alerts: AlertTopic;
  readonly configureTimeout: Duration;
  readonly listenSeconds: number;
}

/** What a run of the forwarder has besides listening. */
const FORWARD_RESERVE_SECONDS = 10;

/** A sweep is nothing that anybody waits for; thousands of hosts take a minute or two. */
const SWEEP_TIMEOUT = Duration.minutes(10);

/** A page of a replay takes one minute; a vCenter that hangs may hold up its last call. */
const REPLAY_TIMEOUT = Duration.minutes(5);

/** The functions that speak to vCenter, shared by all of them; each may do what it does, and no more. */
export class OnboardingFunctions extends Construct {
  readonly configureHost: OnboardingFunction;
  readonly forwardEvents: OnboardingFunction;
  readonly sweepHosts: OnboardingFunction;
  readonly replayEvents: OnboardingFunction;

  constructor(scope: Construct, id: string, props: OnboardingFunctionsProps) {
    super(scope, id);
    const forwardTimeout = Duration.seconds(props.listenSeconds + FORWARD_RESERVE_SECONDS);
    this.configureHost = this.#add('configure-host', props.configureTimeout, props);
    this.forwardEvents = this.#add('forward-events', forwardTimeout, props);
    this.sweepHosts = this.#add('sweep-hosts', SWEEP_TIMEOUT, props);
    this.replayEvents = this.#add('replay-events', REPLAY_TIMEOUT, props);
    acknowledge(this.configureHost, {
      'Serverless-LambdaEventSourceMappingDestination':
        'An SQS mapping has none: the queue has its dead-letter queue (AWS Lambda API reference, DestinationConfig).',
    });
    grantConfigureHost(this.configureHost.role, props);
    grantForwardEvents(this.forwardEvents.role, props);
    grantSweepHosts(this.sweepHosts.role, props);
    grantReplayEvents(this.replayEvents.role, props);
  }

  #add(entry: string, timeout: Duration, { surroundings }: OnboardingFunctionsProps): OnboardingFunction {
    return new OnboardingFunction(this, entry, { ...surroundings, entry, timeout });
  }
}

/** It works off its queues, so it needs no leave to send; the mapping grants the rest. */
function grantConfigureHost(role: Role, { table, bus, alerts, vcenters }: OnboardingFunctionsProps): void {
  // DeleteItem ends its lease, Query reads the claims of a site and the swept ranges
  grantTable(role, table, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query']);
  grantAnnounce(role, bus, alerts);
  grantConnections(role, vcenters);
  grantSettings(role, vcenters);
}

/** Reads no settings; of the journal only who is due, and what is to be told. */
function grantForwardEvents(role: Role, { table, bus, alerts, vcenters, queues }: OnboardingFunctionsProps): void {
  // UpdateItem is the checkpoint and the log-in breaker, PutItem an event that the queue will never take, Query reads the windows of alerts
  grantTable(role, table, ['PutItem', 'UpdateItem', 'Query'], 'deferred');
  grantSend(
    role,
    queues.map(({ queue }) => queue),
  );
  grantAnnounce(role, bus, alerts);
  grantConnections(role, vcenters);
}

/** Writes to no host, so it takes no lease. */
function grantSweepHosts(role: Role, { table, bus, alerts, vcenters, queues }: OnboardingFunctionsProps): void {
  // UpdateItem writes what it finds into the row of a host, DeleteItem gives up addresses that were only seen
  grantTable(role, table, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query']);
  grantSend(
    role,
    queues.map(({ queue }) => queue),
  );
  grantAnnounce(role, bus, alerts);
  grantConnections(role, vcenters);
  grantSettingsTree(role, vcenters);
}

/** Writes to no host and to no row; vCenter is asked for events and for hosts that the journal does not know. */
function grantReplayEvents(role: Role, { table, vcenters, queues }: OnboardingFunctionsProps): void {
  // Query reads the journal, the leases and the brakes, UpdateItem is the log-in breaker
  grantTable(role, table, ['UpdateItem', 'Query']);
  grantSend(
    role,
    queues.map(({ queue }) => queue),
  );
  grantRedrive(role, queues);
  grantConnections(role, vcenters);
}
