import { afterEach, describe, expect, test } from '@jest/globals';
import type { QueueHandler } from '../../local/queue-poller.ts';
import { bodyOf, type PolledQueue, startPolledQueue } from './polled-queue.ts';
import { deferred, untilTrue } from './until-true.ts';

let queue: PolledQueue;
afterEach(() => queue.close());

describe('a message', () => {
  test.each<[string, () => ReturnType<QueueHandler>]>([
    ['without an answer', async () => undefined],
    ['with no failures', async () => ({ batchItemFailures: [] })],
  ])('handled %s is taken off the queue', async (_, answer) => {
    queue = await startPolledQueue();
    await queue.send('g', 'x');
    queue.poll(answer);

    await untilTrue(async () => {
      const { visible, inFlight } = await queue.count();
      return visible === '0' && inFlight === '0';
    });
    expect(await queue.countDeadLetters()).toEqual({ visible: '0', inFlight: '0' });
  });

  test('that failed stays invisible, and holds its group back', async () => {
    queue = await startPolledQueue();
    const bodies: string[] = [];
    await queue.send('g', 'first');
    await queue.send('g', 'second');
    await queue.send('other', 'third');

    queue.poll(async (event) => {
      bodies.push(bodyOf(event));
      return { batchItemFailures: bodyOf(event) === 'first' ? [{ itemIdentifier: 'unknown to Lambda' }] : [] };
    });

    await untilTrue(() => bodies.includes('third'));
    await queue.poller?.stop();
    expect(bodies).toEqual(['first', 'third']);
    expect(await queue.count()).toEqual({ visible: '1', inFlight: '1' });
  });

  test('that fails is received three times and then in the dead-letter queue, and its group goes on', async () => {
    queue = await startPolledQueue(1);
    const receives: string[] = [];
    await queue.send('g', 'poison');
    await queue.send('g', 'good');

    queue.poll(async (event) => {
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
    expect(queue.troubles).toEqual([new TypeError('a bug')]);
    expect(await queue.countDeadLetters()).toEqual({ visible: '1', inFlight: '0' });
  });

  test('whose function runs too long has failed', async () => {
    queue = await startPolledQueue();
    await queue.send('g', 'x');
    const never = deferred();
    queue.poll(() => never.promise, { timeoutSeconds: 0.05 });

    await untilTrue(() => queue.troubles.length === 1);
    expect(queue.troubles).toMatchObject([{ message: 'configure-host did not end within 0.05 seconds.' }]);
    expect(await queue.count()).toEqual({ visible: '0', inFlight: '1' });
  });
});
