import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { document, stored } from '../builders.ts';
import { configure, rowOf, run, summary, type Workshop, workshop } from '../workshop.ts';
import { added, numbered } from './numbered-hosts.ts';

const FAULT = new OnboardingError('fault-refused', 'AddVirtualNic was answered with HostConfigFault.');

/** Hosts 31 to 34, of which so many have failed. */
async function afterFailures(failures: number): Promise<Workshop> {
  const shop = workshop({ hosts: [31, 32, 33, 34].map(numbered) });
  for (let number = 31; number < 31 + failures; number += 1) {
    shop.vcenter.calls.fail('addVirtualNic', FAULT);
    expect(summary(await added(shop, number))).toBe('failed fault-refused');
  }
  return shop;
}

const halts = ({ announcer }: Workshop) => announcer.alerts.filter(({ subject }) => subject === 'vc01 is halted');

describe('three hosts in a row that failed', () => {
  test('halt the vCenter for the next one, which waits unwritten; people are told once', async () => {
    const shop = await afterFailures(3);
    const calls = shop.vcenter.calls.counts['addVirtualNic'];
    for (let runs = 0; runs < 2; runs += 1) expect(summary(await added(shop, 34))).toBe('deferred halted');
    expect([shop.vcenter.calls.counts['addVirtualNic'], rowOf(shop, 'host-34')?.intent]).toEqual([calls, undefined]);
    expect(halts(shop)).toHaveLength(1);
    expect(shop.claims.lines.filter((line) => line.includes('host-34'))).toEqual([]);
  });

  test('do not keep an operator from applying', async () => {
    const shop = await afterFailures(3);
    const request = { host: { moref: 'host-34', name: 'host-34' }, operator: { live: false } };
    expect(summary((await configure(shop, request)).outcome)).toBe('converged');
  });

  test('halt nothing any more once the brake is lifted, or the settings are others', async () => {
    const shop = await afterFailures(3);
    await shop.brake.release('vc01');
    expect(summary(await added(shop, 34))).toBe('converged');
    const other = await afterFailures(3);
    other.settings.documents = [stored(document(), 'defaults', 8)];
    expect(summary(await added(other, 34))).toBe('converged');
  });
});

test('a sweep forgets trials under settings that there are no more, and keeps those of the ones that there are', async () => {
  const shop = await afterFailures(3);
  const cluster = () => stored({ mtu: 1500 }, 'datacenters/DC0/clusters/C0', 4);
  await sweepHosts('s1', shop);
  expect(await shop.brake.remembered('vc01')).toHaveLength(1);
  shop.settings.documents = [cluster(), ...shop.settings.documents];
  await sweepHosts('s2', shop);
  expect(await shop.brake.remembered('vc01')).toMatchObject([{ haltedAt: expect.any(String) }]);
  shop.settings.documents = [stored(document(), 'defaults', 8), cluster()];
  await sweepHosts('s3', shop);
  expect(await shop.brake.remembered('vc01')).toEqual([]);
});

test('a sweep forgets no trials while the settings have a mistake: what halted may come back', async () => {
  const shop = await afterFailures(3);
  const { documents } = shop.settings;
  shop.settings.documents = [stored('{ "mode": ', 'defaults', 9)];
  await sweepHosts('s1', shop);
  shop.settings.documents = documents;
  expect(summary(await added(shop, 34))).toBe('deferred halted');
});

test('a sweep keeps trials under a cluster whose datacenter and defaults have settings, too', async () => {
  const shop = workshop({ hosts: [31, 32].map(numbered) });
  shop.settings.documents = [
    stored({ mtu: 1500 }, 'datacenters/DC0/clusters/C0', 4),
    stored({ mtu: 1400 }, 'datacenters/DC0', 2),
    ...shop.settings.documents,
  ];
  shop.vcenter.calls.fail('addVirtualNic', FAULT);
  await added(shop, 31);
  const before = await shop.brake.remembered('vc01');
  await sweepHosts('s1', shop);
  expect([before.length, await shop.brake.remembered('vc01')]).toEqual([3, before]);
});

describe('a sweep while hosts wait for the brake', () => {
  const queued = async (shop: Workshop, sweep: string) => (await sweepHosts(sweep, shop)).counts.queued ?? 0;

  test('takes up a host that failed after a day of waiting, once it is lifted and not before', async () => {
    const shop = await afterFailures(3);
    await added(shop, 34);
    shop.clock.advance(24 * 3600 * 1000 + 1);
    expect(summary(await run(shop, { kind: 'deferral', dueAt: '' }, 'host-34'))).toBe('failed halted');
    expect((await sweepHosts('s1', shop)).counts).toEqual({ failed: 4 });
    await shop.brake.release('vc01');
    expect((await sweepHosts('s2', shop)).counts).toEqual({ failed: 3, queued: 1 });
    expect(summary(await run(shop, { kind: 'sweep', sweep: 's2' }, 'host-34'))).toBe('converged');
  });

  test('leaves them to their own time, and queues them once it is lifted', async () => {
    const shop = await afterFailures(3);
    await added(shop, 34);
    expect([await queued(shop, 's1'), rowOf(shop, 'host-34')?.deferral?.attempt]).toEqual([0, 1]);
    await shop.brake.release('vc01');
    expect([await queued(shop, 's2'), shop.queue.messages.at(-1)?.host.name]).toEqual([1, 'host-34']);
  });

  test('queues all of them once the settings are others, those that failed as well', async () => {
    const shop = await afterFailures(3);
    await added(shop, 34);
    shop.settings.documents = [stored(document({ gateway: '10.20.0.2' }), 'defaults', 8)];
    expect(await queued(shop, 's1')).toBe(4);
  });
});

