import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canBeRouter,
  canonical,
  isInside,
  isIp,
  isIpv4,
  isIpv4Cidr,
  isLinkLocal,
  parseCidr,
  prefixLengthOf,
  subnetMask,
  subnetOf,
  unusableAs,
  withHostPartOf,
} from '../../lib/reconcile/addresses.ts';

const prefix = fc.integer({ min: 1, max: 32 });

describe('addresses', () => {
  test.each([
    ['10.20.0.1', true],
    ['0.0.0.0', true],
    ['010.20.0.1', false],
    ['10.20.1', false],
    ['10.20.0.256', false],
    ['10.20.0.1 ', false],
    ['fd00::1', false],
    ['', false],
  ])('%j as an IPv4 address: %s', (text, expected) => {
    expect(isIpv4(text)).toBe(expected);
  });

  test.each([
    ['fd00:20::1', true],
    ['10.0.0.53', true],
    ['10.0.53', false],
    ['dns.corp.example', false],
  ])('%j as an address of either family: %s', (text, expected) => {
    expect(isIp(text)).toBe(expected);
  });

  test.each([
    ['10.20.0.0/24', true],
    ['10.20.0.0/1', true],
    ['10.20.0.17/32', true],
    ['10.20.0.0/0', false],
    ['10.20.0.0/33', false],
    ['10.20.0.0/024', false],
    ['10.20.0/24', false],
    ['10.20.0.300/24', false],
    ['10.20.0.0', false],
    ['fd00::/64', false],
  ])('%j as an address with prefix length: %s', (text, expected) => {
    expect(isIpv4Cidr(text)).toBe(expected);
  });

  test('an address with prefix length is read as address and subnet', () => {
    expect(parseCidr('10.20.3.17/23')).toEqual({
      address: '10.20.3.17',
      subnet: { network: '10.20.2.0', prefixLength: 23 },
    });
  });

  test('masks and prefix lengths go both ways, and a mask with holes has none', () => {
    fc.assert(fc.property(prefix, (length) => expect(prefixLengthOf(subnetMask(length))).toBe(length)));
    expect(prefixLengthOf('255.0.255.0')).toBeUndefined();
    expect(prefixLengthOf('')).toBeUndefined();
  });

  test.each([
    ['10.20.0.0', 'network'],
    ['10.20.0.255', 'broadcast'],
    ['10.20.0.1', undefined],
  ])('%s is the %s address of a /24', (address, expected) => {
    expect(unusableAs(address, { network: '10.20.0.0', prefixLength: 24 })).toBe(expected);
  });

  test('a /31 has two addresses for hosts (RFC 3021)', () => {
    expect(unusableAs('10.20.0.0', { network: '10.20.0.0', prefixLength: 31 })).toBeUndefined();
    expect(unusableAs('10.20.0.1', { network: '10.20.0.0', prefixLength: 31 })).toBeUndefined();
  });

  test('an address lies in its own subnet, and what is derived from it lies in the other one', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), prefix, (address, other, length) => {
        const subnet = subnetOf(other, length);
        expect(isInside(address, subnetOf(address, length))).toBe(true);
        expect(isInside(withHostPartOf(address, subnet), subnet)).toBe(true);
      }),
    );
  });

  test('two addresses of one subnet derive two addresses', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.ipV4(), prefix, (one, two, other, length) => {
        const here = subnetOf(one, length);
        fc.pre(isInside(two, here) && one !== two);
        const there = subnetOf(other, length);
        expect(withHostPartOf(one, there)).not.toBe(withHostPartOf(two, there));
      }),
    );
  });

  test('169.254/16 is link-local', () => {
    expect([isLinkLocal('169.254.7.9'), isLinkLocal('10.20.0.7')]).toEqual([true, false]);
  });
});

test.each(['0.0.0.0', '0.1.2.3', '127.0.0.1', '224.0.0.1', '255.255.255.255', 'fd00::1', 'x'])(
  '%s is no router',
  (text) => {
    expect(canBeRouter(text)).toBe(false);
  },
);

test.each(['10.20.0.1', '192.0.2.1', '100.64.0.1', '203.0.113.7'])('%s can be a router', (text) => {
  expect(canBeRouter(text)).toBe(true);
});

test('an address has one spelling', () => {
  expect(['FD00:0:0::53', 'fd00::53', '10.0.0.53', 'no address'].map(canonical)).toEqual([
    'fd00::53',
    'fd00::53',
    '10.0.0.53',
    'no address',
  ]);
});
