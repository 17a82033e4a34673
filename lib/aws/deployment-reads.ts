import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { callAws } from './aws-error.ts';
import { LIMITS } from './client-options.ts';
import { deadLetterQueueOf } from './redrive-policy.ts';

/** What is in a queue; SQS counts approximately. */
export interface QueueDepth {
  readonly waiting: number;
  readonly inFlight: number;
  /** Name of the queue that takes what is never worked on; absent when there is none. */
  readonly deadLetterQueue?: string;
}

/** Who is told. */
export interface TopicSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** How a function is (Lambda API, FunctionConfiguration). */
export interface FunctionState {
  /** `Active`, `Inactive` (unused for long: it wakes when it is called), `Pending`, `Failed`. */
  readonly state: string;
  /** Why it is not active, or its last update failed, in Lambda's words. */
  readonly reason?: string;
  /** `Successful`, `Failed`, `InProgress`. */
  readonly lastUpdateStatus: string;
}

/** @throws OnboardingError `queue-unavailable` */
export async function readQueueDepth(client: SQSClient, queueUrl: string): Promise<QueueDepth> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'RedrivePolicy'],
  });
  const read = () => client.send(command);
  const { Attributes = {} } = await callAws('queue-unavailable', `read the queue ${queueUrl}`, read);
  const deadLetterQueue = deadLetterQueueOf(Attributes['RedrivePolicy']);
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
  };
}

/** @throws OnboardingError `announcement-unavailable` */
export function readSubscriptions(client: SNSClient, topicArn: string): Promise<readonly TopicSubscription[]> {
  return callAws('announcement-unavailable', `list the subscriptions of ${topicArn}`, async () => {
    const found: TopicSubscription[] = [];
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
      for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of Subscriptions) {
        // one that was cancelled may still be listed, with this word for an ARN (ansible/ansible pull request 20086)
        if (SubscriptionArn === 'Deleted') continue;
        // until it is confirmed, a subscription has the word PendingConfirmation for an ARN (SNS developer guide)
        found.push({ protocol: Protocol, endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith('arn:') });
      }
    }
    return found;
  });
}

/** Asks Lambda how functions are. @throws OnboardingError `function-unavailable`, also when there is no such function */
export async function readFunctionStates(
  names: readonly string[],
): Promise<readonly (FunctionState & { readonly name: string })[]> {
  const client = new LambdaClient(LIMITS);
  try {
    return await Promise.all(names.map((name) => readFunctionState(client, name)));
  } finally {
    client.destroy();
  }
}

async function readFunctionState(client: LambdaClient, name: string): Promise<FunctionState & { name: string }> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: name });
  const read = () => client.send(command);
  const doing = `read the configuration of ${name}`;
  const answer = await callAws('function-unavailable', doing, read);
  // an idle function, too, has a reason for its state
  const reason = (answer.State === 'Failed' ? undefined : answer.LastUpdateStatusReason) ?? answer.StateReason;
  return {
    name,
    state: answer.State ?? 'Active',
    ...(reason === undefined ? {} : { reason }),
    lastUpdateStatus: answer.LastUpdateStatus ?? 'Successful',
  };
}
