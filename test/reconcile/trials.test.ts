import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { directory, document, goodNic, host, intent, network, stored, vnic } from '../builders.ts';
import { callsOf, configure, rowOf, run, runDeferred, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const FAULT = new OnboardingError('fault-refused', 'AddVirtualNic was answered with HostConfigFault.');
const REPLAY = { kind: 'replay', replay: 'r1' } as const;
const sweep = (shop: Workshop) => sweepHosts('sweep-1', shop);
const dhcp = (gateway?: string) => [stored(document({ address: { mode: 'dhcp' }, gateway }))];

describe('what failed', () => {
  test('is not tried again by the other events of the host, which end alike and are no news', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', FAULT, { times: 9 });
    for (let events = 0; events < 3; events += 1) expect(summary(await run(shop))).toBe('failed fault-refused');
    expect([callsOf(shop)['addVirtualNic'], shop.announcer.alerts.length]).toEqual([1, 1]);
  });

  test('is not tried again because of what it left on the stack when it was rolled back', async () => {
    const shop = workshop({ documents: [stored(document({ verify: { pingGateway: 'require' } }))] });
    shop.vcenter.commands.unreachable.add('10.20.0.1');
    for (let events = 0; events < 2; events += 1) expect(summary(await run(shop))).toMatch(/^failed gateway-silent/);
    expect([callsOf(shop)['addVirtualNic'], stackOf(shop).gateway]).toEqual([1, '10.20.0.1']);
    expect((await sweep(shop)).counts).toEqual({ failed: 1 });
  });

  test('is tried again by a replay, by an operator, and with other settings', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', FAULT, { times: 2 });
    await run(shop);
    await run(shop, REPLAY);
    expect(callsOf(shop)['addVirtualNic']).toBe(2);
    shop.settings.documents = [stored(document(), 'defaults', 8)];
    expect(summary(await run(shop))).toBe('converged');
  });

  test('is not queued by a sweep either when it was refused only after the adapter had been added', async () => {
    const shop = workshop({ documents: dhcp('10.20.0.1') });
    shop.vcenter.behaviour = { lease: { ipAddress: '172.16.0.7', subnetMask: '255.255.255.0' } };
    expect(summary(await run(shop))).toMatch(/^refused gateway-outside-lease/);
    expect((await sweep(shop)).counts).toEqual({ refused: 1 });
  });
});

test('what leaves a host degraded stays as it was told, also where the mode would not write to it', async () => {
  const shop = workshop({ documents: [stored(document({ onUnsupported: 'warn', esxcli: 'never' }))] });
  shop.vcenter.calls.fail('updateDns', new OnboardingError('fault-refused', 'No.'), { times: 9 });
  const degraded = summary(await run(shop));
  expect(degraded).toMatch(/^degraded /);
  expect((await sweep(shop)).counts).toEqual({ degraded: 1 });
  expect(summary(await run(shop))).toBe(degraded);
  expect([rowOf(shop)?.outcome?.status, shop.announcer.alerts.length]).toEqual(['degraded', 1]);
});

test('a DHCP server that never answers is told after three trials, not after a day of them', async () => {
  const shop = workshop({ documents: dhcp() });
  expect(summary(await run(shop))).toMatch(/^deferred dhcp-no-lease/);
  await runDeferred(shop);
  expect(summary(await runDeferred(shop))).toMatch(/^failed dhcp-no-lease/);
  expect([rowOf(shop)?.deferral, stackOf(shop).devices]).toEqual([undefined, []]);
});

test('an adapter that changes to DHCP has its lease before the gateway is written', async () => {
  const state = host({ network: network({ onStack: [goodNic()] }) });
  const shop = workshop({ hosts: [state], documents: dhcp('10.20.0.1') });
  shop.vcenter.behaviour = {
    lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0', afterMilliseconds: 9_000 },
  };
  let leased: unknown;
  shop.vcenter.calls.before('updateGateway', () => {
    leased = shop.vcenter.truth().network?.vnics.at(-1)?.ipAddress;
  });
  expect(summary((await configure(shop, { operator: { live: true } })).outcome)).toBe('converged');
  expect(leased).toBe('10.20.0.77');
});

