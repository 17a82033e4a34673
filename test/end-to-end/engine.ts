/** The real engine over SOAP against the simulator, in this process: many hosts and many documents on one vCenter. */
import { readFile } from 'node:fs/promises';
import { encodeScopeName } from '../../lib/contract.ts';
import { configureHost } from '../../lib/reconcile/configure-host.ts';
import type { ConfigurePorts, ConfigureRequest } from '../../lib/reconcile/configure-request.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { connectVcenter } from '../../lib/vsphere/vcenter.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts';
import { FakeClock, START } from '../fake-clock.ts';
import { InMemoryBaseline, InMemoryJournal } from '../in-memory-ports.ts';
import { InMemoryClaims, InMemoryRanges } from '../in-memory-stores.ts';
import { SoapClient } from '../simulator/soap-client.ts';
import { ReadBack } from './read-back.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const WRITES = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig', 'ExecuteSoap'];

/** What there is of the table. */
type Table = Pick<ConfigurePorts, 'baseline' | 'claims' | 'ranges' | 'journal'>;
/** Who asks for a run (by itself unless the operator is given), and with which table. */
export type Asking = Pick<ConfigureRequest, 'operator'> & Table;
/** An operator who accepts disruptive steps, and has no table. */
export const LIVE: Asking = { operator: { live: true } };

/** How a run ended, in one line, and what it sent. */
export interface Ended {
  /** Status and codes: `failed fault-refused`. */
  readonly summary: string;
  readonly outcome: Outcome;
  /** Calls that write, by method; commands of esxcli among them, also those that only read. */
  readonly writes: Readonly<Record<string, number>>;
}

/** The engine, the vCenter that it works on, and a client of the tests' own to read it back. */
export class Engine {
  readonly simulator: Simulator;
  readonly client: SoapClient;
  readonly readBack: ReadBack;
  readonly #vcenter: Vcenter;
  readonly #clock = new FakeClock();
  #runs = 0;

  constructor(simulator: Simulator, vcenter: Vcenter) {
    this.simulator = simulator;
    this.client = new SoapClient(simulator.ready);
    this.readBack = new ReadBack(this.client);
    this.#vcenter = vcenter;
  }

  /** The table of a vCenter that was swept while it was empty: its hosts are new, and its pools are ready. */
  async sweptTable(): Promise<Required<Table>> {
    const [baseline, journal] = [new InMemoryBaseline(), new InMemoryJournal()];
    const [claims, ranges] = [new InMemoryClaims(), new InMemoryRanges()];
    const { instanceUuid } = await this.#vcenter.about();
    await baseline.take(this.#vcenter.name, instanceUuid, []);
    await ranges.write({ vcenter: this.#vcenter.name, site: '', ranges: [], sweptAt: START, conflicts: [] });
    return { baseline, journal, claims, ranges };
  }

  /** One run for a host with this document in its own scope; time passes only while the engine waits. */
  async run(hostName: string, settings: SettingsDocument, asking: Asking = LIVE): Promise<Ended> {
    const host = await this.#vcenter.findHost(hostName);
    const scope = `hosts/${encodeScopeName(hostName)}`;
    const read = async () => [{ scope, origin: scope, version: 1, text: JSON.stringify(settings) }];
    this.simulator.resetStats();
    this.#runs += 1;
    const { operator, journal, ...table } = asking;
    const options = { host, runId: `run-${this.#runs}`, remainingMilliseconds: () => 300_000 };
    const request = operator === undefined ? options : { ...options, operator };
    const settingsSource = { read, readAll: read };
    const ports = { vcenter: this.#vcenter, settings: settingsSource, clock: this.#clock, log: silent, ...table };
    const { outcome } = await (journal === undefined
      ? configureHost(request, ports)
      : recordedRun(request, { ...ports, journal }));
    const calls = Object.entries(this.simulator.stats()).filter(([method]) => WRITES.includes(method));
    const summary = [outcome.status, ...outcome.problems.map(({ code }) => code)].join(' ');
    return { summary, outcome, writes: Object.fromEntries(calls) };
  }

  /** Runs by itself, each as soon as the one before is due again, until one is not put off any more. */
  async runToTheEnd(hostName: string, settings: SettingsDocument, asking: Asking = {}): Promise<Ended> {
    const table = await this.sweptTable();
    for (let left = 5; ; left -= 1) {
      const ended = await this.run(hostName, settings, { ...table, ...asking });
      if (ended.outcome.status !== 'deferred' || left === 0) return ended;
    }
  }

  async close(): Promise<void> {
    await this.#vcenter.close();
    await this.simulator.close();
  }
}

/** Starts a vCenter and an engine that is connected to it. */
export async function startEngine(options: SimulatorOptions = {}): Promise<Engine> {
  const simulator = await startSimulator(options);
  const { url: endpoint, username, password, certificate } = simulator.ready;
  const ca = await readFile(certificate, 'utf8');
  const credentials = async () => ({ username, password });
  const vcenter = connectVcenter({ name: 'vc01', endpoint, credentials, ca, clock: new FakeClock(), log: silent });
  const engine = new Engine(simulator, vcenter);
  await engine.client.login();
  return engine;
}
