/** The table of KB 340170 and KB 316409, and what holds for any two hosts. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nfcHostOf } from '../../lib/reconcile/nfc-endpoint.ts';
import { nfcGroups } from '../../lib/reconcile/nfc-groups.ts';
import { nfcPath } from '../../lib/reconcile/nfc-path.ts';
import { disconnectedHost } from '../builders.ts';
import { type NfcSeed, nfc } from './nfc-hosts.ts';

const way = (one: NfcSeed, other: NfcSeed) => nfcPath(nfc(11, one), nfc(12, other));
const GATED = { stack: '10.20.0.11', gateway: '10.20.0.1' };
const ELSEWHERE = { rack: 2, stack: '10.30.0.12', gateway: '10.30.0.1' };
const route = (network: string, gateway: string) => ({ network, prefixLength: 24, gateway });

describe('between two hosts the way is', () => {
  test.each<[string, NfcSeed, NfcSeed, string, boolean]>([
    ['management when neither has an adapter for it', {}, { rack: 2 }, 'management', true],
    ['management on one network', {}, {}, 'management', false],
    [
      'provisioning between services of one network',
      { service: '10.20.0.11' },
      { service: '10.20.0.12' },
      'provisioning',
      false,
    ],
    [
      'provisioning between services with static routes',
      { service: '10.20.0.11', routes: [route('10.30.0.0', '10.20.0.1')] },
      { service: '10.30.0.12', rack: 2, routes: [route('10.20.0.0', '10.30.0.1')] },
      'provisioning',
      true,
    ],
    [
      'a detour between services without them',
      { service: '10.20.0.11' },
      { service: '10.30.0.12', rack: 2 },
      'detour',
      true,
    ],
    [
      'provisioning between stacks of one network, and no gateway is needed',
      { stack: '10.20.0.11' },
      { stack: '10.20.0.12' },
      'provisioning',
      false,
    ],
    ['provisioning between stacks whose gateways route', GATED, ELSEWHERE, 'provisioning', true],
    ['none when one stack has no gateway and the other is elsewhere', { stack: '10.20.0.11' }, ELSEWHERE, 'none', true],
    ['none from a stack without gateway to management', { stack: '10.20.0.11' }, {}, 'none', true],
    ['mixed when one has a stack with a gateway and the other nothing', GATED, {}, 'mixed', true],
    ['a detour between a stack and a service elsewhere', GATED, { service: '10.30.0.12', rack: 2 }, 'detour', true],
    [
      'none when the gateway is in no network of the stack',
      { stack: '10.20.0.11', gateway: '10.99.0.1' },
      ELSEWHERE,
      'none',
      true,
    ],
    [
      'provisioning over IPv6 by the link-local address of a router',
      { stack: '', ipv6: 'fd00:20::11', ipv6Gateway: 'fe80::1' },
      { stack: '', ipv6: 'fd00:30::12', ipv6Gateway: 'fe80::1' },
      'provisioning',
      true,
    ],
    [
      'none when the router is link-local and the adapter has no IPv6 address',
      { stack: '10.20.0.11', ipv6Gateway: 'fe80::1' },
      ELSEWHERE,
      'none',
      true,
    ],
    [
      'none with the address 0.0.0.0, as before a DHCP lease',
      { stack: '0.0.0.0' },
      { stack: '0.0.0.0' },
      'none',
      false,
    ],
    ['none when the adapter has no address', { stack: '', gateway: '10.20.0.1' }, GATED, 'none', false],
    [
      'none with a link-local address, as without a DHCP lease',
      { stack: '169.254.7.7' },
      { stack: '169.254.7.8' },
      'none',
      false,
    ],
  ])('%s', (_, one, other, verdict, isRouted) => {
    expect(way(one, other)).toMatchObject({ verdict, isRouted });
  });

  test('unknown when vCenter shows no network of one', () => {
    const away = nfcHostOf(disconnectedHost({ name: 'esx-99' }));
    expect(nfcPath(nfc(11), away)).toEqual({
      verdict: 'unknown',
      isRouted: false,
      reasons: ['vCenter shows no network of esx-99.'],
    });
  });
});

describe('the reasons say', () => {
  test('which stack has no way where', () => {
    expect(way({ stack: '10.20.0.11' }, ELSEWHERE).reasons).toEqual([
      'The provisioning stack of esx-11 has no gateway and no route to 10.30.0.12.',
    ]);
  });

  test('by which adapter packets leave instead', () => {
    expect(way({ service: '10.20.0.11' }, { service: '10.30.0.12', rack: 2 }).reasons).toContain(
      'Packets of esx-11 leave by vmk0 instead of vmk2, for want of a route.',
    );
  });

  test('that the MTU differs', () => {
    const { verdict, reasons } = way({ ...GATED, mtu: 9000 }, { ...GATED, stack: '10.20.0.12' });
    expect([verdict, reasons]).toEqual([
      'provisioning',
      ['The MTU of vmk1 of esx-12 is 1500, of vmk1 of esx-11 9000: small packets may pass and large ones stall.'],
    ]);
  });
});

const anySeed: fc.Arbitrary<NfcSeed> = fc.record(
  {
    rack: fc.constantFrom(1, 2),
    stack: fc.constantFrom('10.20.0.11', '10.20.0.12', '10.30.0.11', ''),
    gateway: fc.constantFrom('10.20.0.1', '10.30.0.1'),
    service: fc.constantFrom('10.20.0.21', '10.40.0.21'),
    routes: fc.constantFrom([], [route('10.30.0.0', '10.1.1.1')], [route('10.40.0.0', '10.20.0.1')]),
    mtu: fc.constantFrom(1500, 9000),
  },
  { requiredKeys: [] },
);

describe('whatever two hosts have', () => {
  test('the way is the same whichever is named first', () => {
    fc.assert(
      fc.property(anySeed, anySeed, (one, other) => {
        expect(nfcPath(nfc(12, other), nfc(11, one))).toEqual(way(one, other));
      }),
    );
  });

  test('an end without a provisioning adapter keeps the way from being provisioning, and two keep it management', () => {
    fc.assert(
      fc.property(anySeed, anySeed, (one, other) => {
        const without = [one, other].filter(
          ({ stack, service }) => stack === undefined && service === undefined,
        ).length;
        const { verdict } = way(one, other);
        if (without === 2) expect(verdict).toBe('management');
        if (without === 1) expect(['mixed', 'none', 'detour']).toContain(verdict);
        if (without === 0) expect(['provisioning', 'none', 'detour']).toContain(verdict);
      }),
    );
  });
});

describe('groups', () => {
  test('put together the hosts that are alike, with the way within and between', () => {
    const done = [11, 12, 13].map((number) => nfc(number, { ...GATED, stack: `10.20.0.${number}` }));
    const left = [21, 22].map((number) => nfc(number));
    const { groups, paths } = nfcGroups([...done, ...left]);
    expect(groups.map((group) => group.map(({ host }) => host))).toEqual([
      ['esx-11', 'esx-12', 'esx-13'],
      ['esx-21', 'esx-22'],
    ]);
    expect(paths.map(({ between, verdict }) => [between, verdict])).toEqual([
      [[0, 0], 'provisioning'],
      [[0, 1], 'mixed'],
      [[1, 1], 'management'],
    ]);
  });

  test('tell of each pair what the pair itself tells, for any hosts', () => {
    fc.assert(
      fc.property(fc.array(anySeed, { minLength: 2, maxLength: 7 }), (seeds) => {
        const hosts = seeds.map((seed, index) => nfc(100 + index, seed));
        const { groups, paths } = nfcGroups(hosts);
        const groupOf = (host: (typeof hosts)[number]) => groups.findIndex((group) => group.includes(host));
        for (const [index, one] of hosts.entries()) {
          for (const other of hosts.slice(index + 1)) {
            const between = [groupOf(one), groupOf(other)].toSorted((a, b) => a - b);
            const told = paths.find((path) => path.between.join() === between.join());
            const { verdict, isRouted } = nfcPath(one, other);
            expect(told).toMatchObject({ verdict, isRouted });
          }
        }
      }),
    );
  });

  test('are apart by MTU, so that a difference is told among many hosts, too', () => {
    const alike = [11, 12].map((number) => nfc(number, { ...GATED, stack: `10.20.0.${number}` }));
    const { groups, paths } = nfcGroups([...alike, nfc(13, { ...GATED, stack: '10.20.0.13', mtu: 9000 })]);
    expect(groups.map((group) => group.map(({ host }) => host))).toEqual([['esx-11', 'esx-12'], ['esx-13']]);
    expect(paths.map(({ between, reasons }) => [between, reasons])).toEqual([
      [[0, 0], []],
      [[0, 1], [expect.stringMatching(/^The MTU of vmk1 of esx-11 is 1500, of vmk1 of esx-13 9000/)]],
    ]);
  });

  test('of one host have no way', () => {
    expect(nfcGroups([nfc(11)])).toMatchObject({ groups: [[{ host: 'esx-11' }]], paths: [] });
  });
});
