import { ArnFormat, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { DETAIL_TYPES, ENVIRONMENT, EVENT_SOURCE } from '../contract.ts';
import { HostEventsQueue } from './host-events-queue.ts';
import { JournalTable } from './journal-table.ts';
import { OnboardingFunction } from './onboarding-function.ts';

/** One vCenter, as the deployer's context names it. */
export interface VcenterContext {
  /** `vc01`: its name in messages, parameters and metrics. */
  readonly name: string;
  /** ARN of the secret `{"username": "…", "password": "…"}` that its connection parameter names. */
  readonly secretArn: string;
}

/** Props of {@link OnboardingStack}. */
export interface OnboardingStackProps extends StackProps {
  readonly vcenters: readonly VcenterContext[];
}

const CONFIGURE_TIMEOUT = Duration.seconds(120);
const LISTEN_SECONDS = 50;
const MAX_CONCURRENCY = 4;
const SWEEP_INTERVAL = Duration.minutes(15);

/** The queue, the table and the three functions that configure hosts; per vCenter what must not wait for another. */
export class OnboardingStack extends Stack {
  constructor(scope: Construct, id: string, props: OnboardingStackProps) {
    super(scope, id, props);
    const { table } = new JournalTable(this, 'Journal');
    // for the command line, which works beside the functions on the same table
    new CfnOutput(this, 'JournalTable', { value: table.tableName, description: 'PROVISIONING_STACK_TABLE' });
    const bus = new EventBus(this, 'Results');
    const alerts = new Topic(this, 'Alerts', { enforceSSL: true });
    const queues = new Map(
      props.vcenters.map(({ name }) => [
        name,
        new HostEventsQueue(this, `Queue-${name}`, { functionTimeout: CONFIGURE_TIMEOUT }),
      ]),
    );
    const environment = {
      [ENVIRONMENT.table]: table.tableName,
      [ENVIRONMENT.queues]: this.toJsonString(
        Object.fromEntries([...queues].map(([name, { queue }]) => [name, queue.queueUrl])),
      ),
      [ENVIRONMENT.eventBus]: bus.eventBusName,
      [ENVIRONMENT.alertTopic]: alerts.topicArn,
      [ENVIRONMENT.listenSeconds]: String(LISTEN_SECONDS),
    };
    const make = (entry: string, timeout: Duration) => {
      const made = new OnboardingFunction(this, entry, { entry, timeout, environment });
      this.grantCommon(made, table, bus, alerts, props.vcenters);
      return made.function;
    };
    const configure = make('configure-host', CONFIGURE_TIMEOUT);
    const forward = make('forward-events', Duration.seconds(LISTEN_SECONDS + 10));
    const sweep = make('sweep-hosts', Duration.minutes(5));
    for (const [name, { queue }] of queues) {
      configure.addEventSource(
        new SqsEventSource(queue, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: MAX_CONCURRENCY }),
      );
      queue.grantSendMessages(forward);
      queue.grantSendMessages(sweep);
      const event = RuleTargetInput.fromObject({ 'detail-type': 'Scheduled Event', detail: { vcenter: name } });
      const target = { event, retryAttempts: 0, maxEventAge: Duration.seconds(60) };
      new Rule(this, `Forward-${name}`, {
        schedule: Schedule.rate(Duration.minutes(1)),
        targets: [new LambdaFunction(forward, target)],
      });
      new Rule(this, `Sweep-${name}`, {
        schedule: Schedule.rate(SWEEP_INTERVAL),
        targets: [new LambdaFunction(sweep, target)],
      });
    }
    new Rule(this, 'SweepRequested', {
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [DETAIL_TYPES.sweepRequested] },
      targets: [new LambdaFunction(sweep)],
    });
  }

  /** What each function does: the journal, results, alerts, settings of its vCenters, and their secrets. */
  private grantCommon(
    made: OnboardingFunction,
    table: Table,
    bus: EventBus,
    alerts: Topic,
    vcenters: readonly VcenterContext[],
  ): void {
    table.grantReadWriteData(made.function);
    bus.grantPutEventsTo(made.function);
    alerts.grantPublish(made.function);
    const parameters = this.formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: 'provisioning-stack/*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    made.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
        resources: [parameters],
      }),
    );
    for (const { name, secretArn } of vcenters) {
      Secret.fromSecretCompleteArn(made, `Secret-${name}`, secretArn).grantRead(made.function);
    }
  }
}
