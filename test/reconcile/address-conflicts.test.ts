import { describe, expect, test } from '@jest/globals';
import type { AddressClaim } from '../../lib/reconcile/shared-stores.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { away, claim, having, shopWith, sweep } from './swept-hosts.ts';

describe('one address of two hosts', () => {
  test('is logged and counted at every sweep, and told once', async () => {
    const shop = await shopWith(claim('10.1.0.5 esx-5 seen', { vcenter: 'vc02' }));
    const hosts = [having('esx-1', '10.1.0.1', '10.1.0.5'), having('esx-2', '10.1.0.1')];
    for (let sweeps = 0; sweeps < 2; sweeps += 1) await sweep(shop, hosts);
    expect(shop.log.lines).toEqual([
      'warn Two hosts have one address: 10.1.0.1: esx-1, esx-2',
      'warn Two hosts have one address: 10.1.0.5: esx-1, esx-5 of vc02',
      ...['warn Two hosts have one address: 10.1.0.1: esx-1, esx-2'],
      'warn Two hosts have one address: 10.1.0.5: esx-1, esx-5 of vc02',
    ]);
    expect(shop.meter.counts).toEqual({ AddressConflicts: 4 });
    expect(shop.announcer.alerts).toHaveLength(1);
    expect(shop.announcer.alerts[0]?.text).toMatch(/10\.1\.0\.1: esx-1, esx-2\n10\.1\.0\.5: esx-1, esx-5 of vc02$/);
    await sweep(shop, [...hosts, having('esx-3', '10.1.0.7'), having('esx-4', '10.1.0.7')]);
    expect(shop.announcer.alerts[1]?.text).toMatch(/\n\n10\.1\.0\.7: esx-3, esx-4$/);
    await sweep(shop, []);
    await sweep(shop, hosts);
    expect(shop.announcer.alerts).toHaveLength(3);
  });

  test.each<[string, AddressClaim, HostState[]]>([
    ['one host on two adapters', claim('10.9.9.9 esx-9 seen'), [having('esx-1', '10.1.0.1', '10.1.0.1')]],
    [
      'a host that moved between vCenters',
      claim('10.1.0.1 esx-1 pool', { vcenter: 'vc02' }),
      [having('esx-1', '10.1.0.1')],
    ],
    ['a host whose claim is of its old name', claim('10.1.0.1 esx-old pool'), [having('esx-1', '10.1.0.1')]],
    ['hosts of different sites', claim('10.1.0.1 esx-2 seen', { site: 'fra-2' }), [having('esx-1', '10.1.0.1')]],
  ])('is not %s', async (_, held, hosts) => {
    const shop = await shopWith(held);
    await sweep(shop, hosts);
    expect([shop.announcer.alerts, shop.meter.counts]).toEqual([[], {}]);
  });

  test('is held by a host that is there, and seen at another', async () => {
    const shop = await shopWith(claim('10.20.0.50 esx-2 pool'));
    await sweep(shop, [having('esx-1', '10.20.0.50'), away('esx-2')]);
    expect(shop.announcer.alerts[0]?.text).toMatch(/10\.20\.0\.50: esx-1, esx-2$/);
  });

  test('of many hosts is told with the first of them', async () => {
    const shop = await shopWith();
    await sweep(
      shop,
      Array.from({ length: 30 }, (_, number) => having(`esx-${number}`, '192.168.5.1')),
    );
    expect(shop.announcer.alerts[0]?.text).toMatch(/192\.168\.5\.1: esx-0, .*, esx-9 and 20 more$/);
  });
});

describe('a vCenter that gets another site', () => {
  test('takes along what it holds, except where another host has it there', async () => {
    const taken = claim('10.20.0.51 esx-9 pool', { site: 'fra-1', vcenter: 'vc02' });
    const shop = await shopWith(taken);
    await sweep(shop, [having('esx-1', '10.1.0.1')]);
    const others = claim('10.20.0.60 esx-8 pool', { vcenter: 'vc02' });
    for (const each of [claim('10.20.0.50 esx-1 pool'), claim('10.20.0.51 esx-1 settings'), others]) {
      await shop.claims.claim(each);
    }
    await sweep(shop, [having('esx-1', '10.1.0.1')], { site: 'fra-1' });
    expect([...shop.claims.held.values()].map(({ site, address, origin }) => `${site} ${address} ${origin}`)).toEqual([
      'fra-1 10.20.0.51 pool',
      ' 10.20.0.51 settings',
      ' 10.20.0.60 pool',
      'fra-1 10.20.0.50 pool',
      'fra-1 10.1.0.1 seen',
    ]);
    expect(shop.log.lines).toContain('warn 10.20.0.51 stays claimed in site "": "fra-1" has it for esx-9.');
  });
});
