import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulatorProcess as startProcess } from '../../simulator/simulator-process.ts';

/** A simulator that runs as a process of its own, as an outsider meets it. */
export type SimulatorProcess = Awaited<ReturnType<typeof startProcess>>;

/** Starts a simulator with that scenario and waits until it takes calls. */
export async function startSimulatorProcess(scenario: unknown = {}): Promise<SimulatorProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'outsiders-'));
  const path = join(folder, 'scenario.json');
  await writeFile(path, JSON.stringify(scenario));
  const simulator = await startProcess(['--scenario', path]);
  return {
    ...simulator,
    stop: async () => {
      await simulator.stop();
      await rm(folder, { recursive: true });
    },
  };
}
