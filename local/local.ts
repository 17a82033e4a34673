/**
 * The whole product on one machine: the same functions as on AWS, on emulators inside this process. Only the journal
 * table is on disk; the queue is in memory, and the sweep at every start finds again what was in it.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createConfigureHost } from '../functions/configure-host.ts';
import { createDependencies, type Dependencies } from '../functions/dependencies.ts';
import { createForwardEvents } from '../functions/forward-events.ts';
import { createSweepHosts } from '../functions/sweep-hosts.ts';
import { connectionParameter, DETAIL_TYPES, settingsParameter } from '../lib/contract.ts';
import { type AlertReader, startAlertReader } from './alert-reader.ts';
import { openDoor } from './door.ts';
import { type Emulators, startEmulators } from './emulators.ts';
import type { LocalOptions, LocalOutcome, LocalSweepResult } from './local-options.ts';
import { type QueuePoller, startQueuePoller } from './queue-poller.ts';
import { Schedule } from './schedule.ts';

/** The running product. */
export interface Local {
  /** Takes nothing new, finishes the hosts in hand, logs out, stops the emulators. */
  close(): Promise<void>;
}

const SECRET = 'vcenter-account';

/**
 * Starts everything; resolves after the first sweep, which takes the baseline before any event is forwarded.
 * @throws OnboardingError `usage` when another run uses the state directory, and what the first sweep throws: at the
 * start somebody is there to read it
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  let requestSweep = () => {};
  const emulators = await startLocalEmulators(options, () => requestSweep());
  const stopping = new AbortController();
  const dependencies = createDependencies(environmentOf(options, emulators), {
    log: options.log,
    stopping: AbortSignal.any([stopping.signal, ...(options.signal === undefined ? [] : [options.signal])]),
    quietMetrics: true,
  });
  const schedule = createSchedule(options, dependencies);
  requestSweep = () => schedule.requestSweep();
  const alerts = startLocalAlerts(options, emulators);
  let poller: QueuePoller | undefined;
  let closeDoor = async () => {};
  const close = async () => {
    stopping.abort();
    await closeDoor();
    await Promise.all([poller?.stop(), schedule.stop()]);
    await alerts.stop();
    await dependencies.close();
    await emulators.close();
  };

  try {
    // The state directory is ours alone, so whoever held a lease died with the last process.
    await dependencies.leases.releaseAll(options.vcenter);
    if (options.stateDirectory !== undefined) {
      const watched = { vcenter: options.vcenter, endpoint: options.connection.endpoint };
      closeDoor = await openDoor(options.stateDirectory, watched, emulators);
    }
    await schedule.sweepOnce();
  } catch (error) {
    await close();
    throw error;
  }
  poller = startLocalPoller(options, emulators, dependencies);
  schedule.start();
  let closing: Promise<void> | undefined;
  return {
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function startLocalEmulators(options: LocalOptions, requestSweep: () => void): Promise<Emulators> {
  const { vcenter, settings, stateDirectory, on } = options;
  const { username, password, ...connection } = options.connection;
  const connectionDocument = JSON.stringify({ ...connection, secret: SECRET });
  return startEmulators({
    ...(stateDirectory === undefined ? {} : { tableDirectory: join(stateDirectory, 'table') }),
    secrets: { [SECRET]: { text: JSON.stringify({ username, password }), version: randomUUID() } },
    parameters: async () => {
      const documents = Object.entries(await settings());
      return new Map([
        [connectionParameter(vcenter), connectionDocument],
        ...documents.map(([scope, text]) => [settingsParameter(vcenter, scope), text] as const),
      ]);
    },
    onEvent: (event) => {
      switch (event['detail-type']) {
        case DETAIL_TYPES.outcome:
          return on.outcome(event.detail as unknown as LocalOutcome);
        case DETAIL_TYPES.sweepRequested:
          return requestSweep();
      }
    },
  });
}

function environmentOf({ vcenter, listenSeconds = 50, pollSeconds = 2 }: LocalOptions, emulators: Emulators) {
  const { table, queueUrl, eventBus, alertTopicArn, endpoints, region } = emulators;
  return {
    table,
    queues: { [vcenter]: queueUrl },
    eventBus,
    alertTopic: alertTopicArn,
    listenSeconds,
    pollSeconds,
    endpoints,
    region,
  };
}

function createSchedule(
  { vcenter, sweepIntervalSeconds = 300, pollSeconds = 2, on }: LocalOptions,
  dependencies: Dependencies,
): Schedule<LocalSweepResult> {
  return new Schedule({
    vcenter,
    forwardEvents: createForwardEvents(() => dependencies),
    sweepHosts: createSweepHosts(() => dependencies),
    sweepIntervalSeconds,
    forwardIntervalSeconds: pollSeconds,
    onSweep: on.sweep,
    onTrouble: on.trouble,
  });
}

function startLocalPoller(
  { concurrency = 4, on }: LocalOptions,
  { endpoints, queueUrl }: Emulators,
  dependencies: Dependencies,
): QueuePoller {
  return startQueuePoller({
    url: endpoints.sqs,
    queueUrl,
    functionName: 'configure-host',
    handler: createConfigureHost(() => dependencies),
    concurrency,
    onTrouble: on.trouble,
  });
}

function startLocalAlerts({ on }: LocalOptions, { endpoints, alertsQueueUrl }: Emulators): AlertReader {
  return startAlertReader({
    url: endpoints.sqs,
    queueUrl: alertsQueueUrl,
    onAlert: on.alert,
    onTrouble: on.trouble,
  });
}
