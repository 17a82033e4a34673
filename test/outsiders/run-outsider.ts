import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe } from '@jest/globals';
import type { Ready } from '../../simulator/server.ts';
import { govmomi, govmomiProgram, isInstalled, python, pythonProgram } from './places.ts';

const here = import.meta.dirname;

/** Suites of an outsider that is not installed are skipped; the runner has said why. */
export const describePython = isInstalled(python) ? describe : describe.skip;
export const describeGovmomi = isInstalled(govmomi) ? describe : describe.skip;

/** What a finished program left. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An outsider's program has failed; the message is what it printed. */
class OutsiderError extends Error {
  override readonly name = 'OutsiderError';
}

/** Runs a program with an environment of its own, and a home that is thrown away. */
async function run(program: string, args: readonly string[], environment: Record<string, string>): Promise<Finished> {
  const home = await mkdtemp(join(tmpdir(), 'outsider-home-'));
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C.UTF-8', ...environment };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[exitCode], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  await rm(home, { recursive: true });
  return { exitCode: exitCode as number | null, stdout, stderr };
}

function json(program: string, { exitCode, stdout, stderr }: Finished): unknown {
  if (exitCode !== 0) throw new OutsiderError(`${program} ended with ${exitCode}\n${stdout}${stderr}`);
  return JSON.parse(stdout);
}

/** Runs a pyVmomi script with the ready line, and what is added to it, as its argument; returns the JSON it prints. */
export async function runPyvmomi(script: string, argument: Ready | object): Promise<unknown> {
  const path = join(here, 'pyvmomi', script);
  return json(script, await run(pythonProgram('python'), ['-B', path, JSON.stringify(argument)], {}));
}

/** Runs govc to its end. */
export function runGovc({ url, username, password, certificate }: Ready, ...args: string[]): Promise<Finished> {
  return run(govmomiProgram, ['govc', ...args], {
    GOVC_URL: url,
    GOVC_USERNAME: username,
    GOVC_PASSWORD: password,
    GOVC_TLS_CA_CERTS: certificate,
    GOVC_PERSIST_SESSION: 'false',
  });
}

/** Runs a govc command and returns the JSON it prints. */
export async function govcJson(ready: Ready, command: string, ...args: string[]): Promise<unknown> {
  return json(`govc ${command}`, await runGovc(ready, command, '-json', ...args));
}

/** A task of a play as Ansible's JSON reports it. */
export interface PlayedTask {
  readonly changed: boolean;
  readonly failed?: boolean;
  readonly msg?: string;
  readonly warnings?: readonly string[];
}

interface PlayReport {
  readonly plays: readonly {
    readonly tasks: readonly { task: { name: string }; hosts: Record<string, PlayedTask> }[];
  }[];
}

/** Runs a playbook on this machine; returns its tasks by name, failed ones too. */
export async function runPlaybook(
  { url, username, password, certificate }: Ready,
  playbook: string,
  variables: object,
  ...args: string[]
): Promise<Record<string, PlayedTask>> {
  const { hostname, port } = new URL(url);
  const settings = ['--inventory', 'localhost,', '--extra-vars', JSON.stringify(variables), ...args];
  const finished = await run(pythonProgram('ansible-playbook'), [...settings, join(here, 'ansible', playbook)], {
    PATH: `${join(python.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
    ANSIBLE_DEPRECATION_WARNINGS: 'false',
    ANSIBLE_LOCALHOST_WARNING: 'false',
    SSL_CERT_FILE: certificate,
    VMWARE_HOST: hostname,
    VMWARE_PORT: port,
    VMWARE_USER: username,
    VMWARE_PASSWORD: password,
  });
  const failedTask = finished.exitCode === 2 ? { ...finished, exitCode: 0 } : finished;
  const { plays } = json(playbook, failedTask) as PlayReport;
  const tasks = plays.flatMap((play) => play.tasks);
  return Object.fromEntries(tasks.map(({ task, hosts }) => [task.name, hosts['localhost'] ?? { changed: false }]));
}
