/**
 * One new host among many, by our `apply`, a pyVmomi script and an Ansible play: whole process and SOAP calls.
 * `npm run build && npm run bench -- [--hosts 1,100,1000] [--latency 0,10] [--runs 5]`; needs the outsiders' Python.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { connectAdministrator } from '../simulator/administrator.ts';
import { type SimulatorProcess, startSimulatorProcess } from '../test/outsiders/simulator-process.ts';
import { CONTENDERS, type Command, type Contender, WANTED } from './contenders.ts';
import { medianOf } from './median.ts';

interface Run {
  readonly milliseconds: number;
  readonly calls: number;
}

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '1,100,1000' },
    latency: { type: 'string', default: '0,10' },
    runs: { type: 'string', default: '5' },
  },
});
const numbers = (list: string) => list.split(',').map(Number);
const folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-bench-'));

process.stdout.write(
  '| hosts | a call takes | program | median | against `apply` | SOAP calls |\n|---|---|---|---|---|---|\n',
);
for (const latencyMs of numbers(values.latency)) {
  for (const hosts of numbers(values.hosts)) await compare(hosts, latencyMs, Number(values.runs));
}
await rm(folder, { recursive: true });

/** Alternating, so that a slow minute of the machine is everybody's. */
async function compare(hosts: number, latencyMs: number, runs: number): Promise<void> {
  const results = new Map<Contender, Run[]>(CONTENDERS.map((contender) => [contender, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const contender of CONTENDERS) results.get(contender)?.push(await measure(contender, hosts, latencyMs));
  }
  const ours = medianOf(millisecondsOf(results.get(CONTENDERS[0] as Contender) ?? []));
  for (const [{ name }, list] of results) {
    const milliseconds = medianOf(millisecondsOf(list));
    const cells = [
      hosts,
      latencyMs === 0 ? 'as it takes' : `${latencyMs} ms more`,
      name,
      `${(milliseconds / 1000).toFixed(2)} s`,
      `${(milliseconds / ours).toFixed(1)} ×`,
      list[0]?.calls,
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}

/** The host in the middle, on a vCenter that has just started. */
async function measure(contender: Contender, hosts: number, latencyMs: number): Promise<Run> {
  const inventory = { hostCount: hosts, standaloneHostCount: 0 };
  const simulator = await startSimulatorProcess({ inventory, latencyMs });
  try {
    const host = simulator.ready.hosts[Math.ceil(hosts / 2) - 1] ?? '';
    const settings = join(folder, 'settings.json');
    await writeFile(settings, JSON.stringify(settingsFor(host, simulator.ready.dvportgroup)));
    const milliseconds = await timed(contender.command(simulator.ready, host, settings));
    const calls = Object.values(await simulator.calls()).reduce((sum, count) => sum + count, 0);
    await prove(simulator, host);
    return { milliseconds, calls };
  } finally {
    await simulator.stop();
  }
}

function settingsFor(host: string, portgroup: string): object {
  const { address, gateway, dns } = WANTED;
  const own = { address: { mode: 'static', address: `${address}/24` } };
  return { defaults: { portgroup, gateway, dns: { servers: [dns] } }, [`hosts/${host}`]: own };
}

async function timed({ program, args, environment }: Command): Promise<number> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C.UTF-8', ...environment };
  const startedAt = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[exitCode], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  const milliseconds = performance.now() - startedAt;
  if (exitCode !== 0) throw new TypeError(`${program} ended with ${exitCode}:\n${stdout}${stderr}`);
  return milliseconds;
}

/** A time counts only when the work was done. */
async function prove({ ready }: SimulatorProcess, host: string): Promise<void> {
  const administrator = await connectAdministrator(ready);
  const { adapters, stacks } = await administrator.readHost((await administrator.findHost(host)) ?? '');
  await administrator.logout();
  const adapter = adapters.find(({ stack }) => stack === 'vSphereProvisioning');
  const stack = stacks.find(({ key }) => key === 'vSphereProvisioning');
  if (adapter?.address !== WANTED.address || stack?.gateway !== WANTED.gateway)
    throw new TypeError(`${host} is not configured.`);
}

function millisecondsOf(runs: readonly Run[]): number[] {
  return runs.map(({ milliseconds }) => milliseconds);
}
