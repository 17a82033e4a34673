/** What alarms look at is counted when there is reason to, and only then. */
import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { at, START } from '../fake-clock.ts';
import { run, workshop } from '../workshop.ts';
import { added, forward, watched } from './forwarding.ts';
import { numbered, added as runOn } from './numbered-hosts.ts';

const REFUSED = new OnboardingError('login-refused', 'vCenter refused the login.');

describe('the lag of events', () => {
  test('is the age of the oldest one that a look found unseen', async () => {
    const shop = watched(workshop());
    shop.vcenter.events = [added(1, at(20)), added(2, START)];
    shop.clock.advance(90_000);
    await forward(shop);
    expect(shop.meter.counts['EventLag']).toBe(90_000);
  });

  test("is none when nothing is new, nor when vCenter's clock is ahead", async () => {
    const shop = watched(workshop());
    await forward(shop);
    expect(shop.meter.counts['EventLag']).toBe(0);
    shop.vcenter.events = [added(1, at(60))];
    await forward(shop, { runId: 'run-b' });
    expect(shop.meter.counts['EventLag']).toBe(0);
  });
});

describe('a refused log-in', () => {
  test('is counted by the forwarder, which throws it all the same', async () => {
    const shop = watched(workshop());
    shop.vcenter.calls.fail('about', REFUSED);
    await expect(forward(shop)).rejects.toMatchObject({ code: 'login-refused' });
    expect(shop.meter.counts).toEqual({ LoginRefused: 1 });
  });

  test('is counted by the run of a host', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('readHost', REFUSED);
    await run(shop);
    expect(shop.meter.counts).toMatchObject({ HostsDeferred: 1, LoginRefused: 1 });
  });

  test('is not what another error of the forwarder counts as', async () => {
    const shop = watched(workshop());
    shop.vcenter.calls.fail('about', new OnboardingError('vcenter-timeout', 'Slow.'));
    await expect(forward(shop)).rejects.toMatchObject({ code: 'vcenter-timeout' });
    expect(shop.meter.counts).toEqual({});
  });
});

test('the brake is counted when it goes on, and by each host that it keeps waiting', async () => {
  const shop = workshop({ hosts: [31, 32, 33, 34].map(numbered) });
  for (const number of [31, 32, 33]) {
    shop.vcenter.calls.fail('addVirtualNic', new OnboardingError('fault-refused', 'HostConfigFault.'));
    expect(shop.meter.counts).not.toHaveProperty('Halted');
    await runOn(shop, number);
  }
  expect(shop.meter.counts['Halted']).toBe(1);
  await runOn(shop, 34);
  expect(shop.meter.counts['Halted']).toBe(2);
});

test('a sweep is counted when it has come to its end, with each verdict, also that of no host', async () => {
  const shop = workshop();
  shop.vcenter.calls.fail('readHosts', new OnboardingError('vcenter-timeout', 'Slow.'));
  await expect(sweepHosts('s1', shop)).rejects.toMatchObject({ code: 'vcenter-timeout' });
  expect(shop.meter.counts).not.toHaveProperty('Sweeps');
  await sweepHosts('s2', shop);
  expect(shop.meter.counts).toEqual({
    ...{ Sweeps: 1, SweptQueued: 1, SweptUnchanged: 0, SweptReported: 0, SweptDeferred: 0 },
    ...{ SweptDegraded: 0, SweptRefused: 0, SweptFailed: 0, SweptExcluded: 0, SweptGone: 0 },
  });
});
