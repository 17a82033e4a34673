import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { withHostLease } from '../../lib/reconcile/host-lease.ts';
import { VCENTER } from '../builders.ts';
import { at, FakeClock } from '../fake-clock.ts';
import { InMemoryLeases } from '../in-memory-ports.ts';
import { callsOf, configure, run, summary, workshop } from '../workshop.ts';

const HOST = { moref: 'host-21', name: 'esx-021.corp.example' };

function leasing(owner = 'run-a') {
  const leases = new InMemoryLeases();
  const clock = new FakeClock();
  return { leases, clock, options: { leases, clock, vcenter: VCENTER, host: HOST, owner } };
}

describe('the lease of a host', () => {
  test('is held while the work is done, and given back with its result', async () => {
    const { leases, options } = leasing();
    const result = await withHostLease(options, async () => leases.held.get('host-21'));
    expect(result).toEqual({ owner: 'run-a', until: new Date(at(150)) });
    expect(leases.held.size).toBe(0);
  });

  test('is given back when the work fails', async () => {
    const { leases, options } = leasing();
    const failing = withHostLease(options, async () => {
      throw new OnboardingError('host-gone', 'It left.');
    });
    await expect(failing).rejects.toMatchObject({ code: 'host-gone' });
    expect(leases.held.size).toBe(0);
  });

  test('that cannot be given back hides nothing of what went wrong before', async () => {
    const { leases, options } = leasing();
    leases.calls.fail('release', new OnboardingError('journal-unavailable', 'No table.'));
    const failing = withHostLease(options, async () => {
      throw new OnboardingError('host-gone', 'It left.');
    });
    await expect(failing).rejects.toMatchObject({ code: 'host-gone' });
  });

  test('that another run holds is refused, says who holds it, and stays with it', async () => {
    const { leases, options } = leasing();
    leases.held.set('host-21', { owner: 'run-b', until: new Date(at(1)) });
    let worked = false;
    const refused = withHostLease(options, async () => {
      worked = true;
    });
    await expect(refused).rejects.toMatchObject({
      code: 'lease-held',
      message: 'Another run (run-b) is writing to esx-021.corp.example.',
      context: { host: HOST.name, moref: HOST.moref },
    });
    expect([worked, leases.held.get('host-21')?.owner]).toEqual([false, 'run-b']);
  });

  test('of a run that died is free when it has ended', async () => {
    const { leases, options } = leasing();
    leases.held.set('host-21', { owner: 'dead', until: new Date(at(0)) });
    await expect(withHostLease(options, async () => 'done')).resolves.toBe('done');
  });

  test('is renewed for its whole time again', async () => {
    const { leases, clock, options } = leasing();
    const until = await withHostLease(options, async (renew) => {
      clock.advance(100_000);
      await renew();
      return leases.held.get('host-21')?.until;
    });
    expect(until).toEqual(new Date(at(250)));
  });

  test.each([
    ['has ended', 150_000, 'run-a'],
    ['is with another run', 1_000, 'run-b'],
  ])('that %s cannot be renewed', async (_, passed, owner) => {
    const { leases, clock, options } = leasing();
    const losing = withHostLease(options, async (renew) => {
      clock.advance(passed);
      leases.held.set('host-21', { owner, until: new Date(at(150)) });
      await renew();
    });
    await expect(losing).rejects.toMatchObject({
      code: 'lease-lost',
      message: 'The lease of esx-021.corp.example ran out, or another run took it over; this one stopped.',
    });
    expect(leases.held.get('host-21')?.owner).toBe(owner === 'run-b' ? 'run-b' : undefined);
  });

  test('keeps nobody out where there is no table', async () => {
    const options = { ...leasing().options, leases: undefined };
    await expect(withHostLease(options, (renew) => renew().then(() => 'done'))).resolves.toBe('done');
  });
});

describe('a run', () => {
  test('does not even read a host that another run holds', async () => {
    const shop = workshop();
    shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
    expect(summary((await configure(shop)).outcome)).toBe('deferred lease-held');
    expect(callsOf(shop)).toEqual({});
  });

  test('renews the lease before each write, and gives it back', async () => {
    const shop = workshop();
    await configure(shop);
    expect(shop.leases.calls.counts).toEqual({ acquire: 1, renew: 3, release: 1 });
    expect(shop.leases.held.size).toBe(0);
  });

  test('that lost the lease stops before its next write', async () => {
    const shop = workshop();
    shop.vcenter.calls.before('updateGateway', () => {
      shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
    });
    expect(summary(await run(shop))).toBe('deferred lease-lost');
    expect(callsOf(shop)).toMatchObject({ addVirtualNic: 1, updateGateway: 1 });
    expect(callsOf(shop)['updateDns']).toBeUndefined();
    expect(shop.leases.held.get('host-21')?.owner).toBe('other');
  });

  test.each(['acquire', 'renew'])('whose table does not answer (%s) is left to redelivery, unwritten', async (call) => {
    const shop = workshop();
    shop.leases.calls.fail(call, new OnboardingError('journal-unavailable', 'DynamoDB does not answer.'));
    await expect(run(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(callsOf(shop)['addVirtualNic']).toBeUndefined();
  });
});
