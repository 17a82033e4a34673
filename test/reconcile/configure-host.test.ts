import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import {
  ADDED,
  CLUSTER,
  configuredHost,
  DATACENTER,
  directory,
  disconnectedHost,
  document,
  goodNic,
  host,
  intent,
  network,
  portgroup,
  provisioningStack,
  STANDALONE,
  stored,
  wantedDns,
} from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { callsOf, configure, stackOf, summary, workshop } from '../workshop.ts';

const ALL_THREE = { devices: ['vmk1'], gateway: '10.20.0.1', dns: ['10.0.0.53'] };

describe('one host', () => {
  test('that is new converges with one read, three writes and one verifying read', async () => {
    const shop = workshop();
    const { outcome, intent } = await configure(shop);
    expect(outcome).toEqual({
      vcenter: 'vc01',
      host: { moref: 'host-21', name: 'esx-021.corp.example' },
      status: 'converged',
      cause: ADDED,
      steps: ['addVirtualNic', 'updateNetworkConfig', 'updateNetworkConfig'].map((action) =>
        expect.objectContaining({ action, applied: true }),
      ),
      problems: [],
      notes: ['The adapters of the default stack (vmk0) stop carrying provisioning traffic.'],
      device: 'vmk1',
      ...{ datacenter: 'DC0', cluster: 'C0', address: '10.20.0.21/24', gateway: '10.20.0.1', leftAs: 'changed' },
      settings: [{ origin: '/provisioning-stack/vc01/defaults', version: 7 }],
      startedAt: START,
      finishedAt: START,
    });
    expect(intent).toBeUndefined();
    expect(callsOf(shop)).toEqual({ readHost: 2, addVirtualNic: 1, updateGateway: 1, updateDns: 1 });
    expect(stackOf(shop)).toEqual(ALL_THREE);
  });

  test('that is as wanted is unchanged after one read and no write, not even an intent', async () => {
    const shop = workshop({ hosts: [configuredHost()] });
    const { outcome } = await configure(shop);
    expect(outcome).toMatchObject({ status: 'unchanged', steps: [], device: 'vmk1' });
    expect(callsOf(shop)).toEqual({ readHost: 1 });
    expect(shop.journal.calls.counts).toEqual({});
  });

  test('has its intent in the journal before the first write', async () => {
    const shop = workshop();
    let recorded: unknown;
    shop.vcenter.calls.before('addVirtualNic', () => {
      recorded = shop.journal.rows.get('host-21')?.intent;
    });
    await configure(shop);
    expect(recorded).toMatchObject({ before: host(), openedAt: START, steps: [{ action: 'addVirtualNic' }, {}, {}] });
  });

  test('gets no write when the journal cannot take the intent', async () => {
    const shop = workshop();
    shop.journal.calls.fail('openIntent', new OnboardingError('journal-unavailable', 'DynamoDB does not answer.'));
    await expect(configure(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(callsOf(shop)).toEqual({ readHost: 1 });
    expect(shop.leases.held.size).toBe(0);
  });

  test('is not finished when its stack comes to life without what it had shown before: that is written, too', async () => {
    const residue = provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns() });
    const shop = workshop({ hosts: [host({ network: network({ stack: residue }) })] });
    shop.vcenter.behaviour = { resetsUnusedStack: true };
    expect(summary((await configure(shop)).outcome)).toBe('converged');
    expect(stackOf(shop)).toEqual(ALL_THREE);
  });

  test('is reported when its baseline, mode or maintenance says so, and nothing is written', async () => {
    const shop = workshop({ baseline: ['host-21'] });
    const { outcome } = await configure(shop);
    expect(outcome).toMatchObject({ status: 'reported', problems: [] });
    expect(outcome.steps.map(({ applied }) => applied)).toEqual([false, false, false]);
    expect(callsOf(shop)).toEqual({ readHost: 1 });
  });

  test('of the baseline is written for an operator, who needs no journal, table or cause', async () => {
    const { baseline: _b, journal: _j, leases: _l, ...shop } = workshop();
    const { outcome } = await configure({ ...shop } as ReturnType<typeof workshop>, { operator: { live: false } });
    expect(summary(outcome)).toBe('converged');
  });
});

describe('the portgroup', () => {
  test('that the cached directory does not know is looked up afresh once', async () => {
    const shop = workshop();
    shop.vcenter.shownDirectory = directory({ portgroups: [] });
    shop.vcenter.freshDirectory = directory();
    expect(summary((await configure(shop)).outcome)).toBe('converged');
    expect(shop.vcenter.calls.counts['refreshDirectory']).toBe(1);
  });

  test('that is known only on switches of others is looked up afresh as well', async () => {
    const shop = workshop();
    shop.vcenter.shownDirectory = directory({ portgroups: [portgroup({ switchUuid: 'another' })] });
    shop.vcenter.freshDirectory = directory({ portgroups: [portgroup({ switchUuid: 'another' }), portgroup()] });
    expect(summary((await configure(shop)).outcome)).toBe('converged');
  });

  test('is not looked up afresh for anything else that is wrong', async () => {
    const shop = workshop({ documents: [stored(document({ gateway: '10.99.0.1' }))] });
    expect(summary((await configure(shop)).outcome)).toBe('refused gateway-outside-subnet');
    expect(shop.vcenter.calls.counts['refreshDirectory']).toBeUndefined();
  });

  test('that is nowhere is looked up twice and refused', async () => {
    const shop = workshop({ documents: [stored(document({ portgroup: 'pg-nowhere' }))] });
    expect(summary((await configure(shop)).outcome)).toBe('refused portgroup-not-found');
    expect(shop.vcenter.calls.counts['refreshDirectory']).toBe(1);
    expect(callsOf(shop)).toEqual({ readHost: 1 });
  });
});

