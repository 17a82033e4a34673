import type { LocalDoor } from '../lib/contract.ts';
import { EMULATOR_KEY } from './emulator-key.ts';
import type { BusEvent } from './event-bus-fake.ts';
import { type JsonServices, startJsonServices } from './json-services.ts';
import type { ParameterProvider } from './parameter-store-fake.ts';
import { type QueueEmulator, type QueueOptions, startQueues } from './queue-emulator.ts';
import type { SecretDocument } from './secrets-fake.ts';
import { startTable, type TableEmulator } from './table-emulator.ts';

/** What the emulated AWS holds; all of it may be left out. */
export interface EmulatorOptions extends QueueOptions {
  /** Directory of the table; absent: in memory. */
  readonly tableDirectory?: string;
  readonly parameters?: ParameterProvider;
  readonly secrets?: Readonly<Record<string, SecretDocument>>;
  readonly onEvent?: (event: BusEvent) => void;
}

/** The emulated AWS, on the loopback interface only. */
export interface Emulators {
  readonly endpoints: LocalDoor['endpoints'];
  readonly region: string;
  readonly table: string;
  readonly eventBus: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly alertTopicArn: string;
  readonly alertsQueueUrl: string;
  close(): Promise<void>;
}

const TABLE = 'provisioning-stack-journal';

/**
 * Starts all of it.
 * @throws OnboardingError `usage` when another run uses the table's directory
 */
export async function startEmulators(options: EmulatorOptions = {}): Promise<Emulators> {
  // The table first: of all it is the one that can be refused.
  const table = await startTable(TABLE, options.tableDirectory);
  const queues = await startQueues(options);
  const services = await startJsonServices({
    parameters: options.parameters ?? (async () => new Map()),
    secrets: options.secrets ?? {},
    onEvent: options.onEvent ?? (() => undefined),
  });
  return describe(table, queues, services);
}

function describe(table: TableEmulator, queues: QueueEmulator, services: JsonServices): Emulators {
  const { queueUrl, deadLetterQueueUrl, alertTopicArn, alertsQueueUrl } = queues;
  return {
    endpoints: {
      sqs: queues.url,
      sns: queues.url,
      dynamodb: table.url,
      ssm: services.url,
      secretsmanager: services.url,
      eventbridge: services.url,
      accessKeyId: EMULATOR_KEY,
    },
    region: 'us-east-1',
    table: TABLE,
    eventBus: 'provisioning-stack',
    queueUrl,
    deadLetterQueueUrl,
    alertTopicArn,
    alertsQueueUrl,
    close: async () => {
      await Promise.all([table.close(), queues.close(), services.close()]);
    },
  };
}
