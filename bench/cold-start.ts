/**
 * What a cold start of configure-host costs: an empty process, node-soap alone, our bundle with its WSDL parsed.
 * `node bench/cold-start.ts`
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const RUNS = 11;
const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-cold-'));
const leftOut = at('lib/vsphere/left-out.ts');

const programs = [
  ['empty process', await written('empty', '')],
  ['node-soap alone', await bundled('soap', "import { Client } from 'soap'; if (!Client) process.exit(1);", false)],
  [
    'configure-host',
    await bundled(
      'function',
      `import { handler } from '${at('functions/configure-host.ts')}'; if (!handler) process.exit(1);`,
      true,
    ),
  ],
  [
    'configure-host, its WSDL parsed',
    await bundled(
      'ready',
      `import { handler } from '${at('functions/configure-host.ts')}'; import { parsedWsdl } from '${at('lib/vsphere/wsdl.ts')}'; if (!handler) process.exit(1); await parsedWsdl();`,
      true,
    ),
  ],
] as const;

const times = new Map<string, number[]>(programs.map(([name]) => [name, []]));
for (let run = 0; run < RUNS; run += 1) {
  for (const [name, file] of programs) times.get(name)?.push(timed(file));
}
process.stdout.write(`| start | bundle | median of ${RUNS} | more than an empty process |\n|---|---|---|---|\n`);
const empty = median('empty process');
for (const [name, file] of programs) {
  const size = ((await stat(file)).size / 1000).toFixed(0);
  const took = median(name);
  process.stdout.write(`| ${name} | ${size} kB | ${took.toFixed(0)} ms | ${(took - empty).toFixed(0)} ms |\n`);
}
await rm(folder, { recursive: true });

function median(name: string): number {
  return times.get(name)?.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

function timed(file: string): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file]);
  if (status !== 0) throw new TypeError(`${file}: ${stderr}`);
  return performance.now() - startedAt;
}

async function written(name: string, source: string): Promise<string> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, source);
  return file;
}

/** As the CDK bundles it: one file, minified, the SDK inside. */
async function bundled(name: string, contents: string, isOurs: boolean): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: at('.'), loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    ...(isOurs ? { alias: { axios: leftOut, 'axios-ntlm': leftOut } } : {}),
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}
