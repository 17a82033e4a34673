import { expect, test } from '@jest/globals';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import { disconnectedHost, intent, message } from '../builders.ts';
import { at } from '../fake-clock.ts';
import { rowOf, summary, type Workshop, workshop } from '../workshop.ts';

const BASE = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example' };

/** What `apply` does with a table. */
const apply = (shop: Workshop) =>
  recordedRun(
    {
      host: message().host,
      operator: { live: false },
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
  const { outcome, written } = await apply(shop);
  expect([summary(outcome), written, rowOf(shop), shop.journal.calls.counts['write']]).toEqual([
    'deferred lease-held',
    undefined,
    row,
    undefined,
  ]);
});

test('a host that an operator could not reach is looked at again by itself', async () => {
  const shop = workshop({ hosts: [disconnectedHost()] });
  await apply(shop);
  expect(rowOf(shop)?.deferral).toEqual({ since: at(0), attempt: 1, dueAt: at(30) });
});
