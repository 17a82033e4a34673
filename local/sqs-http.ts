/** SQS's JSON protocol, the calls that Lambda's poller makes. */
import { OnboardingError } from '../lib/errors.ts';
import { authorization } from './emulator-key.ts';

/** A message as ReceiveMessage answers it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/**
 * One call.
 * @param url base URL of the service
 * @throws OnboardingError `queue-unavailable` with SQS's own words; an AbortError when the signal is aborted
 */
export async function callSqs<T>(url: string, action: string, body: object, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      authorization: authorization('sqs'),
    },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  // DeleteMessage and others answer nothing at all.
  const text = await response.text();
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  if (!response.ok) {
    const { __type = '', message = '' } = answer as { __type?: string; message?: string };
    throw new OnboardingError('queue-unavailable', `${action}: ${__type} ${message}`, { status: response.status });
  }
  return answer as T;
}

/** Waits up to `waitSeconds` for one message. @returns undefined when none came */
export async function receiveMessage(
  url: string,
  queueUrl: string,
  waitSeconds: number,
  signal?: AbortSignal,
): Promise<ReceivedMessage | undefined> {
  const { Messages = [] } = await callSqs<{ readonly Messages?: readonly ReceivedMessage[] }>(
    url,
    'ReceiveMessage',
    {
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
    },
    signal,
  );
  return Messages[0];
}

/** Takes a message off the queue. */
export async function deleteMessage(url: string, queueUrl: string, receiptHandle: string): Promise<void> {
  await callSqs(url, 'DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: receiptHandle });
}
