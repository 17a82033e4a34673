import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { SqsHostEventsQueue } from '../../lib/aws/host-events-queue.ts';
import { hostMessage } from './emulated-aws.ts';
import { type FailingService, type ScriptedAnswer, startFailingService } from './failing-service.ts';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}
interface Failure {
  readonly Code: string;
  readonly SenderFault: boolean;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

async function queueThatAnswers(...answers: ScriptedAnswer[]): Promise<[SqsHostEventsQueue, FailingService]> {
  const service = await startFailingService(answers);
  const { url } = service;
  const endpoints = { sqs: url, dynamodb: url, ssm: url, secretsmanager: url, eventbridge: url, sns: url };
  const clients = createAwsClients({ region: 'us-east-1', endpoints });
  cleanups.push(service.close, clients.destroy);
  return [new SqsHostEventsQueue(clients.sqs, `${url}/000000000000/host-events.fifo`), service];
}

/** SQS's answer in which the entries named fail. */
function failing(failures: Readonly<Record<string, Failure>>): ScriptedAnswer {
  return {
    body: ({ Entries }) => ({
      Successful: (Entries as Entry[])
        .filter(({ Id }) => failures[Id] === undefined)
        .map(({ Id, MessageBody }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
        })),
      Failed: (Entries as Entry[])
        .filter(({ Id }) => failures[Id] !== undefined)
        .map(({ Id }) => ({ Id, ...failures[Id] })),
    }),
  };
}

function sentIds({ requests }: FailingService): string[][] {
  return requests.map(({ Entries }) => (Entries as Entry[]).map(({ Id }) => Id));
}

const MESSAGES = ['host-0', 'host-1', 'host-2'].map((moref) => hostMessage({ host: { moref, name: moref } }));

test('entries that failed are sent again, and only they', async () => {
  const [queue, service] = await queueThatAnswers(
    failing({ 0: { Code: 'InternalError', SenderFault: false }, 2: { Code: 'InternalError', SenderFault: false } }),
    failing({ 2: { Code: 'InternalError', SenderFault: false } }),
    failing({}),
  );

  expect(await queue.send(MESSAGES)).toEqual(Array(3).fill({ accepted: true }));
  expect(sentIds(service)).toEqual([['0', '1', '2'], ['0', '2'], ['2']]);
});

test("an entry that fails by the sender's fault is refused and not sent again", async () => {
  const [queue, service] = await queueThatAnswers(
    failing({ 1: { Code: 'InvalidMessageContents', SenderFault: true } }),
  );

  expect(await queue.send(MESSAGES)).toEqual([
    { accepted: true },
    { accepted: false, reason: 'InvalidMessageContents' },
    { accepted: true },
  ]);
  expect(service.requests).toHaveLength(1);
});

test.each([
  { Code: 'InternalError', SenderFault: false },
  { Code: 'KmsAccessDenied', SenderFault: true },
  { Code: 'RequestThrottled', SenderFault: true },
])('an entry that fails with $Code three times makes the queue unavailable', async (failure) => {
  const [queue, service] = await queueThatAnswers(failing({ 1: failure }));

  await expect(queue.send(MESSAGES)).rejects.toMatchObject({
    code: 'queue-unavailable',
    message: expect.stringContaining(failure.Code),
  });
  expect(sentIds(service)).toEqual([['0', '1', '2'], ['1'], ['1']]);
});

test('an entry that the answer forgets is sent again', async () => {
  const [queue, service] = await queueThatAnswers({ body: () => ({ Successful: [], Failed: [] }) }, failing({}));

  expect(await queue.send(MESSAGES.slice(0, 1))).toEqual([{ accepted: true }]);
  expect(service.requests).toHaveLength(2);
});

test('a batch refused as a whole is sent entry by entry, and only the bad one is refused', async () => {
  const refusal: ScriptedAnswer = {
    status: 400,
    body: () => ({ __type: 'com.amazonaws.sqs#InvalidMessageContents', message: 'Invalid characters found.' }),
  };
  const [queue, service] = await queueThatAnswers(refusal, failing({}), refusal, failing({}));

  expect(await queue.send(MESSAGES)).toEqual([
    { accepted: true },
    { accepted: false, reason: 'InvalidMessageContents: Invalid characters found.' },
    { accepted: true },
  ]);
  expect(sentIds(service)).toEqual([['0', '1', '2'], ['0'], ['1'], ['2']]);
});
