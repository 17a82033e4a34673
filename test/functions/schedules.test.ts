import { describe, expect, test } from '@jest/globals';
import { createForwardEvents } from '../../functions/forward-events.ts';
import { createSweepHosts } from '../../functions/sweep-hosts.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { INSTANCE } from '../builders.ts';
import { START } from '../fake-clock.ts';
import { workshop } from '../workshop.ts';
import { context, dependenciesOf, scheduled, sweepRequested } from './invoke.ts';

describe('forward-events', () => {
  test('looks once at the events of the vCenter that its schedule names', async () => {
    const shop = workshop();
    shop.checkpoints.checkpoint = { instanceUuid: INSTANCE, time: START, keys: [] };
    shop.vcenter.events = [
      { key: 1, eventTypeId: 'HostAddedEvent', createdTime: START, host: { moref: 'host-1', name: 'esx-1' } },
    ];
    const handler = createForwardEvents(() => dependenciesOf(shop));
    expect(await handler(scheduled(), context())).toEqual({ forwarded: 1, requeued: 0, isSuperseded: false });
    expect([shop.meter.counts, shop.meter.flushes]).toEqual([{ EventPolls: 1, EventLag: 0, EventsForwarded: 1 }, 1]);
  });

  test('listens no longer than the time of the function allows', async () => {
    const shop = workshop();
    shop.checkpoints.checkpoint = { instanceUuid: INSTANCE, time: START, keys: [] };
    const dependencies = dependenciesOf(shop);
    const environment = { ...dependencies.environment, listenSeconds: 50 };
    await createForwardEvents(() => ({ ...dependencies, environment }))(scheduled(), context(15_000));
    // Five seconds are kept for the last look and the way out.
    expect(shop.clock.sleeps).toEqual([2_000, 2_000, 2_000, 2_000]);
  });

  test('throws what went wrong, so that its schedule shows it, and logs it with its code', async () => {
    const shop = workshop();
    shop.journal.calls.fail('due', new OnboardingError('journal-unavailable', 'No table.'));
    const handler = createForwardEvents(() => dependenciesOf(shop));
    await expect(handler(scheduled(), context())).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect([shop.log.lines.at(-1), shop.meter.flushes]).toEqual(['error No table.', 1]);
  });
});

describe('an event that names no vCenter', () => {
  test.each([{}, { detail: {} }, { detail: { vcenter: 7 } }, null])(
    '%j is refused with what it has to have',
    async (event) => {
      const shop = workshop();
      for (const create of [createForwardEvents, createSweepHosts]) {
        const handler = create(() => dependenciesOf(shop));
        await expect(handler(event as never, context())).rejects.toMatchObject({
          code: 'usage',
          message: expect.stringContaining('{"detail": {"vcenter": "…"}}'),
        });
      }
    },
  );
});

describe('sweep-hosts', () => {
  test('sweeps the vCenter that its schedule names, and counts', async () => {
    const shop = workshop();
    const handler = createSweepHosts(() => dependenciesOf(shop));
    expect(await handler(scheduled(), context())).toEqual({
      ...{ hosts: 1, counts: { queued: 1 }, isFirst: false },
      releasable: [],
    });
    expect(shop.meter.counts).toMatchObject({ SweptQueued: 1, SweptReported: 0, Sweeps: 1 });
    expect(shop.meter.flushes).toBe(1);
  });

  test('sweeps as well when forwarding asks for it', async () => {
    const shop = workshop();
    const handler = createSweepHosts(() => dependenciesOf(shop));
    expect(await handler(sweepRequested(), context())).toMatchObject({ hosts: 1 });
  });

  test('throws what went wrong, logs it once with its code and cure, and writes its metrics', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('readHosts', new OnboardingError('vcenter-timeout', 'Slow.', { vcenter: 'vc01' }));
    const handler = createSweepHosts(() => dependenciesOf(shop));
    await expect(handler(scheduled(), context())).rejects.toMatchObject({ code: 'vcenter-timeout' });
    expect([shop.log.lines, shop.meter.flushes]).toEqual([['error Slow.'], 1]);
    expect(shop.log.details[0]).toMatchObject({ code: 'vcenter-timeout', vcenter: 'vc01' });
  });

  test('has another id each time, so that the queue takes a host again', async () => {
    const shop = workshop();
    const handler = createSweepHosts(() => dependenciesOf(shop));
    await handler(scheduled(), context());
    await handler(scheduled(), context());
    expect(shop.queue.messages).toHaveLength(2);
  });

  test('of a vCenter without a connection throws', async () => {
    const handler = createSweepHosts(() => dependenciesOf(workshop()));
    await expect(handler(scheduled('vc99'), context())).rejects.toMatchObject({ code: 'connection-invalid' });
  });
});
