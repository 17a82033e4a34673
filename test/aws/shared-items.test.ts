import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BrakeItem } from '../../lib/aws/brake-item.ts';
import { ClaimItem } from '../../lib/aws/claim-item.ts';
import { RangeItem } from '../../lib/aws/range-item.ts';
import { afterRun, settingsDigests } from '../../lib/reconcile/brake.ts';
import type { AddressClaim } from '../../lib/reconcile/shared-stores.ts';
import { FakeClock } from '../fake-clock.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';
import { losingAnswers } from './lost-answers.ts';

let aws: EmulatedAws;
beforeAll(async () => {
  aws = await startEmulatedAws();
});
afterAll(() => aws.close());

const AT = '2026-11-25T10:00:00.000Z';

describe('the claim of an address', () => {
  const claim = (site: string, over: Partial<AddressClaim> = {}): AddressClaim => ({
    site,
    address: '10.20.0.50',
    vcenter: 'vc01',
    hostName: 'esx-1',
    claimedAt: AT,
    origin: 'pool',
    ...over,
  });

  test('is refused to others, who learn the holder, and granted again to the host that holds it', async () => {
    const claims = new ClaimItem(aws.journal);
    expect(await claims.claim(claim('s1'))).toBeUndefined();
    expect(await claims.claim(claim('s1', { hostName: 'esx-2' }))).toEqual(claim('s1'));
    expect(await claims.claim(claim('s1', { vcenter: 'vc02' }))).toEqual(claim('s1'));
    expect(await claims.claim(claim('s1', { claimedAt: 'later' }))).toBeUndefined();
    expect(await claims.ofSite('s1')).toEqual([claim('s1')]);
  });

  test('goes to exactly one of many hosts that want it at the same time', async () => {
    const claims = new ClaimItem(aws.journal);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, number) => claims.claim(claim('s2', { hostName: `esx-${number}` }))),
    );
    const [holder] = await claims.ofSite('s2');
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(answers.filter((answer) => answer !== undefined)).toEqual(Array(9).fill(holder));
  });

  test('is ours when it was written and the answer was lost', async () => {
    const claims = new ClaimItem(losingAnswers(aws.journal, 'PutCommand'));
    expect(await claims.claim(claim('s3'))).toBeUndefined();
    expect(await claims.ofSite('s3')).toEqual([claim('s3')]);
  });

  test('holds in its own site only, the one without a name among them', async () => {
    const claims = new ClaimItem(aws.journal);
    await claims.claim(claim('', { address: 'fd00::1' }));
    expect(await claims.claim(claim('s4', { address: 'fd00::1', hostName: 'esx-2' }))).toBeUndefined();
    expect((await claims.ofSite('')).map(({ hostName }) => hostName)).toEqual(['esx-1']);
    expect((await claims.ofSite('s4')).map(({ hostName }) => hostName)).toEqual(['esx-2']);
  });

  test('that was only seen becomes one to keep when a run claims it, and never the other way round', async () => {
    const claims = new ClaimItem(aws.journal);
    await claims.claim(claim('s5', { origin: 'seen' }));
    expect(await claims.claim(claim('s5', { origin: 'pool', hostName: 'esx-2' }))).toMatchObject({ origin: 'seen' });
    for (const origin of ['pool', 'seen', 'settings'] as const) {
      expect(await claims.claim(claim('s5', { origin }))).toBeUndefined();
      expect((await claims.ofSite('s5')).map((held) => held.origin)).toEqual(['pool']);
    }
  });

  test('is given back by its host only, and only as what it was read', async () => {
    const claims = new ClaimItem(aws.journal);
    await claims.claim(claim('s6'));
    for (const other of [{ hostName: 'esx-2' }, { vcenter: 'vc02' }, { origin: 'seen' as const }]) {
      expect(await claims.release(claim('s6', other))).toBe(false);
    }
    expect(await claims.release(claim('s6'))).toBe(true);
    expect(await claims.release(claim('s6'))).toBe(false);
    expect(await claims.claim(claim('s6', { hostName: 'esx-2' }))).toBeUndefined();
  });

  test('is found among thousands of its site', async () => {
    const claims = new ClaimItem(aws.journal);
    const hostName = 'x'.repeat(4_000);
    const addresses = Array.from({ length: 400 }, (_, number) => `10.9.${Math.floor(number / 200)}.${number % 200}`);
    await Promise.all(addresses.map((address) => claims.claim(claim('s7', { address, hostName }))));
    // More than the megabyte of one page.
    expect((await claims.ofSite('s7')).map(({ address }) => address).toSorted()).toEqual(addresses.toSorted());
  });
});

