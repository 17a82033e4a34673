/** What the functions work with, made once a process and kept warm. The only reader of the process's environment. */
import { AlertWindowItem } from '../lib/aws/alert-window-item.ts';
import { AwsAnnouncer } from '../lib/aws/announcer.ts';
import { createAwsClients } from '../lib/aws/aws-clients.ts';
import { BaselineItem } from '../lib/aws/baseline-item.ts';
import { BrakeItem } from '../lib/aws/brake-item.ts';
import { CheckpointItem } from '../lib/aws/checkpoint-item.ts';
import { ClaimItem } from '../lib/aws/claim-item.ts';
import { ConnectionParameter } from '../lib/aws/connection-parameter.ts';
import { SqsDeadLetterQueue } from '../lib/aws/dead-letter-queue.ts';
import { SqsHostEventsQueue } from '../lib/aws/host-events-queue.ts';
import { JournalTable } from '../lib/aws/journal-table.ts';
import { LeaseItem } from '../lib/aws/lease-item.ts';
import { LoginBreakerItem } from '../lib/aws/login-breaker-item.ts';
import { ParameterSettings } from '../lib/aws/parameter-settings.ts';
import { RangeItem } from '../lib/aws/range-item.ts';
import type { AlertWindowStore } from '../lib/reconcile/alert-windows.ts';
import type {
  Announcer,
  BaselineStore,
  CheckpointStore,
  Clock,
  HostEventsQueue,
  Journal,
  LeaseStore,
  Log,
  SettingsSource,
  Vcenter,
} from '../lib/reconcile/ports.ts';
import type { BrakeReader, DeadLetterQueue, LeaseReader } from '../lib/reconcile/replay-ports.ts';
import type { BrakeStore, ClaimStore, LoginBreaker, RangeStore } from '../lib/reconcile/shared-stores.ts';
import { systemClock } from '../lib/reconcile/system-clock.ts';
import { connectVcenter } from '../lib/vsphere/vcenter.ts';
import { type Environment, queueUrl, readEnvironment } from './environment.ts';
import { createLog, createMeter, type FlushedMeter, type FunctionLog } from './observability.ts';

/** Everything a handler needs; handlers take it as a thunk, so importing one reads nothing. */
export interface Dependencies {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: FunctionLog;
  /** Aborted when the process is to leave; never on Lambda. */
  readonly stopping?: AbortSignal | undefined;
  readonly journal: Journal;
  readonly baseline: BaselineStore;
  readonly checkpoints: CheckpointStore;
  readonly leases: LeaseStore & LeaseReader;
  readonly claims: ClaimStore;
  readonly ranges: RangeStore;
  readonly brake: BrakeStore & BrakeReader;
  readonly settings: SettingsSource;
  readonly announcer: Announcer;
  readonly alertWindows: AlertWindowStore;
  /** @throws OnboardingError `usage` when no queue is wired for the vCenter */
  queue(vcenter: string): HostEventsQueue;
  /** Of that queue. @throws OnboardingError `usage` */
  deadLetters(vcenter: string): DeadLetterQueue;
  /** The warm connection; its parameter and secret are read at the first call. */
  vcenter(name: string): Promise<Vcenter>;
  /** The next use reads the connection again: it may have been corrected while the process was warm. */
  forgetVcenter(name: string): void;
  meter(vcenter: string): FlushedMeter;
  /** Logs out of every vCenter. */
  close(): Promise<void>;
}

/** What one machine does otherwise than Lambda. */
export interface LocalOverrides {
  readonly log?: Log;
  readonly stopping?: AbortSignal;
  /** Metrics are lines on stdout, which belongs to results on one machine. */
  readonly quietMetrics?: boolean;
}

/** Makes the dependencies; opens no connection yet. */
export function createDependencies(environment: Environment, local: LocalOverrides = {}): Dependencies {
  const clients = createAwsClients(environment);
  const table = { documents: clients.documents, name: environment.table };
  const log = local.log ?? createLog();
  const connections = new ConnectionParameter(clients.ssm, clients.secretsManager);
  const loginBreaker = new LoginBreakerItem(table);
  const vcenters = new Map<string, Promise<Vcenter>>();
  const meters = new Map<string, FlushedMeter>();
  return {
    environment,
    clock: systemClock,
    log,
    stopping: local.stopping,
    journal: new JournalTable(table),
    baseline: new BaselineItem(table),
    checkpoints: new CheckpointItem(table),
    leases: new LeaseItem(table),
    claims: new ClaimItem(table),
    ranges: new RangeItem(table),
    brake: new BrakeItem(table),
    settings: new ParameterSettings(clients.ssm),
    announcer: new AwsAnnouncer(clients.eventBridge, clients.sns, environment),
    alertWindows: new AlertWindowItem(table),
    queue: (vcenter) => new SqsHostEventsQueue(clients.sqs, queueUrl(environment, vcenter)),
    deadLetters: (vcenter) => new SqsDeadLetterQueue(clients.sqs, queueUrl(environment, vcenter)),
    vcenter: (name) => remember(vcenters, name, () => openVcenter(name, { connections, loginBreaker, log })),
    forgetVcenter: (name) => {
      const known = vcenters.get(name);
      vcenters.delete(name);
      // nobody waits for a log-out from a vCenter that does not answer
      known?.then((vcenter) => vcenter.close()).catch(() => undefined);
    },
    meter: (vcenter) => {
      const meter = meters.get(vcenter) ?? createMeter(vcenter, local.quietMetrics ?? false);
      meters.set(vcenter, meter);
      return meter;
    },
    close: async () => {
      const open = await Promise.allSettled(vcenters.values());
      await Promise.all(open.map(async (each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
      clients.destroy();
    },
  };
}

let fromProcess: Dependencies | undefined;

/** The dependencies of this process, wired by its environment variables. */
export function processDependencies(): Dependencies {
  fromProcess ??= createDependencies(readEnvironment(process.env));
  return fromProcess;
}

/** A failed opening is not remembered: the parameter or the secret may be corrected while the process is warm. */
function remember(
  vcenters: Map<string, Promise<Vcenter>>,
  name: string,
  open: () => Promise<Vcenter>,
): Promise<Vcenter> {
  const known = vcenters.get(name);
  if (known !== undefined) return known;
  const opening = open().catch((error: unknown) => {
    vcenters.delete(name);
    throw error;
  });
  vcenters.set(name, opening);
  return opening;
}

interface VcenterSources {
  readonly connections: ConnectionParameter;
  readonly loginBreaker: LoginBreaker;
  readonly log: Log;
}

async function openVcenter(name: string, { connections, loginBreaker, log }: VcenterSources): Promise<Vcenter> {
  const { endpoint, secret, ca, thumbprint } = await connections.readConnection(name);
  return connectVcenter({
    name,
    endpoint,
    credentials: () => connections.readCredentials(name, secret),
    loginBreaker,
    ...(ca === undefined ? {} : { ca }),
    ...(thumbprint === undefined ? {} : { thumbprint }),
    clock: systemClock,
    log,
  });
}
