/** What people are told of one host: once for a cause, by whatever it is met, and once when it is right again. */
import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { configuredHost, directory, document, host, message, stored } from '../builders.ts';
import { at } from '../fake-clock.ts';
import { rowOf, run, runDeferred, summary, type Workshop, workshop } from '../workshop.ts';
import { forward } from './forwarding.ts';

const NO_TOPIC = new OnboardingError('announcement-unavailable', 'No topic.');
const AWAY = new OnboardingError('vcenter-unreachable', 'vc01 is away.');
const wrong = (gateway = '10.99.0.1') => [stored(document({ gateway }))];
const told = ({ announcer }: Workshop) => announcer.alerts.map(({ kind, code }) => `${kind} ${code}`);
const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);
const REFUSED = 'trouble gateway-outside-subnet';
const RIGHT = 'recovered recovered';

describe('people are told of a cause once', () => {
  test('when a host was deferred in between', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.vcenter.calls.fail('readHost', AWAY);
    expect(summary(await run(shop))).toBe('deferred vcenter-unreachable');
    expect(summary(await runDeferred(shop))).toBe('refused gateway-outside-subnet');
    expect(told(shop)).toEqual([REFUSED]);
  });

  test('when a run and sweeps meet it', async () => {
    const shop = workshop({ documents: [stored(document({ mode: 'enforce', gateway: '10.99.0.1' }))] });
    await run(shop);
    await sweep(shop);
    await run(shop);
    await sweep(shop, 'sweep-2');
    expect(told(shop)).toEqual([REFUSED]);
  });

  test('when other networks are hidden from the account than before', async () => {
    const shop = workshop();
    for (const hidden of [['dvportgroup-91'], ['dvportgroup-92', 'dvportgroup-91']]) {
      const unreadNetworks = hidden.map((moref) => ({ moref, privilege: 'System.Read' }));
      shop.vcenter.shownDirectory = directory({ portgroups: [], unreadNetworks });
      expect((await run(shop)).problems[0]?.message).toContain(`${hidden[0]} takes System.Read`);
    }
    expect(told(shop)).toEqual(['trouble portgroup-not-found']);
  });

  test('when it comes back after another one', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.settings.documents = [stored('{')];
    await run(shop);
    shop.settings.documents = wrong();
    await run(shop);
    expect(told(shop)).toEqual([REFUSED, 'trouble settings-invalid']);
  });

  test('when a host has waited for a day a second time', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('readHost', AWAY, { times: 99 });
    for (let day = 1; day <= 2; day += 1) {
      await run(shop);
      shop.clock.advance(24 * 3600 * 1000 + 1);
      expect(summary(await runDeferred(shop))).toBe('failed vcenter-unreachable');
    }
    expect(told(shop)).toEqual(['trouble vcenter-unreachable']);
  });

  test('when an operator has met it before: they saw it, and nobody else did', async () => {
    const shop = workshop({ documents: wrong() });
    const request = { host: message().host, runId: 'ann', operator: { live: true }, remainingMilliseconds: () => 9e9 };
    expect(summary((await recordedRun(request, shop)).outcome)).toBe('refused gateway-outside-subnet');
    await run(shop);
    await run(shop);
    expect(told(shop)).toEqual([REFUSED]);
  });

  test('by the run after an earlier release, whose rows do not say what was told', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    const { told: _told, since: _since, ...old } = rowOf(shop) ?? { vcenter: 'vc01', moref: 'host-21', name: 'esx' };
    shop.journal.rows.set('host-21', old);
    await run(shop);
    expect(told(shop)).toEqual([REFUSED]);
  });
});

describe('a host that is right again', () => {
  test('is told of once, with what it was', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.settings.documents = [stored()];
    expect([summary(await run(shop)), summary(await run(shop))]).toEqual(['converged', 'unchanged']);
    expect(told(shop)).toEqual([REFUSED, RIGHT]);
    expect(shop.announcer.alerts[1]).toMatchObject({
      subject: 'esx-021.corp.example in vc01: right again (was gateway-outside-subnet)',
      recoveredFrom: ['gateway-outside-subnet'],
    });
    expect(rowOf(shop)).not.toHaveProperty('told');
  });

  test('is found by a sweep', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.settings.documents = [stored()];
    shop.vcenter.put(configuredHost());
    await sweep(shop);
    await sweep(shop, 'sweep-2');
    expect(told(shop)).toEqual([REFUSED, RIGHT]);
  });

  test('by the command of an operator is told of by the next tick', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.settings.documents = [stored()];
    const request = { host: message().host, runId: 'ann', operator: { live: true }, remainingMilliseconds: () => 9e9 };
    expect(summary((await recordedRun(request, shop)).outcome)).toBe('converged');
    expect(told(shop)).toEqual([REFUSED]);
    await forward(shop);
    expect(told(shop)).toEqual([REFUSED, RIGHT]);
  });

  test('is told of again when the same trouble comes back', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.settings.documents = [stored()];
    await run(shop);
    shop.settings.documents = wrong();
    await run(shop);
    expect(told(shop)).toEqual([REFUSED, RIGHT, REFUSED]);
  });

  test('is no news when nobody had got the alert', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', NO_TOPIC);
    await run(shop);
    shop.settings.documents = [stored()];
    await run(shop);
    await forward(shop);
    expect([told(shop), rowOf(shop)?.untold]).toEqual([[], undefined]);
  });

  test('is no news when it is out of scope, and begins anew after that', async () => {
    const shop = workshop({ documents: wrong() });
    await run(shop);
    shop.settings.documents = [];
    await run(shop);
    shop.settings.documents = wrong();
    await run(shop);
    expect(told(shop)).toEqual([REFUSED, REFUSED]);
  });
});

describe('a run that is killed', () => {
  test('between the journal and the topic has its alert told by a tick', async () => {
    const shop = workshop({ documents: wrong() });
    shop.announcer.calls.fail('alert', new TypeError('killed'));
    await expect(run(shop)).rejects.toThrow('killed');
    await forward(shop);
    expect(told(shop)).toEqual([]);
    shop.clock.advance(60_000);
    await forward(shop);
    await forward(shop);
    expect(told(shop)).toEqual([REFUSED]);
  });

  test('between the topic and the journal has its alert told twice, under one id', async () => {
    const shop = workshop({ documents: wrong() });
    shop.journal.calls.fail('markUntold', new TypeError('killed'));
    await expect(run(shop)).rejects.toThrow('killed');
    shop.clock.advance(60_000);
    for (let ticks = 0; ticks < 3; ticks += 1) await forward(shop);
    expect(told(shop)).toEqual([REFUSED, REFUSED]);
    expect(new Set(shop.announcer.alerts.map(({ id }) => id)).size).toBe(1);
  });
});

test('since when a host has its status is kept by runs that end alike', async () => {
  const shop = workshop({ hosts: [host()], documents: wrong() });
  await run(shop);
  shop.clock.advance(5_000);
  await run(shop);
  expect(rowOf(shop)?.since).toBe(at(0));
  shop.settings.documents = [stored()];
  await run(shop);
  expect(rowOf(shop)?.since).toBe(at(5));
});
