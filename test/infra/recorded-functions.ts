/** The real handlers on the emulated AWS, each with clients whose calls are recorded, and what makes them call. */
import { readFile } from 'node:fs/promises';
import { createAcceptDependencies } from '../../functions/accept-dependencies.ts';
import { createAcceptEvents } from '../../functions/accept-events.ts';
import { createConfigureHost } from '../../functions/configure-host.ts';
import { createDependencies, type Dependencies } from '../../functions/dependencies.ts';
import { createForwardEvents } from '../../functions/forward-events.ts';
import { createReplayEvents } from '../../functions/replay-events.ts';
import { createSweepHosts } from '../../functions/sweep-hosts.ts';
import { connectionParameter, settingsParameter } from '../../lib/contract.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { startQueuePoller } from '../../local/queue-poller.ts';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { type CallRecorder, type RecordedCall, startCallRecorder } from '../end-to-end/call-recorder.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { context } from '../functions/invoke.ts';

/** The functions, by the names of their files. */
export const FUNCTIONS = ['configure-host', 'forward-events', 'sweep-hosts', 'replay-events', 'accept-events'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Those of docs/deployment-context.example.json, so that the template names the same. */
export const VCENTER = 'vc01';
export const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:vcenter/vc01-AbCdEf';

/** A vCenter whose name no queue takes: all that is for its hosts is rejected. */
const UNSPEAKABLE = 'vc 01';

/** Everything that the stories need. */
export interface RecordedFunctions {
  readonly simulator: Simulator;
  readonly administrator: Administrator;
  readonly emulators: Emulators;
  readonly settings: Map<string, unknown>;
  readonly outcomes: Outcome[];
  forward(vcenter?: string): Promise<unknown>;
  sweep(): Promise<unknown>;
  replay(request: object): Promise<unknown>;
  accept(event: unknown): Promise<unknown>;
  /** Waits for the outcome of a host, which configure-host takes from the queue. */
  outcome(host: string, status: Outcome['status']): Promise<Outcome>;
  calls(): Readonly<Record<FunctionName, readonly RecordedCall[]>>;
  close(): Promise<void>;
}

/** Starts it, with `scenario` for the vCenter. */
export async function startRecordedFunctions(scenario: object): Promise<RecordedFunctions> {
  const simulator = await startSimulator({ scenario });
  const administrator = await connectAdministrator(simulator.ready);
  const settings = new Map<string, unknown>();
  const outcomes: Outcome[] = [];
  const emulators = await startEmulators({
    secrets: { [SECRET]: { text: JSON.stringify(account(simulator)), version: '1' } },
    parameters: () => parameters(simulator, settings),
    onEvent: ({ detail }) => outcomes.push(detail as unknown as Outcome),
  });
  const recorders = new Map<FunctionName, CallRecorder>();
  for (const name of FUNCTIONS) recorders.set(name, await startCallRecorder(emulators.endpoints));
  const opened: Dependencies[] = [];
  const dependencies = (name: FunctionName) => {
    const made = createDependencies(environmentOf(emulators, recorders.get(name)), { log: QUIET, quietMetrics: true });
    opened.push(made);
    return () => made;
  };
  const forward = createForwardEvents(dependencies('forward-events'));
  const sweep = createSweepHosts(dependencies('sweep-hosts'));
  const replay = createReplayEvents(dependencies('replay-events'));
  const poller = startQueuePoller({
    url: emulators.endpoints.sqs,
    queueUrl: emulators.queueUrl,
    functionName: 'configure-host',
    handler: createConfigureHost(dependencies('configure-host')),
    onTrouble: () => undefined,
  });
  return {
    ...{ simulator, administrator, emulators, settings, outcomes },
    forward: async (vcenter = VCENTER) => forward(scheduled(vcenter), context()),
    sweep: async () => sweep(scheduled(VCENTER), context()),
    replay: async (request) => replay({ vcenter: VCENTER, ...request }, context()),
    accept: acceptor(emulators, recorders.get('accept-events')),
    outcome: (host, status) =>
      waitFor(`${host} ${status}: ${JSON.stringify(outcomes.map((each) => [each.host?.name, each.status]))}`, () =>
        outcomes.find((each) => each.host?.name === host && each.status === status),
      ),
    calls: () => callsOf(recorders),
    async close() {
      await poller.stop();
      for (const each of opened) await each.close();
      for (const each of recorders.values()) await each.close();
      await administrator.logout();
      await Promise.all([emulators.close(), simulator.close()]);
    },
  };
}

const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function scheduled(vcenter: string) {
  return { 'detail-type': 'Scheduled Event', detail: { vcenter } };
}

function account({ ready: { username, password } }: Simulator) {
  return { username, password };
}

async function parameters({ ready }: Simulator, settings: ReadonlyMap<string, unknown>): Promise<Map<string, string>> {
  const connection = { endpoint: ready.url, ca: await readFile(ready.certificate, 'utf8'), secret: SECRET };
  return new Map([
    ...[VCENTER, UNSPEAKABLE].map((name) => [connectionParameter(name), JSON.stringify(connection)] as const),
    ...[...settings].map(([scope, document]) => [settingsParameter(VCENTER, scope), JSON.stringify(document)] as const),
  ]);
}

function environmentOf({ table, queueUrl, eventBus, alertTopicArn, region }: Emulators, recorder?: CallRecorder) {
  const queues = { [VCENTER]: queueUrl, [UNSPEAKABLE]: queueUrl };
  const rest = recorder === undefined ? {} : { endpoints: recorder.endpoints };
  return { table, queues, eventBus, alertTopic: alertTopicArn, listenSeconds: 0, pollSeconds: 1, region, ...rest };
}

function acceptor({ queueUrl, region }: Emulators, recorder?: CallRecorder): (event: unknown) => Promise<unknown> {
  const dependencies = createAcceptDependencies({
    queues: { [VCENTER]: queueUrl },
    sourceNames: { [VCENTER]: ['vcenter.example.com'] },
    region,
    ...(recorder === undefined ? {} : { endpoints: recorder.endpoints }),
  });
  const meter = { count: () => {}, milliseconds: () => {}, flush: () => {} };
  const handler = createAcceptEvents(() => ({ ...dependencies, log: QUIET, meter: () => meter }));
  return async (event) => handler(event, context());
}

function callsOf(recorders: ReadonlyMap<FunctionName, CallRecorder>): Record<FunctionName, readonly RecordedCall[]> {
  // no template can have a vCenter of that name, so none allows to read its connection
  const isOurs = ({ resource }: RecordedCall) => resource !== connectionParameter(UNSPEAKABLE);
  const of = (name: FunctionName) => (recorders.get(name)?.calls() ?? []).filter(isOurs);
  return {
    'configure-host': of('configure-host'),
    'forward-events': of('forward-events'),
    'sweep-hosts': of('sweep-hosts'),
    'replay-events': of('replay-events'),
    'accept-events': of('accept-events'),
  };
}
