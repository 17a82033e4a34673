import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { HostState, VirtualNic } from '../../lib/reconcile/state.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { managementNic, network, VCENTER, vnic } from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { away, claim, having, POOL, RANGES, shopWith, sweep } from './swept-hosts.ts';

describe('a full sweep', () => {
  test('claims every address of every adapter, of both families, in one spelling', async () => {
    const shop = await shopWith();
    const ipv6: VirtualNic['ipv6'] = {
      addresses: [
        { ipAddress: 'FD00:20::0:17', prefixLength: 64 },
        { ipAddress: 'fe80::1', prefixLength: 64 },
      ],
      autoConfigurationEnabled: false,
      dhcpV6Enabled: false,
    };
    const vnics = [
      managementNic({ ipv6 }),
      vnic({ dhcp: true, ipAddress: '10.20.0.50' }),
      vnic({ ipAddress: '0.0.0.0' }),
    ];
    await sweep(shop, [
      { ...having('esx-1'), network: { ...network(), vnics } },
      having('esx-2', '169.254.1.1', 'x', '::'),
    ]);
    expect(shop.claims.lines).toEqual(['10.1.0.21 esx-1 seen', 'fd00:20::17 esx-1 seen', '10.20.0.50 esx-1 seen']);
    expect([...shop.claims.held.values()][0]?.claimedAt).toBe(at(1));
  });

  test('writes only what is missing', async () => {
    const shop = await shopWith();
    const hosts = [having('esx-1', '10.1.0.1'), having('esx-2', '10.1.0.2')];
    await sweep(shop, hosts);
    await sweep(shop, [...hosts, having('esx-3', '10.1.0.3')]);
    expect(shop.claims.calls.counts).toEqual({ ofSite: 2, claim: 3 });
  });

  test('says last that it was made, with the pool ranges of every scope and both stacks', async () => {
    const shop = await shopWith();
    const vmotion = { address: { ...POOL, subnet: '10.30.0.0/24', ranges: ['10.30.0.1-10.30.0.9'] } };
    await sweep(shop, [], { site: 'fra-1', address: POOL }, [
      { address: POOL, vmotion },
      { address: { mode: 'dhcp' } },
    ]);
    expect([...shop.ranges.swept.values()]).toEqual([
      { vcenter: VCENTER, site: 'fra-1', ranges: [...RANGES, '10.30.0.1-10.30.0.9'], sweptAt: at(1), conflicts: [] },
    ]);
  });

  test('that cannot claim does not say that it was made', async () => {
    const shop = await shopWith();
    shop.claims.calls.fail('claim', new OnboardingError('journal-unavailable', 'No table.'));
    await expect(sweep(shop, [having('esx-1', '10.1.0.1')])).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(shop.ranges.swept.size).toBe(0);
  });

  test('keeps the ranges that a document named which cannot be read now', async () => {
    const shop = await shopWith();
    await sweep(shop, [], { address: POOL });
    await sweep(shop, [], { portgroup: 'pg' }, [{ address: 'broken' }]);
    expect(shop.ranges.swept.get(VCENTER)?.ranges).toEqual(RANGES);
    await sweep(shop, [], { portgroup: 'pg' });
    expect(shop.ranges.swept.get(VCENTER)?.ranges).toEqual([]);
  });

  test('claims nothing while the settings that would name the site cannot be read', async () => {
    const shop = await shopWith();
    await sweep(shop, [having('esx-1', '10.1.0.1')], { site: 7 });
    expect([shop.claims.lines, shop.ranges.swept.size]).toEqual([[], 0]);
    expect(shop.log.lines).toEqual([
      'warn No address of vc01 is claimed: the settings that would name its site cannot be read.',
    ]);
  });

  test('tells plans who has what after it', async () => {
    const shop = await shopWith(claim('10.1.0.9 esx-1 seen'), claim('10.1.0.1 esx-1 pool'));
    const { space } = await sweep(shop, [having('esx-1', '10.1.0.2')]);
    expect(space.claims.map(({ address }) => address)).toEqual(['10.1.0.1', '10.1.0.2']);
    expect(space.swept).toEqual([...shop.ranges.swept.values()]);
  });
});

