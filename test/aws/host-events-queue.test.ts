import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqsHostEventsQueue } from '../../lib/aws/host-events-queue.ts';
import type { Cause, HostMessage } from '../../lib/contract.ts';
import { drainQueue, type EmulatedAws, EVENT_CAUSE, hostMessage, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws;
let queue: SqsHostEventsQueue;

beforeAll(async () => {
  aws = await startEmulatedAws();
  queue = new SqsHostEventsQueue(aws.clients.sqs, aws.queueUrl);
});
afterAll(() => aws.close());

const CAUSES: readonly Cause[] = [
  EVENT_CAUSE,
  { kind: 'deferral', dueAt: '2026-11-25T10:00:30.000Z' },
  { kind: 'sweep', sweep: 'sweep-1' },
  { kind: 'replay', replay: 'replay-1' },
];

function oneOfEachHost(count: number, replay: string): HostMessage[] {
  return Array.from({ length: count }, (_, index) =>
    hostMessage({ host: { moref: `host-${index}`, name: `esx-${index}` }, cause: { kind: 'replay', replay } }),
  );
}

describe('deduplication within five minutes', () => {
  test('each cause sent twice is one message, and no cause swallows another', async () => {
    const messages = CAUSES.map((cause) => hostMessage({ cause }));

    const first = await queue.send(messages);
    const second = await queue.send(messages);

    expect([...first, ...second]).toEqual(Array(8).fill({ accepted: true }));
    const bodies = (await drainQueue(aws)).map(({ Body }) => JSON.parse(Body));
    expect(bodies).toEqual(messages);
  });

  test('the same cause a second time for another host or occasion is another message', async () => {
    const messages = [
      hostMessage({ cause: { ...EVENT_CAUSE, key: 8001 } as Cause }),
      hostMessage({ cause: { ...EVENT_CAUSE, key: 8001, createdTime: '2026-11-25T10:00:00.124Z' } as Cause }),
      hostMessage({ cause: { kind: 'sweep', sweep: 'sweep-2' } }),
      hostMessage({ cause: { kind: 'sweep', sweep: 'sweep-2' }, host: { moref: 'host-22', name: 'esx-022' } }),
      hostMessage({ cause: { kind: 'deferral', dueAt: '2026-11-25T10:01:30.000Z' } }),
    ];

    await queue.send(messages);

    expect(await drainQueue(aws)).toHaveLength(5);
  });
});

test('more messages than a batch holds all arrive, with a result each', async () => {
  const messages = oneOfEachHost(23, 'many');

  const results = await queue.send(messages);

  expect(results).toEqual(Array(23).fill({ accepted: true }));
  expect(await drainQueue(aws)).toHaveLength(23);
});

test('group and deduplication id are those of the contract', async () => {
  await queue.send([hostMessage({ cause: { kind: 'sweep', sweep: 'sweep-3' } })]);

  const [message] = await drainQueue(aws);

  expect(message?.Attributes).toMatchObject({
    MessageGroupId: 'vc01/host-21',
    MessageDeduplicationId: 's/sweep-3/host-21',
  });
});

describe('a message that SQS never takes', () => {
  test.each([
    ['an id with a space', hostMessage({ vcenter: 'vc 01' }), 'message group id "vc 01/host-21"'],
    [
      'an id above 128 characters',
      hostMessage({ cause: { kind: 'replay', replay: 'x'.repeat(120) } }),
      'deduplication id',
    ],
    [
      'a body above 1 MiB',
      hostMessage({ host: { moref: 'host-1', name: 'x'.repeat(1_048_576) }, cause: { kind: 'sweep', sweep: 'big' } }),
      'SQS takes 1048576',
    ],
  ])('%s is refused with the reason, and the others of its batch are sent', async (_, message, reason) => {
    const good = oneOfEachHost(2, crypto.randomUUID());

    const results = await queue.send([...good.slice(0, 1), message, ...good.slice(1)]);

    expect(results).toEqual([
      { accepted: true },
      { accepted: false, reason: expect.stringContaining(reason) },
      { accepted: true },
    ]);
    expect(await drainQueue(aws)).toHaveLength(2);
  });
});

test('a name with characters that SQS has no place for arrives as it was', async () => {
  const message = hostMessage({
    host: { moref: 'host-9', name: 'ü\u0000\uFFFE\uFFFF\u{1F600}"\\' },
    cause: { kind: 'sweep', sweep: 'odd' },
  });

  expect(await queue.send([message])).toEqual([{ accepted: true }]);

  const [received] = await drainQueue(aws);
  expect(JSON.parse(received?.Body ?? '')).toEqual(message);
});

test('large messages are split into batches of 1 MiB', async () => {
  const messages = oneOfEachHost(5, 'large').map((message) => ({
    ...message,
    host: { ...message.host, name: 'x'.repeat(400_000) },
  }));

  expect(await queue.send(messages)).toEqual(Array(5).fill({ accepted: true }));
  expect(await drainQueue(aws)).toHaveLength(5);
});

test('a queue that is not there is unavailable, with the name that AWS gives the error', async () => {
  const absent = new SqsHostEventsQueue(aws.clients.sqs, aws.queueUrl.replace('host-events', 'absent'));

  await expect(absent.send([hostMessage()])).rejects.toMatchObject({
    code: 'queue-unavailable',
    retry: 'later',
    context: { awsError: 'QueueDoesNotExist', httpStatus: 400 },
  });
});
