/** Messages as entries of SendMessageBatch, and what SQS says of them (SQS API reference, SendMessageBatch). */
import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { deduplicationId, type HostMessage, messageGroupId } from '../contract.ts';
import type { SendResult } from '../reconcile/ports.ts';

/** A batch holds at most ten entries, and at most 1 MiB with all bodies, as does a single message. */
const BATCH_ENTRIES = 10;
const BATCH_BYTES = 1_048_576;

/** The message attribute that says where a message was before. */
export const ORIGIN_ATTRIBUTE = 'replayedFrom';

/** Group and deduplication ids: 1 to 128 letters, digits and ASCII punctuation; no space. */
const VALID_ID = /^[!-~]{1,128}$/;

/**
 * Failures of an entry that are called the sender's fault and yet may pass: a key or permission that an operator can
 * give back, and limits. Counting them as "never" would drop events.
 */
const PASSING_CODES = /kms|access|denied|throttl|overlimit|quota|unavailable/i;

/** What one try did to an entry; `again` is the reason of a failure that may pass. */
export type EntryResult = SendResult | { readonly again: string };

/** One message on its way; `position` is its place among the messages to be sent. */
export interface QueueEntry {
  readonly position: number;
  readonly body: string;
  readonly groupId: string;
  readonly deduplicationId: string;
  /** Where it was before. */
  readonly origin?: string;
}

/** The entry of a message. @param origin dead-letter queue and message id, for a message that was in one */
export function toEntry(message: HostMessage, position: number, origin?: string): QueueEntry {
  return {
    position,
    // SQS takes every character of JSON text but U+FFFE and U+FFFF, and emulators none above them: escaped, they say
    // the same.
    body: JSON.stringify(message).replace(
      /[\uD800-\uDFFF\uFFFE\uFFFF]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
    ),
    groupId: messageGroupId(message),
    deduplicationId: deduplicationId(message),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** Whether SQS may take the entry; else why it never will. One such entry could have a whole batch refused. */
export function acceptable(entry: QueueEntry): SendResult {
  for (const [name, id] of [
    ['message group id', entry.groupId],
    ['deduplication id', entry.deduplicationId],
  ] as const) {
    if (!VALID_ID.test(id)) {
      return {
        accepted: false,
        reason: `SQS cannot take the ${name} ${JSON.stringify(id)}: 1 to 128 letters, digits and ASCII punctuation.`,
      };
    }
  }
  const bytes = sizeOf(entry);
  return bytes > BATCH_BYTES
    ? { accepted: false, reason: `The message has ${bytes} bytes; SQS takes ${BATCH_BYTES}.` }
    : { accepted: true };
}

/** Batches in order, each within both limits. */
export function splitIntoBatches(entries: readonly QueueEntry[]): QueueEntry[][] {
  const batches: QueueEntry[][] = [];
  let batch: QueueEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    if (batch.length === BATCH_ENTRIES || bytes + size > BATCH_BYTES) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/** Attributes count with the body. */
function sizeOf({ body, origin = '' }: QueueEntry): number {
  return Buffer.byteLength(body) + (origin === '' ? 0 : origin.length + ORIGIN_ATTRIBUTE.length + 'String'.length);
}

/** What a failed entry of the answer means. */
export function entryFailure({ Code, Message, SenderFault }: BatchResultErrorEntry): EntryResult {
  const reason = [Code, Message].filter((part) => part !== undefined).join(': ');
  return SenderFault === true && !PASSING_CODES.test(Code ?? '') ? { accepted: false, reason } : { again: reason };
}
