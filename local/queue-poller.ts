/**
 * Plays Lambda's event source mapping for a FIFO queue, as far as a function sees it: long poll, batch size 1,
 * maximum concurrency, partial failures (Lambda Developer Guide, "Using Lambda with Amazon SQS"). Order within a
 * message group, visibility and redrive are the queue's own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { OnboardingError } from '../lib/errors.ts';
import { createLambdaContext } from './lambda-context.ts';
import { deleteMessage, type ReceivedMessage, receiveMessage } from './sqs-http.ts';

/** A function that takes SQS batches; no answer means success. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without partial failures returns nothing
export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse | undefined | void>;

/** The mapping, with its defaults. */
export interface QueuePollerOptions {
  /** Base URL of SQS. */
  readonly url: string;
  readonly queueUrl: string;
  readonly handler: QueueHandler;
  readonly functionName: string;
  /** Invocations at the same time: 4. */
  readonly concurrency?: number;
  /** The function's time-out: 120. */
  readonly timeoutSeconds?: number;
  /** Told of failed invocations and of a queue that does not answer. */
  readonly onTrouble: (error: unknown) => void;
}

/** A running mapping. */
export interface QueuePoller {
  /** Takes no more messages; resolves when the invocations in hand have ended. */
  stop(): Promise<void>;
}

const WAIT_SECONDS = 20;
const PAUSE_AFTER_ERROR_MILLISECONDS = 1000;

/** Starts polling. */
export function startQueuePoller(options: QueuePollerOptions): QueuePoller {
  const stopping = new AbortController();
  const polling = poll(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

async function poll(options: QueuePollerOptions, stopping: AbortSignal): Promise<void> {
  const { url, queueUrl, concurrency = 4, onTrouble } = options;
  const running = new Set<Promise<void>>();
  while (!stopping.aborted) {
    if (running.size >= concurrency) {
      await Promise.race(running);
      continue;
    }
    try {
      const message = await receiveMessage(url, queueUrl, WAIT_SECONDS, stopping);
      if (message !== undefined) {
        const invocation = process(options, message).finally(() => running.delete(invocation));
        running.add(invocation);
      }
    } catch (error) {
      if (!stopping.aborted) {
        onTrouble(error);
        await sleep(PAUSE_AFTER_ERROR_MILLISECONDS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  }
  await Promise.all(running);
}

/** A message that failed is left alone: it comes again when its visibility ends. */
async function process(options: QueuePollerOptions, message: ReceivedMessage): Promise<void> {
  const { url, queueUrl, onTrouble } = options;
  try {
    const response = await invoke(options, message);
    // With batch size 1 every failure named fails the batch: its own id, and also one that Lambda does not know.
    if ((response?.batchItemFailures ?? []).length === 0) {
      await deleteMessage(url, queueUrl, message.ReceiptHandle);
    }
  } catch (error) {
    onTrouble(error);
  }
}

/** Lambda ends the process of a function that runs too long; here its result is no longer waited for. */
async function invoke(options: QueuePollerOptions, message: ReceivedMessage) {
  const { handler, functionName, timeoutSeconds = 120 } = options;
  const ended = new AbortController();
  const timeout = sleep(timeoutSeconds * 1000, undefined, { signal: ended.signal }).then(
    () => {
      throw new OnboardingError('time-short', `${functionName} did not end within ${timeoutSeconds} seconds.`);
    },
    () => undefined,
  );
  const event = toSqsEvent(options.queueUrl, message);
  try {
    return await Promise.race([handler(event, createLambdaContext(functionName, timeoutSeconds)), timeout]);
  } finally {
    ended.abort();
  }
}

function toSqsEvent(queueUrl: string, message: ReceivedMessage): SQSEvent {
  const { ApproximateReceiveCount = '', SentTimestamp = '', SenderId = '', ...others } = message.Attributes ?? {};
  const { ApproximateFirstReceiveTimestamp = '', ...fifo } = others;
  return {
    Records: [
      {
        messageId: message.MessageId,
        receiptHandle: message.ReceiptHandle,
        body: message.Body,
        attributes: { ApproximateReceiveCount, SentTimestamp, SenderId, ApproximateFirstReceiveTimestamp, ...fifo },
        messageAttributes: {},
        md5OfBody: message.MD5OfBody,
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:us-east-1:${new URL(queueUrl).pathname.slice(1).replace('/', ':')}`,
        awsRegion: 'us-east-1',
      },
    ],
  };
}
