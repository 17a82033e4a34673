import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../../lib/reconcile/apply.ts';
import { judge } from '../../lib/reconcile/assess.ts';
import { prove } from '../../lib/reconcile/prove.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { directory, document, goodNic, host, network, provisioningStack, settings, stored } from '../builders.ts';
import { FakeClock } from '../fake-clock.ts';
import { configure, run, runDeferred, stackOf, summary, workshop } from '../workshop.ts';

const judged = (state: HostState) => judge(state, settings(), directory());
const PLANNED = judged(host());
const WITHOUT_DNS = host({
  network: network({ onStack: [goodNic()], stack: provisioningStack({ defaultGateway: '10.20.0.1' }) }),
});
const BARE = host({ network: network({ onStack: [goodNic()] }) });

/** A proof of a run that wrote everything, on a host that goes on showing `shown`. */
function proving(shown: HostState, over: { earlierRuns?: number; tolerates?: boolean; refusedDns?: boolean } = {}) {
  const { earlierRuns = 0, tolerates = false, refusedDns = false } = over;
  const steps = PLANNED.plan.steps.map((step, index) => ({ ...step, applied: !(refusedDns && index === 2) }));
  const progress: Progress = { steps, problems: [], notes: [] };
  const clock = new FakeClock();
  const read = async () => judged(shown);
  const run = { renewLease: async () => {}, remainingMilliseconds: () => 120_000 };
  const options = { ...run, clock, read, planned: PLANNED, progress, earlierRuns, toleratesUnsupported: tolerates };
  return { progress, result: prove(options) };
}

describe('what is not seen', () => {
  test.each([0, 1])('may be late after %i runs that saw nothing either', async (earlierRuns) => {
    await expect(proving(WITHOUT_DNS, { earlierRuns }).result).rejects.toMatchObject({ code: 'not-verified' });
  });

  test('in a third run is dropped by the host', async () => {
    const error = await proving(WITHOUT_DNS, { earlierRuns: 2 }).result.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'change-ignored', cause: { code: 'not-verified' } });
    expect(String(error)).toContain('The host took the change, and shows nothing of it after 3 runs.');
  });

  test('in a third run is a note with "onUnsupported": "warn", and the step counts as not applied', async () => {
    const { result, progress } = proving(WITHOUT_DNS, { earlierRuns: 2, tolerates: true });
    await result;
    expect(progress.problems.map(({ code }) => code)).toEqual(['change-ignored']);
    expect(progress.steps.map(({ applied }) => applied)).toEqual([true, true, false]);
  });

  test('is no note while a required part is missing, too', async () => {
    const { result } = proving(BARE, { earlierRuns: 2, tolerates: true });
    await expect(result).rejects.toMatchObject({ code: 'change-ignored' });
  });
});

describe('what was refused with leave', () => {
  test('need not be seen', async () => {
    const { result, progress } = proving(WITHOUT_DNS, { refusedDns: true });
    await expect(result).resolves.toMatchObject({ host: WITHOUT_DNS });
    expect(progress.problems).toEqual([]);
  });

  test('excuses nothing else', async () => {
    await expect(proving(BARE, { refusedDns: true }).result).rejects.toMatchObject({ code: 'not-verified' });
  });
});

describe('a host that takes DNS and drops it', () => {
  test('is told by esxcli in the same run, with the reason', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { ignoresDns: true };
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('converged');
    expect(outcome.steps[2]).toMatchObject({
      applied: true,
      channel: 'esxcli',
      because: expect.stringContaining('vCenter does not show the change'),
    });
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], dns: ['10.0.0.53'] });
  });

  test('is deferred twice and fails then, without its adapter, where esxcli may not be used', async () => {
    const shop = workshop({ documents: [stored(document({ esxcli: 'never' }))] });
    shop.vcenter.behaviour = { ignoresDns: true };
    expect(summary(await run(shop))).toBe('deferred not-verified');
    expect(summary(await runDeferred(shop))).toBe('deferred not-verified');
    expect(summary(await runDeferred(shop))).toMatch(/^failed change-ignored/);
    expect(stackOf(shop).devices).toEqual([]);
  });

  test('is deferred twice and fails then, without its adapter, where esxcli drops it too', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { ignoresDns: true };
    shop.vcenter.commands.runCommand = async () => {};
    expect(summary(await run(shop))).toBe('deferred not-verified');
    expect(summary(await runDeferred(shop))).toBe('deferred not-verified');
    expect(summary(await runDeferred(shop))).toMatch(/^failed change-ignored/);
    expect(stackOf(shop).devices).toEqual([]);
  });

  test('is degraded then where the settings allow it, and keeps its adapter', async () => {
    const shop = workshop({ documents: [stored(document({ onUnsupported: 'warn', esxcli: 'never' }))] });
    shop.vcenter.behaviour = { ignoresDns: true };
    await run(shop);
    await runDeferred(shop);
    const outcome = await runDeferred(shop);
    expect([summary(outcome), outcome.device]).toEqual(['degraded change-ignored', 'vmk1']);
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: '10.20.0.1' });
  });

  test('that shows it in the end converges', async () => {
    const shop = workshop({ documents: [stored(document({ esxcli: 'never' }))] });
    shop.vcenter.behaviour = { ignoresDns: true };
    await run(shop);
    shop.vcenter.behaviour = {};
    const { outcome, intent } = await configure(shop, { row: shop.journal.rows.get('host-21') });
    expect([summary(outcome), intent]).toEqual(['converged', undefined]);
  });
});