describe('a claim of what was seen', () => {
  test.each<[string, HostState[], string[]]>([
    ['is given up when its host shows other addresses', [having('esx-1', '10.1.0.1')], ['10.1.0.1 esx-1 seen']],
    [
      'goes to the host that shows the address now',
      [having('esx-1'), having('esx-2', '10.20.0.50')],
      ['10.20.0.50 esx-2 seen'],
    ],
    ['goes on to the new name of a host', [having('esx-9', '10.20.0.50')], ['10.20.0.50 esx-9 seen']],
    ['stays while its host cannot be read', [away('esx-1')], ['10.20.0.50 esx-1 seen']],
    ['stays inside a pool when its host has left the inventory', [], ['10.20.0.50 esx-1 seen']],
  ])('%s', async (_, hosts, expected) => {
    const shop = await shopWith(claim('10.20.0.50 esx-1 seen'));
    await sweep(shop, hosts, { address: POOL });
    expect(shop.claims.lines).toEqual(expected);
  });

  test('stays inside a pool of another vCenter of the site, and is given up outside of all pools', async () => {
    const shop = await shopWith(claim('10.20.0.50 esx-1 seen'), claim('10.1.0.1 esx-1 seen'));
    const swept = { site: '', ranges: RANGES, sweptAt: START, conflicts: [] };
    await shop.ranges.write({ ...swept, vcenter: 'vc02' });
    await sweep(shop, []);
    expect(shop.claims.lines).toEqual(['10.20.0.50 esx-1 seen']);
  });

  test('stays when it is younger than what this sweep read', async () => {
    const shop = await shopWith(claim('10.20.0.50 esx-1 seen', { claimedAt: START }));
    await sweep(shop, [having('esx-1')]);
    expect(shop.claims.lines).toEqual(['10.20.0.50 esx-1 seen']);
  });

  test('of another vCenter is its own affair', async () => {
    const shop = await shopWith(claim('10.20.0.50 esx-1 seen', { vcenter: 'vc02' }));
    await sweep(shop, [having('esx-1')]);
    expect(shop.claims.lines).toEqual(['10.20.0.50 esx-1 seen']);
  });

  test('stays when a run has made it its own meanwhile', async () => {
    const shop = await shopWith(claim('10.20.0.50 esx-1 seen'));
    shop.claims.calls.before('release', () => {
      shop.claims.held.set('/10.20.0.50', claim('10.20.0.50 esx-1 pool'));
    });
    await sweep(shop, [having('esx-1')]);
    expect(shop.claims.lines).toEqual(['10.20.0.50 esx-1 pool']);
  });
});

describe('a claim of a pool or of settings', () => {
  test('is never given up by a sweep; those of hosts that are gone are listed, and logged', async () => {
    const claims = [
      '10.20.0.50 esx-1 pool',
      '10.20.0.51 esx-2 pool',
      '10.20.0.17 esx-2 settings',
      '10.20.0.52 esx-2 seen',
    ];
    const shop = await shopWith(
      ...claims.map((text) => claim(text)),
      claim('10.20.0.53 esx-2 pool', { vcenter: 'vc02' }),
    );
    const { releasable } = await sweep(shop, [having('esx-1')], { address: POOL });
    expect(shop.claims.lines).toHaveLength(5);
    const since = '2026-03-01T00:00:00.000Z';
    expect(releasable).toEqual([
      { address: '10.20.0.51', host: 'esx-2', since },
      { address: '10.20.0.17', host: 'esx-2', since },
      { address: '10.20.0.52', host: 'esx-2', since },
    ]);
    expect(shop.log.lines).toEqual(['info 3 addresses of vc01 are claimed for hosts that are gone.']);
    expect(shop.log.details).toEqual([{ releasable }]);
  });

  test('of a host that came after the inventory was read is not listed', async () => {
    const shop = await shopWith(claim('10.20.0.50 esx-9 pool', { claimedAt: START }));
    expect((await sweep(shop, [])).releasable).toEqual([]);
  });
});

test('the sweep of the hosts claims what it read, and its result lists what may be given back', async () => {
  const shop = await shopWith(claim('10.20.0.50 esx-gone pool'));
  const { releasable } = await sweepHosts('sweep-1', shop);
  expect(shop.claims.lines).toEqual(['10.20.0.50 esx-gone pool', '10.1.0.21 esx-021.corp.example seen']);
  expect(releasable.map(({ host: name }) => name)).toEqual(['esx-gone']);
});

test('a sweep that vCenter breaks off claims nothing and is no full one', async () => {
  const shop = await shopWith();
  shop.vcenter.calls.fail('readHosts', new OnboardingError('vcenter-timeout', 'Too slow.'));
  await expect(sweepHosts('sweep-1', shop)).rejects.toMatchObject({ code: 'vcenter-timeout' });
  expect([shop.claims.lines, shop.ranges.swept.size]).toEqual([[], 0]);
});
