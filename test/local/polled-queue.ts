/** The queues of the emulator with a poller on them, and what a test does to them. */
import type { SQSEvent } from 'aws-lambda';
import { type QueueEmulator, startQueues } from '../../local/queue-emulator.ts';
import {
  type QueueHandler,
  type QueuePoller,
  type QueuePollerOptions,
  startQueuePoller,
} from '../../local/queue-poller.ts';
import { callSqs } from '../../local/sqs-http.ts';

export class PolledQueue {
  readonly queues: QueueEmulator;
  readonly troubles: unknown[] = [];
  poller: QueuePoller | undefined;

  constructor(queues: QueueEmulator) {
    this.queues = queues;
  }

  poll(handler: QueueHandler, options: Partial<QueuePollerOptions> = {}): void {
    this.poller = startQueuePoller({
      url: this.queues.url,
      queueUrl: this.queues.queueUrl,
      functionName: 'configure-host',
      handler,
      onTrouble: (error) => this.troubles.push(error),
      ...options,
    });
  }

  async send(group: string, body: string): Promise<void> {
    await callSqs(this.queues.url, 'SendMessage', {
      QueueUrl: this.queues.queueUrl,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: `${group}/${body}`,
    });
  }

  async count(queueUrl = this.queues.queueUrl): Promise<{ visible: string; inFlight: string }> {
    const { Attributes } = await callSqs<{ Attributes: Record<string, string> }>(
      this.queues.url,
      'GetQueueAttributes',
      { QueueUrl: queueUrl, AttributeNames: ['All'] },
    );
    return {
      visible: Attributes['ApproximateNumberOfMessages'] ?? '',
      inFlight: Attributes['ApproximateNumberOfMessagesNotVisible'] ?? '',
    };
  }

  countDeadLetters(): Promise<{ visible: string; inFlight: string }> {
    return this.count(this.queues.deadLetterQueueUrl);
  }

  async close(): Promise<void> {
    await this.poller?.stop();
    await this.queues.close();
  }
}

export async function startPolledQueue(visibilitySeconds = 720): Promise<PolledQueue> {
  return new PolledQueue(await startQueues({ visibilitySeconds }));
}

export function bodyOf(event: SQSEvent): string {
  return event.Records[0]?.body ?? '';
}
