/**
 * Forwarding: vCenter's events to the queue, and deferred hosts that are due back to it. The newest run wins; the
 * checkpoint moves only when the queue has accepted.
 */
import { type HostMessage, MESSAGE_VERSION, METRICS, WAKING_EVENTS } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { notify, type TellingPorts } from './announce.ts';
import { advance, eventKey, LOOK_BACK_MILLISECONDS, startFrom } from './checkpoint.ts';
import type { Checkpoint, CheckpointStore, HostEventsQueue, Meter, Vcenter, VcenterEvent } from './ports.ts';
import { requeueDeferred } from './requeue-deferred.ts';
import { tellUntold } from './tell-untold.ts';

/** What forwarding works with. */
export interface ForwardPorts extends TellingPorts {
  /** Called after deferred hosts have been put back: those wait for vCenter's return, too. */
  readonly openVcenter: () => Promise<Vcenter>;
  readonly queue: HostEventsQueue;
  readonly checkpoints: CheckpointStore;
  readonly meter: Meter;
}

/** One run. */
export interface ForwardRequest {
  /** The name of the vCenter. */
  readonly vcenter: string;
  readonly runId: string;
  /** 0 looks once. */
  readonly listenMilliseconds: number;
  readonly pollMilliseconds: number;
  /** Aborted when the process is to leave. */
  readonly stopping?: AbortSignal | undefined;
}

/** What a run did. */
export interface ForwardResult {
  readonly forwarded: number;
  readonly requeued: number;
  /** A newer run took over. */
  readonly isSuperseded: boolean;
}

/** From one tick to the next while it listens. */
const TICK_MILLISECONDS = 10_000;

/** @throws OnboardingError `queue-unavailable`, `journal-unavailable`, and what vCenter answers; nothing is lost by it */
export async function forwardEvents(request: ForwardRequest, ports: ForwardPorts): Promise<ForwardResult> {
  try {
    return await listen(request, ports);
  } catch (error) {
    if (error instanceof OnboardingError && error.code === 'login-refused') ports.meter.count(METRICS.loginRefused, 1);
    throw error;
  }
}

async function listen(request: ForwardRequest, ports: ForwardPorts): Promise<ForwardResult> {
  const { clock, checkpoints, meter } = ports;
  const name = request.vcenter;
  const alreadySent = new Set<string>();
  let requeued = await tick(name, alreadySent, ports);
  let tickedAt = clock.now().getTime();
  const end = tickedAt + request.listenMilliseconds;
  const vcenter = await ports.openVcenter();
  let checkpoint = await begin(request, vcenter, ports);
  let forwarded = 0;
  const reader = await vcenter.openEvents(
    new Date(new Date(checkpoint.time).getTime() - LOOK_BACK_MILLISECONDS),
    WAKING_EVENTS,
  );
  try {
    for (;;) {
      const events = unseen(await reader.next(), checkpoint);
      meter.milliseconds(METRICS.eventLag, ageOfOldest(events, clock.now()));
      if (events.length > 0) {
        forwarded += await forward(name, events, ports);
        checkpoint = advance(checkpoint, events);
        if (!(await checkpoints.save(request.vcenter, request.runId, checkpoint))) {
          return { forwarded, requeued, isSuperseded: true };
        }
      }
      meter.count(METRICS.eventPolls, 1);
      if (clock.now().getTime() + request.pollMilliseconds >= end || request.stopping?.aborted) break;
      await clock.sleep(request.pollMilliseconds, request.stopping);
      if (request.stopping?.aborted) break;
      if (clock.now().getTime() - tickedAt >= TICK_MILLISECONDS) {
        requeued += await tick(name, alreadySent, ports);
        tickedAt = clock.now().getTime();
      }
    }
  } finally {
    await reader.close();
  }
  return { forwarded, requeued, isSuperseded: false };
}

/** @returns how many deferred hosts were put back; what is still to be told does not wait for a queue that is away */
async function tick(vcenter: string, alreadySent: Set<string>, ports: ForwardPorts): Promise<number> {
  const rows = await ports.journal.due(vcenter, ports.clock.now());
  try {
    return await requeueDeferred(vcenter, rows, alreadySent, ports);
  } finally {
    await tellUntold(vcenter, rows, ports);
  }
}

/** Takes the checkpoint over; asks for a sweep when events may have been missed. */
async function begin(request: ForwardRequest, vcenter: Vcenter, ports: ForwardPorts): Promise<Checkpoint> {
  const { checkpoints, announcer, log } = ports;
  const stored = await checkpoints.take(request.vcenter, request.runId);
  const { instanceUuid } = await vcenter.about();
  const { checkpoint, reason } = startFrom(stored, instanceUuid, await vcenter.currentTime());
  if (reason === undefined) return checkpoint;
  log.warn(`Events are read from ${checkpoint.time} on: ${reason}`, { vcenter: request.vcenter });
  await announcer.requestSweep(request.vcenter, reason);
  await checkpoints.save(request.vcenter, request.runId, checkpoint);
  return checkpoint;
}

function unseen(events: readonly VcenterEvent[], checkpoint: Checkpoint): VcenterEvent[] {
  const seen = new Set(checkpoint.keys);
  return events.filter((event) => !seen.has(eventKey(event)));
}

/** Milliseconds; 0 without events, and when vCenter's clock is ahead of ours. */
function ageOfOldest(events: readonly VcenterEvent[], now: Date): number {
  return Math.max(0, ...events.map(({ createdTime }) => now.getTime() - Date.parse(createdTime)));
}

/** @returns how many the queue took */
async function forward(vcenter: string, events: readonly VcenterEvent[], ports: ForwardPorts): Promise<number> {
  const withHost = events.flatMap((event) =>
    event.host === undefined ? [] : [{ event, message: messageOf(vcenter, event, event.host) }],
  );
  if (withHost.length === 0) return 0;
  const results = await ports.queue.send(withHost.map(({ message }) => message));
  for (const [index, result] of results.entries()) {
    const event = withHost[index]?.event;
    if (!result.accepted && event !== undefined) await passOver(vcenter, event, result.reason, ports);
  }
  const forwarded = results.filter(({ accepted }) => accepted).length;
  ports.meter.count(METRICS.eventsForwarded, forwarded);
  return forwarded;
}

/** An event that SQS will never take must not hold up those behind it. */
async function passOver(vcenter: string, event: VcenterEvent, reason: string, ports: ForwardPorts): Promise<void> {
  const { journal, log } = ports;
  log.error(`The queue will never take event ${event.key}: ${reason}`, { vcenter });
  await journal.recordRejectedEvent(vcenter, event, reason);
  const text = `${event.eventTypeId} of ${event.host?.name}: ${reason}. The next sweep looks at the host.`;
  const subject = `Event ${event.key} of ${vcenter} was not forwarded`;
  await notify({ vcenter, subject, text, key: event.createdTime }, ports);
}

function messageOf(vcenter: string, event: VcenterEvent, host: NonNullable<VcenterEvent['host']>): HostMessage {
  const { eventTypeId, key, createdTime } = event;
  return { version: MESSAGE_VERSION, vcenter, host, cause: { kind: 'event', eventTypeId, key, createdTime } };
}
