import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { AddedAdapter, JournalRow } from '../../lib/reconcile/journal-row.ts';
import { removeHost } from '../../lib/reconcile/remove-host.ts';
import {
  configuredHost,
  directory,
  disconnectedHost,
  goodNic,
  host,
  intent,
  network,
  portgroup,
  vnic,
} from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { callsOf, rowOf, run, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const HOST = { moref: 'host-21', name: 'esx-021.corp.example' };
const OURS: AddedAdapter = {
  device: 'vmk1',
  portgroup: 'pg-provisioning',
  portgroupKey: 'dvportgroup-12',
  netStackInstanceKey: 'vSphereProvisioning',
  addedAt: START,
};
const ROW: JournalRow = { vcenter: 'vc01', ...HOST, added: [OURS] };
const LOST = new OnboardingError('answer-lost', 'The answer was lost.');
const REFUSED = new OnboardingError('fault-refused', 'HostConfigFault.');

/** A host with our adapter, which the journal knows. */
function shopWith(row: JournalRow | undefined = ROW, state = configuredHost()) {
  const shop = workshop({ hosts: [state] });
  if (row !== undefined) shop.journal.rows.set('host-21', row);
  return shop;
}

const remove = (shop: Workshop, live = true) => removeHost({ host: HOST, live, runId: 'remove by ann' }, shop);

describe('remove', () => {
  test('takes off what a run added, sees that it is gone, and the record ends with it', async () => {
    const shop = workshop();
    await run(shop);
    const outcome = await remove(shop);
    expect([summary(outcome), outcome.steps.map(({ action, applied }) => [action, applied])]).toEqual([
      'converged',
      [['removeVirtualNic', true]],
    ]);
    expect([stackOf(shop).devices, rowOf(shop)]).toEqual([[], { vcenter: 'vc01', ...HOST, outcome, since: START }]);
    expect(shop.leases.held.size).toBe(0);
  });

  test('a second time changes nothing and calls nothing', async () => {
    const shop = workshop();
    await run(shop);
    await remove(shop);
    const [row, calls] = [rowOf(shop), callsOf(shop)];
    expect([summary(await remove(shop)), rowOf(shop), callsOf(shop)]).toEqual(['unchanged', row, calls]);
  });

  test('never touches an adapter that the journal does not know', async () => {
    const shop = shopWith({ vcenter: 'vc01', ...HOST });
    expect([summary(await remove(shop)), callsOf(shop)]).toEqual(['unchanged', {}]);
  });

  test('takes off ours and leaves the one that somebody else put beside it', async () => {
    const onStack = [goodNic(), vnic({ device: 'vmk2', ipAddress: '10.20.0.9' })];
    const shop = shopWith(ROW, host({ network: network({ onStack }) }));
    expect([summary(await remove(shop)), stackOf(shop).devices]).toEqual(['converged', ['vmk2']]);
  });

  test('forgets an adapter that is gone, and keeps the outcome of the last run', async () => {
    const shop = workshop();
    const { outcome } = { outcome: await run(shop) };
    shop.vcenter.put(host());
    expect(summary(await remove(shop))).toBe('unchanged');
    expect(rowOf(shop)).toEqual({ vcenter: 'vc01', ...HOST, outcome, since: START, hasBegun: true });
  });

  test('takes off what an interrupted run began', async () => {
    const shop = shopWith({ vcenter: 'vc01', ...HOST, intent: intent() });
    expect([summary(await remove(shop)), stackOf(shop).devices]).toEqual(['converged', []]);
    expect(rowOf(shop)).not.toHaveProperty('intent');
  });

  test('leaves the intent of a run that has added nothing yet', async () => {
    const row = { vcenter: 'vc01', ...HOST, intent: intent() };
    const shop = shopWith(row, host());
    expect([summary(await remove(shop)), rowOf(shop)]).toEqual(['unchanged', row]);
  });

  test('keeps the time at which a deferred host is due', async () => {
    const deferral = { since: START, attempt: 1, dueAt: at(30) };
    const shop = shopWith({ ...ROW, deferral });
    await remove(shop);
    expect(rowOf(shop)?.deferral).toEqual(deferral);
  });
});

describe('an adapter that is not as it was recorded is refused, and nothing is written:', () => {
  const elsewhere = { switchUuid: 'other', portgroupKey: 'dvportgroup-13' };
  test.each([
    ['on another stack', goodNic({ netStackInstanceKey: 'vmotion' }), 'another TCP/IP stack'],
    ['on another portgroup', goodNic({ distributedVirtualPort: elsewhere }), 'portgroup pg-second'],
    ['on a standard portgroup', vnic({ portgroup: 'pg-provisioning' }), 'portgroup pg-provisioning'],
  ])('%s', async (_, nic, words) => {
    const shop = shopWith(ROW, host({ network: network({ onStack: [nic] }) }));
    shop.vcenter.shownDirectory = directory({
      portgroups: [portgroup(), portgroup({ name: 'pg-second', key: 'dvportgroup-13' })],
    });
    const outcome = await remove(shop);
    expect([summary(outcome), outcome.problems[0]?.message]).toEqual([
      'refused adapter-not-ours',
      expect.stringContaining(words),
    ]);
    expect([callsOf(shop), rowOf(shop)]).toEqual([{ readHost: 1 }, ROW]);
  });

  test('but a portgroup that was renamed is the same one', async () => {
    const shop = shopWith();
    shop.vcenter.shownDirectory = directory({ portgroups: [portgroup({ name: 'renamed' })] });
    expect(summary(await remove(shop))).toBe('converged');
  });
});

describe('a host', () => {
  test('at work needs --live, and its row stays as it was', async () => {
    const shop = shopWith();
    const outcome = await remove(shop, false);
    expect([summary(outcome), outcome.steps[0]?.applied]).toEqual(['refused disruptive-needs-live', false]);
    expect([callsOf(shop), rowOf(shop)]).toEqual([{ readHost: 1 }, ROW]);
  });

  test('in maintenance mode needs nothing', async () => {
    expect(summary(await remove(shopWith(ROW, configuredHost({ inMaintenanceMode: true })), false))).toBe('converged');
  });

  test.each([
    ['that is away', disconnectedHost(), 'deferred host-disconnected'],
    ['with a running task', configuredHost({ hasRunningTask: true }), 'deferred host-busy'],
  ])('%s is not touched', async (_, state, end) => {
    const shop = workshop({ hosts: [state] });
    shop.journal.rows.set('host-21', ROW);
    expect([summary(await remove(shop)), shop.vcenter.calls.counts['removeVirtualNic'], rowOf(shop)]).toEqual([
      end,
      undefined,
      ROW,
    ]);
  });

  test('that another run holds is left to it, and the holder is named', async () => {
    const shop = shopWith();
    shop.leases.held.set('host-21', { owner: 'configure-host, request 7', until: new Date(at(60)) });
    const outcome = await remove(shop);
    expect([summary(outcome), callsOf(shop), rowOf(shop)]).toEqual(['deferred lease-held', {}, ROW]);
    expect(outcome.problems[0]?.message).toContain('(configure-host, request 7)');
  });
});

describe('the removal', () => {
  test('is announced in the journal before it is asked for', async () => {
    const shop = shopWith();
    let recorded: unknown;
    shop.vcenter.calls.before('removeVirtualNic', () => {
      recorded = rowOf(shop)?.intent;
    });
    await remove(shop);
    expect(recorded).toMatchObject({ openedAt: START, steps: [{ action: 'removeVirtualNic', device: 'vmk1' }] });
  });

  test('whose answer was lost is believed to the host', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('removeVirtualNic', LOST, { afterwards: true });
    expect([summary(await remove(shop)), rowOf(shop)?.added]).toEqual(['converged', undefined]);
  });

  test.each([
    ['refuses', REFUSED, 'failed fault-refused'],
    ['does not answer', LOST, 'deferred answer-lost'],
  ])('that the host %s leaves the record, and closes the intent', async (_, error, end) => {
    const shop = shopWith();
    shop.vcenter.calls.fail('removeVirtualNic', error);
    expect(summary(await remove(shop))).toBe(end);
    expect([rowOf(shop)?.added, rowOf(shop)?.intent, rowOf(shop)?.outcome?.status]).toEqual([
      [OURS],
      undefined,
      end.split(' ')[0],
    ]);
  });

  test('that vCenter shows late is waited for, and not for ever', async () => {
    const shop = shopWith();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 5_000 };
    expect(summary(await remove(shop))).toBe('converged');
    const never = shopWith();
    never.vcenter.behaviour = { shownAfterMilliseconds: 60_000 };
    expect([summary(await remove(never)), rowOf(never)?.added]).toEqual(['deferred not-verified', [OURS]]);
  });

  test('is not asked for without the lease, and the row is the other run’s', async () => {
    const shop = shopWith();
    const theirs = intent();
    shop.leases.calls.before('renew', () => {
      shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
      shop.journal.rows.set('host-21', { ...ROW, intent: theirs });
    });
    expect(summary(await remove(shop))).toBe('deferred lease-lost');
    expect([shop.vcenter.calls.counts['removeVirtualNic'], rowOf(shop)?.intent]).toEqual([undefined, theirs]);
  });

  test('that cannot be announced is not asked for', async () => {
    const shop = shopWith();
    shop.journal.calls.fail('openIntent', new OnboardingError('journal-unavailable', 'No table.'));
    await expect(remove(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect([stackOf(shop).devices, shop.leases.held.size]).toEqual([['vmk1'], 0]);
  });
});
