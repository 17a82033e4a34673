import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { DETAIL_TYPES, ENVIRONMENT, EVENT_SOURCE } from '../contract.ts';
import { acknowledge } from './acknowledgements.ts';
import { Alarms } from './alarms.ts';
import { AlertTopic } from './alert-topic.ts';
import type { DeployContext } from './context.ts';
import { addFunctionAlarms } from './function-alarms.ts';
import { FunctionNetwork } from './function-network.ts';
import { HostEventsQueue } from './host-events-queue.ts';
import { JournalTable } from './journal-table.ts';
import { OnboardingDashboard } from './onboarding-dashboard.ts';
import type { FunctionSurroundings } from './onboarding-function.ts';
import { OnboardingFunctions } from './onboarding-functions.ts';
import { OperatorPolicy } from './operator-policy.ts';
import { OtherForwarders } from './other-forwarders.ts';
import { addVcenterAlarms } from './vcenter-alarms.ts';
import { WatchedVcenter } from './watched-vcenter.ts';

/** Props of {@link OnboardingStack}. */
export interface OnboardingStackProps extends StackProps {
  readonly deployment: DeployContext;
}

const CONFIGURE_TIMEOUT = Duration.seconds(120);

/** A vCenter that restarts fails the forwarder for some minutes, and that is no news. */
const FORWARDER_ERRORS_TOLERATED = 9;

/** All of a deployment: what the vCenters share, and for each what must not wait for another. */
export class OnboardingStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, ...props }: OnboardingStackProps) {
    super(scope, id, props);
    const { vcenters, sweepMinutes } = deployment;
    const removalPolicy = deployment.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const { table } = new JournalTable(this, 'Journal', { removalPolicy });
    const bus = new EventBus(this, 'Results');
    const alerts = new AlertTopic(this, 'Alerts', { addresses: deployment.alertAddresses, removalPolicy });
    const alarms = new Alarms(this, 'Alarms', { topic: alerts.topic, operationsUrl: deployment.operationsUrl });
    const queues = new Map(vcenters.map(({ name }) => [name, this.#queueOf(name)]));
    const surroundings = this.#surroundings(deployment, removalPolicy, {
      [ENVIRONMENT.table]: table.tableName,
      [ENVIRONMENT.queues]: this.toJsonString(
        Object.fromEntries([...queues].map(([name, { queue }]) => [name, queue.queueUrl])),
      ),
      [ENVIRONMENT.eventBus]: bus.eventBusName,
      [ENVIRONMENT.alertTopic]: alerts.topic.topicArn,
      [ENVIRONMENT.listenSeconds]: String(deployment.listenSeconds),
    });
    const functions = new OnboardingFunctions(this, 'Functions', {
      ...{ surroundings, vcenters, queues: [...queues.values()], table, bus, alerts },
      ...{ configureTimeout: CONFIGURE_TIMEOUT, listenSeconds: deployment.listenSeconds },
    });
    for (const vcenter of vcenters) {
      const hostEvents = queues.get(vcenter.name) ?? this.#queueOf(vcenter.name);
      new WatchedVcenter(this, `Vcenter-${vcenter.name}`, {
        ...{ vcenter, hostEvents, functions, sweepMinutes, table, alertTopic: alerts.topic },
      });
      addVcenterAlarms(alarms, vcenter, hostEvents, sweepMinutes);
    }
    this.#addOtherForwarders(deployment, queues, alerts, surroundings);
    this.#sweepOnRequest(bus, functions);
    addFunctionAlarms(alarms, 'configure-host', functions.configureHost.function, 0);
    addFunctionAlarms(alarms, 'forward-events', functions.forwardEvents.function, FORWARDER_ERRORS_TOLERATED);
    addFunctionAlarms(alarms, 'sweep-hosts', functions.sweepHosts.function, 0);
    addFunctionAlarms(alarms, 'replay-events', functions.replayEvents.function, 0);
    new OnboardingDashboard(this, 'Dashboard', {
      queues,
      alarms: this.node.findAll().filter((each) => each instanceof Alarm),
      sweepMinutes,
    });
    const operators = new OperatorPolicy(this, 'Operators', {
      table,
      alertTopic: alerts.topic,
      functions: [functions.configureHost, functions.forwardEvents, functions.sweepHosts, functions.replayEvents],
      invokable: [functions.sweepHosts, functions.replayEvents],
    });
    // for the command line, which works beside the functions on the same table
    new CfnOutput(this, 'JournalTable', { value: table.tableName, description: 'PROVISIONING_STACK_TABLE' });
    new CfnOutput(this, 'ResultsBus', { value: bus.eventBusName, description: 'Outcomes of hosts, as events' });
    new CfnOutput(this, 'OperatorPolicy', { value: operators.policy.managedPolicyArn });
  }
  #queueOf(vcenter: string): HostEventsQueue {
    return new HostEventsQueue(this, `Queue-${vcenter}`, { functionTimeout: CONFIGURE_TIMEOUT });
  }

  #surroundings(
    { network, logRetentionDays }: DeployContext,
    removalPolicy: RemovalPolicy,
    environment: Readonly<Record<string, string>>,
  ): FunctionSurroundings {
    return {
      environment,
      removalPolicy,
      logRetention: logRetentionDays,
      network: network === undefined ? undefined : new FunctionNetwork(this, 'Network', network),
    };
  }

  /** Its function reaches no vCenter, so it stands in no VPC. */
  #addOtherForwarders(
    { vcenters, senders, operationsUrl }: DeployContext,
    queues: ReadonlyMap<string, HostEventsQueue>,
    { topic: alertTopic }: AlertTopic,
    { logRetention, removalPolicy }: FunctionSurroundings,
  ): void {
    const forwarded = vcenters.flatMap(({ name, endpoint, names }) => {
      const queue = queues.get(name)?.queue;
      return queue === undefined ? [] : [{ name, queue, sourceNames: [name, endpoint, ...names] }];
    });
    const surroundings = { logRetention, removalPolicy };
    const props = { vcenters: forwarded, senders, alertTopic, operationsUrl, surroundings };
    new OtherForwarders(this, 'OtherForwarders', props);
  }

  /** The forwarder asks for a sweep when events may have been missed. */
  #sweepOnRequest(bus: EventBus, { sweepHosts }: OnboardingFunctions): void {
    const rule = new Rule(this, 'SweepRequested', {
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [DETAIL_TYPES.sweepRequested] },
      targets: [new LambdaFunction(sweepHosts.function, { retryAttempts: 2, maxEventAge: Duration.hours(1) })],
    });
    acknowledge(rule, { 'Serverless-EventBusDLQ': 'The next sweep by schedule does its work.' });
  }
}
