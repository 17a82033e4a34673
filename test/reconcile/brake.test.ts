import { describe, expect, test } from '@jest/globals';
import { afterRun, haltNotice, refuseWhenHalted, settingsDigest, type Trial } from '../../lib/reconcile/brake.ts';
import type { Outcome, Status } from '../../lib/reconcile/outcome.ts';
import { VCENTER } from '../builders.ts';
import { at, FakeClock, START } from '../fake-clock.ts';
import { InMemoryBrake } from '../in-memory-stores.ts';

const version = (scope: string, number = 1) => ({ origin: `/provisioning-stack/vc01/${scope}`, version: number });
const DEFAULTS = [version('defaults')];
const DIGEST = settingsDigest(DEFAULTS);

function outcome(name: string, status: Status, over: Partial<Outcome> = {}): Outcome {
  const nothing = { steps: [], problems: [], startedAt: START, finishedAt: START };
  return { vcenter: VCENTER, host: { moref: `moref-${name}`, name }, status, settings: DEFAULTS, ...nothing, ...over };
}

const trial = (name: string, status: Status = 'failed', over: Partial<Trial> = {}): Trial => ({
  outcome: outcome(name, status),
  byItself: true,
  hasBegun: true,
  isRolledBack: false,
  ...over,
});

const bench = () => ({ brake: new InMemoryBrake(), clock: new FakeClock() });
const failedOf = ({ brake }: ReturnType<typeof bench>) => brake.trials.get(`${VCENTER}/${DIGEST}`)?.failed;

describe('the digest of the settings', () => {
  test('changes with a shared scope, and not with the scope of a host', () => {
    const other = settingsDigest([version('defaults', 2)]);
    expect(other).not.toBe(DIGEST);
    expect(settingsDigest([...DEFAULTS, version('datacenters/DC0')])).not.toBe(DIGEST);
    expect(settingsDigest([...DEFAULTS, version('hosts/esx-1', 9)])).toBe(DIGEST);
  });

  test.each<[string, boolean]>([
    ['settings.json#hosts/esx-1', true],
    ['/etc/hosts/settings.json#defaults', false],
    ['/provisioning-stack/hosts/defaults', false],
    ['/provisioning-stack/hosts/hosts/esx-1', true],
    ['settings.json#datacenters/hosts', false],
  ])('takes %s for the scope of one host: %s', (origin, isHost) => {
    expect(settingsDigest([{ origin, version: 1 }]) === settingsDigest([])).toBe(isHost);
  });
});

