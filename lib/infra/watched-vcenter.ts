import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import { ConnectionParameter } from './connection-parameter.ts';
import type { HostEventsQueue } from './host-events-queue.ts';
import type { OnboardingFunctions } from './onboarding-functions.ts';
import type { VcenterContext } from './vcenter-context.ts';

/** Props of {@link WatchedVcenter}. */
export interface WatchedVcenterProps {
  readonly vcenter: VcenterContext;
  readonly hostEvents: HostEventsQueue;
  readonly functions: OnboardingFunctions;
  readonly sweepMinutes: number;
}

/** What one vCenter has for itself, so that one that hangs slows nobody else. */
export class WatchedVcenter extends Construct {
  constructor(scope: Construct, id: string, props: WatchedVcenterProps) {
    super(scope, id);
    const { vcenter, hostEvents, functions, sweepMinutes } = props;
    new ConnectionParameter(this, 'Connection', vcenter);
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