describe('the swept ranges', () => {
  test('are one item a vCenter, read together', async () => {
    const ranges = new RangeItem(aws.journal);
    const swept = { site: '', ranges: ['10.20.0.50-10.20.0.60'], sweptAt: AT, conflicts: ['10.1.0.21'] };
    expect(await ranges.readAll()).toEqual([]);
    await ranges.write({ ...swept, vcenter: 'vc02' });
    await ranges.write({ ...swept, vcenter: 'vc01', ranges: [] });
    await ranges.write({ ...swept, vcenter: 'vc01', site: 'fra-1' });
    expect(await ranges.readAll()).toEqual([
      { ...swept, vcenter: 'vc01', site: 'fra-1' },
      { ...swept, vcenter: 'vc02' },
    ]);
  });
});

describe('the trials of a version of the settings', () => {
  test('are written only over what was read', async () => {
    const brake = new BrakeItem(aws.journal);
    expect(await brake.read('vc01', 'v1')).toBeUndefined();
    const one = { failed: ['esx-1'] };
    const two = { failed: ['esx-1', 'esx-2'], haltedAt: AT };
    expect(await brake.write('vc01', 'v1', one, undefined)).toBe(true);
    expect(await brake.write('vc01', 'v1', { failed: ['esx-9'] }, undefined)).toBe(false);
    expect(await brake.write('vc01', 'v1', two, one)).toBe(true);
    expect(await brake.write('vc01', 'v1', { failed: [] }, one)).toBe(false);
    expect(await brake.read('vc01', 'v1')).toEqual(two);
    expect(await brake.read('vc01', 'v2')).toBeUndefined();
  });

  test('are written by one of many runs at the same time', async () => {
    const brake = new BrakeItem(aws.journal);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, run) => brake.write('vc02', 'v1', { failed: [`esx-${run}`] }, undefined)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test('count every one of four runs at once, and exactly one learns that it put the brake on', async () => {
    const ports = { brake: new BrakeItem(aws.journal), clock: new FakeClock() };
    const outcomes = ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) => ({
      ...{ vcenter: 'vc07', host: { moref: name, name }, status: 'failed' as const, steps: [], problems: [] },
      ...{ settings: [], startedAt: AT, finishedAt: AT },
    }));
    const answers = await Promise.all(
      outcomes.map((outcome) => afterRun({ outcome, byItself: true, hasBegun: true, isRolledBack: false }, ports)),
    );
    const halted = await ports.brake.read('vc07', settingsDigests([])[0] ?? '');
    expect(halted?.failed).toHaveLength(3);
    expect(answers.filter((answer) => answer !== undefined)).toEqual([halted]);
  });

  test('are written when the answer was lost', async () => {
    const brake = new BrakeItem(losingAnswers(aws.journal, 'PutCommand', 'DeleteCommand'));
    const trials = { failed: ['esx-1'] };
    expect(await brake.write('vc03', 'v1', trials, undefined)).toBe(true);
    expect(await brake.write('vc03', 'v1', { failed: [] }, trials)).toBe(true);
  });

  test('without any host are no item, and there is one again after that', async () => {
    const brake = new BrakeItem(aws.journal);
    const trials = { failed: ['esx-1'] };
    await brake.write('vc04', 'v1', trials, undefined);
    expect(await brake.write('vc04', 'v1', { failed: [] }, trials)).toBe(true);
    expect(await brake.read('vc04', 'v1')).toBeUndefined();
    expect(await brake.write('vc04', 'v1', trials, { failed: [] })).toBe(true);
  });

  test('are all forgotten at the release, which counts the brakes that were on', async () => {
    const brake = new BrakeItem(aws.journal);
    for (const version of ['v1', 'v2']) await brake.write('vc05', version, { failed: [], haltedAt: AT }, undefined);
    await brake.write('vc05', 'v3', { failed: ['esx-1'] }, undefined);
    await brake.write('vc06', 'v1', { failed: [], haltedAt: AT }, undefined);
    expect(await brake.release('vc05')).toBe(2);
    expect(await brake.release('vc05')).toBe(0);
    expect(await brake.read('vc05', 'v3')).toBeUndefined();
    expect(await brake.read('vc06', 'v1')).toEqual({ failed: [], haltedAt: AT });
  });
});
