/**
 * How far the events of a vCenter have been forwarded: vCenter's time and the keys of the two minutes before it.
 * Never "key > last": keys are signed 32-bit numbers that overflow (vcenter-event-broker-appliance#809), and events
 * do not appear in strict order of time.
 */
import type { Checkpoint, VcenterEvent } from './ports.ts';

/** Events may appear this much later than others of their time. */
export const LOOK_BACK_MILLISECONDS = 2 * 60 * 1000;
/** How far back it starts without a usable checkpoint; the sweep covers what is older. */
const FIRST_LOOK_BACK_MILLISECONDS = 60 * 60 * 1000;

/** What tells an event from every other one of its vCenter. */
export function eventKey(event: VcenterEvent): string {
  return `${event.key}/${event.createdTime}`;
}

/** Where to begin, and why a sweep is due if the checkpoint cannot be gone on from. */
export function startFrom(
  stored: Checkpoint | undefined,
  instanceUuid: string,
  now: Date,
): { readonly checkpoint: Checkpoint; readonly reason?: string } {
  const reason = whyAfresh(stored, instanceUuid, now);
  if (stored !== undefined && reason === undefined) return { checkpoint: stored };
  const time = new Date(now.getTime() - FIRST_LOOK_BACK_MILLISECONDS).toISOString();
  return { checkpoint: { instanceUuid, time, keys: [] }, reason: reason ?? '' };
}

function whyAfresh(stored: Checkpoint | undefined, instanceUuid: string, now: Date): string | undefined {
  if (stored === undefined) return 'there is no checkpoint yet';
  if (stored.instanceUuid !== instanceUuid) return 'another vCenter instance answers';
  if (new Date(stored.time) > now) return "vCenter's clock is behind the last event, as after a restore";
  return undefined;
}

/** The checkpoint after these events, keeping the keys that a later look back may meet again. */
export function advance(checkpoint: Checkpoint, events: readonly VcenterEvent[]): Checkpoint {
  const newest = Math.max(
    ...[checkpoint.time, ...events.map(({ createdTime }) => createdTime)].map((text) => Date.parse(text)),
  );
  const keys = new Set([...checkpoint.keys, ...events.map(eventKey)]);
  const isRecent = (key: string) => Date.parse(key.slice(key.indexOf('/') + 1)) >= newest - LOOK_BACK_MILLISECONDS;
  return { ...checkpoint, time: new Date(newest).toISOString(), keys: [...keys].filter(isRecent) };
}
