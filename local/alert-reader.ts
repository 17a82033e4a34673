/** Reads the queue that is subscribed to the alert topic, as a person reads their mail. */
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteMessage, type ReceivedMessage, receiveMessage } from './sqs-http.ts';

/** Where alerts come from, and to whom they go. */
export interface AlertReaderOptions {
  readonly url: string;
  readonly queueUrl: string;
  readonly onAlert: (subject: string, text: string) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** A running reader. */
export interface AlertReader {
  /** Hands over what is there still, and ends. */
  stop(): Promise<void>;
}

const WAIT_SECONDS = 20;
const PAUSE_AFTER_ERROR_MILLISECONDS = 1000;

/** Starts reading. */
export function startAlertReader(options: AlertReaderOptions): AlertReader {
  const stopping = new AbortController();
  const reading = readAlerts(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await reading;
      try {
        while (await readAlert(options, 0)) {
          // One after the other until none is left.
        }
      } catch (error) {
        options.onTrouble(error);
      }
    },
  };
}

async function readAlerts(options: AlertReaderOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await readAlert(options, WAIT_SECONDS, stopping);
    } catch (error) {
      if (!stopping.aborted) {
        options.onTrouble(error);
        await sleep(PAUSE_AFTER_ERROR_MILLISECONDS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  }
}

/** @returns whether there was one */
async function readAlert(options: AlertReaderOptions, waitSeconds: number, signal?: AbortSignal): Promise<boolean> {
  const message = await receiveMessage(options.url, options.queueUrl, waitSeconds, signal);
  if (message === undefined) {
    return false;
  }
  const { title, description } = notificationIn(message).content;
  options.onAlert(title, unfenced(description));
  await deleteMessage(options.url, options.queueUrl, message.ReceiptHandle);
  return true;
}

interface Notification {
  readonly content: {
    readonly title: string;
    readonly description: string;
  };
}

/** SNS wraps what it delivers to a queue (SNS Developer Guide, without raw message delivery). */
function notificationIn(message: ReceivedMessage): Notification {
  const { Message }: { readonly Message: string } = JSON.parse(message.Body);
  return JSON.parse(Message);
}

/** A chat needs a fence around a text; a terminal does not. */
function unfenced(text: string): string {
  return text.replace(/^`{3}\n|\n`{3}$/g, '');
}
