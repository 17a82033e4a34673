import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countHostAddresses,
  hostAddresses,
  isInRanges,
  overlapOf,
  rangeProblems,
} from '../../lib/reconcile/address-ranges.ts';
import { parseCidr } from '../../lib/reconcile/addresses.ts';

const { subnet } = parseCidr('10.20.0.0/24');
const problems = (...ranges: string[]) => rangeProblems(ranges, '10.20.0.0/24').map(({ index, text }) => [index, text]);

describe('the ranges of a pool', () => {
  test.each(['10.20.0.50-10.20.0.200', '10.20.0.50-10.20.0.50', '10.20.0.0-10.20.0.255'])('%s is one', (range) => {
    expect(problems(range)).toEqual([]);
  });

  test.each([
    '10.20.0.50',
    '10.20.0.50-',
    '10.20.0.50-60',
    '10.20.0.50 - 10.20.0.60',
    '10.20.0.050-10.20.0.60',
    '10.20.0.1-10.20.0.2-10.20.0.3',
    'fd00::1-fd00::9',
    '',
  ])('"%s" is none', (range) => {
    expect(problems(range)).toEqual([[0, 'is not a range such as 10.20.0.50-10.20.0.200']]);
  });

  test('are told with their place: reversed, outside the subnet at either end, overlapping an earlier one', () => {
    expect(
      problems(
        '10.20.0.60-10.20.0.50',
        '10.19.255.255-10.20.0.9',
        '10.20.0.250-10.20.1.0',
        '10.20.0.100-10.20.0.110',
        '10.20.0.110-10.20.0.120',
      ),
    ).toEqual([
      [0, '10.20.0.60-10.20.0.50 ends before it begins'],
      [1, '10.19.255.255-10.20.0.9 lies outside the subnet'],
      [2, '10.20.0.250-10.20.1.0 lies outside the subnet'],
      [4, '10.20.0.110-10.20.0.120 overlaps 10.20.0.100-10.20.0.110'],
    ]);
  });

  test('of a subnet that cannot be read are looked at all the same', () => {
    expect(rangeProblems(['10.20.0.50-10.20.0.60', 'x'], '10.20.0.0')).toEqual([
      { index: 1, text: 'is not a range such as 10.20.0.50-10.20.0.200' },
    ]);
  });

  test('are handed out in their order, without network and broadcast address', () => {
    const ranges = ['10.20.0.254-10.20.0.255', '10.20.0.0-10.20.0.2'];
    expect([...hostAddresses(ranges, subnet)]).toEqual(['10.20.0.254', '10.20.0.1', '10.20.0.2']);
    expect(countHostAddresses(ranges, subnet)).toBe(3);
  });

  test('of a /31 are handed out whole', () => {
    const small = parseCidr('10.20.0.2/31').subnet;
    expect([...hostAddresses(['10.20.0.2-10.20.0.3'], small)]).toEqual(['10.20.0.2', '10.20.0.3']);
    expect(countHostAddresses(['10.20.0.2-10.20.0.3'], small)).toBe(2);
  });

  test('may be a whole /8 above 128.0.0.0: only the addresses that are asked for are made', () => {
    const ranges = ['200.0.0.0-200.255.255.255'];
    const wide = parseCidr('200.0.0.0/8').subnet;
    const addresses = hostAddresses(ranges, wide);
    expect([addresses.next().value, addresses.next().value]).toEqual(['200.0.0.1', '200.0.0.2']);
    expect(countHostAddresses(ranges, wide)).toBe(2 ** 24 - 2);
    expect(isInRanges('200.255.255.255', ranges)).toBe(true);
  });

  test('hold exactly what they hand out, and as many as are counted', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, (a, b, other) => {
        const ranges = [`10.20.0.${Math.min(a, b)}-10.20.0.${Math.max(a, b)}`];
        const handedOut = [...hostAddresses(ranges, subnet)];
        expect(countHostAddresses(ranges, subnet)).toBe(handedOut.length);
        const address = `10.20.0.${other}`;
        const isEnd = other === 0 || other === 255;
        expect(handedOut.includes(address)).toBe(isInRanges(address, ranges) && !isEnd);
      }),
    );
  });

  test('hold no IPv6 address and no text', () => {
    expect(['fd00::1', '::ffff:10.20.0.50', 'x'].map((text) => isInRanges(text, ['10.20.0.0-10.20.0.255']))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('two lists of ranges', () => {
  test.each<[string[], string[], unknown]>([
    [['10.0.0.1-10.0.0.9'], ['10.0.0.10-10.0.0.20'], undefined],
    [['10.0.0.1-10.0.0.9'], ['10.0.1.0-10.0.1.9', '10.0.0.9-10.0.0.20'], ['10.0.0.1-10.0.0.9', '10.0.0.9-10.0.0.20']],
    [['10.0.0.5-10.0.0.5'], ['10.0.0.0-10.0.0.255'], ['10.0.0.5-10.0.0.5', '10.0.0.0-10.0.0.255']],
    [['x'], ['x'], undefined],
    [[], ['10.0.0.1-10.0.0.9'], undefined],
  ])('%j and %j overlap in %j', (ones, others, expected) => {
    expect(overlapOf(ones, others)).toEqual(expected);
  });
});
