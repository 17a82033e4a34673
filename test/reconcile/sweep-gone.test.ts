import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { configuredHost, document, host, intent, stored } from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { callsOf, rowOf, run, summary, type Workshop, workshop } from '../workshop.ts';
import { forward } from './forwarding.ts';

const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);
const BASE = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example' };
const DEFERRAL = { since: at(-60), attempt: 1, dueAt: at(-1) };

/** A host that the journal knows, and that is not among those that vCenter lists. */
async function missing(over: Partial<JournalRow> = {}): Promise<Workshop> {
  const shop = workshop({ hosts: [configuredHost()] });
  await run(shop);
  shop.journal.rows.set('host-21', { ...BASE, ...rowOf(shop), ...over });
  shop.vcenter.remove('host-21');
  return shop;
}

describe('a host that left the inventory', () => {
  test('is recorded as gone once, told to nobody, and not written to', async () => {
    const shop = await missing();
    expect((await sweep(shop)).counts).toEqual({ gone: 1 });
    const row = rowOf(shop);
    expect(row).toMatchObject({ outcome: { status: 'gone', datacenter: 'DC0', cluster: 'C0' }, since: START });
    shop.clock.advance(5_000);
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({});
    expect([rowOf(shop), shop.announcer.alerts]).toEqual([row, []]);
    expect(shop.announcer.outcomes.map(summary)).toEqual(['unchanged', 'gone host-gone']);
    expect(shop.meter.counts).toMatchObject({ SweptGone: 1 });
    expect(callsOf(shop)).not.toHaveProperty('addVirtualNic');
  });

  test.each<[string, Partial<JournalRow>]>([
    ['waited', { deferral: DEFERRAL }],
    ['was in hand', { intent: intent() }],
  ])('has nothing open any more when it %s', async (_, open) => {
    const shop = await missing(open);
    await sweep(shop);
    expect(rowOf(shop)).toEqual({ ...BASE, outcome: expect.objectContaining({ status: 'gone' }), since: START });
    await forward(shop);
    expect(shop.queue.messages).toEqual([]);
  });

  test('is left to a run that has written meanwhile', async () => {
    const shop = await missing();
    const newer: JournalRow = { ...BASE, deferral: DEFERRAL };
    shop.journal.calls.before('replace', () => void shop.journal.rows.set('host-21', newer));
    expect([(await sweep(shop)).counts, rowOf(shop)]).toEqual([{}, newer]);
  });

  test('of which people were told is no recovery', async () => {
    const shop = workshop({ documents: [stored(document({ gateway: '10.99.0.1' }))] });
    await run(shop);
    shop.vcenter.remove('host-21');
    await sweep(shop);
    expect([shop.announcer.alerts.length, rowOf(shop)?.told]).toEqual([1, undefined]);
  });

  test('and comes back is seen again', async () => {
    const shop = await missing();
    await sweep(shop);
    shop.vcenter.put(configuredHost());
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ unchanged: 1 });
    expect(rowOf(shop)?.outcome?.status).toBe('unchanged');
    shop.vcenter.remove('host-21');
    await sweep(shop, 'sweep-3');
    shop.vcenter.put(host());
    expect((await sweep(shop, 'sweep-4')).counts).toEqual({ queued: 1 });
  });

  test('ends the intent of its own run', async () => {
    const shop = await missing({ intent: intent() });
    expect(summary(await run(shop))).toBe('gone host-gone');
    expect(rowOf(shop)).not.toHaveProperty('intent');
  });
});

describe('a host that is only not listed', () => {
  const listsNothing = (shop: Workshop) => {
    const { vcenter } = shop;
    const shown = configuredHost();
    vcenter.calls.before('readHosts', () => vcenter.remove('host-21'));
    shop.settings.calls.before('readAll', () => vcenter.put(shown));
    return shop;
  };

  test('is there when vCenter is asked for it, and stays what it was', async () => {
    const shop = workshop({ hosts: [configuredHost()] });
    await run(shop);
    const row = rowOf(shop);
    expect((await sweep(listsNothing(shop))).counts).toEqual({});
    expect(rowOf(shop)).toEqual(row);
    expect(shop.log.lines.at(-1)).toMatch(
      /^warn esx-021\.corp\.example is in the inventory and was not among the hosts/,
    );
  });

  test.each([
    ['the account may not see it', new OnboardingError('permission-missing', 'System.View.', { host: 'esx' })],
    ['vCenter went away', new OnboardingError('vcenter-unreachable', 'vc01 is away.')],
  ])('is not gone when %s, and the sweep comes to its end', async (_, error) => {
    const shop = await missing();
    const row = rowOf(shop);
    shop.vcenter.calls.fail('readHost', error);
    expect((await sweep(shop)).counts).toEqual({});
    expect([rowOf(shop), shop.meter.counts['Sweeps']]).toEqual([row, 1]);
  });
});

test('a host that moved to another cluster is found by the sweep, though it is as it was', async () => {
  const shop = workshop({ hosts: [configuredHost()] });
  await run(shop);
  const cluster = { type: 'ClusterComputeResource', moref: 'domain-c9', name: 'C1' };
  shop.vcenter.put(configuredHost({ ancestors: [cluster, ...configuredHost().ancestors.slice(1)] }));
  await sweep(shop);
  await sweep(shop, 'sweep-2');
  expect(rowOf(shop)?.outcome).toMatchObject({ status: 'unchanged', cluster: 'C1' });
  expect(shop.announcer.outcomes).toHaveLength(2);
});
