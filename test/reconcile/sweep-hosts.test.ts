import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { HostNetwork, HostState } from '../../lib/reconcile/state.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import {
  configuredHost,
  directory,
  disconnectedHost,
  document,
  goodNic,
  host,
  INSTANCE,
  intent,
  managementNic,
  network,
  stored,
  VCENTER,
} from '../builders.ts';
import { rowOf, run, runDeferred, summary, type Workshop, workshop } from '../workshop.ts';

const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);
const queued = ({ queue }: Workshop) => queue.messages.map(({ host: { moref } }) => moref);
const named = (moref: string, state: HostState = host()): HostState => ({
  ...state,
  moref,
  name: `${moref}.corp.example`,
  networkSystem: `networkSystem-${moref}`,
  ...(state.network === undefined ? {} : { network: { ...state.network, vnics: vnicsOf(moref, state.network) } }),
});
/** Each host manages itself by an address of its own. */
const vnicsOf = (moref: string, { vnics: [, ...others] }: HostNetwork) => [
  managementNic({ ipAddress: moref.replace('host-', '10.1.0.1') }),
  ...others.map((each) => ({ ...each, ipAddress: moref.replace('host-', '10.20.0.1') })),
];
const wrong = [stored(document({ gateway: '10.99.0.1' }))];
const enforced = (over: object = {}) => [stored(document({ mode: 'enforce', ...over }))];

describe('the first sweep', () => {
  const fresh = (shop: Workshop) => {
    shop.baseline.taken.clear();
    return shop;
  };

  test('takes every host that is there for the baseline, and reports what differs', async () => {
    const shop = fresh(workshop({ hosts: [named('host-1'), named('host-2', configuredHost()), named('host-3')] }));
    expect(await sweep(shop)).toEqual({
      hosts: 3,
      counts: { reported: 2, unchanged: 1 },
      isFirst: true,
      releasable: [],
    });
    expect([...([...shop.baseline.taken.values()][0] ?? [])]).toEqual(['host-1', 'host-2', 'host-3']);
    expect(queued(shop)).toEqual([]);
    expect(rowOf(shop, 'host-1')?.outcome?.steps.map(({ action, applied }) => [action, applied])).toEqual([
      ['addVirtualNic', false],
      ['updateNetworkConfig', false],
      ['updateNetworkConfig', false],
    ]);
    expect(rowOf(shop, 'host-1')?.outcome?.notes).toContain(
      'Nothing is written by itself: the host was there before this vCenter was watched, and the mode is onboard.',
    );
    expect(rowOf(shop, 'host-2')?.outcome?.status).toBe('unchanged');
  });

  test('reports what is wrong about a host that it leaves alone, and alarms nobody', async () => {
    const shop = fresh(workshop({ documents: wrong }));
    expect((await sweep(shop)).counts).toEqual({ reported: 1 });
    expect(shop.announcer.outcomes.map(summary)).toEqual(['reported gateway-outside-subnet']);
    expect(shop.announcer.alerts).toEqual([]);
  });

  test('in mode enforce queues what differs, and refuses what is wrong', async () => {
    const right = fresh(workshop({ documents: enforced() }));
    expect((await sweep(right)).counts).toEqual({ queued: 1 });
    const refused = fresh(workshop({ documents: enforced({ gateway: '10.99.0.1' }) }));
    expect((await sweep(refused)).counts).toEqual({ refused: 1 });
    expect(rowOf(refused)?.outcome?.status).toBe('refused');
  });
});

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
    expect(shop.announcer.alerts).toHaveLength(1);
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
    const shop = workshop({ documents: enforced({ onUnsupported: 'warn', esxcli: 'never' }) });
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
    const shop = workshop({ documents: enforced({ onUnsupported: 'warn', esxcli: 'never' }) });
    shop.vcenter.behaviour = { ignoresDns: true };
    await run(shop);
    await runDeferred(shop);
    expect(summary(await runDeferred(shop))).toBe('degraded change-ignored');
    expect((await sweep(shop)).counts).toEqual({ degraded: 1 });
    expect([queued(shop), shop.announcer.alerts.map(({ code }) => code)]).toEqual([[], ['change-ignored']]);
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

