/** A cursor over vCenter's events that outlives sessions. */
import { OnboardingError } from '../errors.ts';
import type { EventReader, VcenterEvent } from '../reconcile/ports.ts';
import { vcenterEvent } from './event-values.ts';
import { isFault } from './faults.ts';
import type { LoggedIn, Session } from './session.ts';
import type { ManagedObjectReference } from './vim25-types.ts';

const EVENTS_A_PAGE = 100;

/** How far a reopened reader looks back: events do not appear in strict order of time. */
const OVERLAP_MILLISECONDS = 2 * 60_000;

interface Collector {
  readonly reference: ManagedObjectReference;
  readonly generation: number;
}

/**
 * Reads events of the given types from a time on. A collector dies with its session, and a lost page cannot be read
 * again from it: then a new one is opened two minutes before the newest event seen, and events that were given out
 * are left out. Never by "key > last": keys are signed and wrap (vmware-samples/vcenter-event-broker-appliance#809).
 */
export class CollectorReader implements EventReader {
  readonly #session: Session;
  readonly #eventTypeIds: readonly string[];
  readonly #since: number;
  readonly #given = new Map<string, number>();
  #newest: number;
  #collector: Collector | undefined;
  /** One that a page was lost from; destroyed when the next is made, since a client may have only 32. */
  #spoilt: Collector | undefined;

  constructor(session: Session, since: Date, eventTypeIds: readonly string[]) {
    this.#session = session;
    this.#eventTypeIds = eventTypeIds;
    this.#since = since.getTime();
    this.#newest = since.getTime();
  }

  /** Makes the collector, so that errors show at once. */
  async open(): Promise<void> {
    await this.#session.run((session) => this.#collectorIn(session));
  }

  async next(): Promise<VcenterEvent[]> {
    const fresh: VcenterEvent[] = [];
    try {
      await this.#session.run((session) => this.#drain(session, fresh));
    } catch (error) {
      // events of this call that were not given out will come again
      for (const event of fresh) this.#given.delete(identityOf(event));
      this.#spoilt = this.#collector;
      this.#collector = undefined;
      throw error;
    }
    for (const event of fresh) this.#newest = Math.max(this.#newest, Date.parse(event.createdTime));
    this.#forgetOld();
    return fresh;
  }

  async close(): Promise<void> {
    await this.#destroy(this.#collector);
    await this.#destroy(this.#spoilt);
    this.#collector = undefined;
    this.#spoilt = undefined;
  }

  /** Never fails: a collector ends with its session anyway. */
  async #destroy(collector: Collector | undefined): Promise<void> {
    if (collector === undefined) return;
    try {
      const session = await this.#session.current(collector.generation);
      await session?.client.call('DestroyCollector', { _this: collector.reference });
    } catch (error) {
      if (!(error instanceof OnboardingError)) throw error;
    }
  }

  /** Pages until an empty one; what a restricted user may not see can make a page short (govmomi#3450). */
  async #drain(session: LoggedIn, fresh: VcenterEvent[]): Promise<void> {
    for (;;) {
      const page = await this.#page(session);
      if (page.length === 0) return;
      for (const event of page) {
        const identity = identityOf(event);
        if (this.#given.has(identity)) continue;
        this.#given.set(identity, Date.parse(event.createdTime));
        fresh.push(event);
      }
    }
  }

  async #page(session: LoggedIn): Promise<VcenterEvent[]> {
    const collector = await this.#collectorIn(session);
    try {
      return await this.#read(session, collector);
    } catch (error) {
      if (!isFault(error, 'ManagedObjectNotFound')) throw error;
      this.#collector = undefined;
      return this.#read(session, await this.#collectorIn(session));
    }
  }

  async #read({ client }: LoggedIn, { reference }: Collector): Promise<VcenterEvent[]> {
    const events = await client.call('ReadNextEvents', { _this: reference, maxCount: EVENTS_A_PAGE });
    return (events ?? []).map(vcenterEvent);
  }

  /** The collector of this session, made if there is none. */
  async #collectorIn({ client, content, generation }: LoggedIn): Promise<Collector> {
    if (this.#collector?.generation === generation) return this.#collector;
    await this.#destroy(this.#spoilt);
    this.#spoilt = undefined;
    const begin = Math.max(this.#since, this.#newest - OVERLAP_MILLISECONDS);
    const reference = await client.call('CreateCollectorForEvents', {
      _this: content.eventManager ?? { type: 'EventManager', value: 'EventManager' },
      filter: {
        time: { beginTime: new Date(begin).toISOString() },
        eventTypeId: [...this.#eventTypeIds],
      },
    });
    this.#collector = { reference, generation };
    return this.#collector;
  }

  #forgetOld(): void {
    const oldest = this.#newest - 2 * OVERLAP_MILLISECONDS;
    for (const [identity, time] of this.#given) if (time < oldest) this.#given.delete(identity);
  }
}

function identityOf({ key, createdTime }: VcenterEvent): string {
  return `${key}/${createdTime}`;
}
