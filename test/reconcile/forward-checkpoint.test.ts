import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { INSTANCE } from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { workshop } from '../workshop.ts';
import { added, forward, keysOf, watched } from './forwarding.ts';

describe('the checkpoint', () => {
  const busy = (shop = watched(workshop())) => {
    shop.vcenter.events = [added(1, at(5))];
    return shop;
  };
  const NO_TABLE = new OnboardingError('journal-unavailable', 'DynamoDB does not answer.');

  test('is looked back from by two minutes, and events of then are told by their keys', async () => {
    const shop = watched(workshop());
    shop.checkpoints.checkpoint = { instanceUuid: INSTANCE, time: START, keys: [`2/${at(-119)}`] };
    shop.vcenter.events = [added(9, at(-121)), added(1, at(-120)), added(2, at(-119)), added(2, at(-118))];
    await forward(shop);
    expect(keysOf(shop)).toEqual([1, 2]);
    expect(shop.checkpoints.checkpoint).toEqual({
      instanceUuid: INSTANCE,
      time: START,
      keys: [`2/${at(-119)}`, `1/${at(-120)}`, `2/${at(-118)}`],
    });
  });

  test('is not written while nothing happens', async () => {
    const shop = watched(workshop());
    await forward(shop, { listenMilliseconds: 10_000 });
    expect(shop.checkpoints.calls.counts).toEqual({ take: 1 });
  });

  test('that cannot be saved lets the next run send again, which the queue knows', async () => {
    const shop = busy();
    shop.checkpoints.calls.fail('save', NO_TABLE);
    await expect(forward(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(await forward(shop, { runId: 'run-b' })).toMatchObject({ forwarded: 1 });
    expect(keysOf(shop)).toEqual([1]);
  });

  test('stays where it is when an event that SQS will never take cannot be journalled', async () => {
    const shop = busy();
    shop.queue.refuses = () => 'too long';
    shop.journal.calls.fail('recordRejectedEvent', NO_TABLE);
    await expect(forward(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect([shop.checkpoints.checkpoint?.time, shop.announcer.alerts]).toEqual([START, []]);
  });

  test('passes an event that SQS will never take although nobody can be told', async () => {
    const shop = busy();
    shop.queue.refuses = () => 'too long';
    shop.announcer.calls.fail('alert', new OnboardingError('announcement-unavailable', 'No topic.'));
    expect(await forward(shop)).toEqual({ forwarded: 0, requeued: 0, isSuperseded: false });
    expect([shop.checkpoints.checkpoint?.time, shop.journal.rejected.length]).toEqual([at(5), 1]);
    expect(shop.log.lines).toEqual(['error The queue will never take event 1: too long', 'error No topic.']);
  });

  test('stays when telling people of a refused event meets a bug of ours', async () => {
    const shop = busy();
    shop.queue.refuses = () => 'too long';
    shop.announcer.calls.fail('alert', new TypeError('a bug'));
    await expect(forward(shop)).rejects.toThrow(new TypeError('a bug'));
    expect(shop.checkpoints.checkpoint?.time).toBe(START);
  });

  test('keeps what was sent when vCenter goes away later', async () => {
    const shop = busy();
    const away = new OnboardingError('vcenter-unreachable', 'vc01 is away.');
    shop.checkpoints.calls.before('save', () => shop.vcenter.calls.fail('nextEvents', away));
    await expect(forward(shop, { listenMilliseconds: 10_000 })).rejects.toBe(away);
    expect(shop.vcenter.calls.counts['closeEvents']).toBe(1);
    expect([shop.checkpoints.checkpoint?.time, keysOf(shop)]).toEqual([at(5), [1]]);
  });
});

describe('without a checkpoint that fits', () => {
  test.each([
    ['there is none', undefined, 0],
    ['it is of another vCenter', { instanceUuid: 'another', time: START, keys: [] }, 0],
    ['the clock of vCenter is behind it', { instanceUuid: INSTANCE, time: START, keys: [] }, -60_000],
  ])('because %s, it begins one hour back and asks for a sweep', async (_why, checkpoint, offset) => {
    const shop = workshop();
    shop.checkpoints.checkpoint = checkpoint;
    shop.vcenter.clockOffsetMilliseconds = offset;
    shop.vcenter.events = [added(1, at(-3500 - 120)), added(2, at(-4000))];
    await forward(shop);
    expect(shop.announcer.sweeps).toHaveLength(1);
    expect(shop.log.lines[0]).toMatch(/^warn Events are read from .*Z on: /);
    expect(keysOf(shop)).toEqual([1]);
  });

  test('and without anybody to ask for a sweep, none is saved: the next run asks again', async () => {
    const shop = workshop();
    shop.announcer.calls.fail('requestSweep', new OnboardingError('announcement-unavailable', 'No bus.'));
    await expect(forward(shop)).rejects.toMatchObject({ code: 'announcement-unavailable' });
    expect(shop.checkpoints.checkpoint).toBeUndefined();
    await forward(shop, { runId: 'run-b' });
    expect(shop.announcer.sweeps).toEqual(['there is no checkpoint yet']);
    await forward(shop, { runId: 'run-c' });
    expect(shop.announcer.sweeps).toHaveLength(1);
  });

  test('with one that fits, no sweep is asked for', async () => {
    const shop = watched(workshop());
    await forward(shop);
    expect(shop.announcer.sweeps).toEqual([]);
  });
});
