import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { document, goodNic, host, intent, network, provisioningStack, stored } from '../builders.ts';
import { at } from '../fake-clock.ts';
import { callsOf, configure, rowOf, run, runDeferred, stackOf, summary, workshop } from '../workshop.ts';

const FAULT = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault.');
const LOST = new OnboardingError('answer-lost', 'The answer was lost.');
const NOTHING = { devices: [], gateway: undefined, dns: [] };
const ALL_THREE = { devices: ['vmk1'], gateway: '10.20.0.1', dns: ['10.0.0.53'] };

describe('a write that is refused', () => {
  test('before anything was written fails the host, and leaves no intent', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', FAULT);
    const { outcome, intent: left } = await configure(shop);
    expect([summary(outcome), left, stackOf(shop)]).toEqual(['failed fault-refused', undefined, NOTHING]);
  });

  test('after the first adapter takes it off again, and its absence is read', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    const { outcome, intent: left } = await configure(shop);
    expect([summary(outcome), left, stackOf(shop)]).toEqual(['failed fault-refused fault-refused', undefined, NOTHING]);
    expect(outcome.problems.at(-1)?.message).toBe(
      'vmk1 was removed from esx-021.corp.example again; the host is as it was.',
    );
    expect(outcome.steps.every(({ applied }) => !applied)).toBe(true);
    expect(outcome.device).toBeUndefined();
  });

  test('after the gateway says that the stack keeps it', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateDns', FAULT);
    const { outcome } = await configure(shop);
    expect(outcome.problems.at(-1)?.message).toContain('its stack keeps what was written before');
    expect(stackOf(shop)).toEqual({ ...NOTHING, gateway: '10.20.0.1' });
  });

  test('and cannot be taken back leaves the command that does it by hand, and the intent', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    shop.vcenter.calls.fail('removeVirtualNic', FAULT);
    const { outcome, intent: left } = await configure(shop);
    expect(outcome.problems.at(-1)?.message).toContain('esxcli network ip interface remove --interface-name=vmk1');
    expect(left?.steps).toHaveLength(3);
  });

  test('under an adapter that was there before changes nothing back', async () => {
    const shop = workshop({
      hosts: [host({ network: network({ onStack: [goodNic()] }) })],
      documents: [stored(document({ mode: 'enforce' }))],
    });
    shop.vcenter.calls.fail('updateDns', FAULT);
    expect(summary((await configure(shop)).outcome)).toBe('failed fault-refused');
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: '10.20.0.1' });
  });

  test('is a note where the settings say so and the part is optional', async () => {
    const shop = workshop({ documents: [stored(document({ onUnsupported: 'warn' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    expect(summary((await configure(shop)).outcome)).toBe('degraded fault-refused');
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: '10.20.0.1', dns: [] });
  });
});

describe('an answer that is lost', () => {
  test('to addVirtualNic adds nothing again: the next run reads first, and finishes', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', LOST, { afterwards: true });
    expect(summary(await run(shop))).toBe('deferred answer-lost');
    expect(rowOf(shop)?.intent?.steps).toHaveLength(3);
    expect(summary(await runDeferred(shop))).toBe('converged');
    expect([callsOf(shop)['addVirtualNic'], stackOf(shop)]).toEqual([1, ALL_THREE]);
    expect(rowOf(shop)?.intent).toBeUndefined();
  });

  test('to a write that was not done is written by the next run', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', LOST);
    await run(shop);
    expect(summary(await runDeferred(shop))).toBe('converged');
    expect(callsOf(shop)['addVirtualNic']).toBe(2);
  });
});

describe('an open intent', () => {
  const begun = host({ network: network({ onStack: [goodNic()] }) });
  const row = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example', intent: intent() };

  test('of a run that was killed is finished by the next one, whatever the mode', async () => {
    const shop = workshop({ hosts: [begun] });
    expect(summary((await configure(shop, { row })).outcome)).toBe('converged');
    expect(stackOf(shop)).toEqual(ALL_THREE);
  });

  test('is undone when the settings have become wrong meanwhile', async () => {
    const shop = workshop({ hosts: [begun], documents: [stored(document({ gateway: '10.99.0.1' }))] });
    expect(summary((await configure(shop, { row })).outcome)).toBe(
      'refused gateway-outside-subnet gateway-outside-subnet',
    );
    expect(stackOf(shop).devices).toEqual([]);
  });
});

