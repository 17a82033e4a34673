/** A run of forward-events in a workshop, and the events that it finds. */
import { type ForwardRequest, forwardEvents } from '../../lib/reconcile/forward-events.ts';
import type { VcenterEvent } from '../../lib/reconcile/ports.ts';
import { INSTANCE } from '../builders.ts';
import { START } from '../fake-clock.ts';
import type { Workshop } from '../workshop.ts';

export const forward = (shop: Workshop, over: Partial<ForwardRequest> = {}) =>
  forwardEvents(
    { vcenter: 'vc01', runId: 'run-a', listenMilliseconds: 0, pollMilliseconds: 2_000, ...over },
    { ...shop, openVcenter: async () => shop.vcenter },
  );

export const added = (key: number, createdTime = START, over: Partial<VcenterEvent> = {}): VcenterEvent => ({
  key,
  eventTypeId: 'HostAddedEvent',
  createdTime,
  host: { moref: `host-${key}`, name: `esx-${key}` },
  ...over,
});

/** What was sent: the keys of events, or the kind of another cause. */
export const keysOf = ({ queue }: Workshop) =>
  queue.messages.map(({ cause }) => (cause.kind === 'event' ? cause.key : cause.kind));

/** The workshop with a checkpoint. */
export const watched = (shop: Workshop, time = START) => {
  shop.checkpoints.checkpoint = { instanceUuid: INSTANCE, time, keys: [] };
  return shop;
};
