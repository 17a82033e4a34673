import { afterEach, describe, expect, test } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { type QueueEmulator, startQueues } from '../../local/queue-emulator.ts';
import {
  type QueueHandler,
  type QueuePoller,
  type QueuePollerOptions,
  startQueuePoller,
} from '../../local/queue-poller.ts';
import { callSqs } from '../../local/sqs-http.ts';
import { deferred, untilTrue } from './until-true.ts';

let queues: QueueEmulator;
let poller: QueuePoller | undefined;
afterEach(async () => {
  await poller?.stop();
  await queues.close();
});

async function start(visibilitySeconds?: number): Promise<void> {
  queues = await startQueues(visibilitySeconds === undefined ? {} : { visibilitySeconds });
}

function poll(handler: QueueHandler, options: Partial<QueuePollerOptions> = {}): unknown[] {
  const troubles: unknown[] = [];
  poller = startQueuePoller({
    url: queues.url,
    queueUrl: queues.queueUrl,
    functionName: 'configure-host',
    handler,
    onTrouble: (error) => troubles.push(error),
    ...options,
  });
  return troubles;
}

async function send(group: string, body: string): Promise<void> {
  await callSqs(queues.url, 'SendMessage', {
    QueueUrl: queues.queueUrl,
    MessageBody: body,
    MessageGroupId: group,
    MessageDeduplicationId: `${group}/${body}`,
  });
}

async function count(queueUrl: string): Promise<{ visible: string; inFlight: string }> {
  const { Attributes } = await callSqs<{ Attributes: Record<string, string> }>(queues.url, 'GetQueueAttributes', {
    QueueUrl: queueUrl,
    AttributeNames: ['All'],
  });
  return {
    visible: Attributes['ApproximateNumberOfMessages'] ?? '',
    inFlight: Attributes['ApproximateNumberOfMessagesNotVisible'] ?? '',
  };
}

const bodyOf = (event: SQSEvent): string => event.Records[0]?.body ?? '';

test("a handler gets Lambda's event of one record and its context", async () => {
  await start();
  const calls: [SQSEvent, Context, number][] = [];
  await send('vc01/host-21', '{"n":1}');

  poll(async (event, context) => {
    calls.push([event, context, context.getRemainingTimeInMillis()]);
  });
  await untilTrue(() => calls.length === 1);

  const [[event, context, remaining] = []] = calls;
  expect(event?.Records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: '{"n":1}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        MessageGroupId: 'vc01/host-21',
        MessageDeduplicationId: 'vc01/host-21/{"n":1}',
        SequenceNumber: expect.stringMatching(/^\d{20}$/),
      },
      messageAttributes: {},
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:host-events.fifo',
      awsRegion: 'us-east-1',
    },
  ]);
  expect(context).toMatchObject({ functionName: 'configure-host', awsRequestId: expect.any(String) });
  expect(remaining).toBeGreaterThan(119_000);
  expect(remaining).toBeLessThanOrEqual(120_000);
});

test('messages of a group are handled one after another in order, groups in parallel', async () => {
  await start();
  const log: string[] = [];
  const gates = new Map(['a1', 'a2', 'b1'].map((body) => [body, deferred()]));
  for (const body of ['a1', 'a2', 'b1']) {
    await send(body[0] ?? '', body);
  }

  poll(async (event) => {
    log.push(`begin ${bodyOf(event)}`);
    await gates.get(bodyOf(event))?.promise;
    log.push(`end ${bodyOf(event)}`);
  });

  await untilTrue(() => log.length === 2);
  expect(log.toSorted()).toEqual(['begin a1', 'begin b1']);
  gates.get('a1')?.resolve();
  await untilTrue(() => log.includes('begin a2'));
  expect(log.slice(2)).toEqual(['end a1', 'begin a2']);
  gates.get('a2')?.resolve();
  gates.get('b1')?.resolve();
  await untilTrue(() => log.length === 6);
});

test('as many invocations run at the same time as the maximum concurrency, and no more', async () => {
  await start();
  const gate = deferred();
  let running = 0;
  let most = 0;
  let handled = 0;
  for (let group = 0; group < 9; group++) {
    await send(`g${group}`, 'x');
  }

  poll(
    async () => {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
      handled++;
    },
    { concurrency: 3 },
  );

  await untilTrue(() => running === 3);
  expect(await count(queues.queueUrl)).toEqual({ visible: '6', inFlight: '3' });
  gate.resolve();
  await untilTrue(() => handled === 9);
  expect(most).toBe(3);
});

