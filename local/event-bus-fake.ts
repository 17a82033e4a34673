import { randomUUID } from 'node:crypto';
import { fault, type ServiceAnswer, success } from './json-answer.ts';

/** An event as a rule's target gets it, the members that we read. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** EventBridge API reference, PutEvents. */
const ENTRIES_A_CALL = 10;

/** EventBridge with one rule that matches everything. */
export class EventBusFake {
  readonly #onEvent: (event: BusEvent) => void;

  constructor(onEvent: (event: BusEvent) => void) {
    this.#onEvent = onEvent;
  }

  putEvents({ Entries }: Readonly<Record<string, unknown>>): ServiceAnswer {
    const entries: readonly Record<string, unknown>[] = Array.isArray(Entries) ? Entries : [];
    if (entries.length === 0 || entries.length > ENTRIES_A_CALL) {
      return fault('ValidationException', `1 to ${ENTRIES_A_CALL} entries are needed; ${entries.length} came.`);
    }
    const results = entries.map((entry) => this.#put(entry));
    return success({
      FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
      Entries: results,
    });
  }

  #put({ Source, DetailType, Detail }: Record<string, unknown>): Record<string, string> {
    if (typeof Source !== 'string' || typeof DetailType !== 'string') {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Source or DetailType is not valid.' };
    }
    const detail = parseDetail(Detail);
    if (detail === undefined) {
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    }
    // A target runs after the answer, and what it throws is not the sender's business.
    setImmediate(() => this.#onEvent({ source: Source, 'detail-type': DetailType, detail }));
    return { EventId: randomUUID() };
  }
}

function parseDetail(text: unknown): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
