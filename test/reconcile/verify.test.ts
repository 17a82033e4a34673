import { describe, expect, test } from '@jest/globals';
import { type Assessment, judge } from '../../lib/reconcile/assess.ts';
import type { HostState, NetStackInstance } from '../../lib/reconcile/state.ts';
import type { Step } from '../../lib/reconcile/steps.ts';
import { readUntil, verify } from '../../lib/reconcile/verify.ts';
import {
  configuredHost,
  directory,
  goodNic,
  host,
  network,
  provisioningStack,
  settings,
  wantedDns,
} from '../builders.ts';
import { FakeClock } from '../fake-clock.ts';
import { configure, summary, workshop } from '../workshop.ts';

const judged = (state: HostState, over: Parameters<typeof settings>[0] = {}) =>
  judge(state, settings(over), directory());
const withStack = (over: Partial<NetStackInstance>, nic = goodNic()) =>
  host({ network: network({ onStack: [nic], stack: provisioningStack(over) }) });

/** Verifies what was planned on `before`, a new host, against what is shown: each read the next, the last for ever. */
function verifying(shown: readonly Assessment[], ignore: (step: Step) => boolean = () => false, before = host()) {
  const clock = new FakeClock();
  let reads = 0;
  const read = async () => {
    const next = shown[Math.min(reads, shown.length - 1)];
    reads += 1;
    return next ?? judged(host());
  };
  const applied = judged(before).plan.steps;
  return {
    clock,
    reads: () => reads,
    result: verify({ clock, read, applied, ignore, remainingMilliseconds: () => 600_000 }),
  };
}

describe('reading until something holds', () => {
  const readingFor = async (milliseconds: number, takes = 0) => {
    const clock = new FakeClock();
    let reads = 0;
    const read = async () => {
      clock.advance(takes);
      reads += 1;
      return reads;
    };
    return { last: await readUntil(clock, read, () => false, milliseconds), clock };
  };

  test('pauses 250 ms, doubling to 4 s, and never beyond the deadline', async () => {
    const { clock, last } = await readingFor(30_000);
    expect(clock.sleeps).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000, 4000]);
    expect(last).toBe(11);
  });

  test('counts the time that reading takes', async () => {
    const { clock } = await readingFor(10_000, 3_000);
    expect(clock.sleeps).toEqual([250, 500]);
  });

  test('uses its time to the last', async () => {
    expect((await readingFor(750)).clock.sleeps).toEqual([250, 500]);
    expect((await readingFor(749)).clock.sleeps).toEqual([250]);
  });

  test('without patience reads once', async () => {
    const { clock, last } = await readingFor(0);
    expect([last, clock.sleeps]).toEqual([1, []]);
  });
});

describe('a run is verified', () => {
  test('by one read and no pause when everything is shown', async () => {
    const { result, clock, reads } = verifying([judged(configuredHost())]);
    expect((await result).plan).toMatchObject({ steps: [], adapter: { device: 'vmk1' } });
    expect([reads(), clock.sleeps]).toEqual([1, []]);
  });

  test('as soon as a late change is shown', async () => {
    const { result, clock } = verifying([judged(host()), judged(withStack({})), judged(configuredHost())]);
    await result;
    expect(clock.sleeps).toEqual([250, 500]);
  });

  test('without the parts that it is told to ignore', async () => {
    const shown = withStack({ defaultGateway: '10.20.0.1' });
    const isDns = (step: Step) => step.action === 'updateNetworkConfig' && step.part === 'dns';
    await expect(verifying([judged(shown)], isDns).result).resolves.toMatchObject({ host: shown });
  });
});

describe('a run is not verified', () => {
  test.each<[string, HostState, number]>([
    ['neither adapter nor gateway nor DNS', host(), 3],
    ['the adapter alone', withStack({}), 2],
    ['all but DNS', withStack({ defaultGateway: '10.20.0.1' }), 1],
  ])('yet while vCenter shows %s', async (_, shown, left) => {
    const error = await verifying([judged(shown)]).result.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'not-verified', context: { host: shown.name, step: 'verify' } });
    expect(error).toHaveProperty(['context', 'steps', 'length'], left);
    expect(String(error)).toContain('vCenter does not show the change on esx-021.corp.example yet: ');
  });

  test.each<[string, HostState]>([
    ['another gateway', withStack({ defaultGateway: '10.20.0.254', dnsConfig: wantedDns() })],
    [
      'another address',
      withStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns() }, goodNic({ ipAddress: '10.20.0.9' })),
    ],
    [
      'other DNS servers',
      withStack({ defaultGateway: '10.20.0.1', dnsConfig: { ...wantedDns(), address: ['10.9.9.9'] } }),
    ],
  ])('when it shows %s than was written', async (_, shown) => {
    await expect(verifying([judged(shown)]).result).rejects.toMatchObject({
      code: 'verified-wrong',
      message: expect.stringContaining('esx-021.corp.example shows another value than was written: '),
    });
  });

  test('when a value that was right before is gone', async () => {
    const before = withStack({ defaultGateway: '10.20.0.1' });
    const shown = judged(withStack({ dnsConfig: wantedDns() }));
    await expect(verifying([shown], undefined, before).result).rejects.toMatchObject({ code: 'verified-wrong' });
  });

  test('yet when the adapter that was changed is not shown at all', async () => {
    const before = withStack({}, goodNic({ ipAddress: '10.20.0.9' }));
    await expect(verifying([judged(host())], undefined, before).result).rejects.toMatchObject({ code: 'not-verified' });
  });

  test('while an adapter has no DHCP lease, though nothing is left to write', async () => {
    const nic = goodNic({ dhcp: true, ipAddress: '169.254.1.1', subnetMask: '255.255.0.0' });
    const shown = withStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns() }, nic);
    await expect(verifying([judged(shown, { address: { mode: 'dhcp' } })]).result).rejects.toMatchObject({
      code: 'dhcp-no-lease',
      message: 'vmk1 on esx-021.corp.example has no DHCP lease.',
    });
  });
});

describe('a whole run', () => {
  test('waits for a change that is shown late, and writes nothing twice', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 5_000 };
    expect(summary((await configure(shop)).outcome)).toBe('converged');
    expect(shop.vcenter.calls.counts).toMatchObject({ addVirtualNic: 1, updateGateway: 1, updateDns: 1 });
  });

  test('that is unverified within 30 s is deferred and leaves its intent: not seen yet is no failure', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 60_000 };
    const { outcome, intent } = await configure(shop);
    expect([summary(outcome), intent?.steps.length]).toEqual(['deferred not-verified', 3]);
    expect(shop.clock.sleeps.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(30_000);
  });
});
