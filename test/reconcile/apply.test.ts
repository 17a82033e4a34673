import { describe, expect, test } from '@jest/globals';
import { type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import { applySteps, type Progress } from '../../lib/reconcile/apply.ts';
import { judge } from '../../lib/reconcile/assess.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { directory, type document, goodNic, host, network, settings } from '../builders.ts';
import { workshop } from '../workshop.ts';

const DHCP = { address: { mode: 'dhcp' } } as const;
const WRITES = ['addVirtualNic', 'updateVirtualNic', 'updateGateway', 'updateDns'];

/** The plan for a host, and what was called when it is applied. */
function applying(options: { state?: HostState; over?: Parameters<typeof document>[0]; tolerates?: boolean } = {}) {
  const { state = host(), over = {}, tolerates = false } = options;
  const { vcenter, clock } = workshop({ hosts: [state] });
  const effective = settings(over);
  const read = async () => judge(await vcenter.readHost('host-21'), effective, directory());
  const planned = judge(state, effective, directory());
  const steps = planned.plan.steps.map((step) => ({ ...step, applied: false }));
  const progress: Progress = { steps, problems: [], notes: [] };
  const order: string[] = [];
  for (const method of [...WRITES, 'readHost']) vcenter.calls.before(method, () => void order.push(method));
  const renewLease = async () => void order.push('renew');
  const apply = (renew: () => Promise<void> = renewLease) =>
    applySteps(planned, progress, {
      vcenter,
      clock,
      read,
      renewLease: renew,
      toleratesUnsupported: tolerates,
      remainingMilliseconds: () => 600_000,
    });
  return { vcenter, clock, progress, order, apply, applied: () => progress.steps.map(({ applied }) => applied) };
}

describe('the steps of a plan', () => {
  test('are taken in order, the adapter first and DNS last, each under a lease renewed just before', async () => {
    const { apply, order, applied, progress } = applying();
    await apply();
    expect(order).toEqual(['renew', 'addVirtualNic', 'renew', 'updateGateway', 'renew', 'updateDns']);
    expect([applied(), progress.addedDevice]).toEqual([[true, true, true], 'vmk1']);
  });

  test('change an adapter that is there, and add none', async () => {
    const state = host({ network: network({ onStack: [goodNic({ ipAddress: '10.20.0.9' })] }) });
    const { apply, order, progress } = applying({ state });
    await apply();
    expect(order).toEqual(['renew', 'updateVirtualNic', 'renew', 'updateGateway', 'renew', 'updateDns']);
    expect(progress.addedDevice).toBeUndefined();
  });

  test('stop at a lease that is lost, and say how far they came', async () => {
    const { apply, order, applied } = applying();
    let renewals = 0;
    const losing = async () => {
      renewals += 1;
      if (renewals === 3) throw new OnboardingError('lease-lost', 'Another run took it over.');
    };
    await expect(apply(losing)).rejects.toMatchObject({ code: 'lease-lost' });
    expect([order, applied()]).toEqual([
      ['addVirtualNic', 'updateGateway'],
      [true, true, false],
    ]);
  });

  test('stop at the first one that is refused', async () => {
    const { apply, vcenter, order, applied } = applying();
    vcenter.calls.fail('updateGateway', new OnboardingError('fault-refused', 'No.'));
    await expect(apply()).rejects.toMatchObject({ code: 'fault-refused' });
    expect(order).toEqual(['renew', 'addVirtualNic', 'renew', 'updateGateway']);
    expect(applied()).toEqual([true, false, false]);
  });
});

describe('with DHCP', () => {
  test('the lease is read before the gateway is written', async () => {
    const { apply, vcenter, order } = applying({ over: DHCP });
    vcenter.behaviour = { lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0' } };
    await apply();
    expect(order).toEqual(['renew', 'addVirtualNic', 'readHost', 'renew', 'updateGateway', 'renew', 'updateDns']);
  });

  test('no lease within 90 s ends it, and the gateway is not written', async () => {
    const { apply, clock, order } = applying({ over: DHCP });
    await expect(apply()).rejects.toMatchObject({
      code: 'dhcp-no-lease',
      message: 'No DHCP lease on esx-021.corp.example after 90 s.',
      context: { step: 'addVirtualNic' },
    });
    const waited = clock.sleeps.reduce((sum, pause) => sum + pause, 0);
    expect([waited > 86_000 && waited <= 90_000, order.includes('updateGateway')]).toEqual([true, false]);
  });
});

describe('with "onUnsupported": "warn"', () => {
  test.each<ErrorCode>(['fault-refused', 'method-missing'])('DNS that ends in %s is a note', async (code) => {
    const { apply, vcenter, applied, progress } = applying({ tolerates: true });
    vcenter.calls.fail('updateDns', new OnboardingError(code, 'DNS is not taken.'));
    await apply();
    expect(applied()).toEqual([true, true, false]);
    expect(progress.problems).toEqual([{ code, message: expect.stringMatching(/^DNS is not taken\. ./) }]);
  });

  test.each<[string, string, ErrorCode]>([
    ['a gateway that is refused', 'updateGateway', 'fault-refused'],
    ['an adapter that is refused', 'addVirtualNic', 'fault-refused'],
    ['DNS that may not be written', 'updateDns', 'permission-missing'],
    ['DNS whose answer is lost', 'updateDns', 'answer-lost'],
    ['DNS with a fault that may pass', 'updateDns', 'fault-passing'],
  ])('%s is no note but an end', async (_, method, code) => {
    const { apply, vcenter } = applying({ tolerates: true });
    vcenter.calls.fail(method, new OnboardingError(code, 'No.'));
    await expect(apply()).rejects.toMatchObject({ code });
  });
});