describe('verifying', () => {
  test('waits for a change that is shown late', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 5_000 };
    expect(summary((await configure(shop)).outcome)).toBe('converged');
    expect(callsOf(shop)).toMatchObject({ addVirtualNic: 1, updateGateway: 1, updateDns: 1 });
  });

  test('defers what is not seen within 30 s, and fails what three runs did not see', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { ignoresDns: true };
    expect(summary(await run(shop))).toBe('deferred not-verified');
    expect(shop.clock.now().getTime()).toBeLessThanOrEqual(Date.parse(at(31)));
    expect(summary(await runDeferred(shop))).toBe('deferred not-verified');
    expect(summary(await runDeferred(shop))).toMatch(/^failed change-ignored/);
  });

  test('fails when another value than ours is shown', async () => {
    const shop = workshop();
    shop.vcenter.calls.before('updateDns', () => {
      const other = provisioningStack({ defaultGateway: '10.20.0.254' });
      shop.vcenter.change('networkSystem-21', (found) => ({ ...found, netStackInstances: [other] }));
    });
    expect(summary((await configure(shop)).outcome)).toMatch(/^failed verified-wrong/);
  });
});

describe('DHCP', () => {
  const dhcp = (gateway?: string) => [stored(document({ address: { mode: 'dhcp' }, gateway }))];

  test('has its lease before the gateway is written', async () => {
    const shop = workshop({ documents: dhcp('10.20.0.1') });
    shop.vcenter.behaviour = {
      lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0', afterMilliseconds: 9_000 },
    };
    let leased: unknown;
    shop.vcenter.calls.before('updateGateway', () => {
      leased = shop.vcenter.truth().network?.vnics.at(-1)?.ipAddress;
    });
    expect(summary((await configure(shop)).outcome)).toBe('converged');
    expect(leased).toBe('10.20.0.77');
  });

  test('without a lease after 90 s takes the adapter off again and waits', async () => {
    const shop = workshop({ documents: dhcp() });
    expect(summary((await configure(shop)).outcome)).toBe('deferred dhcp-no-lease dhcp-no-lease');
    expect(stackOf(shop).devices).toEqual([]);
  });

  test('with a lease that the gateway does not fit is refused, and taken off again', async () => {
    const shop = workshop({ documents: dhcp('10.20.0.1') });
    shop.vcenter.behaviour = { lease: { ipAddress: '172.16.0.7', subnetMask: '255.255.255.0' } };
    expect(summary((await configure(shop)).outcome)).toMatch(/^refused gateway-outside-lease/);
    expect([stackOf(shop).devices, callsOf(shop)['updateGateway']]).toEqual([[], undefined]);
  });
});

describe('the lease of a host', () => {
  test('that another run holds defers this one before it reads', async () => {
    const shop = workshop();
    shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
    expect(summary((await configure(shop)).outcome)).toBe('deferred lease-held');
    expect(callsOf(shop)).toEqual({});
  });

  test('is renewed before each write, and given back', async () => {
    const shop = workshop();
    await configure(shop);
    expect(shop.leases.calls.counts).toEqual({ acquire: 1, renew: 3, release: 1 });
    expect(shop.leases.held.size).toBe(0);
  });

  test('that was lost stops the run before its next write', async () => {
    const shop = workshop();
    shop.vcenter.calls.before('updateGateway', () => {
      shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
    });
    expect(summary(await run(shop))).toBe('deferred lease-lost');
    expect(callsOf(shop)).toMatchObject({ addVirtualNic: 1, updateGateway: 1 });
    expect(callsOf(shop)['updateDns']).toBeUndefined();
    expect(shop.leases.held.get('host-21')?.owner).toBe('other');
  });
});

test('no first write starts when the time left does not cover verifying and taking back', async () => {
  const shop = workshop();
  const { outcome } = await configure(shop, { remainingMilliseconds: () => 44_000 });
  expect([summary(outcome), callsOf(shop)]).toEqual(['deferred time-short', { readHost: 1 }]);
});
