import { describe, expect, test } from '@jest/globals';
import type { AddressWish } from '../../lib/reconcile/address-pool.ts';
import { claimAddress, provisionalAddress } from '../../lib/reconcile/claims.ts';
import type { AddressClaim } from '../../lib/reconcile/shared-stores.ts';
import { VCENTER } from '../builders.ts';
import { FakeClock, START } from '../fake-clock.ts';
import { InMemoryClaims, InMemoryRanges } from '../in-memory-stores.ts';

const POOL = { mode: 'pool' as const, subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.53'] };
const DERIVE = { mode: 'derive', subnet: '10.20.0.0/24' } as const;

const wish = (over: Partial<AddressWish> & { name?: string } = {}): AddressWish => {
  const { name = 'esx-1', ...rest } = over;
  return { address: POOL, vcenter: VCENTER, host: { moref: `moref-${name}`, name }, site: '', reserved: [], ...rest };
};

async function bench() {
  const stores = { claims: new InMemoryClaims(), ranges: new InMemoryRanges(), clock: new FakeClock() };
  await stores.ranges.write({ vcenter: VCENTER, site: '', ranges: POOL.ranges, sweptAt: START, conflicts: [] });
  return stores;
}

const held = (hostName: string, address: string, over: Partial<AddressClaim> = {}): AddressClaim => ({
  ...{ site: '', address, vcenter: VCENTER, hostName, claimedAt: START, origin: 'pool' },
  ...over,
});

describe('a plan', () => {
  test('shows the address that a run would take, and claims nothing', async () => {
    const stores = await bench();
    await stores.claims.claim(held('esx-2', '10.20.0.50'));
    expect(await provisionalAddress(wish(), stores)).toEqual({ mode: 'static', address: '10.20.0.51/24' });
    expect(stores.claims.lines).toEqual(['10.20.0.50 esx-2 pool']);
  });

  test('reads nothing for what comes from no pool', async () => {
    const stores = await bench();
    expect(await provisionalAddress(wish({ address: DERIVE }), stores)).toBe(DERIVE);
    expect([stores.claims.calls.counts, stores.ranges.calls.counts]).toEqual([{}, { write: 1 }]);
  });
});

describe('a run', () => {
  test('claims what its settings name or derive, of both families, in one spelling', async () => {
    const stores = await bench();
    expect(await claimAddress(wish({ address: DERIVE }), ['10.20.0.21', 'FD00:20::0:17'], stores)).toBe(DERIVE);
    expect(stores.claims.lines).toEqual(['10.20.0.21 esx-1 settings', 'fd00:20::17 esx-1 settings']);
  });

  test('is refused an address of another host, with its holder', async () => {
    const stores = await bench();
    await stores.claims.claim(held('esx-9', '10.20.0.21', { vcenter: 'vc02' }));
    await expect(claimAddress(wish({ address: DERIVE }), ['10.20.0.21'], stores)).rejects.toMatchObject({
      code: 'address-claimed',
      status: 'refused',
      message: `10.20.0.21 belongs to esx-9 of vc02 (from a pool, since ${START}), so esx-1 does not get it.`,
    });
  });

  test('with DHCP claims nothing', async () => {
    const stores = await bench();
    expect(await claimAddress(wish({ address: { mode: 'dhcp' } }), [], stores)).toEqual({ mode: 'dhcp' });
    expect(stores.claims.calls.counts).toEqual({});
  });

  test('takes the address of the pool that it planned with, and the same one when it is repeated', async () => {
    const stores = await bench();
    for (let runs = 0; runs < 2; runs += 1) {
      const planned = ['10.20.0.50', 'fd00:20::17'];
      expect(await claimAddress(wish(), planned, stores)).toEqual({ mode: 'static', address: '10.20.0.50/24' });
    }
    expect(stores.claims.lines).toEqual(['fd00:20::17 esx-1 settings', '10.20.0.50 esx-1 pool']);
  });

  test('goes on to the next free address when another run was faster', async () => {
    const stores = await bench();
    const settled = await Promise.all(
      ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) => claimAddress(wish({ name }), ['10.20.0.50'], stores)),
    );
    const addresses = settled.map((each) => (each.mode === 'static' ? each.address : each.mode)).toSorted();
    expect(addresses).toEqual(['10.20.0.50/24', '10.20.0.51/24', '10.20.0.52/24', '10.20.0.53/24']);
    expect(stores.claims.held.size).toBe(4);
  });

  test('that loses the last address of the pool is refused, not left waiting', async () => {
    const stores = await bench();
    const names = ['esx-1', 'esx-2', 'esx-3', 'esx-4', 'esx-5'];
    const ends = await Promise.allSettled(names.map((name) => claimAddress(wish({ name }), [], stores)));
    const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(lost).toEqual([expect.objectContaining({ code: 'pool-exhausted' })]);
  });

  test('keeps what a sweep saw it have, from then on for good', async () => {
    const stores = await bench();
    await stores.claims.claim(held('esx-1', '10.20.0.52', { origin: 'seen' }));
    await claimAddress(wish({ current: '10.20.0.52' }), ['10.20.0.52'], stores);
    expect(stores.claims.lines).toEqual(['10.20.0.52 esx-1 pool']);
  });

  test('claims in its own site', async () => {
    const stores = await bench();
    await stores.claims.claim(held('esx-9', '10.20.0.21'));
    await claimAddress(wish({ address: DERIVE, site: 'fra-1' }), ['10.20.0.21'], stores);
    expect(stores.claims.lines).toEqual(['10.20.0.21 esx-9 pool', '10.20.0.21 esx-1 settings']);
  });
});
