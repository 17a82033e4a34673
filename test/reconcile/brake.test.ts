import { describe, expect, test } from '@jest/globals';
import { afterRun, haltNotice, refuseWhenHalted, settingsDigests, type Trial } from '../../lib/reconcile/brake.ts';
import type { Outcome, Status } from '../../lib/reconcile/outcome.ts';
import { VCENTER } from '../builders.ts';
import { at, FakeClock, START } from '../fake-clock.ts';
import { InMemoryBrake } from '../in-memory-stores.ts';

const version = (scope: string, number = 1) => ({ origin: `/provisioning-stack/vc01/${scope}`, version: number });
const DEFAULTS = [version('defaults')];
const DIGEST = settingsDigests(DEFAULTS)[0];

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
    expect(settingsDigests([version('defaults', 2)])).not.toEqual([DIGEST]);
    expect(settingsDigests([...DEFAULTS, version('hosts/esx-1', 9)])).toEqual([DIGEST]);
  });

  test('is one for each scope with the wider ones', () => {
    const scopes = [...DEFAULTS, version('datacenters/DC0'), version('datacenters/DC0/clusters/C0')];
    const digests = settingsDigests(scopes);
    expect([new Set(digests).size, digests[0]]).toEqual([3, DIGEST]);
    expect(settingsDigests(scopes.slice(0, 2))).toEqual(digests.slice(0, 2));
  });

  test.each<[string, boolean]>([
    ['settings.json#hosts/esx-1', true],
    ['/etc/hosts/settings.json#defaults', false],
    ['/provisioning-stack/hosts/defaults', false],
    ['/provisioning-stack/hosts/hosts/esx-1', true],
    ['settings.json#datacenters/hosts', false],
  ])('takes %s for the scope of one host: %s', (origin, isHost) => {
    expect(settingsDigests([{ origin, version: 1 }])[0] === settingsDigests([])[0]).toBe(isHost);
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

describe('the brake of settings with nearer scopes', () => {
  const inCluster = (name: string, cluster: string, status: Status = 'failed') => {
    const settings = [...DEFAULTS, version(`datacenters/DC0/clusters/${cluster}`)];
    return trial(name, status, { outcome: outcome(name, status, { settings }) });
  };
  const answersTo = async (shop: ReturnType<typeof bench>, trials: readonly Trial[]) => {
    const answers = [];
    for (const each of trials) answers.push(await afterRun(each, shop));
    return answers;
  };
  const isHalted = ({ brake }: ReturnType<typeof bench>, cluster: string) =>
    refuseWhenHalted({ moref: 'm', name: 'esx-9' }, VCENTER, inCluster('esx-9', cluster).outcome.settings, brake).then(
      () => false,
      () => true,
    );

  test('is put on by three hosts of three clusters, for all', async () => {
    const shop = bench();
    const answers = await answersTo(shop, [
      inCluster('esx-1', 'C1'),
      inCluster('esx-2', 'C2'),
      inCluster('esx-3', 'C3'),
    ]);
    expect(answers.map((answer) => answer?.failed.length)).toEqual([undefined, undefined, 3]);
    expect([await isHalted(shop, 'C1'), await isHalted(shop, 'C7')]).toEqual([true, true]);
  });

  test('is put on for one cluster only while other clusters end well', async () => {
    const shop = bench();
    await answersTo(shop, [
      inCluster('esx-1', 'C1'),
      inCluster('esx-2', 'C1'),
      inCluster('esx-8', 'C2', 'converged'),
      inCluster('esx-3', 'C1'),
    ]);
    expect([await isHalted(shop, 'C1'), await isHalted(shop, 'C2')]).toEqual([true, false]);
  });

  test('is told once when it goes on for several scopes at once', async () => {
    const shop = bench();
    const trials = ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) => inCluster(name, 'C1'));
    const answers = await answersTo(shop, trials);
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
    expect([...shop.brake.trials.values()].map(({ haltedAt }) => haltedAt)).toEqual([START, START]);
  });

  test('is told once, also by runs at once', async () => {
    const shop = bench();
    const trials = ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) => inCluster(name, 'C1'));
    const answers = await Promise.all(trials.map((each) => afterRun(each, shop)));
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
  });

  test('forgets all of its rows at a good end', async () => {
    const shop = bench();
    await answersTo(shop, [inCluster('esx-1', 'C1'), inCluster('esx-2', 'C1', 'converged')]);
    expect(shop.brake.trials.size).toBe(0);
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
