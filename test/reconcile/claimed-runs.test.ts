import { describe, expect, test } from '@jest/globals';
import { provisionalSettings } from '../../lib/reconcile/run-address.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { document, goodNic, host, network, settings, stored } from '../builders.ts';
import { configure, rowOf, run, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

type Over = Parameters<typeof document>[0];

const STATIC = { mode: 'static', address: '10.20.0.17/24' } as const;
const STATIC_V6 = { mode: 'static', address: 'FD00:20:0::17/64' } as const;
const POOL = { mode: 'pool' as const, subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.52'] };

const shopWith = (over: Over, hosts = [host()]) =>
  workshop({ hosts, documents: [stored(document(over), 'hosts/esx-021.corp.example')] });
const taken = ({ claims }: Workshop, address: string) =>
  claims.claim({ site: '', address, vcenter: 'vc02', hostName: 'esx-9', origin: 'settings', claimedAt: '' });
const WRITES = /^(add|update|remove)/;
const writesOf = ({ vcenter }: Workshop) => Object.keys(vcenter.calls.counts).filter((call) => WRITES.test(call));

describe('an address that another host has claimed', () => {
  test.each<[string, string, Over]>([
    ['static', '10.20.0.17', { address: STATIC }],
    ['derived', '10.20.0.21', {}],
    ['static, of IPv6', 'fd00:20::17', { ipv6: STATIC_V6 }],
  ])('is refused before any write, even an intent, when it is %s', async (_, address, over) => {
    const shop = shopWith(over);
    await taken(shop, address);
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('refused address-claimed');
    expect(outcome.problems[0]?.message).toContain('esx-9');
    expect([writesOf(shop), rowOf(shop)?.intent, shop.journal.calls.counts['openIntent']]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });

  test('is refused to an operator as well', async () => {
    const shop = shopWith({ address: STATIC });
    await taken(shop, '10.20.0.17');
    expect(summary((await configure(shop, { operator: { live: true } })).outcome)).toBe('refused address-claimed');
  });

  test('is no matter in another site, or with DHCP', async () => {
    const shop = workshop({ documents: [stored(document({ site: 'fra-1' }))] });
    await taken(shop, '10.20.0.21');
    expect(summary(await run(shop))).toBe('converged');
    const leased = shopWith({ address: { mode: 'dhcp' } });
    leased.vcenter.behaviour = { lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0' } };
    expect([summary(await run(leased)), leased.claims.lines]).toEqual(['converged', []]);
  });
});

describe('a run', () => {
  test('claims the addresses of both families before its first write', async () => {
    const shop = shopWith({ address: STATIC, ipv6: STATIC_V6 });
    expect(summary(await run(shop))).toBe('converged');
    expect(shop.claims.lines).toEqual([
      '10.20.0.17 esx-021.corp.example settings',
      'fd00:20::17 esx-021.corp.example settings',
    ]);
  });

  test('claims nothing for a host that it reports, or that is as wanted', async () => {
    const reported = shopWith({ mode: 'report' });
    expect([summary(await run(reported)), reported.claims.lines]).toEqual(['reported', []]);
    const refused = shopWith({}, [host({ network: network({ onStack: [goodNic({ ipAddress: '10.20.0.9' })] }) })]);
    expect(summary((await configure(refused, { operator: { live: false } })).outcome)).toBe(
      'refused disruptive-needs-live',
    );
    expect(refused.claims.lines).toEqual([]);
  });

  test('of a pool takes the next address when another host was faster between plan and claim', async () => {
    const shop = shopWith({ address: POOL });
    await sweepHosts('sweep-1', shop);
    shop.claims.calls.before('claim', async () => {
      await taken(shop, '10.20.0.50');
    });
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('converged');
    expect(shop.vcenter.truth().network?.vnics.at(-1)?.ipAddress).toBe('10.20.0.51');
    expect(outcome.steps[0]?.changes).toContainEqual({ field: 'address', from: null, to: '10.20.0.51/255.255.255.0' });
    expect(stackOf(shop).devices).toEqual(['vmk1']);
  });
});

describe('a plan', () => {
  test('of a pool has the address that a run would take, and claims nothing, however often', async () => {
    const shop = shopWith({ address: POOL });
    await sweepHosts('sweep-1', shop);
    const before = [shop.claims.lines, shop.claims.calls.counts['claim']];
    const planned = await Promise.all(
      [1, 2, 3].map(() => provisionalSettings(settings({ address: POOL }), host(), undefined, shop)),
    );
    expect(planned.map(({ values }) => values.address)).toEqual(
      [1, 2, 3].map(() => ({ mode: 'static', address: '10.20.0.50/24' })),
    );
    expect([shop.claims.lines, shop.claims.calls.counts['claim']]).toEqual(before);
  });
});