describe('a sweep', () => {
  const fleet = () => [1, 2, 3, 4, 5].map((number) => named(`host-${number}`));
  const error = (code: 'vcenter-timeout' | 'queue-unavailable' | 'parameters-unavailable') =>
    new OnboardingError(code, 'It was not to be.');

  test('reads every page, and all settings once', async () => {
    const shop = workshop({ hosts: fleet() });
    expect(await sweep(shop)).toEqual({ hosts: 5, counts: { queued: 5 }, isFirst: false, releasable: [] });
    expect([queued(shop).length, shop.settings.calls.counts]).toEqual([5, { readAll: 1 }]);
    expect(shop.meter.counts).toMatchObject({ SweptQueued: 5, Sweeps: 1 });
  });

  test.each([
    [false, { reported: 1 }],
    [true, { queued: 1 }],
  ])('in mode enforce queues what is disruptive only in maintenance mode: %s', async (inMaintenanceMode, counts) => {
    const moved = network({ onStack: [goodNic({ ipAddress: '10.20.0.9' })] });
    const shop = workshop({ hosts: [host({ network: moved, inMaintenanceMode })], documents: enforced() });
    expect((await sweep(shop)).counts).toEqual(counts);
  });

  test('that has nothing to queue makes no call of the queue, and logs why a host has no plan', async () => {
    const shop = workshop({ documents: [] });
    await sweep(shop);
    expect([shop.queue.calls.counts, shop.log.lines]).toEqual([{}, ['info No settings cover esx-021.corp.example.']]);
  });

  test('writes to no host and opens no intent', async () => {
    const shop = workshop({ hosts: fleet(), documents: enforced() });
    await sweep(shop);
    expect(Object.keys(shop.vcenter.calls.counts).sort()).toEqual(['about', 'readHosts', 'refreshDirectory']);
    expect(shop.journal.calls.counts).toEqual({ readAll: 1 });
  });

  test('of an empty vCenter takes an empty baseline', async () => {
    const shop = workshop({ hosts: [] });
    shop.baseline.taken.clear();
    expect(await sweep(shop)).toEqual({ hosts: 0, counts: {}, isFirst: true, releasable: [] });
    shop.vcenter.put(host());
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ queued: 1 });
  });

  test('goes by the baseline that another one took at the same time', async () => {
    const shop = workshop();
    shop.baseline.taken.clear();
    shop.baseline.calls.before('take', () => void shop.baseline.taken.set(`${VCENTER}/${INSTANCE}`, new Set()));
    expect((await sweep(shop)).counts).toEqual({ queued: 1 });
  });

  test('takes a baseline anew when another vCenter answers', async () => {
    const shop = workshop();
    shop.vcenter.instanceUuid = 'another';
    expect(await sweep(shop)).toMatchObject({ counts: { reported: 1 }, isFirst: true });
  });

  test('that vCenter breaks off takes no baseline and queues nothing', async () => {
    const shop = workshop({ hosts: fleet() });
    shop.baseline.taken.clear();
    shop.vcenter.calls.fail('readHosts', error('vcenter-timeout'));
    await expect(sweep(shop)).rejects.toMatchObject({ code: 'vcenter-timeout' });
    expect([shop.baseline.taken.size, queued(shop)]).toEqual([0, []]);
  });

  test.each<['queue-unavailable' | 'parameters-unavailable', (shop: Workshop, why: OnboardingError) => void]>([
    ['queue-unavailable', ({ queue }, why) => queue.calls.fail('send', why)],
    ['parameters-unavailable', ({ settings }, why) => settings.calls.fail('readAll', why)],
  ])('that meets %s throws it, and the next one finds all again', async (code, fail) => {
    const shop = workshop({ hosts: fleet() });
    fail(shop, error(code));
    await expect(sweep(shop)).rejects.toMatchObject({ code });
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ queued: 5 });
    expect(queued(shop)).toHaveLength(5);
  });

  test('logs a host that the queue will not take, and goes on', async () => {
    const shop = workshop({ hosts: fleet() });
    shop.queue.refuses = ({ host: { moref } }) => (moref === 'host-3' ? 'too long' : undefined);
    await sweep(shop);
    expect(queued(shop)).toEqual(['host-1', 'host-2', 'host-4', 'host-5']);
    expect(shop.log.lines).toContain('error The queue did not take host-3.corp.example: too long');
  });

  test('counts each host by what it found', async () => {
    const fit = named('host-2', configuredHost());
    const away = disconnectedHost({ moref: 'host-4', name: 'host-4.corp.example' });
    const off = stored({ mode: 'off' }, 'hosts/host-3.corp.example');
    const hosts = [named('host-1'), fit, named('host-3'), away, named('host-5')];
    const shop = workshop({ hosts, documents: [stored(), off], baseline: ['host-4', 'host-5'] });
    expect((await sweep(shop)).counts).toEqual({ queued: 1, unchanged: 1, excluded: 1, deferred: 1, reported: 1 });
  });

  test('throws an error outside the family', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('refreshDirectory', new TypeError('a bug'));
    await expect(sweep(shop)).rejects.toThrow(new TypeError('a bug'));
  });
});
