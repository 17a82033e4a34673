import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import { removeHost } from '../../lib/reconcile/remove-host.ts';
import { configuredHost, goodNic, host, intent, managementNic, message, network } from '../builders.ts';
import { START } from '../fake-clock.ts';
import { rowOf, run, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const HOST = message().host;
const OURS = {
  device: 'vmk1',
  portgroup: 'pg-provisioning',
  portgroupKey: 'dvportgroup-12',
  netStackInstanceKey: 'vSphereProvisioning',
  addedAt: START,
};
const LOST = new OnboardingError('answer-lost', 'The answer was lost.');

const remove = (shop: Workshop) => removeHost({ host: HOST, live: true, runId: 'remove by ann' }, shop);

describe('the intent of an interrupted run', () => {
  const theirs = goodNic({ device: 'vmk5', netStackInstanceKey: 'defaultTcpipStack' });
  const REPLACE = { live: true, allowReplace: true };
  const replace = (shop: Workshop) =>
    recordedRun({ host: HOST, operator: REPLACE, runId: 'apply', remainingMilliseconds: () => 1e9 }, shop);

  test('that replaced an adapter is left to the next run, which alone can put that back', async () => {
    const shop = workshop({ hosts: [host({ network: network({ vnics: [managementNic(), theirs] }) })] });
    shop.vcenter.calls.fail('addVirtualNic', LOST, { afterwards: true });
    await replace(shop);
    const row = rowOf(shop);
    expect(summary(await remove(shop))).toBe('deferred intent-open');
    expect([rowOf(shop), stackOf(shop).devices]).toEqual([row, ['vmk1']]);
  });

  test('that changed our adapter is left to the next run', async () => {
    const move = {
      action: 'updateVirtualNic',
      device: 'vmk1',
      reason: '',
      disruptive: true,
      changes: [],
      nic: {},
    } as const;
    const shop = workshop({ hosts: [configuredHost()] });
    const row = { vcenter: 'vc01', ...HOST, added: [OURS], intent: intent(configuredHost(), { steps: [move] }) };
    shop.journal.rows.set('host-21', row);
    expect([summary(await remove(shop)), stackOf(shop).devices]).toEqual(['deferred intent-open', ['vmk1']]);
  });
});

describe('a service of the default stack', () => {
  const tagged = (device: string | undefined) =>
    [{ nicType: 'vSphereProvisioning', selectedDevices: device === undefined ? [] : [device] }] as const;

  test.each([
    ['that vCenter switched off for our adapter and not on again is told, with the command', undefined, 1],
    ['that vCenter switched on again is no matter', 'vmk0', 0],
  ])('%s', async (_, device, problems) => {
    const shop = workshop({ hosts: [host({ nicTypes: tagged('vmk0') })] });
    await run(shop);
    shop.vcenter.calls.before('removeVirtualNic', () =>
      shop.vcenter.put({ ...shop.vcenter.truth(), nicTypes: tagged(device) }),
    );
    const outcome = await remove(shop);
    expect([outcome.status, outcome.problems.map(({ code }) => code)]).toEqual([
      'converged',
      Array.from({ length: problems }, () => 'service-not-restored'),
    ]);
    if (problems > 0) expect(outcome.problems[0]?.message).toMatch(/vmk0 .*--tagname=VSphereProvisioning/);
  });
});
