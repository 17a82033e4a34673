import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import { ConnectionParameter } from './connection-parameter.ts';
import { DeploymentParameter } from './deployment-parameter.ts';
import type { HostEventsQueue } from './host-events-queue.ts';
import type { OnboardingFunctions } from './onboarding-functions.ts';
import type { VcenterContext } from './vcenter-context.ts';

/** Props of {@link WatchedVcenter}. */
export interface WatchedVcenterProps {
  readonly vcenter: VcenterContext;
  readonly hostEvents: HostEventsQueue;
  readonly functions: OnboardingFunctions;
  readonly sweepMinutes: number;
  readonly table: Table;
  readonly alertTopic: Topic;
}

/** What one vCenter has for itself, so that one that hangs slows nobody else. */
export class WatchedVcenter extends Construct {
  constructor(scope: Construct, id: string, props: WatchedVcenterProps) {
    super(scope, id);
    const { vcenter, hostEvents, functions, sweepMinutes } = props;
    new ConnectionParameter(this, 'Connection', vcenter);
    this.#addDeployment(props);
    functions.configureHost.function.addEventSource(
      new SqsEventSource(hostEvents.queue, {
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: vcenter.concurrency,
      }),
    );
    this.#schedule('Forward', Duration.minutes(1), functions.forwardEvents.function, vcenter.name);
    this.#schedule('Sweep', Duration.minutes(sweepMinutes), functions.sweepHosts.function, vcenter.name);
  }

  #addDeployment({ vcenter, hostEvents, functions, table, alertTopic, sweepMinutes }: WatchedVcenterProps): void {
    const { forwardEvents, configureHost, sweepHosts, replayEvents } = functions;
    new DeploymentParameter(this, 'Deployment', vcenter.name, {
      table: table.tableName,
      queueUrl: hostEvents.queue.queueUrl,
      deadLetterQueueUrl: hostEvents.deadLetterQueue.queueUrl,
      functions: {
        forwardEvents: forwardEvents.function.functionName,
        configureHost: configureHost.function.functionName,
        sweepHosts: sweepHosts.function.functionName,
        replayEvents: replayEvents.function.functionName,
      },
      alertTopicArn: alertTopic.topicArn,
      sweepMinutes,
    });
  }

  /** A start that is late is worth nothing: the next one does its work. */
  #schedule(id: string, interval: Duration, lambda: IFunction, vcenter: string): void {
    const event = RuleTargetInput.fromObject({ 'detail-type': 'Scheduled Event', detail: { vcenter } });
    const rule = new Rule(this, id, {
      schedule: Schedule.rate(interval),
      targets: [new LambdaFunction(lambda, { event, retryAttempts: 0, maxEventAge: Duration.seconds(60) })],
    });
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'The next start does its work, and an alarm says when none does.',
    });
  }
}
