/** AWS for the tests of this room: the emulators of `local/`, and the clients of `lib/aws` pointed at them. */
import { type AwsClients, createAwsClients } from '../../lib/aws/aws-clients.ts';
import type { Table } from '../../lib/aws/table-item.ts';
import type { Cause, HostMessage } from '../../lib/contract.ts';
import { type EmulatorOptions, type Emulators, startEmulators } from '../../local/emulators.ts';
import { deleteMessage, type ReceivedMessage, receiveMessage } from '../../local/sqs-http.ts';

export interface EmulatedAws extends Emulators {
  readonly clients: AwsClients;
  readonly journal: Table;
}

export async function startEmulatedAws(options: EmulatorOptions = {}): Promise<EmulatedAws> {
  const emulators = await startEmulators(options);
  const clients = createAwsClients(emulators);
  return {
    ...emulators,
    clients,
    journal: { documents: clients.documents, name: emulators.table },
    close: async () => {
      clients.destroy();
      await emulators.close();
    },
  };
}

/** Takes every message off the queue, in the order in which it gives them. */
export async function drainQueue(aws: EmulatedAws, queueUrl = aws.queueUrl): Promise<ReceivedMessage[]> {
  const messages: ReceivedMessage[] = [];
  for (;;) {
    const message = await receiveMessage(aws.endpoints.sqs, queueUrl, 0);
    if (message === undefined) {
      return messages;
    }
    messages.push(message);
    await deleteMessage(aws.endpoints.sqs, queueUrl, message.ReceiptHandle);
  }
}

export const EVENT_CAUSE: Cause = {
  kind: 'event',
  eventTypeId: 'HostAddedEvent',
  key: 7731,
  createdTime: '2026-11-25T10:00:00.123Z',
};

export function hostMessage(overrides: Partial<HostMessage> = {}): HostMessage {
  return {
    version: 1,
    vcenter: 'vc01',
    host: { moref: 'host-21', name: 'esx-021.corp.example' },
    cause: EVENT_CAUSE,
    ...overrides,
  };
}
