import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { forwardEvents } from '../../lib/reconcile/forward-events.ts';
import { disconnectedHost } from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { run, workshop } from '../workshop.ts';
import { added, forward, keysOf, watched } from './forwarding.ts';

describe('events', () => {
  test('are sent in their order, each with its host and why, and the checkpoint moves', async () => {
    const shop = watched(workshop());
    shop.vcenter.events = [added(1), added(2, at(1))];
    expect(await forward(shop)).toEqual({ forwarded: 2, requeued: 0, isSuperseded: false });
    expect(shop.queue.messages[0]).toEqual({
      version: 1,
      vcenter: 'vc01',
      host: { moref: 'host-1', name: 'esx-1' },
      cause: { kind: 'event', eventTypeId: 'HostAddedEvent', key: 1, createdTime: START },
    });
    expect(shop.checkpoints.checkpoint).toMatchObject({ time: at(1), keys: [`1/${START}`, `2/${at(1)}`] });
  });

  test('that were sent before are not sent again, one that appears late is', async () => {
    const shop = watched(workshop());
    shop.vcenter.events = [added(2, at(1))];
    await forward(shop);
    shop.vcenter.events = [added(1, START), added(2, at(1))];
    await forward(shop, { runId: 'run-b' });
    expect(keysOf(shop)).toEqual([2, 1]);
  });

  test('without a host, and of other types, are passed', async () => {
    const shop = watched(workshop());
    const { host: _, ...nameless } = added(1);
    shop.vcenter.events = [nameless, added(2, START, { eventTypeId: 'VmPoweredOnEvent' }), added(3)];
    await forward(shop);
    expect(keysOf(shop)).toEqual([3]);
  });

  test('that are all without a host cost no call of the queue, and the checkpoint moves', async () => {
    const shop = watched(workshop());
    const { host: _, ...nameless } = added(1, at(5));
    shop.vcenter.events = [nameless];
    expect([(await forward(shop)).forwarded, shop.queue.calls.counts]).toEqual([0, {}]);
    expect(shop.checkpoints.checkpoint?.time).toBe(at(5));
  });

  test('are counted, and so are the looks at them', async () => {
    const shop = watched(workshop());
    shop.vcenter.events = [added(1), added(2)];
    await forward(shop, { listenMilliseconds: 6_000 });
    expect(shop.meter.counts).toEqual({ EventPolls: 3, EventLag: 0, EventsForwarded: 2 });
  });

  test('that SQS will never take are journalled, announced and passed', async () => {
    const shop = watched(workshop());
    shop.queue.refuses = ({ host }) => (host.moref === 'host-1' ? 'too long' : undefined);
    shop.vcenter.events = [added(1), added(2)];
    expect((await forward(shop)).forwarded).toBe(1);
    expect(shop.journal.rejected).toEqual([{ event: added(1), reason: 'too long' }]);
    expect(shop.announcer.alerts[0]?.subject).toBe('Event 1 of vc01 was not forwarded');
    expect(shop.checkpoints.checkpoint?.keys).toContain(`1/${START}`);
  });

  test('stay in front of the checkpoint while the queue does not answer', async () => {
    const shop = watched(workshop());
    shop.queue.calls.fail('send', new OnboardingError('queue-unavailable', 'No queue.'));
    shop.vcenter.events = [added(1, at(5))];
    await expect(forward(shop)).rejects.toMatchObject({ code: 'queue-unavailable' });
    expect(shop.checkpoints.checkpoint?.time).toBe(START);
    expect(shop.vcenter.calls.counts['closeEvents']).toBe(1);
    await forward(shop, { runId: 'run-b' });
    expect(keysOf(shop)).toEqual([1]);
  });
});

describe('listening', () => {
  test('goes on until the time is over, and sees what comes meanwhile', async () => {
    const shop = watched(workshop());
    shop.vcenter.calls.before('nextEvents', () => {
      shop.vcenter.events = [added(1)];
    });
    await forward(shop, { listenMilliseconds: 10_000 });
    expect(shop.vcenter.calls.counts['nextEvents']).toBe(5);
    expect(shop.clock.now().toISOString() <= at(10)).toBe(true);
  });

  test('at 0 looks once', async () => {
    const shop = watched(workshop());
    await forward(shop);
    expect([shop.vcenter.calls.counts['nextEvents'], shop.clock.sleeps]).toEqual([1, []]);
  });

  test('ends between two looks when the process is to leave', async () => {
    const shop = watched(workshop());
    const leaving = new AbortController();
    shop.clock.sleep = async (milliseconds) => {
      shop.clock.advance(milliseconds);
      leaving.abort();
    };
    await forward(shop, { listenMilliseconds: 50_000, stopping: leaving.signal });
    expect([shop.vcenter.calls.counts['nextEvents'], shop.vcenter.calls.counts['closeEvents']]).toEqual([1, 1]);
  });

  test('leaves as soon as a newer run has taken the checkpoint over', async () => {
    const shop = watched(workshop());
    shop.vcenter.events = [added(1)];
    shop.vcenter.calls.before('nextEvents', () => {
      shop.checkpoints.owner = 'run-b';
    });
    const result = await forward(shop, { listenMilliseconds: 10_000 });
    expect([result.isSuperseded, shop.vcenter.calls.counts['nextEvents']]).toEqual([true, 1]);
    expect(shop.checkpoints.checkpoint?.keys).toEqual([]);
  });

  test('ends at once when the process is to leave', async () => {
    const shop = watched(workshop());
    await forward(shop, { listenMilliseconds: 50_000, stopping: AbortSignal.abort() });
    expect(shop.clock.sleeps).toEqual([]);
  });
});

describe('deferred hosts', () => {
  test('that are due are put back before any log-in, once a run', async () => {
    const shop = watched(workshop({ hosts: [disconnectedHost()] }));
    await run(shop);
    shop.clock.advance(30_000);
    const opening = forwardEvents(
      { vcenter: 'vc01', runId: 'run-a', listenMilliseconds: 0, pollMilliseconds: 2_000 },
      {
        ...shop,
        openVcenter: async () => {
          throw new OnboardingError('vcenter-unreachable', 'vCenter is away.');
        },
      },
    );
    await expect(opening).rejects.toMatchObject({ code: 'vcenter-unreachable' });
    expect(shop.queue.messages.map(({ cause }) => cause)).toEqual([{ kind: 'deferral', dueAt: at(30) }]);
  });

  test('that become due while it listens are put back within 10 s, and not twice', async () => {
    const shop = watched(workshop({ hosts: [disconnectedHost()] }));
    await run(shop);
    await forward(shop, { listenMilliseconds: 60_000 });
    expect(keysOf(shop)).toEqual(['deferral']);
    expect(shop.journal.calls.counts['due']).toBe(6);
  });
});
