import { afterEach, expect, test } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { bodyOf, type PolledQueue, startPolledQueue } from './polled-queue.ts';
import { deferred, untilTrue } from './until-true.ts';

let queue: PolledQueue;
afterEach(() => queue.close());

test("a handler gets Lambda's event of one record and its context", async () => {
  queue = await startPolledQueue();
  const calls: [SQSEvent, Context, number][] = [];
  await queue.send('vc01/host-21', '{"n":1}');

  queue.poll(async (event, context) => {
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
  queue = await startPolledQueue();
  const log: string[] = [];
  const gates = new Map(['a1', 'a2', 'b1'].map((body) => [body, deferred()]));
  for (const body of ['a1', 'a2', 'b1']) {
    await queue.send(body[0] ?? '', body);
  }

  queue.poll(async (event) => {
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
  queue = await startPolledQueue();
  const gate = deferred();
  let running = 0;
  let most = 0;
  let handled = 0;
  for (let group = 0; group < 9; group++) {
    await queue.send(`g${group}`, 'x');
  }

  queue.poll(
    async () => {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
      handled++;
    },
    { concurrency: 3 },
  );

  await untilTrue(() => running === 3);
  expect(await queue.count()).toEqual({ visible: '6', inFlight: '3' });
  gate.resolve();
  await untilTrue(() => handled === 9);
  expect(most).toBe(3);
});

test('stopping finishes what is in hand and takes nothing new', async () => {
  queue = await startPolledQueue();
  const gate = deferred();
  const bodies: string[] = [];
  await queue.send('a', 'in hand');
  queue.poll(
    async (event) => {
      bodies.push(bodyOf(event));
      await gate.promise;
    },
    { concurrency: 1 },
  );
  await untilTrue(() => bodies.length === 1);
  await queue.send('b', 'later');

  let isStopped = false;
  const stopped = queue.poller?.stop().then(() => {
    isStopped = true;
  });
  await queue.count();
  expect(isStopped).toBe(false);
  gate.resolve();
  await stopped;

  expect(bodies).toEqual(['in hand']);
  expect(await queue.count()).toEqual({ visible: '1', inFlight: '0' });
});

test('an idle poller stops at once', async () => {
  queue = await startPolledQueue();
  queue.poll(async () => undefined);
  await queue.count();
  const startedAt = performance.now();

  await queue.poller?.stop();

  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a queue that does not answer is reported', async () => {
  queue = await startPolledQueue();
  queue.poll(async () => undefined, { queueUrl: `${queue.queues.url}/000000000000/absent` });

  await untilTrue(() => queue.troubles.length > 0);
  expect(queue.troubles[0]).toMatchObject({ code: 'queue-unavailable' });
});
