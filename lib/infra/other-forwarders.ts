import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT, WAKING_EVENTS } from '../contract.ts';
import { acknowledge } from './acknowledgements.ts';
import { Alarms } from './alarms.ts';
import { ContextError } from './context-error.ts';
import { grantSend } from './function-grants.ts';
import { OnboardingFunction, type OnboardingFunctionProps } from './onboarding-function.ts';

/** A vCenter whose events other forwarders may send. */
export interface ForwardedVcenter {
  readonly name: string;
  /** Its host events queue. */
  readonly queue: IQueue;
  /** What the `source` of an event may call it: names, addresses or SDK URLs. */
  readonly sourceNames: readonly string[];
}

/** Props of {@link OtherForwarders}. */
export interface OtherForwardersProps {
  readonly vcenters: readonly ForwardedVcenter[];
  /** Who may put events besides identities of this account that have the permission: account ids, or ARNs of roles. */
  readonly senders: readonly string[];
  /** Told when an event could not be accepted. */
  readonly alertTopic: ITopic;
  /** Where people find docs/operations.md. */
  readonly operationsUrl: string;
  /** What it has as the other functions do; it needs no network, since it reaches no vCenter. */
  readonly surroundings: Omit<OnboardingFunctionProps, 'entry' | 'timeout' | 'environment'>;
}

const END_OF_THE_WAY = 'What is in it was tried three times, and an alarm tells people.';

const SENDER = /^(\d{12}|arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+)$/;

/**
 * The door for events that somebody else forwards: a bus of its own, and the function that reads what comes there.
 * What it cannot accept is in a queue after three tries, with the reason, and people are told.
 */
export class OtherForwarders extends Construct {
  readonly bus: EventBus;
  readonly acceptEvents: OnboardingFunction;
  readonly failures: Queue;

  /** @throws ContextError when a sender is neither account nor role */
  constructor(scope: Construct, id: string, props: OtherForwardersProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'vCenter events of other forwarders' });
    this.#letIn(props.senders);
    this.failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.failures, { 'AwsSolutions-SQS3': END_OF_THE_WAY, 'Serverless-SQSRedrivePolicy': END_OF_THE_WAY });
    this.acceptEvents = new OnboardingFunction(this, 'accept-events', {
      ...props.surroundings,
      entry: 'accept-events',
      timeout: Duration.seconds(30),
      environment: this.#environment(props.vcenters),
      // unlike a run that the next minute repeats, an event comes once
      asynchronous: { retryAttempts: 2, onFailure: { bind: () => ({ destination: this.failures.queueArn }) } },
    });
    // Lambda sends in its name what it could not accept
    grantSend(this.acceptEvents.role, [...props.vcenters.map(({ queue }) => queue), this.failures]);
    this.#route(this.acceptEvents.function);
    this.#alarm(props);
  }

  #environment(vcenters: readonly ForwardedVcenter[]): Record<string, string> {
    const queues = Object.fromEntries(vcenters.map(({ name, queue }) => [name, queue.queueUrl]));
    const names = Object.fromEntries(vcenters.map(({ name, sourceNames }) => [name, sourceNames]));
    return {
      [ENVIRONMENT.queues]: Stack.of(this).toJsonString(queues),
      [ENVIRONMENT.sourceNames]: JSON.stringify(names),
    };
  }

  #letIn(senders: readonly string[]): void {
    const problems = senders.filter((sender) => !SENDER.test(sender));
    if (problems.length > 0)
      throw new ContextError(problems.map((sender) => `${sender} is neither an account id nor the ARN of a role`));
    for (const [index, sender] of [...new Set(senders)].entries()) {
      const principal = sender.startsWith('arn:') ? new ArnPrincipal(sender) : new AccountPrincipal(sender);
      this.bus.addToResourcePolicy(
        new PolicyStatement({
          sid: `Sender${index + 1}`,
          principals: [principal],
          actions: ['events:PutEvents'],
          resources: [this.bus.eventBusArn],
        }),
      );
    }
  }

  /**
   * VMware Event Router reads the pattern of its rule and matches it by itself, against `detail` alone; a pattern on
   * `source` or `detail-type` would match nothing there (processor/aws, configureRuleMatcher). What has no
   * `detail.subject` (the Knative source, bare events) comes by the other rule, whole.
   */
  #route(lambda: IFunction): void {
    const target = () => new LambdaFunction(lambda, { deadLetterQueue: this.failures });
    const add = (id: string, description: string, subject: readonly unknown[]) =>
      new Rule(this, id, {
        eventBus: this.bus,
        description,
        eventPattern: { detail: { subject } },
        targets: [target()],
      });
    const named = add('Named', 'Events that wake a host; the rule for VMware Event Router', WAKING_EVENTS);
    add('Unnamed', 'Events without a subject, which accept-events reads the name of', [{ exists: false }]);
    new CfnOutput(this, 'BusArn', { value: this.bus.eventBusArn, description: 'Other forwarders put events here' });
    new CfnOutput(this, 'RuleArn', { value: named.ruleArn, description: 'The rule for VMware Event Router' });
  }

  #alarm({ alertTopic: topic, operationsUrl }: OtherForwardersProps): void {
    const metric = this.failures.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: 'Maximum',
    });
    const alarms = new Alarms(this, 'Alarms', { topic, operationsUrl });
    alarms.add('refused-events', 'accept-events', { metric, from: 1, periods: 1, missing: 'good' });
  }
}
