import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { document, stored } from '../builders.ts';
import { configure, rowOf, summary, type Workshop, workshop } from '../workshop.ts';
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

test('two hosts that failed, and one that did not, begin a new row', async () => {
  const shop = await afterFailures(2);
  expect(summary(await added(shop, 34))).toBe('converged');
  shop.vcenter.calls.fail('addVirtualNic', FAULT);
  expect(summary(await added(shop, 33))).toBe('failed fault-refused');
  expect([halts(shop), [...shop.brake.trials.values()]]).toEqual([[], [{ failed: ['host-33'] }]]);
});