describe('the brake', () => {
  test('is put on by the third host in a row that ended badly, which alone learns it', async () => {
    const shop = bench();
    expect(await afterRun(trial('esx-1'), shop)).toBeUndefined();
    expect(await afterRun(trial('esx-2'), shop)).toBeUndefined();
    shop.clock.advance(5_000);
    const halted = { failed: ['esx-1', 'esx-2', 'esx-3'], haltedAt: at(5) };
    expect(await afterRun(trial('esx-3'), shop)).toEqual(halted);
    expect(await afterRun(trial('esx-4'), shop)).toBeUndefined();
    expect(shop.brake.trials.get(`${VCENTER}/${DIGEST}`)).toEqual(halted);
  });

  test.each<[string, Trial]>([
    ['failed', trial('esx-1')],
    ['was put back, whatever its status', trial('esx-1', 'deferred', { isRolledBack: true })],
    [
      'found its gateway silent',
      trial('esx-1', 'degraded', {
        outcome: outcome('esx-1', 'degraded', { problems: [{ code: 'gateway-silent', message: 'No answer.' }] }),
      }),
    ],
  ])('counts a host that %s', async (_, bad) => {
    const shop = bench();
    await afterRun(bad, shop);
    expect(failedOf(shop)).toEqual(['esx-1']);
  });

  test.each<[string, Trial]>([
    ['an operator ran', trial('esx-1', 'failed', { byItself: false })],
    ['failed before it set out to write', trial('esx-1', 'failed', { hasBegun: false })],
    ['waits', trial('esx-1', 'deferred')],
    ['was refused', trial('esx-1', 'refused')],
    ['was as it should be', trial('esx-1', 'unchanged')],
  ])('does not count a host that %s', async (_, neither) => {
    const shop = bench();
    await afterRun(neither, shop);
    expect(shop.brake.calls.counts).toEqual({});
  });

  test('counts a host once, however often it ends badly', async () => {
    const shop = bench();
    for (let run = 0; run < 4; run += 1) expect(await afterRun(trial('esx-1'), shop)).toBeUndefined();
    expect(failedOf(shop)).toEqual(['esx-1']);
  });

  test('forgets the row at a good end under the same settings, and only then', async () => {
    const shop = bench();
    await afterRun(trial('esx-1'), shop);
    const elsewhere = outcome('esx-2', 'converged', { settings: [version('defaults', 2)] });
    await afterRun(trial('esx-2', 'converged', { outcome: elsewhere }), shop);
    expect(failedOf(shop)).toEqual(['esx-1']);
    await afterRun(trial('esx-3', 'unchanged'), shop);
    expect(failedOf(shop)).toEqual(['esx-1']);
    await afterRun(trial('esx-2', 'converged'), shop);
    expect(shop.brake.trials.size).toBe(0);
  });

  test('is not lifted by a host that was still in flight', async () => {
    const shop = bench();
    for (const name of ['esx-1', 'esx-2', 'esx-3']) await afterRun(trial(name), shop);
    await afterRun(trial('esx-4', 'converged'), shop);
    await expect(refuseWhenHalted(outcome('esx-5', 'failed').host, VCENTER, DEFAULTS, shop.brake)).rejects.toThrow();
  });

  test('counts every one of four runs at once, and one of them learns that it halted', async () => {
    const shop = bench();
    const answers = await Promise.all(['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) => afterRun(trial(name), shop)));
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
    expect(failedOf(shop)).toHaveLength(3);
  });

  test('says so when it cannot be written for all the others', async () => {
    const shop = bench();
    shop.brake.write = async () => false;
    await expect(afterRun(trial('esx-1'), shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
  });
});

describe('a run under the brake', () => {
  const { host } = outcome('esx-9', 'failed');
  const halted = async () => {
    const shop = bench();
    for (const name of ['esx-1', 'esx-2', 'esx-3']) await afterRun(trial(name), shop);
    return shop;
  };

  test('is deferred, and told since when, after which hosts, and how it ends', async () => {
    const { brake } = await halted();
    await expect(refuseWhenHalted(host, VCENTER, DEFAULTS, brake)).rejects.toMatchObject({
      code: 'halted',
      status: 'deferred',
      message: `esx-9 is not written to: since ${START} vc01 is halted for its settings, after esx-1, esx-2, esx-3.`,
      next: expect.stringContaining('"provisioning-stack resume"'),
    });
  });

  test('goes on under other settings, in another vCenter, and after the release', async () => {
    const { brake } = await halted();
    await refuseWhenHalted(host, VCENTER, [version('defaults', 2)], brake);
    await refuseWhenHalted(host, 'vc02', DEFAULTS, brake);
    expect(await brake.release(VCENTER)).toBe(1);
    await refuseWhenHalted(host, VCENTER, DEFAULTS, brake);
  });

  test('goes on while fewer hosts have ended badly', async () => {
    const shop = bench();
    await afterRun(trial('esx-1'), shop);
    await refuseWhenHalted(host, VCENTER, DEFAULTS, shop.brake);
  });
});

test('people are told of a halt with the hosts and the way out', () => {
  const { subject, text } = haltNotice('vc01', { failed: ['esx-1', 'esx-2', 'esx-3'], haltedAt: START });
  expect(subject).toBe('vc01 is halted');
  expect(text).toMatch(/^3 hosts in a row ended badly .*esx-1, esx-2, esx-3.*"provisioning-stack resume"/);
});
