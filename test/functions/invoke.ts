/** A function's dependencies from a workshop, and the events that AWS starts it with. */
import type { Context, SQSEvent } from 'aws-lambda';
import type { Dependencies } from '../../functions/dependencies.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { InMemoryDeadLetters } from '../in-memory-dead-letters.ts';
import type { Workshop } from '../workshop.ts';

export function dependenciesOf(shop: Workshop): Dependencies {
  return {
    ...shop,
    environment: {
      table: 'table',
      queues: { vc01: 'https://sqs/vc01.fifo' },
      eventBus: 'bus',
      alertTopic: 'topic',
      listenSeconds: 0,
      pollSeconds: 2,
    },
    queue: () => shop.queue,
    deadLetters: () => new InMemoryDeadLetters(),
    vcenter: async (name) => {
      if (name !== shop.vcenter.name)
        throw new OnboardingError('connection-invalid', `There is no connection of ${name}.`);
      return shop.vcenter;
    },
    forgetVcenter: () => {},
    meter: () => shop.meter,
    close: async () => {},
  };
}

/** AWS's context, as far as anybody reads it. */
export function context(remainingMilliseconds = 120_000): Context {
  return { getRemainingTimeInMillis: () => remainingMilliseconds } as Context;
}

/** A batch of a FIFO queue: bodies by message id, all of one group unless told otherwise. */
export function batch(bodies: Readonly<Record<string, string>>, groupOf = (_id: string) => 'vc01/host-21'): SQSEvent {
  return {
    Records: Object.entries(bodies).map(([messageId, body]) => ({
      messageId,
      receiptHandle: 'handle',
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'sender',
        ApproximateFirstReceiveTimestamp: '0',
        MessageGroupId: groupOf(messageId),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:host-events.fifo',
      awsRegion: 'eu-central-1',
    })),
  };
}

/** What the rules of the schedules send: an input of their own. */
export function scheduled(vcenter = 'vc01') {
  return { 'detail-type': 'Scheduled Event', detail: { vcenter } };
}

/** Our own request for a sweep, as EventBridge delivers it. */
export function sweepRequested(vcenter = 'vc01') {
  return {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Sweep Requested',
    source: 'provisioning-stack',
    account: '000000000000',
    time: '2026-03-02T08:00:00Z',
    region: 'eu-central-1',
    resources: [],
    detail: { version: 1, vcenter, reason: 'there is no checkpoint yet' },
  };
}
