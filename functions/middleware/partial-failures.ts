/**
 * The acknowledgement contract of an SQS batch. A record whose work settled is acknowledged: the journal is the
 * record of every outcome, also of failures, and an invisible message would block its host. Only what could not be
 * worked on at all (a crash, a time-out, a message that names no host, a journal that cannot be written) is listed
 * as failed; it is redelivered, and after three receives it is in the dead-letter queue.
 */
import type { MiddlewareObj } from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** What a batch handler returns: one settled result a record, in the order of the records. */
export type SettledRecords = readonly PromiseSettledResult<unknown>[];

/** Turns settled records into `batchItemFailures`; an error of the handler itself fails every record. */
export function partialFailures(): MiddlewareObj<SQSEvent, SettledRecords | SQSBatchResponse> {
  const failed = (event: SQSEvent, isFailed: (index: number) => boolean): SQSBatchResponse => ({
    batchItemFailures: (event.Records ?? [])
      .filter((_, index) => isFailed(index))
      .map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
  });
  return {
    after: function partialFailuresAfter(request) {
      const settled = request.response;
      if (!Array.isArray(settled)) return;
      request.response = failed(request.event, (index) => settled[index]?.status !== 'fulfilled');
    },
    onError: function partialFailuresOnError(request) {
      request.response = failed(request.event, () => true);
    },
  };
}
