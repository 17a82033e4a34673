import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { configuredHost, document, goodNic, host, intent, network, provisioningStack, stored } from '../builders.ts';
import { START } from '../fake-clock.ts';
import { callsOf, configure, rowOf, run, runDeferred, stackOf, summary, workshop } from '../workshop.ts';

const LOST = new OnboardingError('answer-lost', 'The answer was lost.');
const NO_TABLE = new OnboardingError('journal-unavailable', 'DynamoDB does not answer.');
const ALL_THREE = { devices: ['vmk1'], gateway: '10.20.0.1', dns: ['10.0.0.53'] };
const BEGUN = host({ network: network({ onStack: [goodNic()] }) });
const HALF = host({
  network: network({ onStack: [goodNic()], stack: provisioningStack({ defaultGateway: '10.20.0.1' }) }),
});

const wrong = (device: string) => goodNic({ device, ipAddress: '10.20.0.9' });

/** A row as an interrupted run leaves it. */
const rowWith = (before: HostState = host()) => ({
  vcenter: 'vc01',
  moref: 'host-21',
  name: 'esx-021.corp.example',
  intent: intent(before),
});

describe('an answer that is lost', () => {
  test('to addVirtualNic adds nothing again: the next run reads first, and finishes', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', LOST, { afterwards: true });
    expect(summary(await run(shop))).toBe('deferred answer-lost');
    expect(callsOf(shop)).toEqual({ readHost: 1, addVirtualNic: 1 });
    expect(rowOf(shop)?.intent?.steps).toHaveLength(3);
    expect(summary(await runDeferred(shop))).toBe('converged');
    expect([callsOf(shop)['addVirtualNic'], stackOf(shop)]).toEqual([1, ALL_THREE]);
    expect(rowOf(shop)?.intent).toBeUndefined();
  });

  test('to addVirtualNic adds nothing while the task may still be running', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', LOST);
    await run(shop);
    shop.vcenter.put(host({ hasRunningTask: true }));
    expect(summary(await runDeferred(shop))).toBe('deferred host-busy');
    expect(callsOf(shop)['addVirtualNic']).toBe(1);
    expect(rowOf(shop)?.intent?.steps).toHaveLength(3);
  });

  test('to a write that was not done is written by the next run', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', LOST);
    await run(shop);
    expect(summary(await runDeferred(shop))).toBe('converged');
    expect(callsOf(shop)['addVirtualNic']).toBe(2);
  });

  test.each(['updateGateway', 'updateDns'])('to %s is read again, and not written twice', async (method) => {
    const shop = workshop();
    shop.vcenter.calls.fail(method, LOST, { afterwards: true });
    expect(summary(await run(shop))).toBe('deferred answer-lost');
    expect(summary(await runDeferred(shop))).toMatch(/^(converged|unchanged)$/);
    expect([callsOf(shop)[method], callsOf(shop)['addVirtualNic'], stackOf(shop)]).toEqual([1, 1, ALL_THREE]);
  });
});

