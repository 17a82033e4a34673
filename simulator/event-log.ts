import { type DataObject, flagIn, type Value } from './values.ts';

/** An event with what it was about: the entity's id and those of its ancestors at that time. */
export interface EventRecord {
  readonly event: DataObject;
  readonly entity: string | undefined;
  readonly parent: string | undefined;
  readonly ancestors: ReadonlySet<string>;
}

/** What an event is about, for filters by entity. */
export interface EventSubject {
  readonly entity?: string;
  readonly parent?: string;
  readonly ancestors?: ReadonlySet<string>;
}

/** True when the event is about none of the hidden entities, nor anything below them. */
export const isReadable = ({ ancestors }: EventRecord, hidden: ReadonlySet<string>): boolean =>
  ![...hidden].some((id) => ancestors.has(id));

/** The events of those records that are about none of the hidden entities, without their texts when the filter asks so. */
export function readableEvents(
  records: readonly EventRecord[],
  filter: DataObject,
  hidden: ReadonlySet<string>,
): DataObject[] {
  const silent = flagIn(filter, 'disableFullMessage');
  return records
    .filter((record) => isReadable(record, hidden))
    .map(({ event }) => (silent ? { ...event, fullFormattedMessage: undefined } : event));
}

/** A number as the signed 32-bit integer that event keys are: past the end they turn negative, as observed in the field. */
export const signed32 = (number: number): number => number | 0;

/** The event database. Keys count up from `start`. */
export class EventLog {
  records: EventRecord[] = [];
  #next: number;
  #chain: number | undefined;

  constructor(start: number) {
    this.#next = signed32(start);
  }

  /** The key that the next event will have. */
  get nextKey(): number {
    return this.#next;
  }

  /** Events that `work` records before it returns or waits belong to that chain, as those of a task to its TaskEvent. */
  within<T>(chain: number, work: () => T): T {
    const before = this.#chain;
    this.#chain = chain;
    try {
      return work();
    } finally {
      this.#chain = before;
    }
  }

  /** Records an event: key, chainId and createdTime are the server's; returns it with them. */
  post(
    type: string,
    time: number,
    members: Readonly<Record<string, Value | undefined>>,
    about: EventSubject,
  ): DataObject {
    const key = this.#next;
    this.#next = signed32(this.#next + 1);
    const event: DataObject = {
      ...members,
      $type: type,
      key,
      chainId: this.#chain ?? key,
      createdTime: new Date(time),
    };
    this.records.push({
      event,
      entity: about.entity,
      parent: about.parent,
      ancestors: about.ancestors ?? new Set(),
    });
    return event;
  }

  /** Goes back to the state in which `key` was the newest event; with `reuse` the keys after it come again. */
  restore(key: number, reuse: boolean): void {
    const index = this.records.findIndex(({ event }) => event['key'] === key);
    if (index >= 0) this.records = this.records.slice(0, index + 1);
    if (reuse) this.#next = signed32(key + 1);
  }
}
