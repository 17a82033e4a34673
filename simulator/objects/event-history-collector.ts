import { eventLimit, eventMatcher } from '../event-filter.ts';
import { type EventRecord, readableEvents } from '../event-log.ts';
import { invalidArgument } from '../faults.ts';
import type { Session } from '../session.ts';
import { type DataObject, flagIn, MoRef, numberIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** The largest page that a reader may ask for. */
const largestPage = 1000;

/** A page size from a call. Throws InvalidArgument below 1 and above 1000. */
export function pageSize(call: Call): number {
  const size = numberIn(call.parameters, 'maxCount') ?? 0;
  if (size < 1 || size > largestPage) throw invalidArgument('maxCount');
  return size;
}

/**
 * EventHistoryCollector: a cursor over the events that fit its filter. A fresh one stands at the oldest; Rewind goes
 * there, Reset goes just in front of the latest page. A page is counted before the events that the user may not see
 * are taken out, so a restricted user gets short pages, as observed in the field.
 */
export class EventHistoryCollector extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #filter: DataObject;
  readonly #matches: (record: EventRecord) => boolean;
  readonly #hidden: ReadonlySet<string>;
  #cursor = 0;
  #pageSize: number;
  #initialized: boolean;
  override readonly methods: Readonly<Record<string, Handler>>;

  constructor(
    vcenter: VCenter,
    session: Session,
    filter: DataObject,
    hidden: ReadonlySet<string>,
    destroy: () => void,
  ) {
    super(new MoRef('EventHistoryCollector', `session[${session.key}]collector-${vcenter.nextNumber()}`), session);
    this.#vcenter = vcenter;
    this.#filter = filter;
    this.#matches = eventMatcher(filter);
    this.#hidden = hidden;
    this.#pageSize = eventLimit(filter) ?? 10;
    if (this.#pageSize > largestPage) throw invalidArgument('filter.maxCount');
    this.#initialized = !flagIn(filter, 'delayedInit');
    if (!this.#initialized) vcenter.later(20, () => (this.#initialized = true));
    this.methods = { ...this.#readers(), DestroyCollector: () => done(destroy) };
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    filter: () => this.#filter,
    latestPage: () => (this.#initialized ? this.#latestPage() : undefined),
    initialized: () => this.#initialized,
  };

  #readers(): Record<string, Handler> {
    return {
      SetCollectorPageSize: (call) =>
        done(() => {
          this.#pageSize = pageSize(call);
          this.#vcenter.changed();
        }),
      RewindCollector: () => done(() => (this.#cursor = 0)),
      ResetCollector: () => done(() => (this.#cursor = Math.max(0, this.#all().length - this.#pageSize))),
      ReadNextEvents: (call) => {
        const from = this.#cursor;
        const page = this.#all().slice(from, from + pageSize(call));
        this.#cursor = from + page.length;
        return this.#visible(page);
      },
      ReadPreviousEvents: (call) => {
        const to = Math.min(this.#cursor, this.#all().length);
        this.#cursor = Math.max(0, to - pageSize(call));
        return this.#visible(this.#all().slice(this.#cursor, to));
      },
    };
  }

  #all(): EventRecord[] {
    return this.#vcenter.events.records.filter(this.#matches);
  }

  #visible(records: readonly EventRecord[]): DataObject[] {
    return readableEvents(records, this.#filter, this.#hidden);
  }

  /** Newest first, as observed on 8.0.3; its order is undefined by contract. */
  #latestPage(): DataObject[] {
    return this.#visible(this.#all().slice(-this.#pageSize)).reverse();
  }
}

function done(work: () => void): undefined {
  work();
  return undefined;
}
