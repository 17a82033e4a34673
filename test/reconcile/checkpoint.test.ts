import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advance, eventKey, startFrom } from '../../lib/reconcile/checkpoint.ts';
import type { Checkpoint, VcenterEvent } from '../../lib/reconcile/ports.ts';
import { INSTANCE } from '../builders.ts';
import { at, START } from '../fake-clock.ts';

const NOW = new Date(START);

function event(key: number, seconds: number): VcenterEvent {
  return { key, eventTypeId: 'HostAddedEvent', createdTime: at(seconds), host: { moref: 'host-21', name: 'esx' } };
}
function checkpoint(seconds: number, keys: readonly string[] = []): Checkpoint {
  return { instanceUuid: INSTANCE, time: at(seconds), keys };
}

describe('where forwarding begins', () => {
  test('at the checkpoint, when the same vCenter goes on', () => {
    expect(startFrom(checkpoint(-5, ['1/x']), INSTANCE, NOW)).toEqual({ checkpoint: checkpoint(-5, ['1/x']) });
    expect(startFrom(checkpoint(0), INSTANCE, NOW)).toEqual({ checkpoint: checkpoint(0) });
  });

  test.each([
    ['no checkpoint', undefined, 'there is no checkpoint yet'],
    ['another instance', { ...checkpoint(-5, ['1/x']), instanceUuid: 'other' }, 'another vCenter instance answers'],
    ['a clock behind it', checkpoint(1, ['1/x']), "vCenter's clock is behind the last event, as after a restore"],
  ])('one hour back with %s, and a sweep is due', (_, stored, reason) => {
    expect(startFrom(stored, INSTANCE, NOW)).toEqual({ checkpoint: checkpoint(-3600), reason });
  });
});

describe('the checkpoint after events', () => {
  test('is the newest time and the keys of the two minutes before it, the edge included', () => {
    const before = checkpoint(0, [eventKey(event(1, -130)), eventKey(event(2, -60)), eventKey(event(3, 0))]);
    const events = [event(4, 60), event(5, 58)];
    expect(advance(before, events)).toEqual(
      checkpoint(60, [event(2, -60), event(3, 0), event(4, 60), event(5, 58)].map(eventKey)),
    );
  });

  test('keeps negative keys, which 32 bits overflow to', () => {
    const events = [event(2147483647, 1), event(-2147483648, 2)];
    expect(advance(checkpoint(0), events).keys).toEqual([`2147483647/${at(1)}`, `-2147483648/${at(2)}`]);
  });

  test('keeps every event of one timestamp, and the same key at another time', () => {
    const events = [event(7, 1), event(8, 1), event(7, 2)];
    expect(advance(checkpoint(0), events).keys).toEqual([`7/${at(1)}`, `8/${at(1)}`, `7/${at(2)}`]);
  });

  test('never goes back for an event that appears late', () => {
    expect(advance(checkpoint(100), [event(9, 40)])).toEqual(checkpoint(100, [`9/${at(40)}`]));
  });

  test('compares times, not texts', () => {
    const offset: VcenterEvent = { ...event(1, 0), createdTime: '2026-03-02T09:00:10+01:00' };
    expect(advance(checkpoint(0), [offset]).time).toBe(at(10));
  });

  test('is the same in whatever batches the events come, and never goes back', () => {
    const events = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 300 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(events, (pairs) => {
        const all = pairs.map(([key, seconds]) => event(key, seconds));
        const atOnce = advance(checkpoint(0), all);
        const oneByOne = all.reduce((reached, each) => {
          const next = advance(reached, [each]);
          expect(next.time >= reached.time).toBe(true);
          return next;
        }, checkpoint(0));
        expect(oneByOne.time).toBe(atOnce.time);
        expect(new Set(oneByOne.keys)).toEqual(new Set(atOnce.keys));
      }),
    );
  });
});
