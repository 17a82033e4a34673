import { describe, expect, test } from '@jest/globals';
import { type AddressSpace, type AddressWish, settleAddress } from '../../lib/reconcile/address-pool.ts';
import type { AddressClaim, SweptRanges } from '../../lib/reconcile/shared-stores.ts';
import { problemsFrom, VCENTER } from '../builders.ts';
import { START } from '../fake-clock.ts';

const RANGES = ['10.20.0.50-10.20.0.52'];
const POOL = { mode: 'pool' as const, subnet: '10.20.0.0/24', ranges: RANGES };

const wish = (over: Partial<AddressWish> = {}): AddressWish => ({
  address: POOL,
  vcenter: VCENTER,
  host: { moref: 'host-1', name: 'esx-1' },
  site: '',
  reserved: [],
  ...over,
});

/** `10.20.0.50 esx-1 pool`, and the vCenter when it is another. */
function claim(text: string): AddressClaim {
  const [address = '', hostName = '', origin = '', vcenter = VCENTER] = text.split(' ');
  return { site: '', address, vcenter, hostName, claimedAt: START, origin: origin as AddressClaim['origin'] };
}

const swept = (over: Partial<SweptRanges> = {}): SweptRanges => ({
  vcenter: VCENTER,
  site: '',
  ranges: RANGES,
  sweptAt: START,
  conflicts: [],
  ...over,
});

function space(claims: readonly string[] = [], ...others: readonly SweptRanges[]): AddressSpace {
  return { claims: claims.map(claim), swept: [swept(), ...others] };
}

/** The last number of the address that a host gets. */
const settled = (asked: AddressWish, among: AddressSpace) => {
  const address = settleAddress(asked, among);
  return address.mode === 'static' ? address.address.replace('10.20.0.', '') : address.mode;
};

describe('a pool', () => {
  test('gives the first address that is free, with the prefix length of its subnet', () => {
    expect(settled(wish(), space())).toBe('50/24');
    expect(settled(wish(), space(['10.20.0.50 esx-2 seen', '10.20.0.51 esx-1 pool vc02']))).toBe('52/24');
  });

  test.each<[string, string[], string | undefined, string]>([
    ['that it had before, when it is added again', ['10.20.0.52 esx-1 pool'], undefined, '52/24'],
    ['that it had before, although it has another one now', ['10.20.0.52 esx-1 pool'], '10.20.0.51', '52/24'],
    [
      'that it has, of two that it was given',
      ['10.20.0.50 esx-1 pool', '10.20.0.51 esx-1 pool'],
      '10.20.0.51',
      '51/24',
    ],
    ['that it has, when that lies inside', [], '10.20.0.51', '51/24'],
    ['that it has, also when a sweep saw it', ['10.20.0.51 esx-1 seen'], '10.20.0.51', '51/24'],
    ['that its settings named before', ['10.20.0.52 esx-1 settings'], undefined, '52/24'],
    ['that is free, when its own lies outside', ['10.9.0.52 esx-1 pool'], '10.20.0.49', '50/24'],
    ['that is free, when the one it has is claimed by another', ['10.20.0.51 esx-2 pool'], '10.20.0.51', '50/24'],
    ['that is free, not one that was seen on another adapter of it', ['10.20.0.50 esx-1 seen'], undefined, '51/24'],
  ])('gives a host the address %s', (_, claims, current, expected) => {
    expect(settled(wish(current === undefined ? {} : { current }), space(claims))).toBe(expected);
  });

  test('gives neither a gateway nor an address of another adapter of the host', () => {
    const reserved = ['10.20.0.50', '10.20.0.51'];
    expect(settled(wish({ reserved, current: '10.20.0.51' }), space(['10.20.0.50 esx-1 pool']))).toBe('52/24');
  });

  test('gives neither the network nor the broadcast address', () => {
    const address = { ...POOL, subnet: '10.20.0.48/29', ranges: ['10.20.0.55-10.20.0.55', '10.20.0.48-10.20.0.49'] };
    expect(settled(wish({ address }), space())).toBe('49/29');
  });

  test('that is used up is refused with its ranges and how many are taken', () => {
    const all = ['10.20.0.50 esx-2 pool', '10.20.0.51 esx-3 seen', '10.9.0.1 esx-3 seen'];
    expect(problemsFrom(() => settleAddress(wish({ reserved: ['10.20.0.52'] }), space(all)))).toEqual([
      'pool-exhausted: The pool 10.20.0.50-10.20.0.52 of 10.20.0.0/24 has no address left for esx-1: 2 are claimed, ' +
        'the rest belongs to gateways, or to other adapters of the host.',
    ]);
  });

  test('waits for the first full sweep of its vCenter, and again when its site has another name', () => {
    const others = { claims: [], swept: [swept({ vcenter: 'vc02', ranges: [] })] };
    expect(problemsFrom(() => settleAddress(wish(), others))).toEqual([
      'pool-not-ready: esx-1 gets no address from a pool before a full sweep of vc01.',
    ]);
    expect(problemsFrom(() => settleAddress(wish({ site: 'fra-1' }), space()))).toEqual([
      'pool-not-ready: esx-1 gets no address from a pool before a full sweep of vc01 in site fra-1.',
    ]);
  });

  test.each<[string, string, boolean]>([
    ['', '', true],
    ['fra-1', '', true],
    ['', 'fra-1', true],
    ['fra-1', 'fra-1', true],
    ['fra-1', 'fra-2', false],
  ])('in site "%s" that overlaps one in site "%s" of another vCenter is refused: %s', (site, otherSite, isRefused) => {
    const other = swept({ vcenter: 'vc02', site: otherSite, ranges: ['10.20.0.52-10.20.0.60'] });
    const among = { claims: [], swept: [swept({ site }), other] };
    const problems = problemsFrom(() => settleAddress(wish({ site }), among));
    expect(problems).toEqual(
      isRefused ? [expect.stringMatching(/^ranges-overlap: .*vc01.*10\.20\.0\.60 of vc02/)] : [],
    );
  });

  test('goes by the ranges of the settings, not by those that were swept', () => {
    const address = { ...POOL, ranges: ['10.20.0.70-10.20.0.80'] };
    expect(settled(wish({ address }), space([], swept({ vcenter: 'vc02' })))).toBe('70/24');
  });

  test('of a whole /8 with thousands of claims is searched at once', () => {
    const address = { mode: 'pool' as const, subnet: '10.0.0.0/8', ranges: ['10.0.0.0-10.255.255.255'] };
    const taken = Array.from({ length: 5_000 }, (_, n) => `10.0.${Math.floor(n / 250)}.${(n % 250) + 1} esx-2 pool`);
    const gaps = [...taken, ...[0, 251, 252, 253, 254, 255].map((last) => `10.0.0.${last} esx-3 seen`)];
    expect(settleAddress(wish({ address }), space(gaps))).toEqual({ mode: 'static', address: '10.0.1.0/8' });
  });
});

test('what comes from no pool stays as the settings say it', () => {
  const nothing = { claims: [], swept: [] };
  for (const address of [{ mode: 'dhcp' }, { mode: 'derive', subnet: '10.20.0.0/24' }] as const) {
    expect(settleAddress(wish({ address }), nothing)).toBe(address);
  }
});
