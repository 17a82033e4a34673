import { setTimeout as pause } from 'node:timers/promises';
import { SendMessageBatchCommand, type SendMessageBatchResult, type SQSClient } from '@aws-sdk/client-sqs';
import type { HostMessage } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { HostEventsQueue, SendResult } from '../reconcile/ports.ts';
import { callAws, isNamed } from './aws-error.ts';
import {
  acceptable,
  type EntryResult,
  entryFailure,
  ORIGIN_ATTRIBUTE,
  type QueueEntry,
  splitIntoBatches,
  toEntry,
} from './queue-entries.ts';

/** How often an entry is sent before the queue counts as unavailable; pauses of 0.2 and 0.4 s between. */
const TRIES = 3;
const PAUSE_MILLISECONDS = 200;

/** Answers to a whole batch that the same batch would get again. */
const BATCH_REFUSALS = ['InvalidMessageContents', 'BatchRequestTooLong', 'RequestEntityTooLargeException'];

/** The FIFO queue of a vCenter. */
export class SqsHostEventsQueue implements HostEventsQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  /**
   * Sends each message until SQS has taken it or said that it never will. When it throws, some may have been taken:
   * sending them again within five minutes is harmless, since their deduplication ids are the same.
   */
  async send(messages: readonly HostMessage[], origins: readonly string[] = []): Promise<readonly SendResult[]> {
    const entries = messages.map((message, position) => toEntry(message, position, origins[position]));
    const results: SendResult[] = entries.map(acceptable);
    let waiting = entries.filter(({ position }) => results[position]?.accepted);
    for (let attempt = 1; waiting.length > 0; attempt++) {
      const failures = await this.#sendOnce(waiting, results);
      if (failures.size > 0 && attempt === TRIES) {
        throw unavailable(this.#queueUrl, failures);
      }
      waiting = waiting.filter(({ position }) => failures.has(position));
      if (waiting.length > 0) {
        await pause(PAUSE_MILLISECONDS * attempt);
      }
    }
    return results;
  }

  /** One try for each entry. @returns the reasons of those that may be taken later, by position */
  async #sendOnce(entries: readonly QueueEntry[], results: SendResult[]): Promise<Map<number, string>> {
    const failures = new Map<number, string>();
    for (const batch of splitIntoBatches(entries)) {
      for (const [position, result] of await this.#sendBatch(batch)) {
        if ('again' in result) {
          failures.set(position, result.again);
        } else {
          results[position] = result;
        }
      }
    }
    return failures;
  }

  async #sendBatch(batch: readonly QueueEntry[]): Promise<Map<number, EntryResult>> {
    const answer = await this.#call(batch);
    if (typeof answer !== 'string') {
      return entryResults(batch, answer);
    }
    const [first, ...others] = batch;
    if (first !== undefined && others.length === 0) {
      return new Map([[first.position, { accepted: false, reason: answer }]]);
    }
    // One entry has the whole batch refused: sent alone, only that one is.
    const results: [number, EntryResult][] = [];
    for (const entry of batch) {
      results.push(...(await this.#sendBatch([entry])));
    }
    return new Map(results);
  }

  /** @returns SQS's answer, or why it refuses the whole batch */
  #call(batch: readonly QueueEntry[]): Promise<SendMessageBatchResult | string> {
    const command = new SendMessageBatchCommand({
      QueueUrl: this.#queueUrl,
      Entries: batch.map(({ position, body, groupId, deduplicationId, origin }) => ({
        Id: String(position),
        MessageBody: body,
        MessageGroupId: groupId,
        MessageDeduplicationId: deduplicationId,
        ...(origin === undefined
          ? {}
          : { MessageAttributes: { [ORIGIN_ATTRIBUTE]: { DataType: 'String', StringValue: origin } } }),
      })),
    });
    return callAws<SendMessageBatchResult | string>('queue-unavailable', 'send to the host events queue', () =>
      this.#client.send(command).catch((error: unknown) => {
        if (isNamed(error, ...BATCH_REFUSALS)) {
          return `${error.name}: ${error.message}`;
        }
        throw error;
      }),
    );
  }
}

/** A call that succeeds may still hold failed entries, and an entry in neither list was not taken either. */
function entryResults(
  batch: readonly QueueEntry[],
  { Successful = [], Failed = [] }: SendMessageBatchResult,
): Map<number, EntryResult> {
  const results = new Map<number, EntryResult>();
  for (const { position } of batch) {
    results.set(position, { again: 'SQS gave no answer for the entry' });
  }
  for (const { Id } of Successful) {
    results.set(Number(Id), { accepted: true });
  }
  for (const failed of Failed) {
    results.set(Number(failed.Id), entryFailure(failed));
  }
  return results;
}

function unavailable(queueUrl: string, failures: ReadonlyMap<number, string>): OnboardingError {
  const reasons = [...new Set(failures.values())].join('; ');
  return new OnboardingError(
    'queue-unavailable',
    `The host events queue did not take ${failures.size} message(s) in ${TRIES} tries: ${reasons}.`,
    { queueUrl },
  );
}