describe('an intent', () => {
  test('is open before the first write, and closed by the outcome', async () => {
    const shop = workshop();
    let recorded: unknown;
    shop.vcenter.calls.before('addVirtualNic', () => {
      recorded = rowOf(shop)?.intent;
    });
    await run(shop);
    expect(recorded).toMatchObject({ before: host(), openedAt: START, steps: [{ action: 'addVirtualNic' }, {}, {}] });
    expect(rowOf(shop)).not.toHaveProperty('intent');
  });

  test('that cannot be recorded keeps the run from writing', async () => {
    const shop = workshop();
    shop.journal.calls.fail('openIntent', NO_TABLE);
    await expect(run(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(callsOf(shop)).toEqual({ readHost: 1 });
  });

  test('is closed when the first write on an adapter that was there is refused', async () => {
    const moved = host({ network: network({ onStack: [wrong('vmk1')] }), inMaintenanceMode: true });
    const shop = workshop({ hosts: [moved], documents: [stored(document({ mode: 'enforce' }))] });
    shop.vcenter.calls.fail('updateVirtualNic', new OnboardingError('fault-refused', 'No.'));
    const { outcome, intent: left } = await configure(shop);
    expect([summary(outcome), left, stackOf(shop).devices]).toEqual(['failed fault-refused', undefined, ['vmk1']]);
  });

  test('whose outcome cannot be written is closed by the message delivered again', async () => {
    const shop = workshop();
    shop.journal.calls.fail('write', NO_TABLE);
    await expect(run(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(rowOf(shop)?.intent?.steps).toHaveLength(3);
    expect(summary(await run(shop))).toBe('unchanged');
    expect([rowOf(shop)?.intent, callsOf(shop)['addVirtualNic']]).toEqual([undefined, 1]);
  });

  test('keeps the state that the first of several runs found', async () => {
    const shop = workshop({ hosts: [BEGUN] });
    shop.vcenter.calls.fail('updateGateway', LOST);
    const { intent: left } = await configure(shop, { row: rowWith() });
    expect(left?.before).toEqual(host());
  });
});

describe('an interrupted run', () => {
  test.each([
    ['before it wrote', host(), 'converged'],
    ['after its adapter', BEGUN, 'converged'],
    ['after its gateway', HALF, 'converged'],
    ['after its last write', configuredHost(), 'unchanged'],
  ])('%s is finished by the next one', async (_, state, expected) => {
    const shop = workshop({ hosts: [state] });
    const { outcome, intent: left } = await configure(shop, { row: rowWith() });
    expect([summary(outcome), left, stackOf(shop)]).toEqual([expected, undefined, ALL_THREE]);
  });

  test.each(['report', 'onboard'] as const)('is finished in mode %s, also on a host of the baseline', async (mode) => {
    const shop = workshop({ hosts: [BEGUN], baseline: ['host-21'], documents: [stored(document({ mode }))] });
    expect(summary((await configure(shop, { row: rowWith() })).outcome)).toBe('converged');
  });

  test('is finished although it changes the address of the adapter that it began', async () => {
    const moved = document({ address: { mode: 'derive', subnet: '10.20.1.0/24' }, gateway: '10.20.1.1' });
    const state = host({ network: network({ onStack: [goodNic()] }) });
    const shop = workshop({ hosts: [state], documents: [stored(moved)] });
    expect(summary((await configure(shop, { row: rowWith() })).outcome)).toBe('converged');
  });

  test('is undone when the settings have become wrong meanwhile', async () => {
    const shop = workshop({ hosts: [BEGUN], documents: [stored(document({ gateway: '10.99.0.1' }))] });
    const { outcome, intent: left } = await configure(shop, { row: rowWith() });
    expect(summary(outcome)).toBe('refused gateway-outside-subnet gateway-outside-subnet');
    expect([stackOf(shop).devices, left]).toEqual([[], undefined]);
  });

  test('is undone when it cannot be finished, and no adapter is told', async () => {
    const shop = workshop({ hosts: [BEGUN] });
    shop.vcenter.calls.fail('updateGateway', new OnboardingError('fault-refused', 'No.'));
    const { outcome, intent: left } = await configure(shop, { row: rowWith() });
    expect([summary(outcome), outcome.device, left]).toEqual([
      'failed fault-refused fault-refused',
      undefined,
      undefined,
    ]);
    expect(stackOf(shop).devices).toEqual([]);
  });

  test('is not undone while a task is running on the host', async () => {
    const shop = workshop({ hosts: [{ ...BEGUN, hasRunningTask: true }], documents: [stored('{')] });
    const { outcome, intent: left } = await configure(shop, { row: rowWith() });
    expect([summary(outcome), left]).toEqual(['refused settings-invalid', intent()]);
    expect(stackOf(shop).devices).toEqual(['vmk1']);
  });

  test('that had written nothing is over when the host is refused', async () => {
    const { intent: left } = await configure(workshop({ documents: [stored('{')] }), { row: rowWith() });
    expect(left).toBeUndefined();
  });

  test('that changed nothing of an adapter of others is over, and removes nothing', async () => {
    const shop = workshop({ hosts: [BEGUN], documents: [stored(document({ gateway: '10.99.0.1' }))] });
    const { outcome, intent: left } = await configure(shop, { row: rowWith(BEGUN) });
    expect([summary(outcome), stackOf(shop).devices]).toEqual(['refused gateway-outside-subnet', ['vmk1']]);
    expect(left).toBeUndefined();
  });

  test('is left to a later one when the cluster has got a configuration profile meanwhile', async () => {
    const shop = workshop({ hosts: [{ ...BEGUN, configurationProfile: 'managed' }] });
    const { outcome, intent: left } = await configure(shop, { row: rowWith() });
    expect([summary(outcome), left]).toEqual(['refused configuration-profile', intent()]);
    expect(stackOf(shop).devices).toEqual(['vmk1']);
  });

  test('is not undone because an operator did not say --live', async () => {
    const shop = workshop({ hosts: [host({ network: network({ onStack: [wrong('vmk1')] }) })] });
    const { outcome } = await configure(shop, { row: rowWith(), operator: { live: false } });
    expect([summary(outcome), stackOf(shop).devices]).toEqual(['refused disruptive-needs-live', ['vmk1']]);
  });

  test('leaves alone what it cannot tell from what others added', async () => {
    const state = host({ network: network({ onStack: [wrong('vmk1'), wrong('vmk2')] }) });
    const shop = workshop({ hosts: [state] });
    expect(summary((await configure(shop, { row: rowWith() })).outcome)).toBe('refused adapter-ambiguous');
    expect(stackOf(shop).devices).toEqual(['vmk1', 'vmk2']);
  });
});

test.each([
  ['static', document(), 74_999, 75_000],
  ['DHCP', document({ address: { mode: 'dhcp' } }), 109_999, 110_000],
])(
  'no first write starts unless verifying and taking back fit into the time left: %s',
  async (_, values, few, enough) => {
    const late = workshop({ documents: [stored(values)] });
    const { outcome, intent: left } = await configure(late, { remainingMilliseconds: () => few });
    expect([summary(outcome), left, callsOf(late)]).toEqual(['deferred time-short', undefined, { readHost: 1 }]);
    const inTime = workshop({ documents: [stored(values)] });
    inTime.vcenter.behaviour = { lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0' } };
    expect(summary((await configure(inTime, { remainingMilliseconds: () => enough })).outcome)).toBe('converged');
  },
);