describe('a host in flight when the brake goes on', () => {
  /** Three other hosts fail while host 34 is being written to. */
  const halting = (shop: Workshop) =>
    shop.vcenter.calls.before('updateGateway', async () => {
      for (const number of [31, 32, 33]) {
        shop.vcenter.calls.fail('addVirtualNic', FAULT);
        expect(summary(await added(shop, number))).toBe('failed fault-refused');
      }
    });

  test('comes to its end, and does not lift it', async () => {
    const shop = await afterFailures(0);
    halting(shop);
    expect(summary(await added(shop, 34))).toBe('converged');
    expect(halts(shop)).toHaveLength(1);
    expect([...shop.brake.trials.values()]).toEqual([
      { failed: ['host-31', 'host-32', 'host-33'], haltedAt: expect.any(String) },
    ]);
  });

  test('and that was interrupted is finished by the next run: half a change is worse than the rest of it', async () => {
    const shop = await afterFailures(0);
    halting(shop);
    shop.vcenter.calls.fail('updateDns', new OnboardingError('answer-lost', 'Lost.'));
    expect(summary(await added(shop, 34))).toBe('deferred answer-lost');
    expect(summary(await added(shop, 34))).toBe('converged');
    expect(halts(shop)).toHaveLength(1);
  });
});

describe('counted as ended badly', () => {
  test.each(['warn', 'require'] as const)('is a gateway that is silent, with "%s"', async (pingGateway) => {
    const shop = await afterFailures(0);
    shop.settings.documents = [stored(document({ verify: { pingGateway } }))];
    shop.vcenter.commands.unreachable.add('10.20.0.1');
    for (const number of [31, 32, 33]) expect(summary(await added(shop, number))).toMatch(/gateway-silent/);
    expect(summary(await added(shop, 34))).toBe('deferred halted');
    expect(halts(shop)).toHaveLength(1);
  });

  test('is no host that was refused, deferred or reported: nothing was written to it', async () => {
    const shop = await afterFailures(0);
    shop.settings.documents = [stored(document({ gateway: '10.99.0.1' }))];
    for (const number of [31, 32, 33]) expect(summary(await added(shop, number))).toMatch(/^refused/);
    expect([...shop.brake.trials.values()]).toEqual([]);
  });

  test('is one host once, however often it fails', async () => {
    const shop = await afterFailures(2);
    shop.vcenter.calls.fail('addVirtualNic', FAULT);
    shop.settings.documents = [stored(document(), 'defaults', 7), stored({}, 'hosts/host-32', 9)];
    await added(shop, 32);
    expect([...shop.brake.trials.values()]).toEqual([{ failed: ['host-31', 'host-32'] }]);
  });
});

test('two hosts that failed, and one that did not, begin a new row', async () => {
  const shop = await afterFailures(2);
  expect(summary(await added(shop, 34))).toBe('converged');
  shop.vcenter.calls.fail('addVirtualNic', FAULT);
  expect(summary(await added(shop, 33))).toBe('failed fault-refused');
  expect([halts(shop), [...shop.brake.trials.values()]]).toEqual([[], [{ failed: ['host-33'] }]]);
});

test.each(['brake', 'journal'] as const)(
  'a host counts although the %s could not be written at first',
  async (store) => {
    const shop = await afterFailures(2);
    const unavailable = new OnboardingError('journal-unavailable', 'No table.');
    shop.vcenter.calls.fail('addVirtualNic', FAULT, { times: 2 });
    shop[store].calls.fail('write', unavailable);
    await expect(added(shop, 33)).rejects.toBe(unavailable);
    expect(summary(await added(shop, 33))).toMatch(/^failed/);
    expect([halts(shop).length, summary(await added(shop, 34))]).toEqual([1, 'deferred halted']);
  },
);

test('one typo in the defaults stops after three hosts, also where each cluster has a document', async () => {
  const clusters = [31, 32, 33, 34].map((number) => `C${number}`);
  const hosts = [31, 32, 33, 34].map((number) => ({
    ...numbered(number),
    ancestors: [
      { type: 'ClusterComputeResource', moref: `c${number}`, name: `C${number}` },
      { type: 'Datacenter', moref: 'datacenter-3', name: 'DC0' },
    ],
  }));
  const own = clusters.map((name) => stored({ mtu: 1500 }, `datacenters/DC0/clusters/${name}`));
  const shop = workshop({ hosts, documents: [stored(), ...own] });
  const shown = shop.vcenter.shownDirectory;
  shop.vcenter.shownDirectory = { ...shown, clusters: clusters.map((name) => ({ datacenter: 'DC0', name })) };
  shop.vcenter.calls.fail('updateGateway', FAULT, { times: 99 });
  const ends = [];
  for (const { moref } of hosts) ends.push((await added(shop, Number(moref.slice(5)))).status);
  expect([ends, halts(shop).length]).toEqual([['failed', 'failed', 'failed', 'deferred'], 1]);
});
