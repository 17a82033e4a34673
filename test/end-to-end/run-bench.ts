/** A run beside which an operator works: simulator, settings, state directory, and the table as a function sees it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Stores, withStores } from '../../lib/cli/stores.ts';
import type { LocalDoor } from '../../lib/contract.ts';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { environmentFor, type Finished, runCli, settingsFile } from './cli-process.ts';
import { type RunProcess, startRun } from './run-process.ts';

/** Named by the settings, and in no inventory yet. */
export const NEW = 'esx-new.corp.example';

const WRITES = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig'];

export interface RunBench {
  readonly simulator: Simulator;
  readonly administrator: Administrator;
  /** The current one; a test may start another. */
  running: RunProcess;
  readonly settings: { readonly path: string; readonly folder: string };
  /** Where run itself would put its state, for a command that is started in the folder of the settings. */
  readonly state: string;
  /** A host of the baseline. */
  readonly oldHost: string;
  /** The command line with JSON, against the simulator, with no table. */
  cli(...args: string[]): Promise<Finished>;
  /** The same, with the table of the run. */
  onState(...args: string[]): Promise<Finished>;
  door(): Promise<LocalDoor>;
  throughDoor<Result>(work: (stores: Stores, vcenter: string) => Promise<Result>): Promise<Result>;
  restart(): Promise<void>;
  /** Adds {@link NEW} and waits until it is configured. @returns its moref */
  addNewHost(): Promise<string>;
  /** Adapters on the provisioning stack. */
  adaptersOf(moref: string): Promise<number>;
  writes(): number;
  close(): Promise<void>;
}

export async function startRunBench(): Promise<RunBench> {
  const simulator = await startSimulator({ hosts: 2 });
  const administrator = await connectAdministrator(simulator.ready);
  const oldHost = simulator.ready.hosts[0] ?? '';
  const address = (index: number) => ({ address: { mode: 'static', address: `10.20.0.${index}/24` } });
  const settings = await settingsFile({
    defaults: { portgroup: 'pg-provisioning', gateway: '10.20.0.1', settleSeconds: 0 },
    [`hosts/${NEW}`]: address(10),
    [`hosts/${oldHost}`]: address(11),
  });
  const state = join(settings.folder, '.provisioning-stack', new URL(simulator.ready.url).host.replace(':', '_'));
  const start = () => startRun(settings.path, state, environmentFor(simulator.ready));
  const cli = (...args: string[]) => runCli([...args, '--output', 'json'], environmentFor(simulator.ready));
  const door = async (): Promise<LocalDoor> => JSON.parse(await readFile(join(state, 'door.json'), 'utf8'));
  const bench: RunBench = {
    simulator,
    administrator,
    running: await start(),
    settings,
    state,
    oldHost,
    cli,
    onState: (...args) => cli(...args, '--state', state),
    door,
    throughDoor: async (work) => {
      const { table, vcenter, ...local } = await door();
      return withStores({ table, vcenter, local }, (stores) => work(stores, vcenter));
    },
    restart: async () => {
      bench.running = await start();
    },
    addNewHost: async () => {
      const { moref } = await administrator.addHost({ hostName: NEW });
      await bench.running.outcome(NEW, 'converged');
      return moref;
    },
    adaptersOf: async (moref) => {
      const { adapters } = await administrator.readHost(moref);
      return adapters.filter(({ stack }) => stack === 'vSphereProvisioning').length;
    },
    writes: () => WRITES.reduce((sum, operation) => sum + (simulator.stats()[operation] ?? 0), 0),
    close: async () => {
      const { child } = bench.running;
      if (child.exitCode === null && child.signalCode === null) await bench.running.stop('SIGKILL');
      await settings.remove();
      await simulator.close();
    },
  };
  return bench;
}
