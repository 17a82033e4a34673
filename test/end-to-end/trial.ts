/** One host of a vCenter of its own, and runs of the engine at it: the real function, on the emulated AWS. */
import { readFile } from 'node:fs/promises';
import { createConfigureHost } from '../../functions/configure-host.ts';
import { createDependencies, type Dependencies } from '../../functions/dependencies.ts';
import { type Cause, type HostReference, settingsParameter } from '../../lib/contract.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import { connectVcenter } from '../../lib/vsphere/vcenter.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { batch, context } from '../functions/invoke.ts';
import { type HostBytes, HostBytesReader } from './host-bytes.ts';
import { HurriedClock } from './hurried-clock.ts';
import { type End, Life } from './mortal.ts';
import { mortalVcenter } from './mortal-vcenter.ts';
import { waitFor } from './wait-for.ts';

/** The host of every trial. */
export const HOST = 'esx-001.example.test';
/** Lambda's time-out, and after how long SQS delivers again what a dead process had in hand. */
const RUN_MILLISECONDS = 120_000;
const VISIBILITY_MILLISECONDS = 720_000;

const ADDED: Cause = { kind: 'event', eventTypeId: 'HostAddedEvent', key: 1001, createdTime: '2026-03-02T08:00:00Z' };
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a trial begins with. */
export interface TrialOptions {
  /** Of the simulator; one host in a cluster if it says nothing of hosts. */
  readonly scenario?: { readonly inventory?: object; readonly faults?: readonly Fault[] } & Readonly<
    Record<string, unknown>
  >;
  /** Documents by scope. */
  readonly settings: Readonly<Record<string, object>>;
  /** `itself` if not given; else a person with `--live`, who lets an adapter be replaced. */
  readonly by?: 'itself' | 'operator';
}

type Fault = Readonly<{ method: string; command?: string }> & Readonly<Record<string, unknown>>;

/** The emulated AWS of many trials. */
export class TrialAws {
  readonly emulators: Emulators;
  readonly #parameters: Map<string, string>;
  #trials = 0;

  private constructor(emulators: Emulators, parameters: Map<string, string>) {
    this.emulators = emulators;
    this.#parameters = parameters;
  }

  static async start(): Promise<TrialAws> {
    const parameters = new Map<string, string>();
    return new TrialAws(await startEmulators({ parameters: async () => parameters }), parameters);
  }

  /** Starts a vCenter under a name that no trial had before; it was swept before its host came. */
  async newTrial(options: TrialOptions): Promise<Trial> {
    this.#trials += 1;
    const name = `vc-${this.#trials}`;
    for (const [scope, document] of Object.entries(options.settings)) {
      // an address space of its own, so that equal addresses are no conflict
      const site = scope === 'defaults' ? { site: name } : {};
      this.#parameters.set(settingsParameter(name, scope), JSON.stringify({ ...document, ...site }));
    }
    const inventory = { hostCount: 1, standaloneHostCount: 0, ...options.scenario?.inventory };
    const simulator = await startSimulator({ scenario: { ...options.scenario, inventory, faults: [] } });
    const trial = new Trial(await openTrial(name, simulator, this.emulators), options);
    await trial.begin();
    return trial;
  }

  close(): Promise<void> {
    return this.emulators.close();
  }
}

interface Opened {
  readonly simulator: Simulator;
  readonly clock: HurriedClock;
  readonly vcenter: Vcenter;
  readonly dependencies: Dependencies;
  readonly reader: HostBytesReader;
  readonly host: HostReference;
}

async function openTrial(name: string, simulator: Simulator, emulators: Emulators): Promise<Opened> {
  const { url, certificate, username, password } = simulator.ready;
  const clock = new HurriedClock();
  const ca = await readFile(certificate, 'utf8');
  const credentials = async () => ({ username, password });
  const vcenter = connectVcenter({ name, endpoint: url, ca, credentials, clock, log: silent });
  const { table, queueUrl, eventBus, alertTopicArn: alertTopic, endpoints, region } = emulators;
  const wired = { table, eventBus, alertTopic, endpoints, region, listenSeconds: 0, pollSeconds: 1 };
  const environment = { ...wired, queues: { [name]: queueUrl } };
  const dependencies = createDependencies(environment, { log: silent, quietMetrics: true });
  const reader = await HostBytesReader.open(simulator.ready, HOST);
  return { simulator, clock, vcenter, reader, dependencies, host: await vcenter.findHost(HOST) };
}

/** See the file. */
export class Trial {
  readonly simulator: Simulator;
  readonly clock: HurriedClock;
  readonly #opened: Opened;
  readonly #options: TrialOptions;
  /** As the host was before any run. */
  before: HostBytes = { defaultStack: [], adapters: [], stack: '' };
  /** Lives that were ended. */
  #deaths = 0;

