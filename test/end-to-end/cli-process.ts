/** Runs the real command line as a process of its own, as an operator would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ready } from '../../simulator/server.ts';

const CLI = fileURLToPath(new URL('../../bin/cli.ts', import.meta.url));

/** What a finished process left. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment that names a vCenter, without anything of this machine's own. */
export function environmentFor(ready: Ready, changes: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    VCENTER_URL: ready.url,
    VCENTER_USERNAME: ready.username,
    VCENTER_PASSWORD: ready.password,
    VCENTER_CA_FILE: ready.certificate,
    ...changes,
  };
}

/** Starts the command line; stdin is no terminal. @param program absent: from the sources */
export function startCli(
  args: readonly string[],
  environment: Record<string, string>,
  cwd?: string,
  program = CLI,
): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/** Runs the command line to its end. */
export async function runCli(
  args: readonly string[],
  environment: Record<string, string>,
  cwd?: string,
): Promise<Finished> {
  const child = startCli(args, environment, cwd);
  const output = collect(child);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, ...output() };
}

/** Gathers what a process prints; the function tells what it has printed so far. */
export function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  return () => ({ ...texts });
}

/** A folder with a settings file; `remove` deletes it. */
export async function settingsFile(tree: unknown): Promise<{ path: string; folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-test-'));
  const path = join(folder, 'settings.json');
  await writeFile(path, typeof tree === 'string' ? tree : JSON.stringify(tree));
  return { path, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
