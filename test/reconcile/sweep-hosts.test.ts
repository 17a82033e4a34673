import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import {
  configuredHost,
  directory,
  disconnectedHost,
  document,
  goodNic,
  host,
  intent,
  network,
  stored,
} from '../builders.ts';
import { at } from '../fake-clock.ts';
import { rowOf, run, runDeferred, summary, type Workshop, workshop } from '../workshop.ts';

const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);
const queued = ({ queue }: Workshop) => queue.messages.map(({ host: { moref } }) => moref);
const named = (moref: string, state: HostState = host()): HostState => ({
  ...state,
  moref,
  name: `${moref}.corp.example`,
  networkSystem: `networkSystem-${moref}`,
});
const wrong = [stored(document({ gateway: '10.99.0.1' }))];
const enforced = (over: object = {}) => [stored(document({ mode: 'enforce', ...over }))];

describe('the first sweep', () => {
  const fresh = (shop: Workshop) => {
    shop.baseline.taken.clear();
    return shop;
  };

  test('takes every host that is there for the baseline, and reports what differs', async () => {
    const shop = fresh(workshop({ hosts: [named('host-1'), named('host-2', configuredHost()), named('host-3')] }));
    expect(await sweep(shop)).toEqual({ hosts: 3, counts: { reported: 2, unchanged: 1 }, isFirst: true });
    expect([...([...shop.baseline.taken.values()][0] ?? [])]).toEqual(['host-1', 'host-2', 'host-3']);
    expect(queued(shop)).toEqual([]);
    expect(rowOf(shop, 'host-1')?.outcome?.steps.map(({ action, applied }) => [action, applied])).toEqual([
      ['addVirtualNic', false],
      ['updateNetworkConfig', false],
      ['updateNetworkConfig', false],
    ]);
    expect(rowOf(shop, 'host-2')?.outcome?.status).toBe('unchanged');
  });

  test('reports what is wrong about a host that it leaves alone, and alarms nobody', async () => {
    const shop = fresh(workshop({ documents: wrong }));
    expect((await sweep(shop)).counts).toEqual({ reported: 1 });
    expect(summary(shop.announcer.news[0] ?? NOTHING)).toBe('reported gateway-outside-subnet');
  });

  test('in mode enforce queues what differs, and refuses what is wrong', async () => {
    const right = fresh(workshop({ documents: enforced() }));
    expect((await sweep(right)).counts).toEqual({ queued: 1 });
    const refused = fresh(workshop({ documents: enforced({ gateway: '10.99.0.1' }) }));
    expect((await sweep(refused)).counts).toEqual({ refused: 1 });
    expect(rowOf(refused)?.outcome?.status).toBe('refused');
  });
});

const NOTHING = { status: 'gone', problems: [] } as unknown as Parameters<typeof summary>[0];

describe('a later sweep', () => {
  test('queues a host whose event was missed, under its own cause', async () => {
    const shop = workshop();
    expect((await sweep(shop)).counts).toEqual({ queued: 1 });
    expect(shop.queue.messages[0]?.cause).toEqual({ kind: 'sweep', sweep: 'sweep-1' });
  });

  test('queues a new host with something wrong once: its run has recorded and told it', async () => {
    const shop = workshop({ documents: wrong });
    expect((await sweep(shop)).counts).toEqual({ queued: 1 });
    await run(shop, { kind: 'sweep', sweep: 'sweep-1' });
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ refused: 1 });
    expect(shop.announcer.news).toHaveLength(1);
  });

  test('takes up a refused host when its settings are right', async () => {
    const shop = workshop({ documents: wrong });
    await run(shop);
    shop.settings.documents = [stored(document(), 'defaults', 8)];
    expect((await sweep(shop)).counts).toEqual({ queued: 1 });
  });

  test('does not try again what failed, until settings or plan are others', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', new OnboardingError('fault-refused', 'No.'));
    await run(shop);
    expect((await sweep(shop)).counts).toEqual({ failed: 1 });
    shop.settings.documents = [stored(document(), 'defaults', 8)];
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ queued: 1 });
  });

  test('does not write again what a degraded host refuses, and does mend what has drifted', async () => {
    const shop = workshop({ documents: enforced({ onUnsupported: 'warn' }) });
    shop.vcenter.calls.fail('updateDns', new OnboardingError('fault-refused', 'No.'));
    expect((await run(shop)).status).toBe('degraded');
    expect((await sweep(shop)).counts).toEqual({ degraded: 1 });
    shop.vcenter.change('networkSystem-21', (found) => ({
      ...found,
      netStackInstances: found.netStackInstances.map(({ defaultGateway: _, ...stack }) => stack),
    }));
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ queued: 1 });
  });

  test('does not try again what a degraded host took and dropped, and tells nobody again', async () => {
    const shop = workshop({ documents: enforced({ onUnsupported: 'warn' }) });
    shop.vcenter.behaviour = { ignoresDns: true };
    await run(shop);
    await runDeferred(shop);
    expect(summary(await runDeferred(shop))).toBe('degraded change-ignored');
    expect((await sweep(shop)).counts).toEqual({ degraded: 1 });
    expect([queued(shop), shop.announcer.news.at(-1)?.status]).toEqual([[], 'degraded']);
  });

  test('queues a host with an open intent, whatever else is known of it', async () => {
    const shop = workshop({ hosts: [configuredHost()] });
    shop.journal.rows.set('host-21', { vcenter: 'vc01', moref: 'host-21', name: 'esx', intent: intent() });
    expect((await sweep(shop)).counts).toEqual({ queued: 1 });
  });

  test('does not count a host outside every scope as trouble', async () => {
    const shop = workshop({ documents: [] });
    expect((await sweep(shop)).counts).toEqual({ excluded: 1 });
    expect(shop.journal.rows.size).toBe(0);
  });

  test('looks a missing portgroup up afresh once, not once a host', async () => {
    const shop = workshop({ hosts: [named('host-1'), named('host-2')], baseline: ['host-1', 'host-2'] });
    shop.vcenter.shownDirectory = directory({ portgroups: [] });
    expect((await sweep(shop)).counts).toEqual({ reported: 2 });
    expect(shop.vcenter.calls.counts['refreshDirectory']).toBe(1);
  });
});

describe('what a sweep records', () => {
  const drifted = host({ network: network({ onStack: [goodNic({ ipAddress: '10.20.0.9' })] }) });

  test('is written and put on the bus once, while it is the same', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    await sweep(shop);
    await sweep(shop, 'sweep-2');
    expect([shop.journal.calls.counts['write'], shop.announcer.outcomes.length]).toEqual([1, 1]);
  });

  test('never goes over a host that a run has in hand', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    shop.leases.held.set('host-21', { owner: 'run', until: new Date(at(60)) });
    await sweep(shop);
    expect(rowOf(shop)).toBeUndefined();
  });

  test('never goes over what a run has written meanwhile', async () => {
    const shop = workshop({ hosts: [drifted], baseline: ['host-21'] });
    const newer = await run(workshop({ hosts: [configuredHost()] }));
    const row: JournalRow = { vcenter: 'vc01', moref: 'host-21', name: 'esx', outcome: newer };
    shop.leases.calls.before('acquire', () => void shop.journal.rows.set('host-21', row));
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
