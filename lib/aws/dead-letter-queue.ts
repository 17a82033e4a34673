import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { OnboardingError } from '../errors.ts';
import type { DeadLetter, DeadLetterQueue } from '../reconcile/replay-ports.ts';
import { callAws } from './aws-error.ts';
import { deadLetterQueueOf } from './redrive-policy.ts';

/** Of one call (SQS API reference, ReceiveMessage and DeleteMessageBatch). */
const MESSAGES_A_CALL = 10;

/** Long enough to judge, send and delete what was received; after a crash it is shown again by then. */
const HIDDEN_SECONDS = 120;

/** A long poll asks all of SQS's servers; a short one some of them, and may miss messages. */
const WAIT_SECONDS = 1;

/** Messages that can be received, and those that somebody has (SQS API reference, GetQueueAttributes). */
const SHOWN = 'ApproximateNumberOfMessages';
const HIDDEN = 'ApproximateNumberOfMessagesNotVisible';

/** The dead-letter queue of a host events queue, which itself says which one that is. */
export class SqsDeadLetterQueue implements DeadLetterQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  #located: Promise<{ readonly name: string; readonly url: string }> | undefined;

  /** @param queueUrl of the host events queue */
  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async name(): Promise<string> {
    return (await this.#locate()).name;
  }

  async receive(): Promise<readonly DeadLetter[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: (await this.#locate()).url,
      MaxNumberOfMessages: MESSAGES_A_CALL,
      VisibilityTimeout: HIDDEN_SECONDS,
      WaitTimeSeconds: WAIT_SECONDS,
      MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp'],
    });
    const { Messages = [] } = await call('receive from the dead-letter queue', () => this.#client.send(command));
    return Messages.map(toLetter);
  }

  async remove(letters: readonly DeadLetter[]): Promise<void> {
    const QueueUrl = (await this.#locate()).url;
    await inBatches(letters, async (batch) => {
      const Entries = batch.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
      const command = new DeleteMessageBatchCommand({ QueueUrl, Entries });
      refuseFailed(await call('delete from the dead-letter queue', () => this.#client.send(command)));
    });
  }

  async release(letters: readonly DeadLetter[]): Promise<void> {
    const QueueUrl = (await this.#locate()).url;
    await inBatches(letters, async (batch) => {
      const Entries = batch.map(({ receipt }, index) => ({
        Id: String(index),
        ReceiptHandle: receipt,
        VisibilityTimeout: 0,
      }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
      // one that failed is shown again after its time, or is already
      await call('show messages of the dead-letter queue again', () => this.#client.send(command));
    });
  }

  async count() {
    const { url } = await this.#locate();
    const attributes = await this.#attributes(url, [SHOWN, HIDDEN], 'count the dead letters');
    return { shown: Number(attributes[SHOWN] ?? 0), hidden: Number(attributes[HIDDEN] ?? 0) };
  }

  /** A failed look is not kept. */
  #locate(): Promise<{ readonly name: string; readonly url: string }> {
    this.#located ??= this.#findUrl().catch((error: unknown) => {
      this.#located = undefined;
      throw error;
    });
    return this.#located;
  }

  async #findUrl() {
    const doing = 'find the dead-letter queue';
    const { RedrivePolicy } = await this.#attributes(this.#queueUrl, ['RedrivePolicy'], doing);
    const name = deadLetterQueueOf(RedrivePolicy);
    if (name === undefined) {
      const message = `The queue ${this.#queueUrl} has no dead-letter queue.`;
      throw new OnboardingError('queue-unavailable', message, { queueUrl: this.#queueUrl });
    }
    const { QueueUrl = '' } = await call(doing, () => this.#client.send(new GetQueueUrlCommand({ QueueName: name })));
    return { name, url: QueueUrl };
  }

  async #attributes(QueueUrl: string, AttributeNames: QueueAttributeName[], doing: string) {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    const { Attributes = {} } = await call(doing, () => this.#client.send(command));
    return Attributes;
  }
}

function call<T>(doing: string, work: () => Promise<T>): Promise<T> {
  return callAws('queue-unavailable', doing, work);
}

function toLetter({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }: Message): DeadLetter {
  const { MessageGroupId, SentTimestamp } = Attributes;
  return {
    messageId: MessageId,
    receipt: ReceiptHandle,
    body: Body,
    ...(MessageGroupId === undefined ? {} : { group: MessageGroupId }),
    ...(SentTimestamp === undefined ? {} : { sentAt: new Date(Number(SentTimestamp)).toISOString() }),
  };
}

async function inBatches(
  letters: readonly DeadLetter[],
  work: (batch: readonly DeadLetter[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < letters.length; start += MESSAGES_A_CALL) {
    await work(letters.slice(start, start + MESSAGES_A_CALL));
  }
}

/** They are sent already: the same replay again drops what is there, and deletes them then. */
function refuseFailed({ Failed = [] }: { readonly Failed?: BatchResultErrorEntry[] | undefined }): void {
  if (Failed.length === 0) return;
  const reasons = [...new Set(Failed.map(({ Code, Message }) => [Code, Message].filter(Boolean).join(': ')))];
  const message = `SQS did not delete ${Failed.length} message(s) of the dead-letter queue: ${reasons.join('; ')}.`;
  throw new OnboardingError('queue-unavailable', message);
}
