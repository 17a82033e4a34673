import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { configuredHost, disconnectedHost, goodNic, host, intent, network } from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { rowOf, run, type Workshop, workshop } from '../workshop.ts';

const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);

describe('what a sweep records', () => {
  const drifted = host({ network: network({ onStack: [goodNic({ ipAddress: '10.20.0.9' })] }) });

  test('is written and put on the bus once, while it is the same', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    await sweep(shop);
    await sweep(shop, 'sweep-2');
    expect([shop.journal.calls.counts['replace'], shop.announcer.outcomes.length]).toEqual([1, 1]);
  });

  test.each([
    ['waits', { deferral: { since: at(-60), attempt: 1, dueAt: at(60) } }],
    ['is being written to', { intent: intent() }],
  ])('never goes over a host that %s by now', async (_, over) => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    const row: JournalRow = { vcenter: 'vc01', moref: 'host-21', name: 'esx', ...over };
    shop.journal.calls.before('replace', () => void shop.journal.rows.set('host-21', row));
    await sweep(shop);
    expect([rowOf(shop), shop.announcer.outcomes]).toEqual([row, []]);
  });

  test('and cannot be journalled is thrown', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    shop.journal.calls.fail('replace', new OnboardingError('journal-unavailable', 'No table.'));
    await expect(sweep(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(shop.announcer.outcomes).toEqual([]);
  });

  test('and could not be told is told by the next sweep, though it is the same', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    shop.announcer.calls.fail('outcome', new OnboardingError('announcement-unavailable', 'No bus.'));
    await sweep(shop);
    expect([rowOf(shop)?.untold, shop.announcer.outcomes]).toEqual([{ dueAt: START, result: true }, []]);
    await sweep(shop, 'sweep-2');
    expect([rowOf(shop)?.untold, shop.announcer.outcomes.length]).toEqual([undefined, 1]);
  });

  test('tells the drift of a host that had converged', async () => {
    const shop = workshop();
    await run(shop);
    shop.vcenter.change('networkSystem-21', (found) => ({
      ...found,
      vnics: found.vnics.map((nic) => (nic.device === 'vmk1' ? { ...nic, ipAddress: '10.20.0.9' } : nic)),
    }));
    expect((await sweep(shop)).counts).toEqual({ reported: 1 });
    expect(rowOf(shop)?.outcome?.steps).toMatchObject([
      { action: 'updateVirtualNic', disruptive: true, applied: false },
    ]);
  });

  test('leaves the outcome of a host that converged as it was', async () => {
    const shop = workshop();
    const outcome = await run(shop);
    expect((await sweep(shop)).counts).toEqual({ unchanged: 1 });
    expect(rowOf(shop)?.outcome).toEqual(outcome);
  });

  test('never goes over what a run has written meanwhile', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    const newer = await run(workshop({ hosts: [configuredHost()] }));
    const row: JournalRow = { vcenter: 'vc01', moref: 'host-21', name: 'esx', outcome: newer };
    shop.journal.calls.before('replace', () => void shop.journal.rows.set('host-21', row));
    await sweep(shop);
    expect(rowOf(shop)).toEqual(row);
  });

  test('never goes over what a run has written while the sweep read the hosts', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    const newer = await run(workshop({ hosts: [configuredHost()] }));
    const row: JournalRow = { vcenter: 'vc01', moref: 'host-21', name: 'esx', outcome: newer };
    shop.settings.calls.before('readAll', () => void shop.journal.rows.set('host-21', row));
    await sweep(shop);
    expect(rowOf(shop)).toEqual(row);
  });

  test('says of a host that was in trouble that it is right now', async () => {
    const shop = workshop({ hosts: [disconnectedHost()], baseline: ['host-21'] });
    await sweep(shop);
    expect(rowOf(shop)?.outcome?.status).toBe('deferred');
    shop.vcenter.put(configuredHost());
    await sweep(shop, 'sweep-2');
    expect(rowOf(shop)?.outcome?.status).toBe('unchanged');
  });
});
