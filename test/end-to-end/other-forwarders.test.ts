/** Events of other forwarders, through the handler and the embedded queue. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAcceptDependencies } from '../../functions/accept-dependencies.ts';
import { createAcceptEvents } from '../../functions/accept-events.ts';
import { createForwardEvents } from '../../functions/forward-events.ts';
import { SqsHostEventsQueue } from '../../lib/aws/host-events-queue.ts';
import { parseMessage } from '../../lib/reconcile/messages.ts';
import { drainQueue, type EmulatedAws, startEmulatedAws } from '../aws/emulated-aws.ts';
import { INSTANCE } from '../builders.ts';
import { CREATED, SHAPES } from '../foreign-events.ts';
import { context, dependenciesOf, scheduled } from '../functions/invoke.ts';
import { workshop } from '../workshop.ts';

let aws: EmulatedAws;
let accept: (event: unknown) => Promise<unknown>;
let keys = 1000;

beforeAll(async () => {
  aws = await startEmulatedAws();
  const dependencies = createAcceptDependencies({
    queues: { vc01: aws.queueUrl },
    sourceNames: { vc01: ['vcenter.example.com'] },
    region: aws.region,
    endpoints: aws.endpoints,
  });
  const handler = createAcceptEvents(() => ({ ...dependencies, log: workshop().log, meter: () => workshop().meter }));
  accept = async (event) => handler(event, context());
});
afterAll(() => aws.close());

async function taken() {
  return (await drainQueue(aws)).map(({ Body, Attributes }) => ({
    message: parseMessage(Body),
    group: Attributes?.['MessageGroupId'],
    id: Attributes?.['MessageDeduplicationId'],
  }));
}

/** What our own forwarder sends for the event of this key. */
async function forwardOurselves(key: number): Promise<void> {
  const shop = workshop();
  shop.checkpoints.checkpoint = { instanceUuid: INSTANCE, time: CREATED, keys: [] };
  shop.vcenter.events = [
    { key, eventTypeId: 'HostAddedEvent', createdTime: CREATED, host: { moref: 'host-21', name: 'esx01.example.com' } },
  ];
  const queue = new SqsHostEventsQueue(aws.clients.sqs, aws.queueUrl);
  await createForwardEvents(() => ({ ...dependenciesOf(shop), queue: () => queue }))(scheduled(), context());
}

describe.each(SHAPES)('an event of %s', (_, shape) => {
  test('is one message of its host, also when it comes twice and from our own forwarder within five minutes', async () => {
    const key = keys++;
    const told = { key, eventTypeId: 'HostAddedEvent' };
    await accept(shape(told));
    const [first, ...more] = await taken();
    await accept(shape(told));
    await forwardOurselves(key);
    expect([...more, ...(await taken())]).toEqual([]);
    expect(first).toEqual({
      message: {
        version: 1,
        vcenter: 'vc01',
        host: { moref: 'host-21', name: 'esx01.example.com' },
        cause: { kind: 'event', eventTypeId: 'HostAddedEvent', key, createdTime: CREATED },
      },
      group: 'vc01/host-21',
      id: `e/vc01/${key}/1768469411482`,
    });
  });
});

test('the same event in every shape is one message', async () => {
  const told = { key: -1, eventTypeId: 'HostAddedEvent' };
  for (const [, shape] of SHAPES) await accept(shape(told));
  expect(await taken()).toHaveLength(1);
});

test('an event that our own forwarder was first to send is not sent again', async () => {
  await forwardOurselves(7);
  for (const [, shape] of SHAPES) await accept(shape({ key: 7, eventTypeId: 'HostAddedEvent' }));
  expect(await taken()).toHaveLength(1);
});

test('another event of the same host, a moment later, is another message', async () => {
  for (const [, shape] of SHAPES) await accept(shape({ key: keys++, eventTypeId: 'HostConnectedEvent' }));
  expect(await taken()).toHaveLength(SHAPES.length);
});
