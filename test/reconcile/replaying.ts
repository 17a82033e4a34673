/** A vCenter with a journal, a queue and a dead-letter queue, and replays of its hosts. */
import type { ErrorCode } from '../../lib/errors.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import type { Status } from '../../lib/reconcile/outcome.ts';
import { replayEvents } from '../../lib/reconcile/replay-events.ts';
import { parseReplayRequest, type ReplayRequest } from '../../lib/reconcile/replay-request.ts';
import type { ReplayResult } from '../../lib/reconcile/replay-result.ts';
import { host, VCENTER } from '../builders.ts';
import { START } from '../fake-clock.ts';
import { InMemoryDeadLetters } from '../in-memory-dead-letters.ts';
import { type Workshop, workshop } from '../workshop.ts';

export interface ReplayShop extends Workshop {
  readonly deadLetters: InMemoryDeadLetters;
}

/** Three hosts in vCenter, none in the journal. */
export function replayShop(): ReplayShop {
  const hosts = ['host-21', 'host-22', 'host-23'].map((moref) => host({ moref, name: `esx-${moref.slice(5)}` }));
  return { ...workshop({ hosts }), deadLetters: new InMemoryDeadLetters() };
}

/** A row of a host that ended so. */
export function row(moref: string, status: Status, codes: readonly ErrorCode[] = [], over: Partial<JournalRow> = {}) {
  const name = `esx-${moref.slice(5)}`;
  const outcome = {
    ...{ vcenter: VCENTER, host: { moref, name }, status, steps: [], settings: [] },
    problems: codes.map((code) => ({ code, message: `It is ${code}.` })),
    ...{ startedAt: START, finishedAt: START },
  };
  return { vcenter: VCENTER, moref, name, outcome, ...over };
}

export function keep(shop: ReplayShop, ...rows: readonly JournalRow[]): void {
  for (const each of rows) shop.journal.rows.set(each.moref, each);
}

/** @param remaining milliseconds, asked again and again */
export function replay(
  shop: ReplayShop,
  over: Partial<ReplayRequest>,
  remaining: () => number = () => 60_000,
): Promise<ReplayResult> {
  const request = parseReplayRequest({ vcenter: VCENTER, replay: 'r-1', ...over });
  return replayEvents(
    request,
    { remainingMilliseconds: remaining },
    { ...shop, openVcenter: async () => shop.vcenter },
  );
}

export function morefs({ queued }: ReplayResult): string[] {
  return queued.map(({ moref }) => moref);
}

/** Morefs of the messages in the queue. */
export function sent({ queue }: ReplayShop): string[] {
  return queue.messages.map((message) => message.host.moref);
}
