/** configure-host as it is deployed: the real handler on the emulated AWS, polled as Lambda polls, and one vCenter. */
import { readFile } from 'node:fs/promises';
import { createConfigureHost } from '../../functions/configure-host.ts';
import { createDependencies, type Dependencies } from '../../functions/dependencies.ts';
import { connectionParameter, type HostReference, settingsParameter } from '../../lib/contract.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { startQueuePoller } from '../../local/queue-poller.ts';
import { callSqs } from '../../local/sqs-http.ts';
import type { Ready } from '../../simulator/server.ts';
import { waitFor } from './wait-for.ts';

const VCENTER = 'vc01';

/** What is stored in Parameter Store and in the secret. */
export interface Stored {
  readonly settings: Readonly<Record<string, string>>;
  readonly connection?: Readonly<Record<string, string>>;
  readonly password?: string;
}

export interface Deployed {
  /** Puts a text into the host events queue. */
  send(body: string): Promise<void>;
  /** Sends a message for the host, and waits for its outcome. */
  configure(host: HostReference): Promise<Outcome>;
  /** The bodies in the dead-letter queue. */
  deadLetters(): Promise<string[]>;
  readonly dependencies: Dependencies;
  readonly emulators: Emulators;
  readonly logged: string[];
  close(): Promise<void>;
}

/**
 * @param stored over what is right for the vCenter
 * @param visibilitySeconds as deployed; less where a redelivery is waited for
 * @param sns base URL of another SNS than the emulated one
 */
export async function deploy(
  ready: Ready,
  stored: Stored,
  visibilitySeconds = 720,
  sns?: (emulated: string) => Promise<string>,
): Promise<Deployed> {
  const ca = await readFile(ready.certificate, 'utf8');
  const connection = { endpoint: ready.url, ca, secret: 'account', ...stored.connection };
  const outcomes: Outcome[] = [];
  const emulated = await startEmulators({
    visibilitySeconds,
    secrets: {
      account: {
        text: JSON.stringify({ username: ready.username, password: stored.password ?? ready.password }),
        version: '1',
      },
    },
    parameters: async () =>
      new Map([
        [connectionParameter(VCENTER), JSON.stringify(connection)],
        ...Object.entries(stored.settings).map(([scope, text]) => [settingsParameter(VCENTER, scope), text] as const),
      ]),
    onEvent: ({ detail }) => outcomes.push(detail as unknown as Outcome),
  });
  const topicUrl = (await sns?.(emulated.endpoints.sns)) ?? emulated.endpoints.sns;
  const emulators = { ...emulated, endpoints: { ...emulated.endpoints, sns: topicUrl } };
  const logged: string[] = [];
  const log = (message: string, detail?: Record<string, unknown>) =>
    void logged.push(`${message} ${JSON.stringify(detail)}`);
  const dependencies = createDependencies(environmentOf(emulators), {
    log: { debug: log, info: log, warn: log, error: log },
    quietMetrics: true,
  });
  const poller = startQueuePoller({
    url: emulators.endpoints.sqs,
    queueUrl: emulators.queueUrl,
    functionName: 'configure-host',
    handler: createConfigureHost(() => dependencies),
    onTrouble: (error) => logged.push(String(error)),
  });
  const { send, deadLetters } = queueOf(emulators);
  return {
    send,
    deadLetters,
    dependencies,
    emulators,
    logged,
    async configure(host) {
      const cause = { kind: 'replay', replay: `${outcomes.length}` };
      const before = outcomes.length;
      await send(JSON.stringify({ version: 1, vcenter: VCENTER, host, cause }));
      return waitFor(`the outcome of ${host.name}`, () => outcomes[before]);
    },
    async close() {
      await poller.stop();
      await dependencies.close();
      await emulators.close();
    },
  };
}

function environmentOf({ table, queueUrl, eventBus, alertTopicArn, endpoints, region }: Emulators) {
  const queues = { [VCENTER]: queueUrl };
  return { table, queues, eventBus, alertTopic: alertTopicArn, listenSeconds: 0, pollSeconds: 1, endpoints, region };
}

function queueOf({ endpoints: { sqs }, queueUrl, deadLetterQueueUrl }: Emulators) {
  const letters: string[] = [];
  return {
    async send(body: string) {
      await callSqs(sqs, 'SendMessage', {
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageGroupId: 'vc01/host',
        MessageDeduplicationId: crypto.randomUUID(),
      });
    },
    async deadLetters() {
      const { Messages = [] } = await callSqs<{ Messages?: { Body: string }[] }>(sqs, 'ReceiveMessage', {
        QueueUrl: deadLetterQueueUrl,
        MaxNumberOfMessages: 10,
      });
      letters.push(...Messages.map(({ Body }) => Body));
      return letters;
    },
  };
}
