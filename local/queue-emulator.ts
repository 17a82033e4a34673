/** SQS and SNS on this machine: fauxqs with the queues of one vCenter and the alert topic, in memory. */
import { buildApp } from 'fauxqs';
import { OnboardingError } from '../lib/errors.ts';
import { authorization, guard } from './emulator-key.ts';
import { deliverMembers } from './sns-structure.ts';
import { callSqs } from './sqs-http.ts';

/** What differs from the deployed queue in tests. */
export interface QueueOptions {
  /** Six times the function's time-out (Lambda Developer Guide, SQS event source): 720. */
  readonly visibilitySeconds?: number;
}

/** Running queues and topic. */
export interface QueueEmulator {
  /** Base URL for SQS and SNS clients. */
  readonly url: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly alertTopicArn: string;
  /** Subscribed to the topic: what a mailbox is on AWS. */
  readonly alertsQueueUrl: string;
  close(): Promise<void>;
}

/** Receives before a message goes to the dead-letter queue. */
const MAX_RECEIVE_COUNT = 3;

const ACCOUNT = '000000000000';

/** Starts both on a free port of the loopback interface. */
export async function startQueues({ visibilitySeconds = 720 }: QueueOptions = {}): Promise<QueueEmulator> {
  const app = buildApp({ logger: false });
  deliverMembers(app.server, app);
  guard(app.server);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  // fauxqs answers queue URLs of a name that does not resolve; it looks only at their path.
  const queueUrl = (name: string) => `${url}/${ACCOUNT}/${name}`;
  const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;

  await createQueue(url, 'host-events-dead-letters.fifo', { FifoQueue: 'true' });
  await createQueue(url, 'host-events.fifo', {
    FifoQueue: 'true',
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: queueArn('host-events-dead-letters.fifo'),
      maxReceiveCount: MAX_RECEIVE_COUNT,
    }),
  });
  await createQueue(url, 'alerts', {});
  const alertTopicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;
  await callSns(url, { Action: 'CreateTopic', Name: 'alerts' });
  await callSns(url, { Action: 'Subscribe', TopicArn: alertTopicArn, Protocol: 'sqs', Endpoint: queueArn('alerts') });

  return {
    url,
    queueUrl: queueUrl('host-events.fifo'),
    deadLetterQueueUrl: queueUrl('host-events-dead-letters.fifo'),
    alertTopicArn,
    alertsQueueUrl: queueUrl('alerts'),
    close: () => app.close(),
  };
}

async function createQueue(url: string, name: string, attributes: Record<string, string>): Promise<void> {
  await callSqs(url, 'CreateQueue', { QueueName: name, Attributes: attributes });
}

async function callSns(url: string, parameters: Record<string, string>): Promise<void> {
  const headers = { authorization: authorization('sns') };
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(parameters) });
  if (!response.ok) {
    throw new OnboardingError('announcement-unavailable', `${parameters['Action']}: ${await response.text()}`);
  }
}