describe('a host that is not there yet', () => {
  const { networkSystem: _system, ...unmanaged } = host();
  const { network: _network, ...unseen } = host();
  const profile = host({ configurationProfile: 'managed' });
  test.each([
    ['disconnected', disconnectedHost(), 'deferred host-disconnected'],
    ['of which vCenter shows no network system', unmanaged, 'deferred host-disconnected'],
    ['of which vCenter shows no network', unseen, 'deferred host-disconnected'],
    ['in a cluster with a configuration profile', profile, 'refused configuration-profile'],
    ['whose ancestors cannot be read', host({ ancestors: [] }), 'refused scope-unreadable'],
    ['on no switch', host({ network: network({ proxySwitches: [] }) }), 'deferred switch-not-joined'],
    ['with a task that does not end', host({ hasRunningTask: true }), 'deferred host-busy'],
  ])('%s has an outcome and gets no write', async (_, state, expected) => {
    const shop = workshop({ hosts: [state] });
    expect(summary((await configure(shop)).outcome)).toBe(expected);
    expect(Object.keys(callsOf(shop))).toEqual(['readHost']);
  });

  test('with a task that does not end is waited for 8 s at most', async () => {
    const shop = workshop({ hosts: [host({ hasRunningTask: true })] });
    await configure(shop);
    expect(shop.clock.sleeps).toEqual([250, 500, 1000, 2000, 4000]);
  });

  test('and never will be is gone', async () => {
    expect(summary((await configure(workshop({ hosts: [] }))).outcome)).toBe('gone host-gone');
  });

  test('is waited for some seconds while its task runs', async () => {
    const shop = workshop({ hosts: [host({ hasRunningTask: true })] });
    shop.clock.sleep = async (milliseconds) => {
      shop.clock.advance(milliseconds);
      if (shop.clock.now() >= new Date(at(1))) shop.vcenter.put(host());
    };
    expect(summary((await configure(shop)).outcome)).toBe('converged');
  });

  test.each([
    ['no settings cover it', [], 'excluded out-of-scope'],
    ['its mode is off', [stored(document({ mode: 'off' }))], 'excluded mode-off'],
    ['its settings are no JSON', [stored('{')], 'refused settings-invalid'],
  ])('because %s', async (_, documents, expected) => {
    expect(summary((await configure(workshop({ documents }))).outcome)).toBe(expected);
  });

  test('is told every problem of its settings', async () => {
    const { outcome } = await configure(workshop({ documents: [stored({ mtu: 1, gateway: 'x' })] }));
    expect(summary(outcome)).toBe('refused settings-invalid settings-invalid');
  });
});

describe('a standalone host', () => {
  const alone = host({ ancestors: [STANDALONE, DATACENTER] });

  test('settles first, and comes back at the named time', async () => {
    const { outcome, dueAt } = await configure(workshop({ hosts: [alone] }));
    expect([summary(outcome), dueAt]).toEqual(['deferred host-settling', at(120)]);
  });

  test.each([
    ['as soon as it is in a cluster', { ...alone, ancestors: [CLUSTER, DATACENTER] }, {}, 120],
    ['when it has been there long enough', alone, { deferral: { since: at(-120), attempt: 1, dueAt: START } }, 120],
    ['at once for settleSeconds 0', alone, {}, 0],
  ])('is configured %s', async (_, state, row, settleSeconds) => {
    const shop = workshop({ hosts: [state], documents: [stored(document({ settleSeconds }))] });
    const known = { vcenter: 'vc01', moref: 'host-21', name: 'esx', ...row };
    expect(summary((await configure(shop, { row: known })).outcome)).toBe('converged');
  });

  test('that an end is known of, or that was begun, is configured at once', async () => {
    const { outcome } = await configure(workshop({ hosts: [] }));
    const known = { vcenter: 'vc01', moref: 'host-21', name: 'esx' };
    const ended = await configure(workshop({ hosts: [alone] }), { row: { ...known, outcome } });
    const begun = await configure(workshop({ hosts: [alone] }), { row: { ...known, intent: intent(alone) } });
    expect([summary(ended.outcome), summary(begun.outcome)]).toEqual(['converged', 'converged']);
  });

  test('that an earlier run had deferred goes on settling, from when it was first seen', async () => {
    const deferral = { since: at(-100), attempt: 1, dueAt: START };
    const { outcome } = await configure(workshop({ hosts: [] }));
    const row = { vcenter: 'vc01', moref: 'host-21', name: 'esx', outcome, deferral };
    expect((await configure(workshop({ hosts: [alone] }), { row })).dueAt).toBe(at(20));
  });

  test('is configured at once for an operator', async () => {
    const shop = workshop({ hosts: [alone] });
    expect(summary((await configure(shop, { operator: { live: false } })).outcome)).toBe('converged');
  });
});

test('a disruptive plan is refused to an operator without --live', async () => {
  const state = host({ network: network({ onStack: [goodNic({ ipAddress: '10.20.0.9' })] }) });
  const shop = workshop({ hosts: [state] });
  expect(summary((await configure(shop, { operator: { live: false } })).outcome)).toBe('refused disruptive-needs-live');
  expect(summary((await configure(shop, { operator: { live: true } })).outcome)).toBe('converged');
});
