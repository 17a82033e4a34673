import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { requeueDeferred } from '../../lib/reconcile/requeue-deferred.ts';
import { at } from '../fake-clock.ts';
import { type Workshop, workshop } from '../workshop.ts';

const waiting = (hosts: Readonly<Record<string, number>>) => {
  const shop = workshop();
  for (const [moref, seconds] of Object.entries(hosts)) {
    const deferral = { since: at(-900), attempt: 3, dueAt: at(seconds) };
    shop.journal.rows.set(moref, { vcenter: 'vc01', moref, name: `${moref}.corp.example`, deferral });
  }
  return shop;
};
const requeue = async (shop: Workshop, alreadySent = new Set<string>()) =>
  requeueDeferred('vc01', await shop.journal.due('vc01', shop.clock.now()), alreadySent, shop);
const queued = ({ queue }: Workshop) => queue.messages.map(({ host: { moref } }) => moref);

describe('deferred hosts', () => {
  test('that are due go back to the queue, the others stay', async () => {
    const shop = waiting({ 'host-1': -1, 'host-2': 0, 'host-3': 1 });
    expect([await requeue(shop), queued(shop)]).toEqual([2, ['host-1', 'host-2']]);
    expect(shop.queue.messages[0]).toEqual({
      version: 1,
      vcenter: 'vc01',
      host: { moref: 'host-1', name: 'host-1.corp.example' },
      cause: { kind: 'deferral', dueAt: at(-1) },
    });
  });

  test('that are not due cost no call of the queue', async () => {
    const shop = waiting({ 'host-1': 1 });
    expect([await requeue(shop), shop.queue.calls.counts]).toEqual([0, {}]);
  });

  test('that are looked at only because something is to be told of them stay until they are due', async () => {
    const shop = waiting({ 'host-1': 1 });
    const row = shop.journal.rows.get('host-1');
    if (row !== undefined) shop.journal.rows.set('host-1', { ...row, untold: { dueAt: at(-1), result: true } });
    expect([(await shop.journal.due('vc01', shop.clock.now())).length, await requeue(shop)]).toEqual([1, 0]);
  });

  test('that were put back are not sent again before they have been worked on', async () => {
    const shop = waiting({ 'host-1': -1 });
    const sent = new Set<string>();
    expect([await requeue(shop, sent), await requeue(shop, sent)]).toEqual([1, 0]);
    const deferral = { since: at(-900), attempt: 4, dueAt: at(0) };
    shop.journal.rows.set('host-1', { vcenter: 'vc01', moref: 'host-1', name: 'host-1.corp.example', deferral });
    expect(await requeue(shop, sent)).toBe(1);
    expect(shop.queue.messages.map(({ cause }) => cause)).toEqual([
      { kind: 'deferral', dueAt: at(-1) },
      { kind: 'deferral', dueAt: at(0) },
    ]);
  });

  test('are sent by the next look when the queue did not answer', async () => {
    const shop = waiting({ 'host-1': -1 });
    const sent = new Set<string>();
    shop.queue.calls.fail('send', new OnboardingError('queue-unavailable', 'SQS does not answer.'));
    await expect(requeue(shop, sent)).rejects.toMatchObject({ code: 'queue-unavailable' });
    expect([await requeue(shop, sent), queued(shop)]).toEqual([1, ['host-1']]);
  });

  test('that the queue will not take are logged, and the others are taken', async () => {
    const shop = waiting({ 'host-1': -1, 'host-2': -1 });
    shop.queue.refuses = ({ host: { moref } }) => (moref === 'host-1' ? 'too long' : undefined);
    expect([await requeue(shop), queued(shop)]).toEqual([1, ['host-2']]);
    expect(shop.log.lines).toEqual(['error The queue did not take host-1.corp.example back: too long']);
  });
});
