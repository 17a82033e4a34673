/** Events of a time that has passed, page by page. */
import type { EventRange, VcenterEvent } from '../reconcile/ports.ts';
import { vcenterEvent } from './event-values.ts';
import { isFault } from './faults.ts';
import type { LoggedIn, Session } from './session.ts';
import type { ManagedObjectReference } from './vim25-types.ts';

const EVENTS_A_PAGE = 1000;

/**
 * A page is counted before the events are taken out that a restricted user may not see, so an empty one may have others
 * behind it (govmomi#3450).
 */
const EMPTY_PAGES_AT_THE_END = 3;

/**
 * Oldest first, both ends inclusive. A collector that its session took along is made anew from the newest event read on:
 * some events may come twice.
 */
export async function* readEventHistory(
  session: Session,
  range: EventRange,
  eventTypeIds: readonly string[],
): AsyncIterable<readonly VcenterEvent[]> {
  let rest = range;
  let collector = await session.run((loggedIn) => createCollector(loggedIn, rest, eventTypeIds));
  let empty = 0;
  try {
    while (empty < EMPTY_PAGES_AT_THE_END) {
      const page = await readPage(session, collector).catch(async (error: unknown) => {
        if (!isFault(error, 'ManagedObjectNotFound')) throw error;
        collector = await session.run((loggedIn) => createCollector(loggedIn, rest, eventTypeIds));
        return readPage(session, collector);
      });
      empty = page.length === 0 ? empty + 1 : 0;
      if (page.length === 0) continue;
      rest = { ...range, since: newestOf(page) };
      yield page;
    }
  } finally {
    // it ends with its session anyway
    await session.call('DestroyCollector', () => ({ _this: collector })).catch(() => undefined);
  }
}

function createCollector(
  { client, content }: LoggedIn,
  { since, until }: EventRange,
  eventTypeIds: readonly string[],
): Promise<ManagedObjectReference> {
  return client.call('CreateCollectorForEvents', {
    _this: content.eventManager ?? { type: 'EventManager', value: 'EventManager' },
    filter: {
      time: {
        ...(since === undefined ? {} : { beginTime: since.toISOString() }),
        ...(until === undefined ? {} : { endTime: until.toISOString() }),
      },
      eventTypeId: [...eventTypeIds],
    },
  });
}

async function readPage(session: Session, collector: ManagedObjectReference): Promise<VcenterEvent[]> {
  const events = await session.call('ReadNextEvents', () => ({ _this: collector, maxCount: EVENTS_A_PAGE }));
  return (events ?? []).map(vcenterEvent);
}

function newestOf(page: readonly VcenterEvent[]): Date {
  return new Date(Math.max(...page.map(({ createdTime }) => Date.parse(createdTime))));
}