  constructor(opened: Opened, options: TrialOptions) {
    this.simulator = opened.simulator;
    this.clock = opened.clock;
    this.#opened = opened;
    this.#options = options;
  }

  async begin(): Promise<void> {
    const { vcenter, dependencies } = this.#opened;
    const { instanceUuid } = await vcenter.about();
    await dependencies.baseline.take(vcenter.name, instanceUuid, []);
    this.before = await this.read();
    this.simulator.applyScenario({ faults: [...(this.#options.scenario?.faults ?? [])] });
  }

  /**
   * One run, when its time has come: of the deferred host, or of the message that a dead process had in hand.
   * @returns its writes, and its outcome unless it was killed
   */
  async run(end?: End): Promise<{ readonly writes: readonly string[]; readonly outcome?: Outcome }> {
    const life = new Life(end, (write) => this.#loseAnswer(write));
    const row = await this.row();
    const cause: Cause = row?.deferral === undefined ? ADDED : { kind: 'deferral', dueAt: row.deferral.dueAt };
    if (cause.kind === 'deferral') this.clock.advance(Date.parse(cause.dueAt) - this.clock.now().getTime());
    const outcome = this.#options.by === 'operator' ? await this.#apply(life) : await this.#configure(life, cause);
    if (life.isOver) {
      this.#deaths += 1;
      this.clock.advance(VISIBILITY_MILLISECONDS);
    }
    return { writes: life.writes, ...(outcome === undefined ? {} : { outcome }) };
  }

  row(): Promise<JournalRow | undefined> {
    const { dependencies, vcenter, host } = this.#opened;
    return dependencies.journal.read(vcenter.name, host.moref);
  }

  read(): Promise<HostBytes> {
    return this.#opened.reader.read();
  }

  /** The host in truth: without faults and delays, and connected again. */
  async readInTruth(): Promise<HostBytes> {
    this.simulator.applyScenario({ replaceFaults: true, faults: [], visibilityDelayMs: 0 });
    return waitFor('the host is connected', async () => {
      const bytes = await this.read();
      return bytes.defaultStack.length === 0 ? undefined : bytes;
    });
  }

  async close(): Promise<void> {
    const { vcenter, dependencies, simulator } = this.#opened;
    await vcenter.close();
    await dependencies.close();
    await simulator.close();
  }

  async #configure(life: Life, cause: Cause): Promise<Outcome | undefined> {
    const { vcenter, host } = this.#opened;
    const dependencies = this.#dependenciesOf(life);
    const handler = createConfigureHost(() => dependencies);
    const message = JSON.stringify({ version: 1, vcenter: vcenter.name, host, cause });
    const { batchItemFailures } = await handler(batch({ message }), { ...context(), ...this.#remaining() });
    if (batchItemFailures.length > 0 && !life.isOver) throw new TypeError('The message was left to redelivery.');
    return life.isOver ? undefined : (await this.row())?.outcome;
  }

  async #apply(life: Life): Promise<Outcome | undefined> {
    const { host, vcenter } = this.#opened;
    const operator = { live: true, allowReplace: true };
    const runId = `apply by ann@ws7, run ${this.#deaths}`;
    const request = { host, operator, runId, remainingMilliseconds: () => Number.POSITIVE_INFINITY };
    const ports = { ...this.#dependenciesOf(life), vcenter: mortalVcenter(vcenter, life) };
    try {
      return (await recordedRun(request, ports)).outcome;
    } catch (error) {
      if (!life.isOver) throw error;
      return undefined;
    }
  }

  #dependenciesOf(life: Life): Dependencies {
    const { dependencies, clock, vcenter } = this.#opened;
    const { journal, baseline, leases, claims, ranges, brake, settings, announcer, alertWindows } = dependencies;
    return {
      ...dependencies,
      clock,
      vcenter: async () => mortalVcenter(vcenter, life),
      forgetVcenter: () => {},
      journal: life.of(journal),
      baseline: life.of(baseline),
      leases: life.of(leases),
      claims: life.of(claims),
      ranges: life.of(ranges),
      brake: life.of(brake),
      settings: life.of(settings),
      announcer: life.of(announcer),
      alertWindows: life.of(alertWindows),
    };
  }

  #remaining() {
    const startedAt = this.clock.now().getTime();
    return { getRemainingTimeInMillis: () => startedAt + RUN_MILLISECONDS - this.clock.now().getTime() };
  }

  /** Before the scenario's own faults, which go on. */
  #loseAnswer(write: string): void {
    const call = write.startsWith('network ') ? { method: 'ExecuteSoap', command: write } : { method: write };
    const faults = [{ ...call, answerLost: true, count: 1 }, ...(this.#options.scenario?.faults ?? [])];
    this.simulator.applyScenario({ replaceFaults: true, faults });
  }
}
