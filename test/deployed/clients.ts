/** The test's own clients of the emulated AWS, as root; and the calls that the stories are made of. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Ministack, ROOT_KEYS } from './ministack.ts';

/** A function that was invoked has thrown, or the bus refused an event. */
class RefusedCallError extends Error {
  override readonly name = 'RefusedCallError';
}

/** A call of one client each; the names are AWS's. */
export type Clients = ReturnType<typeof createClients>;

/** Makes the clients. @param credentials whose they are, root's if not given */
export function createClients({ url, region, agent }: Ministack, credentials = ROOT_KEYS) {
  const options = { region, endpoint: url, credentials, requestHandler: { httpsAgent: agent } };
  return {
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(options)),
    events: new EventBridgeClient(options),
    lambda: new LambdaClient(options),
    secretsManager: new SecretsManagerClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    ssm: new SSMClient(options),
  };
}

/** @returns its ARN */
export async function createSecret({ secretsManager }: Clients, Name: string, content: object): Promise<string> {
  const command = new CreateSecretCommand({ Name, SecretString: JSON.stringify(content) });
  return (await secretsManager.send(command)).ARN ?? '';
}

export async function putParameter({ ssm }: Clients, Name: string, content: unknown): Promise<void> {
  const Value = JSON.stringify(content);
  await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
}

/** Puts one event on a bus, as another forwarder does. */
export async function putEvent(
  { events }: Clients,
  event: { readonly bus: string; readonly source: string; readonly detailType: string; readonly detail: unknown },
): Promise<void> {
  const { bus: EventBusName, source: Source, detailType: DetailType, detail } = event;
  const entry = { EventBusName, Source, DetailType, Detail: JSON.stringify(detail) };
  const { Entries, FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount !== 0) throw new RefusedCallError(JSON.stringify(Entries));
}

/** What a function's schedule gives it for a vCenter, as the deployed rule has it. */
export async function scheduledInput(clients: Clients, functionName: string, vcenter: string): Promise<string> {
  return (await ruleOf(clients, functionName, vcenter)).input;
}

/** How often it is started: `rate(15 minutes)`. */
export async function scheduleOf(clients: Clients, functionName: string, vcenter: string): Promise<string> {
  return (await ruleOf(clients, functionName, vcenter)).schedule;
}

async function ruleOf({ events }: Clients, functionName: string, vcenter: string) {
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  for (const { Name: Rule, ScheduleExpression: schedule } of Rules) {
    if (schedule === undefined) continue;
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
    for (const { Arn = '', Input: input = '' } of Targets) {
      if (Arn.endsWith(`:${functionName}`) && input.includes(`"${vcenter}"`)) return { schedule, input };
    }
  }
  throw new RefusedCallError(`No schedule starts ${functionName} for ${vcenter}.`);
}

/** Starts a function and waits for its result. */
export async function invoke({ lambda }: Clients, FunctionName: string, Payload: string): Promise<unknown> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError !== undefined) throw new RefusedCallError(`${FunctionName}: ${text}`);
  return JSON.parse(text);
}

/** Starts a function as a schedule does: nobody waits for its result. */
export async function start({ lambda }: Clients, FunctionName: string, Payload: string): Promise<void> {
  await lambda.send(new InvokeCommand({ FunctionName, Payload, InvocationType: 'Event' }));
}

/** A queue of the test's own that is subscribed to a topic. @returns its URL */
export async function subscribeQueue({ sqs, sns }: Clients, TopicArn: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'test-alerts' }));
  const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const Endpoint = attributes.Attributes?.['QueueArn'] ?? '';
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: Endpoint }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  return QueueUrl;
}

/** Takes what is in a queue off it. @returns the bodies */
export async function drain({ sqs }: Clients, QueueUrl: string): Promise<string[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.map(({ Body = '' }) => Body);
}

/** How many messages a queue holds, those in somebody's hands included. */
export async function countMessages({ sqs }: Clients, QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes = {} } = await sqs.send(command);
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** Puts a text into a FIFO queue. */
export async function sendText({ sqs }: Clients, QueueUrl: string, MessageBody: string, group: string): Promise<void> {
  const MessageDeduplicationId = crypto.randomUUID();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: group, MessageDeduplicationId }));
}

/** Sets how long a received message is invisible. */
export async function setVisibility({ sqs }: Clients, QueueUrl: string, seconds: number): Promise<void> {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(seconds) } }));
}
