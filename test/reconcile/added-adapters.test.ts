import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { AddedAdapter } from '../../lib/reconcile/journal-row.ts';
import type { VirtualNic } from '../../lib/reconcile/state.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import {
  configuredHost,
  directory,
  disconnectedHost,
  document,
  goodNic,
  host,
  intent,
  network,
  portgroup,
  stored,
  vnic,
} from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { configure, rowOf, run, runDeferred, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const LOST = new OnboardingError('answer-lost', 'The answer was lost.');
const REFUSED = new OnboardingError('fault-refused', 'HostConfigFault.');
const OURS: AddedAdapter = {
  device: 'vmk1',
  portgroup: 'pg-provisioning',
  portgroupKey: 'dvportgroup-12',
  netStackInstanceKey: 'vSphereProvisioning',
  addedAt: START,
};
const BASE = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example' };

const added = (shop: Workshop) => rowOf(shop)?.added;
const changeNics = ({ vcenter }: Workshop, change: (nics: readonly VirtualNic[]) => readonly VirtualNic[]) =>
  vcenter.change('networkSystem-21', (found) => ({ ...found, vnics: change(found.vnics) }));

describe('an adapter', () => {
  test('that a run added is recorded with device, stack, portgroup, time and run', async () => {
    const shop = workshop();
    await run(shop);
    expect(added(shop)).toEqual([{ ...OURS, runId: expect.stringMatching(/^run-/) }]);
  });

  test('on a standard portgroup is known by its name alone', async () => {
    const shop = workshop({ documents: [stored(document({ portgroup: 'Provisioning' }))] });
    await run(shop);
    expect(added(shop)).toEqual([expect.objectContaining({ portgroup: 'Provisioning' })]);
    expect(added(shop)?.[0]).not.toHaveProperty('portgroupKey');
  });

  test('that was there before, and was adopted, is not ours', async () => {
    const shop = workshop({ hosts: [configuredHost()] });
    await run(shop);
    expect(added(shop)).toBeUndefined();
  });

  test('that was taken off again is not ours', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', REFUSED);
    expect(summary(await run(shop))).toMatch(/^failed/);
    expect([stackOf(shop).devices, added(shop)]).toEqual([[], undefined]);
  });

  test('that could not be taken off again is ours', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', REFUSED);
    shop.vcenter.calls.fail('removeVirtualNic', REFUSED);
    await run(shop);
    expect(added(shop)).toMatchObject([{ device: 'vmk1' }]);
  });

  test('that is not shown yet is ours', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 120_000 };
    expect(summary(await run(shop))).toBe('deferred not-verified');
    expect(added(shop)).toMatchObject([{ device: 'vmk1' }]);
  });

  test('whose answer was lost is ours as soon as the next run sees it', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', LOST, { afterwards: true });
    await run(shop);
    expect(added(shop)).toBeUndefined();
    await runDeferred(shop);
    expect(added(shop)).toEqual([OURS]);
  });

  test('that somebody else put on the stack after an interrupted run is not ours', async () => {
    const shop = workshop({ hosts: [host({ network: network({ onStack: [vnic({ ipAddress: '10.20.0.9' })] }) })] });
    shop.journal.rows.set('host-21', { ...BASE, intent: intent() });
    await run(shop);
    expect(added(shop)).toBeUndefined();
  });
});

describe('the record of an adapter', () => {
  test.each([
    ['an unchanged host', () => undefined],
    ['a host that is away', (shop: Workshop) => shop.vcenter.put(disconnectedHost())],
    ['settings that are away', (shop: Workshop) => shop.settings.calls.fail('read', LOST)],
    ['a vCenter that is away', (shop: Workshop) => shop.vcenter.calls.fail('readHost', LOST)],
  ])('outlives a run over %s', async (_, meanwhile) => {
    const shop = workshop();
    await run(shop);
    const before = added(shop);
    meanwhile(shop);
    await run(shop);
    expect([before?.length, added(shop)]).toEqual([1, before]);
  });

  test('outlives a run that another one kept out', async () => {
    const shop = workshop();
    await run(shop);
    shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
    expect(summary(await run(shop))).toBe('deferred lease-held');
    expect(added(shop)).toMatchObject([{ device: 'vmk1' }]);
  });

  test("outlives a sweep's finding", async () => {
    const shop = workshop();
    await run(shop);
    changeNics(shop, (nics) => nics.map((nic) => (nic.device === 'vmk1' ? { ...nic, ipAddress: '10.20.0.9' } : nic)));
    expect((await sweepHosts('sweep-1', shop)).counts).toEqual({ reported: 1 });
    expect([rowOf(shop)?.outcome?.status, added(shop)?.length]).toEqual(['reported', 1]);
  });

  test.each([
    ['is gone', () => []],
    [
      'is one of another stack by now',
      (nics: readonly VirtualNic[]) => [...nics, vnic({ netStackInstanceKey: 'vmotion' })],
    ],
  ])('ends when its device %s', async (_, others) => {
    const shop = workshop({ documents: [stored(document({ mode: 'report' }))] });
    await configure(shop, { operator: { live: false } });
    shop.journal.rows.set('host-21', { ...BASE, added: [OURS] });
    changeNics(shop, (nics) => others(nics.filter(({ device }) => device !== 'vmk1')));
    await run(shop);
    expect(added(shop)).toBeUndefined();
  });

  test('ends with the host', async () => {
    const shop = workshop();
    await run(shop);
    shop.vcenter.remove('host-21');
    expect(summary(await run(shop))).toBe('gone host-gone');
    expect(added(shop)).toBeUndefined();
  });

  test('follows the adapter to the portgroup that we moved it to', async () => {
    const shop = workshop();
    const portgroups = [portgroup(), portgroup({ name: 'pg-second', key: 'dvportgroup-13' })];
    shop.vcenter.shownDirectory = directory({ portgroups });
    await run(shop);
    shop.settings.documents = [stored(document({ mode: 'enforce', portgroup: 'pg-second' }))];
    shop.vcenter.put({ ...shop.vcenter.truth(), inMaintenanceMode: true });
    expect(summary(await run(shop))).toBe('converged');
    expect(added(shop)).toMatchObject([{ device: 'vmk1', portgroup: 'pg-second', portgroupKey: 'dvportgroup-13' }]);
  });

  test('does not follow it where somebody else moved it', async () => {
    const shop = workshop();
    await run(shop);
    const distributedVirtualPort = { switchUuid: 'other', portgroupKey: 'dvportgroup-99' };
    changeNics(shop, (nics) => nics.map((nic) => (nic.device === 'vmk1' ? goodNic({ distributedVirtualPort }) : nic)));
    await run(shop);
    expect(added(shop)).toMatchObject([{ portgroupKey: 'dvportgroup-12' }]);
  });
});

test('an interrupted removal is no leave to write: the next run closes it and acts as its mode says', async () => {
  const shop = workshop({
    hosts: [configuredHost({ inMaintenanceMode: true })],
    documents: [stored(document({ mode: 'report', mtu: 9000 }))],
  });
  const removal = { action: 'removeVirtualNic', device: 'vmk1', reason: '', disruptive: true, changes: [] } as const;
  shop.journal.rows.set('host-21', {
    ...BASE,
    added: [OURS],
    intent: { ...intent(configuredHost()), steps: [removal] },
  });
  expect(summary(await run(shop))).toBe('reported');
  expect([rowOf(shop)?.intent, added(shop), shop.vcenter.calls.counts['updateVirtualNic']]).toEqual([
    undefined,
    [OURS],
    undefined,
  ]);
});
