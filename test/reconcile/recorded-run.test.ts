import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { Operator } from '../../lib/reconcile/configure-request.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import {
  configuredHost,
  disconnectedHost,
  document,
  goodNic,
  host,
  intent,
  managementNic,
  message,
  network,
  stored,
} from '../builders.ts';
import { at } from '../fake-clock.ts';
import { rowOf, run, runDeferred, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const BASE = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example' };

/** What `apply` does with a table. */
const apply = (shop: Workshop, over: Partial<Operator> = {}) =>
  recordedRun(
    {
      host: message().host,
      operator: { live: false, ...over },
      runId: 'apply by ann@ws7, pid 1, run 1',
      remainingMilliseconds: () => Number.POSITIVE_INFINITY,
    },
    shop,
  );

test("an operator's run is in the journal like any other, and nobody is told of what its operator sees", async () => {
  const shop = workshop({ baseline: ['host-21'] });
  const { outcome } = await apply(shop);
  expect([summary(outcome), outcome.cause, rowOf(shop)?.outcome]).toEqual(['converged', undefined, outcome]);
  expect(rowOf(shop)?.added).toMatchObject([{ device: 'vmk1', runId: 'apply by ann@ws7, pid 1, run 1' }]);
  expect(shop.announcer.outcomes).toEqual([]);
});

test('an operator who is kept out leaves the row to whoever keeps him out', async () => {
  const shop = workshop();
  const row = { ...BASE, intent: intent() };
  shop.journal.rows.set('host-21', row);
  shop.leases.held.set('host-21', { owner: 'configure-host, request 7', until: new Date(at(60)) });
  const { outcome } = await apply(shop);
  expect([summary(outcome), rowOf(shop), Object.keys(shop.journal.calls.counts)]).toEqual([
    'deferred lease-held',
    row,
    ['read'],
  ]);
});

test('a host that an operator could not reach is looked at again by itself', async () => {
  const shop = workshop({ hosts: [disconnectedHost()] });
  await apply(shop);
  expect(rowOf(shop)?.deferral).toEqual({ since: at(0), attempt: 1, dueAt: at(30) });
});

test('an adapter that a rollback put back is not recorded as ours', async () => {
  const theirs = goodNic({ device: 'vmk5', netStackInstanceKey: 'defaultTcpipStack' });
  const shop = workshop({ hosts: [host({ network: network({ vnics: [managementNic(), theirs] }) })] });
  shop.vcenter.calls.fail('updateGateway', new OnboardingError('fault-refused', 'HostConfigFault.'));
  const { outcome } = await apply(shop, { live: true, allowReplace: true });
  expect(summary(outcome)).toMatch(/^failed fault-refused/);
  expect([shop.vcenter.truth().network?.vnics.length, rowOf(shop)?.added]).toEqual([2, undefined]);
});

describe('the row of a host', () => {
  /** Killed after AddVirtualNic: its lease is held, its intent open. */
  const killed = async (shop: Workshop) => {
    shop.vcenter.calls.fail('updateGateway', new TypeError('killed'));
    shop.leases.calls.fail('release', new OnboardingError('journal-unavailable', 'Killed.'));
    await apply(shop).catch(() => undefined);
  };

  test.each(['read', 'write'])("is no other run's when it is %s: who comes meanwhile is kept out", async (call) => {
    const shop = workshop();
    let other: Promise<unknown> | undefined;
    shop.journal.calls.before(call, async () => {
      other ??= run(shop).then(summary);
    });
    expect(summary((await apply(shop)).outcome)).toBe('converged');
    expect(await other).toBe('deferred lease-held');
    expect(rowOf(shop)?.added).toHaveLength(1);
  });

  test('keeps what a run has begun since the one that it keeps out looked at it', async () => {
    const shop = workshop();
    shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
    shop.journal.calls.before('recordBeside', async () => {
      shop.leases.held.clear();
      await killed(shop);
    });
    expect(summary(await run(shop))).toBe('deferred lease-held');
    expect(rowOf(shop)).toMatchObject({
      outcome: { status: 'deferred' },
      deferral: { attempt: 1 },
      intent: { steps: expect.any(Array) },
    });
    expect(summary(await runDeferred(shop))).toBe('deferred lease-held');
    shop.clock.advance(150_000);
    expect(summary(await runDeferred(shop))).toBe('converged');
    expect(stackOf(shop).devices).toEqual(['vmk1']);
  });

  test('is not written over by a run that took longer than its lease', async () => {
    const shop = workshop({ hosts: [configuredHost()] });
    const theirs = intent();
    shop.vcenter.calls.before('readHost', () => {
      shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
      shop.journal.rows.set('host-21', { ...BASE, intent: theirs });
    });
    expect(summary(await run(shop))).toBe('unchanged');
    expect(rowOf(shop)?.intent).toEqual(theirs);
  });

  test('is marked as untold only while it is the row of that run', async () => {
    const shop = workshop({ documents: [] });
    shop.announcer.calls.fail('outcome', new OnboardingError('announcement-unavailable', 'No bus.'));
    const row = { ...BASE, intent: intent() };
    shop.announcer.calls.before('outcome', () => void shop.journal.rows.set('host-21', row));
    shop.settings.documents = [stored(document({ gateway: '10.99.0.1' }))];
    await run(shop);
    expect(rowOf(shop)).toEqual(row);
  });

  test('keeps, of an apply on the vMotion stack, the deferral of a run that was kept out meanwhile', async () => {
    const shop = workshop({ documents: [] });
    const deferral = { since: at(0), attempt: 1, dueAt: at(30) };
    shop.vcenter.calls.before('readHost', () => void shop.journal.rows.set('host-21', { ...BASE, deferral }));
    await apply(shop, { stack: 'vmotion' });
    expect(rowOf(shop)).toEqual({ ...BASE, deferral });
  });
});
