import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT, WAKING_EVENTS } from '../contract.ts';
import { ContextError } from './context-error.ts';
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
    this.acceptEvents = new OnboardingFunction(this, 'accept-events', {
      ...props.surroundings,
      entry: 'accept-events',
      timeout: Duration.seconds(30),
      environment: this.#environment(props.vcenters),
    });
    this.#allow(props.vcenters.map(({ queue }) => queue));
    this.#keepFailures(this.acceptEvents.function);
    this.#route(this.acceptEvents.function);
    this.#alarm(props);
    acknowledge(this);
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

  /** To send what it accepts, and, as Lambda does in its name, what it could not. */
  #allow(queues: readonly IQueue[]): void {
    const resources = [...queues, this.failures].map(({ queueArn }) => queueArn);
    this.acceptEvents.function.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources }));
  }

  /** Unlike a run that the next minute repeats, an event comes once. */
  #keepFailures(lambda: IFunction): void {
    lambda.node.tryRemoveChild('EventInvokeConfig');
    lambda.configureAsyncInvoke({
      retryAttempts: 2,
      onFailure: { bind: () => ({ destination: this.failures.queueArn }) },
    });
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

  #alarm({ alertTopic, operationsUrl }: OtherForwardersProps): void {
    const alarm = new Alarm(this, 'Refused', {
      alarmName: `${Stack.of(this).stackName}-accept-events-refused-events`,
      alarmDescription: `accept-events: Events of other forwarders could not be accepted. ${operationsUrl}#alarm-refused-events`,
      metric: this.failures.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(alertTopic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

function acknowledge({ failures }: OtherForwarders): void {
  const reason = 'It is the end of the way itself: what is in it was tried three times, and an alarm tells people.';
  for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
    Validations.of(failures).acknowledge({ id, reason });
  }
}