describe('a message', () => {
  test.each<[string, () => ReturnType<QueueHandler>]>([
    ['without an answer', async () => undefined],
    ['with no failures', async () => ({ batchItemFailures: [] })],
  ])('handled %s is taken off the queue', async (_, answer) => {
    await start();
    await send('g', 'x');
    poll(answer);

    await untilTrue(async () => {
      const { visible, inFlight } = await count(queues.queueUrl);
      return visible === '0' && inFlight === '0';
    });
    expect(await count(queues.deadLetterQueueUrl)).toEqual({ visible: '0', inFlight: '0' });
  });

  test('that failed stays invisible, and holds its group back', async () => {
    await start();
    const bodies: string[] = [];
    await send('g', 'first');
    await send('g', 'second');
    await send('other', 'third');

    poll(async (event) => {
      bodies.push(bodyOf(event));
      return { batchItemFailures: bodyOf(event) === 'first' ? [{ itemIdentifier: 'unknown to Lambda' }] : [] };
    });

    await untilTrue(() => bodies.includes('third'));
    await poller?.stop();
    expect(bodies).toEqual(['first', 'third']);
    expect(await count(queues.queueUrl)).toEqual({ visible: '1', inFlight: '1' });
  });

  test('that fails is received three times and then in the dead-letter queue, and its group goes on', async () => {
    await start(1);
    const receives: string[] = [];
    await send('g', 'poison');
    await send('g', 'good');

    const troubles = poll(async (event) => {
      receives.push(`${bodyOf(event)} ${event.Records[0]?.attributes.ApproximateReceiveCount}`);
      if (bodyOf(event) === 'poison' && receives.length === 1) {
        throw new TypeError('a bug');
      }
      return {
        batchItemFailures: bodyOf(event) === 'poison' ? [{ itemIdentifier: event.Records[0]?.messageId ?? '' }] : [],
      };
    });

    await untilTrue(() => receives.includes('good 1'));
    expect(receives).toEqual(['poison 1', 'poison 2', 'poison 3', 'good 1']);
    expect(troubles).toEqual([new TypeError('a bug')]);
    expect(await count(queues.deadLetterQueueUrl)).toEqual({ visible: '1', inFlight: '0' });
  });

  test('whose function runs too long has failed', async () => {
    await start();
    await send('g', 'x');
    const never = deferred();
    const troubles = poll(() => never.promise, { timeoutSeconds: 0.05 });

    await untilTrue(() => troubles.length === 1);
    expect(troubles).toMatchObject([{ message: 'configure-host did not end within 0.05 seconds.' }]);
    expect(await count(queues.queueUrl)).toEqual({ visible: '0', inFlight: '1' });
  });
});

test('stopping finishes what is in hand and takes nothing new', async () => {
  await start();
  const gate = deferred();
  const bodies: string[] = [];
  await send('a', 'in hand');
  poll(
    async (event) => {
      bodies.push(bodyOf(event));
      await gate.promise;
    },
    { concurrency: 1 },
  );
  await untilTrue(() => bodies.length === 1);
  await send('b', 'later');

  let isStopped = false;
  const stopped = poller?.stop().then(() => {
    isStopped = true;
  });
  await count(queues.queueUrl);
  expect(isStopped).toBe(false);
  gate.resolve();
  await stopped;

  expect(bodies).toEqual(['in hand']);
  expect(await count(queues.queueUrl)).toEqual({ visible: '1', inFlight: '0' });
});

test('an idle poller stops at once', async () => {
  await start();
  poll(async () => undefined);
  await count(queues.queueUrl);
  const startedAt = performance.now();

  await poller?.stop();

  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a queue that does not answer is reported', async () => {
  await start();
  const troubles = poll(async () => undefined, { queueUrl: `${queues.url}/000000000000/absent` });

  await untilTrue(() => troubles.length > 0);
  expect(troubles[0]).toMatchObject({ code: 'queue-unavailable' });
});
