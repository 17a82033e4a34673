import type { DataObject, Value } from './values.ts';

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

/** A number as the signed 32-bit integer that event keys are: past the end they turn negative, as observed in the field. */
export const signed32 = (number: number): number => number | 0;

/** The event database. Keys count up from `start`. */
export class EventLog {
  records: EventRecord[] = [];
  #next: number;

  constructor(start: number) {
    this.#next = signed32(start);
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
    const event: DataObject = { ...members, $type: type, key, chainId: key, createdTime: new Date(time) };
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
