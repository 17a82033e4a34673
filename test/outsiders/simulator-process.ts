import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Ready } from '../../simulator/server.ts';

const main = join(import.meta.dirname, '..', '..', 'simulator', 'main.ts');

/** A simulator that runs as a process of its own, as an outsider meets it. */
export interface SimulatorProcess {
  readonly ready: Ready;
  stop(): Promise<void>;
}

/** Starts a simulator with that scenario and waits until it takes calls. */
export async function startSimulatorProcess(scenario: unknown = {}): Promise<SimulatorProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'outsiders-'));
  const path = join(folder, 'scenario.json');
  await writeFile(path, JSON.stringify(scenario));
  const child = spawn(process.execPath, [main, '--scenario', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  return {
    ready: await readyLine(child),
    stop: async () => {
      child.kill();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

async function readyLine(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new TypeError('no stdout');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Ready;
  throw new TypeError('the simulator ended before it was ready');
}
