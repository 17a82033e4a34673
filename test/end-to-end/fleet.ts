/** A simulated vCenter with many hosts, settings for all of them, and the real command line; JSON results fit their schema. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts';
import { schemaProblems } from '../schema.ts';
import { collect, environmentFor, type Finished, runCli, settingsFile, startCli } from './cli-process.ts';

const WRITES = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig'];

/** One host of a result, as far as tests look. */
export interface ShownHost {
  readonly host: string;
  readonly status: string;
  readonly device?: string;
  readonly steps: readonly { readonly action: string; readonly disruptive: boolean; readonly applied?: boolean }[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

/** A finished `plan` or `apply` with JSON. */
export interface Answer extends Finished {
  readonly hosts: readonly ShownHost[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

export class Fleet {
  readonly simulator: Simulator;
  readonly settings: Awaited<ReturnType<typeof settingsFile>>;

  constructor(simulator: Simulator, settings: Fleet['settings']) {
    this.simulator = simulator;
    this.settings = settings;
  }

  get hosts(): readonly string[] {
    return this.simulator.ready.hosts;
  }

  /** As text. */
  text(...args: string[]): Promise<Finished> {
    return runCli([...args, '--settings', this.settings.path], environmentFor(this.simulator.ready));
  }

  /** As JSON, held against the schema of the verb. */
  async json(...args: string[]): Promise<Answer> {
    return this.answer(args[0] ?? '', await this.text(...args, '--output', 'json'));
  }

  async answer(verb: string, finished: Finished): Promise<Answer> {
    const problems = schemaProblems(verb, JSON.parse(finished.stdout));
    if (problems.length > 0) throw new UnfitResult(problems.join('\n'));
    return { problems: [], ...finished, ...JSON.parse(finished.stdout) };
  }

  /** Started, and not waited for. */
  start(...args: string[]) {
    const all = [...args, '--settings', this.settings.path, '--output', 'json'];
    const child = startCli(all, environmentFor(this.simulator.ready));
    return { child, output: collect(child) };
  }

  /** A file beside the settings. */
  file(name: string): string {
    return join(this.settings.folder, name);
  }

  changeSettings(tree: object): Promise<void> {
    return writeFile(this.settings.path, JSON.stringify(tree));
  }

  /** Calls that write, and hosts that were read by themselves. */
  writes(): number {
    return WRITES.reduce((sum, operation) => sum + (this.simulator.stats()[operation] ?? 0), 0);
  }

  async close(): Promise<void> {
    await this.settings.remove();
    await this.simulator.close();
  }
}

/** @param tree settings; without any, DHCP and no gateway for all */
export async function startFleet(options: SimulatorOptions, tree: object = { defaults: EVERY_HOST }): Promise<Fleet> {
  return new Fleet(await startSimulator(options), await settingsFile(tree));
}

/** Fits every host of a simulator with leases. */
export const EVERY_HOST = { portgroup: 'pg-provisioning', gateway: null, address: { mode: 'dhcp' } };

/** `host: status` of each, or with the code of its first problem. */
export function statusesOf({ hosts }: Pick<Answer, 'hosts'>): string[] {
  return hosts.map(({ status, problems: [problem] }) => (problem === undefined ? status : `${status} ${problem.code}`));
}

class UnfitResult extends Error {
  override readonly name = 'UnfitResult';
}
