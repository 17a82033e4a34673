/** No host stays in between: whatever happened to the run that began, the next one finishes it or takes it back. */
import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { Intent, JournalRow } from '../../lib/reconcile/journal-row.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { document, goodNic, host, intent, network, provisioningStack, stored } from '../builders.ts';
import { callsOf, configure, stackOf, summary, workshop } from '../workshop.ts';

const PASSING = new OnboardingError('fault-passing', 'UpdateNetworkConfig was answered with InvalidState.');
const HALF = host({ network: network({ onStack: [goodNic()] }) });
const withGateway = (gateway: string): HostState =>
  host({ network: network({ onStack: [goodNic()], stack: provisioningStack({ defaultGateway: gateway }) }) });
const row = (open: Intent, over: Partial<JournalRow> = {}): JournalRow => ({
  vcenter: 'vc01',
  moref: 'host-21',
  name: 'esx-021.corp.example',
  intent: open,
  ...over,
});
/** A run that was to change the gateway of an adapter that was there before. */
const changing = (from: string, to: string): Intent => ({
  before: withGateway(from),
  openedAt: '2026-03-02T07:00:00.000Z',
  steps: [
    {
      action: 'updateNetworkConfig',
      part: 'gateway',
      reason: 'it differs',
      disruptive: true,
      changes: [{ field: 'gateway', from, to }],
      edit: { netStackInstanceKey: 'vSphereProvisioning', ipRouteConfig: { defaultGateway: to } },
    },
  ],
});

/** The same run, which was to set the MTU, too, and did not come to it. */
const half = (whole: Intent): Intent => ({
  ...whole,
  steps: [
    ...whole.steps,
    {
      action: 'updateVirtualNic',
      reason: 'it differs',
      disruptive: true,
      changes: [{ field: 'mtu', from: '1500', to: '9000' }],
      device: 'vmk1',
      nic: { mtu: 9000 },
    },
  ],
});

describe('what an interrupted run had changed under an adapter', () => {
  const broken = [stored('{')];

  test('is put back by itself when it cannot be finished', async () => {
    const shop = workshop({ hosts: [withGateway('10.20.0.1')], documents: broken });
    const { intent: left } = await configure(shop, { row: row(changing('10.20.0.254', '10.20.0.1')) });
    expect([stackOf(shop).gateway, left]).toEqual(['10.20.0.254', undefined]);
  });

  test('stays when somebody else has set another value meanwhile', async () => {
    const shop = workshop({ hosts: [withGateway('10.20.0.7')], documents: broken });
    const { intent: left } = await configure(shop, { row: row(changing('10.20.0.254', '10.20.0.1')) });
    expect([stackOf(shop).gateway, left]).toEqual(['10.20.0.7', undefined]);
    expect(callsOf(shop)['updateGateway']).toBeUndefined();
  });

  test('is not put back by an operator who did not ask for it', async () => {
    const shop = workshop({ hosts: [withGateway('10.20.0.1')], documents: broken });
    const { intent: left } = await configure(shop, {
      operator: { live: false },
      row: row(changing('10.20.0.254', '10.20.0.1')),
    });
    expect([stackOf(shop).gateway, left === undefined]).toEqual(['10.20.0.1', false]);
  });

  test('is put back when the settings ask for something else by now that disrupts', async () => {
    const documents = [stored(document({ mode: 'enforce', gateway: '10.20.0.3' }))];
    const shop = workshop({ hosts: [withGateway('10.20.0.1')], documents });
    const { outcome, intent: left } = await configure(shop, { row: row(half(changing('10.20.0.254', '10.20.0.1'))) });
    expect([outcome.status, stackOf(shop).gateway, left]).toEqual(['reported', '10.20.0.254', undefined]);
    expect(outcome.notes?.join()).toContain('was put back');
  });

  test('stays when all of it is there: then nothing is in between', async () => {
    const documents = [stored(document({ mode: 'enforce', gateway: '10.20.0.3' }))];
    const shop = workshop({ hosts: [withGateway('10.20.0.1')], documents });
    const { outcome, intent: left } = await configure(shop, { row: row(changing('10.20.0.254', '10.20.0.1')) });
    expect([outcome.status, stackOf(shop).gateway, left]).toEqual(['reported', '10.20.0.1', undefined]);
  });

  test('is no leave to write anything else in mode report', async () => {
    const documents = [stored(document({ mode: 'report', dns: { servers: ['10.9.9.9'] } }))];
    const shop = workshop({ hosts: [withGateway('10.20.0.1')], documents });
    const { outcome } = await configure(shop, { row: row(changing('10.20.0.254', '10.20.0.1')) });
    expect([outcome.status, stackOf(shop).dns]).toEqual(['reported', []]);
  });
});

describe('a half-made adapter', () => {
  test.each([
    ['switched off', [stored(document({ mode: 'off' }))], 'excluded'],
    ['taken out of scope', [], 'excluded'],
  ])('is taken off when its host is %s', async (_, documents, status) => {
    const shop = workshop({ hosts: [HALF], documents });
    const { outcome, intent: left } = await configure(shop, { row: row(intent()) });
    expect([outcome.status, stackOf(shop).devices, left]).toEqual([status, [], undefined]);
  });

  test('is taken off, and its host failed, when a fault that may pass did not pass in five runs', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', PASSING);
    const deferral = { since: '2026-03-02T07:50:00.000Z', attempt: 3, dueAt: '2026-03-02T08:00:00.000Z' };
    const fourth = await configure(shop, { row: row(intent(), { deferral }) });
    expect([fourth.outcome.status, stackOf(shop).devices]).toEqual(['deferred', ['vmk1']]);
    shop.vcenter.calls.fail('updateGateway', PASSING);
    const last = row(fourth.intent ?? intent(), { deferral: { ...deferral, attempt: 4 } });
    const fifth = await configure(shop, { row: last });
    expect([summary(fifth.outcome), stackOf(shop).devices]).toEqual(['failed fault-refused fault-refused', []]);
  });

  test('of many runs is one intent of the same steps', async () => {
    const shop = workshop();
    const runAgain = async (open: Intent) => {
      shop.vcenter.calls.fail('updateGateway', PASSING);
      return (await configure(shop, { row: row(open) })).intent ?? intent();
    };
    const second = await runAgain(await runAgain(intent()));
    expect((await runAgain(second)).steps.length).toBe(second.steps.length);
  });
});

test('the adapter that a run added is named, also when the run ended before it read the host again', async () => {
  const shop = workshop();
  shop.vcenter.calls.fail('updateGateway', PASSING);
  const { outcome } = await configure(shop);
  expect([summary(outcome), outcome.device]).toEqual(['deferred fault-passing', 'vmk1']);
});
