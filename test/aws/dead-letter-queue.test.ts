import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { SqsDeadLetterQueue } from '../../lib/aws/dead-letter-queue.ts';
import { SqsHostEventsQueue } from '../../lib/aws/host-events-queue.ts';
import { callSqs } from '../../local/sqs-http.ts';
import { drainQueue, type EmulatedAws, hostMessage, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws;
beforeEach(async () => {
  aws = await startEmulatedAws();
});
afterEach(() => aws.close());

let sent = 0;

async function put(MessageBody: string, MessageGroupId = `vc01/host-${sent}`): Promise<void> {
  sent += 1;
  const QueueUrl = aws.deadLetterQueueUrl;
  const MessageDeduplicationId = `put-${sent}`;
  await aws.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId }));
}

const open = () => new SqsDeadLetterQueue(aws.clients.sqs, aws.queueUrl);

test('the queue itself says which its dead-letter queue is', async () => {
  expect(await open().name()).toBe('host-events-dead-letters.fifo');
});

test('dead letters are received with group and time, and hidden from others until they are released', async () => {
  await put('one', 'vc01/host-21');
  const queue = open();
  const letters = await queue.receive();
  expect(letters).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receipt: expect.any(String),
      body: 'one',
      group: 'vc01/host-21',
      sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    },
  ]);
  expect([await open().receive(), await queue.count()]).toEqual([[], { shown: 0, hidden: 1 }]);
  await queue.release(letters);
  expect([(await open().receive()).map(({ body }) => body), await queue.count()]).toEqual([
    ['one'],
    { shown: 0, hidden: 1 },
  ]);
});

test('what is removed is gone, in batches of ten', async () => {
  for (let each = 0; each < 12; each++) await put(String(each));
  const queue = open();
  const letters = [...(await queue.receive()), ...(await queue.receive())];
  expect([letters.length, await queue.receive()]).toEqual([12, []]);
  await queue.remove(letters);
  expect(await drainQueue(aws, aws.deadLetterQueueUrl)).toEqual([]);
});

test('behind a hidden message the others of its group are counted, and not received', async () => {
  for (let each = 0; each < 11; each++) await put(String(each), 'vc01/host-21');
  const queue = open();
  // AWS gives up to ten of a group at once, the emulator one
  const { length } = await queue.receive();
  expect([await queue.receive(), await queue.count()]).toEqual([[], { shown: 11 - length, hidden: length }]);
});

test('a queue without a dead-letter queue is told of', async () => {
  const attributes = { QueueName: 'lonely.fifo', Attributes: { FifoQueue: 'true' } };
  const { QueueUrl = '' } = await aws.clients.sqs.send(new CreateQueueCommand(attributes));
  await expect(new SqsDeadLetterQueue(aws.clients.sqs, QueueUrl).receive()).rejects.toMatchObject({
    code: 'queue-unavailable',
    message: expect.stringContaining('has no dead-letter queue'),
  });
});

test('a queue that does not answer is unavailable, and is asked again the next time', async () => {
  const clients = createAwsClients({ ...aws, endpoints: { ...aws.endpoints, sqs: 'http://127.0.0.1:1' } });
  const queue = new SqsDeadLetterQueue(clients.sqs, aws.queueUrl);
  for (const work of [() => queue.receive(), () => queue.name()]) {
    await expect(work()).rejects.toMatchObject({ code: 'queue-unavailable' });
  }
  clients.destroy();
});

test('a message that was somewhere before says where, and one that was not says nothing', async () => {
  const queue = new SqsHostEventsQueue(aws.clients.sqs, aws.queueUrl);
  const other = hostMessage({ host: { moref: 'host-22', name: 'esx-022' }, cause: { kind: 'replay', replay: 'r' } });
  expect(await queue.send([hostMessage(), other], ['dead.fifo/m-1'])).toEqual([{ accepted: true }, { accepted: true }]);
  const { Messages } = await callSqs<{ Messages: Record<string, unknown>[] }>(aws.endpoints.sqs, 'ReceiveMessage', {
    ...{ QueueUrl: aws.queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] },
  });
  expect(Messages.map(({ MessageAttributes }) => MessageAttributes)).toEqual([
    { replayedFrom: { DataType: 'String', StringValue: 'dead.fifo/m-1' } },
    undefined,
  ]);
});
