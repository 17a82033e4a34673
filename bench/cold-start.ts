/**
 * What a cold start of configure-host costs, from the start of the process until it could log in to a vCenter, against
 * an empty process of the same Node: `node bench/cold-start.ts [RUNS]`, alternating runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ENVIRONMENT } from '../lib/contract.ts';
import { bundleFunctions } from './function-bundle.ts';
import { medianOf } from './median.ts';

const RUNS = Number(process.argv[2] ?? 21);

/** As Lambda sets them; nothing is connected to. */
const LAMBDA = {
  PATH: '/usr/bin',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_LAMBDA_FUNCTION_NAME: 'configure-host',
  [ENVIRONMENT.table]: 'table',
  [ENVIRONMENT.queues]: '{"vc01":"https://sqs.eu-central-1.amazonaws.com/1/vc01.fifo"}',
  [ENVIRONMENT.eventBus]: 'bus',
  [ENVIRONMENT.alertTopic]: 'arn:aws:sns:eu-central-1:1:alerts',
};

const folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-cold-'));
const empty = join(folder, 'empty.js');
await writeFile(empty, '');
const bundles = await bundleFunctions(
  { loaded: 'functions/configure-host.ts', ready: 'bench/client-ready.ts' },
  join(folder, 'bundles'),
);
const programs = [
  ['empty process', empty],
  ['configure-host, loaded', bundles.loaded],
  ['configure-host, client ready', bundles.ready],
] as const;

const times = new Map<string, number[]>(programs.map(([name]) => [name, []]));
// the first round fills the caches of the file system
for (let run = 0; run <= RUNS; run += 1) {
  for (const [name, file] of programs) {
    const took = timed(file);
    if (run > 0) times.get(name)?.push(took);
  }
}
process.stdout.write(`| ${RUNS} alternating runs | against the empty process | median | fastest | bundle | gzip |\n`);
process.stdout.write('|---|---|---|---|---|---|\n');
const bare = medianOf(times.get('empty process') ?? []);
for (const [name, file] of programs) await print(name, file, times.get(name) ?? []);
await rm(folder, { recursive: true });

async function print(name: string, file: string, milliseconds: readonly number[]): Promise<void> {
  const median = medianOf(milliseconds);
  const text = await readFile(file);
  const sizes = file === empty ? '– | –' : `${kilobytes(text.length)} | ${kilobytes(gzipSync(text).length)}`;
  const ratio = (median / bare).toFixed(1);
  process.stdout.write(`| ${name} | ${ratio} × | ${ms(median)} | ${ms(Math.min(...milliseconds))} | ${sizes} |\n`);
}

function timed(file: string): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { env: LAMBDA });
  if (status !== 0) throw new TypeError(`${file}: ${String(stderr).slice(-2000)}`);
  return performance.now() - startedAt;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