test('an adapter that was added although the call was answered with a fault is taken off again', async () => {
  const shop = workshop();
  shop.vcenter.calls.fail('addVirtualNic', FAULT, { afterwards: true });
  expect(summary(await run(shop))).toBe('failed fault-refused fault-refused');
  expect([stackOf(shop).devices, rowOf(shop)?.intent]).toEqual([[], undefined]);
});

describe("somebody else's adapter", () => {
  const theirs = vnic({ device: 'vmk7', ipAddress: '10.20.0.99', portgroup: 'Theirs' });
  const row = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example', intent: intent() };
  const shopWith = (documents: Parameters<typeof workshop>[0]) =>
    workshop({ hosts: [host({ network: network({ onStack: [theirs] }) })], ...documents });

  test('is never removed for an interrupted run that had begun another one', async () => {
    const shop = shopWith({ documents: [stored('{')] });
    expect(summary((await configure(shop, { row })).outcome)).toBe('refused settings-invalid');
    expect(stackOf(shop).devices).toEqual(['vmk7']);
  });

  test('is not changed by itself either, and the intent is void', async () => {
    const shop = shopWith({});
    const { outcome, intent: left } = await configure(shop, { row });
    expect([summary(outcome), left]).toEqual(['reported', undefined]);
    expect(Object.keys(callsOf(shop))).toEqual(['readHost']);
  });
});

describe('the first sweep', () => {
  test('takes no baseline while nothing is seen at all: later everything would look new', async () => {
    const shop = workshop({ hosts: [] });
    shop.baseline.taken.clear();
    shop.vcenter.shownDirectory = directory({ datacenters: [] });
    await expect(sweep(shop)).rejects.toMatchObject({ code: 'scope-unreadable' });
    expect(shop.baseline.taken.size).toBe(0);
  });

  test('of a vCenter without hosts takes an empty one', async () => {
    const shop = workshop({ hosts: [] });
    shop.baseline.taken.clear();
    expect(await sweep(shop)).toEqual({ hosts: 0, counts: {}, isFirst: true, releasable: [] });
  });
});

test('a host that failed after a day of waiting stays failed while its reason lasts', async () => {
  const shop = workshop({ hosts: [host({ hasRunningTask: true })] });
  await run(shop);
  shop.clock.advance(24 * 3600 * 1000 + 1);
  expect(summary(await runDeferred(shop))).toBe('failed host-busy');
  expect((await sweep(shop)).counts).toEqual({ failed: 1 });
  expect(rowOf(shop)?.outcome?.status).toBe('failed');
});

test('a host that failed after a day of waiting for the first sweep is taken up once that is done', async () => {
  const shop = workshop();
  const taken = new Map(shop.baseline.taken);
  shop.baseline.taken.clear();
  await run(shop);
  shop.clock.advance(24 * 3600 * 1000 + 1);
  expect(summary(await runDeferred(shop))).toBe('failed baseline-pending');
  for (const [key, morefs] of taken) shop.baseline.taken.set(key, morefs);
  expect((await sweep(shop)).counts).toEqual({ queued: 1 });
});

test('a trial in vain stays one over the other events of its host, a degraded one as well', async () => {
  const documents = [stored(document({ mode: 'enforce', onUnsupported: 'warn', esxcli: 'never' }))];
  const shop = workshop({ documents });
  shop.vcenter.calls.fail('updateDns', FAULT, { times: 9 });
  for (let events = 0; events < 3; events += 1) expect(summary(await run(shop))).toBe('degraded fault-refused');
  expect([callsOf(shop)['updateDns'], rowOf(shop)?.hasBegun]).toEqual([1, true]);
  expect((await sweep(shop)).counts).toEqual({ degraded: 1 });
});
