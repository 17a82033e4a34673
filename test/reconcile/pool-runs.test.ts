import { describe, expect, test } from '@jest/globals';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { document, stored } from '../builders.ts';
import { rowOf, summary, type Workshop, workshop } from '../workshop.ts';
import { added, numbered } from './numbered-hosts.ts';

const POOL = { mode: 'pool' as const, subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.52'] };

function poolShop(...numbers: readonly number[]): Workshop {
  return workshop({ hosts: numbers.map(numbered), documents: [stored(document({ address: POOL }))] });
}

const sweep = (shop: Workshop, id = 'sweep-1') => sweepHosts(id, shop);
const addressOf = ({ vcenter }: Workshop, number: number) =>
  vcenter
    .truth(`host-${number}`)
    .network?.vnics.find(({ netStackInstanceKey }) => netStackInstanceKey === 'vSphereProvisioning')?.ipAddress;
const pooled = ({ claims }: Workshop) => claims.lines.filter((line) => line.endsWith('pool'));

describe('a host of a pool', () => {
  test('waits for the first full sweep, and has its own address after it', async () => {
    const shop = poolShop(31, 32);
    expect(summary(await added(shop, 31))).toBe('deferred pool-not-ready');
    expect(shop.claims.held.size).toBe(0);
    await sweep(shop);
    for (const number of [31, 32]) expect(summary(await added(shop, number))).toBe('converged');
    expect([addressOf(shop, 31), addressOf(shop, 32)]).toEqual(['10.20.0.50', '10.20.0.51']);
    expect(pooled(shop)).toEqual(['10.20.0.50 host-31 pool', '10.20.0.51 host-32 pool']);
  });

  test('is planned by a sweep with an address that nobody has, and queued', async () => {
    const shop = poolShop(31, 32);
    expect((await sweep(shop)).counts).toEqual({ queued: 2 });
    expect(pooled(shop)).toEqual([]);
  });

  test('gets the next address when another host takes the planned one meanwhile', async () => {
    const shop = poolShop(31, 32);
    await sweep(shop);
    shop.claims.calls.before('claim', async () => {
      await added(shop, 32);
    });
    expect(summary(await added(shop, 31))).toBe('converged');
    expect([addressOf(shop, 31), addressOf(shop, 32)]).toEqual(['10.20.0.51', '10.20.0.50']);
  });

  test('keeps its address when it is added again under the same name, with another moref', async () => {
    const shop = poolShop(31, 32);
    await sweep(shop);
    for (const number of [31, 32]) await added(shop, number);
    shop.vcenter.put({ ...numbered(33), name: 'host-31' });
    shop.vcenter.remove('host-31');
    await sweep(shop, 'sweep-2');
    expect(summary(await added(shop, 33))).toBe('converged');
    expect(addressOf(shop, 33)).toBe('10.20.0.50');
  });

  test('is refused when the pool is used up, and written nothing', async () => {
    const shop = poolShop(31, 32, 33, 34);
    await sweep(shop);
    for (const number of [31, 32, 33]) await added(shop, number);
    expect(summary(await added(shop, 34))).toBe('refused pool-exhausted');
    expect(addressOf(shop, 34)).toBeUndefined();
    expect(shop.meter.counts['PoolLow']).toBe(1);
  });

  test('is told of and recorded once, however many addresses others take before it', async () => {
    const over = { address: POOL, gateway: '10.99.0.1' };
    const documents = [
      stored(document({ address: POOL, mode: 'enforce' })),
      stored(document({ ...over, mode: 'enforce' }), 'hosts/host-32'),
      stored(document({ address: POOL, mode: 'report' }), 'hosts/host-33'),
    ];
    const shop = workshop({ hosts: [31, 32, 33].map(numbered), documents });
    await sweep(shop);
    await added(shop, 32);
    shop.clock.advance(1_000);
    await sweep(shop, 'sweep-2');
    const recorded = () => ['host-32', 'host-33'].map((moref) => rowOf(shop, moref)?.outcome?.finishedAt);
    const before = recorded();
    shop.clock.advance(1_000);
    expect(summary(await added(shop, 31))).toBe('converged');
    await sweep(shop, 'sweep-3');
    expect([recorded(), shop.announcer.alerts.map(({ code }) => code)]).toEqual([before, ['gateway-outside-subnet']]);
  });

  test('that is used up has one alert, however many have which address', async () => {
    const shop = poolShop(31, 32, 33, 34);
    await sweep(shop);
    for (const number of [31, 32, 33]) await added(shop, number);
    await added(shop, 34);
    const foreign = { site: '', address: '10.20.0.52', vcenter: 'vc01', hostName: 'esx-9', claimedAt: '' };
    shop.claims.held.set('odd', { ...foreign, address: '10.20.0.51', origin: 'seen' });
    expect((await added(shop, 34)).problems[0]?.message).toContain('4 are claimed');
    expect(shop.announcer.alerts.map(({ code }) => code)).toEqual(['pool-exhausted']);
  });

  test('asks the pool for nothing while the mode is off', async () => {
    const documents = [stored(document({ address: POOL, mode: 'off' }))];
    const shop = workshop({ hosts: [numbered(31)], documents });
    expect(summary(await added(shop, 31))).toBe('excluded mode-off');
  });

  test('writes nothing and claims nothing once it is as it should be', async () => {
    const shop = poolShop(31);
    await sweep(shop);
    await added(shop, 31);
    const { claim } = shop.claims.calls.counts;
    expect(summary(await added(shop, 31))).toBe('unchanged');
    expect(shop.claims.calls.counts['claim']).toBe(claim);
  });
});

describe('an address that settings derive', () => {
  test('is claimed before the first write, and refused when another host has it', async () => {
    const shop = workshop({ hosts: [numbered(31), numbered(32)], documents: [stored(document())] });
    await sweep(shop);
    const outcome = await added(shop, 31);
    expect([summary(outcome), shop.claims.lines.at(-1)]).toEqual(['converged', '10.20.0.31 host-31 settings']);
    const foreign = { site: '', address: '10.20.0.32', vcenter: 'vc02', hostName: 'esx-9', claimedAt: '' };
    await shop.claims.claim({ ...foreign, origin: 'seen' });
    expect(summary(await added(shop, 32))).toBe('refused address-claimed');
    expect([addressOf(shop, 32), rowOf(shop, 'host-32')?.intent]).toEqual([undefined, undefined]);
    await shop.claims.release({ ...foreign, origin: 'seen' });
    expect((await sweep(shop, 'sweep-2')).counts).toEqual({ unchanged: 1, queued: 1 });
  });
});
