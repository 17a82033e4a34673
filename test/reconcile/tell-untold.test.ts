/** What could not be told stays on the row of its host: ticks tell it, each thing once, whoever is away. */
import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { document, host, stored } from '../builders.ts';
import { at } from '../fake-clock.ts';
import { rowOf, run, type Workshop, workshop } from '../workshop.ts';
import { forward } from './forwarding.ts';

const NO_TOPIC = new OnboardingError('announcement-unavailable', 'No topic.');
const AWAY = new OnboardingError('vcenter-unreachable', 'vc01 is away.');
const REFUSED = 'trouble gateway-outside-subnet';
const wrong = () => [stored(document({ gateway: '10.99.0.1' }))];
const told = ({ announcer }: Workshop) => announcer.alerts.map(({ kind, code }) => `${kind} ${code}`);
const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);

describe('an alert that could not be published', () => {
  test('stays on the row of its host, and is told by the next tick though the host never runs again', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC);
    await run(shop);
    expect(rowOf(shop)?.untold).toMatchObject({ dueAt: at(0), alert: { code: 'gateway-outside-subnet' } });
    expect(await forward(shop)).toMatchObject({ requeued: 0 });
    await forward(shop);
    expect([told(shop), rowOf(shop)?.untold]).toEqual([[REFUSED], undefined]);
  });

  test('is still told when its host has been deferred since', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC);
    await run(shop);
    shop.vcenter.calls.fail('readHost', AWAY);
    await run(shop);
    await forward(shop);
    expect([told(shop), rowOf(shop)?.deferral?.attempt]).toEqual([[REFUSED], 1]);
  });

  test('is tried by each tick, and keeps the host from nothing', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC, { times: 3 });
    await run(shop);
    for (let ticks = 0; ticks < 4; ticks += 1) await forward(shop);
    expect([told(shop), shop.announcer.calls.counts['alert']]).toEqual([[REFUSED], 4]);
  });

  test('is told also while the queue is away', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC);
    await run(shop);
    const deferral = { since: at(-60), attempt: 1, dueAt: at(-1) };
    shop.journal.rows.set('host-9', { vcenter: 'vc01', moref: 'host-9', name: 'esx-9', deferral });
    shop.queue.calls.fail('send', new OnboardingError('queue-unavailable', 'No queue.'));
    await expect(forward(shop)).rejects.toMatchObject({ code: 'queue-unavailable' });
    expect(told(shop)).toEqual([REFUSED]);
  });

  test('is told once, also when a sweep has read it before the tick and has news after that', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC);
    await run(shop);
    shop.settings.documents = [stored(document({ mode: 'report' }))];
    shop.journal.calls.before('replace', async () => void (await forward(shop)));
    await sweep(shop);
    await forward(shop);
    expect(told(shop)).toEqual([REFUSED]);
    await sweep(shop, 'sweep-2');
    expect([told(shop), rowOf(shop)?.outcome?.status]).toEqual([[REFUSED], 'reported']);
  });

  test('and that no topic will ever take keeps no other host from its alert', async () => {
    const shop = workshop({ hosts: [host({ moref: 'host-20' }), host()], documents: wrong() });
    const { alert } = shop.announcer;
    shop.announcer.alert = async (each) => {
      if (each.host?.moref === 'host-20') throw NO_TOPIC;
      await alert(each);
    };
    await run(shop, undefined, 'host-20');
    shop.alertWindows.calls.fail('admit', NO_TOPIC);
    shop.clock.advance(1_000);
    await run(shop);
    expect(told(shop)).toEqual([]);
    for (let ticks = 0; ticks < 2; ticks += 1) {
      shop.clock.advance(10_000);
      await forward(shop);
    }
    expect(told(shop)).toEqual([REFUSED]);
  });
});

describe('a bus that is away', () => {
  test('has no alert told again and again', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC);
    shop.announcer.calls.fail('outcome', NO_TOPIC, { times: 4 });
    await run(shop);
    for (let ticks = 0; ticks < 3; ticks += 1) await forward(shop);
    expect([told(shop), rowOf(shop)?.untold]).toEqual([[REFUSED], { dueAt: at(0), result: true }]);
    await forward(shop);
    expect([told(shop), rowOf(shop)?.untold]).toEqual([[REFUSED], undefined]);
  });

  test('keeps nobody from the alerts of other hosts, and is asked once a tick', async () => {
    const shop = workshop({ hosts: [host({ moref: 'host-20' }), host()], documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC, { times: 2 });
    shop.announcer.calls.fail('outcome', NO_TOPIC, { times: 3 });
    await run(shop, undefined, 'host-20');
    await run(shop);
    await forward(shop);
    expect([told(shop), shop.announcer.calls.counts['outcome']]).toEqual([[REFUSED, REFUSED], 3]);
  });
});

test('an outcome that did not get to the bus is put there by the next tick', async () => {
  const shop = workshop();
  shop.announcer.calls.fail('outcome', NO_TOPIC);
  const outcome = await run(shop);
  expect(rowOf(shop)?.untold).toEqual({ dueAt: at(0), result: true });
  await forward(shop);
  await forward(shop);
  expect([shop.announcer.outcomes, rowOf(shop)?.untold]).toEqual([[outcome], undefined]);
});
