import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { environmentFor, settingsFile } from '../end-to-end/cli-process.ts';
import { startRun } from '../end-to-end/run-process.ts';
import { type Packed, packAndInstall } from './packed.ts';

let packed: Packed;
let simulator: Simulator;
let settings: Awaited<ReturnType<typeof settingsFile>>;

const installed = () => join(packed.folder, 'node_modules', 'provisioning-stack');
const host = (index: number) => simulator.ready.hosts[index] ?? '';

/** A vCenter, and nothing of the package's surroundings. */
const environment = () => ({
  ...environmentFor(simulator.ready),
  PACKAGE_FOLDER: installed(),
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('./inside-only.ts', import.meta.url))}`,
});
const cli = (...args: string[]) => packed.run(join(installed(), 'dist', 'cli.js'), args, environment());

beforeAll(async () => {
  [packed, simulator] = await Promise.all([packAndInstall(), startSimulator({ hosts: 2 })]);
  settings = await settingsFile({
    defaults: { mode: 'enforce', portgroup: 'pg-provisioning', gateway: '10.20.0.1', settleSeconds: 0 },
    [`hosts/${host(0)}`]: { address: { mode: 'static', address: '10.20.0.11/24' } },
    [`hosts/${host(1)}`]: { address: { mode: 'static', address: '10.20.0.12/24' } },
  });
}, 180_000);

afterAll(async () => {
  await settings?.remove();
  await simulator?.close();
  await packed?.remove();
});

describe('the tarball', () => {
  test('has the program, its documentation and every licence, and no source', () => {
    const paths = packed.tarball.files.map(({ path }) => path);
    const expected = [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/cli.js',
      'dist/THIRD-PARTY.txt',
      'docs/cli.md',
      'docs/operations.md',
      'docs/settings.example.json',
      'docs/schemas/remove.json',
    ];
    expect(paths).toEqual(expect.arrayContaining(expected));
    expect(paths.filter((path) => path.endsWith('.ts'))).toEqual([]);
  });

  test('is small: 4 MB packed, 12 MB on disk', () => {
    expect(packed.tarball.size).toBeLessThan(4_000_000);
    expect(packed.tarball.unpackedSize).toBeLessThan(12_000_000);
  });

  test('depends on nothing and runs nothing when it is installed', async () => {
    const manifest = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8'));
    const members = ['dependencies', 'optionalDependencies', 'devDependencies', 'scripts'];
    expect(members.filter((member) => member in manifest)).toEqual([]);
    expect((await readdir(join(packed.folder, 'node_modules'))).toSorted()).toEqual([
      '.bin',
      '.package-lock.json',
      'provisioning-stack',
    ]);
  });

  test('names every package that is bundled, with its licence', async () => {
    const text = await readFile(join(installed(), 'dist', 'THIRD-PARTY.txt'), 'utf8');
    const names = ['@aws-sdk/client-ssm', 'classic-level', 'commander', 'dynalite', 'fauxqs', 'soap', 'zod'];
    expect(names.filter((name) => !text.includes(`\n${name} `))).toEqual([]);
    expect(text).not.toContain('undefined');
  });

  test('leaves the package.json of the project as it was', async () => {
    const manifest = await readFile(join(packed.project, 'package.json'), 'utf8');
    const original = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    expect(manifest).toBe(original);
    expect(await readdir(packed.project)).not.toContain('package.json.kept');
  });
});

describe('the installed package', () => {
  test('is found by npx', async () => {
    const { exitCode, stdout } = await packed.run('npx', ['--offline', 'provisioning-stack', '--version']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^provisioning-stack \d+\.\d+\.\d+, Node \d+/)]);
  });

  test('prints help', async () => {
    const { exitCode, stdout } = await cli('--help');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Exit codes:')]);
  });

  test('plans, applies, and finds nothing to do then, with nothing loaded from elsewhere', async () => {
    const verb = (name: string, ...more: string[]) => cli(name, host(0), '--settings', settings.path, ...more);
    const results = [await verb('plan'), await verb('apply', '--yes'), await verb('plan')];
    expect(results.map(({ exitCode }) => exitCode)).toEqual([2, 0, 0]);
    expect(results[1]?.stdout).toContain('vmk1: converged');
  });

  test('runs the whole product for a host, with nothing loaded from elsewhere', async () => {
    const state = join(settings.folder, 'state');
    const run = await startRun(settings.path, state, environment(), [], join(installed(), 'dist', 'cli.js'));
    const outcome = await run.outcome(host(1), 'converged');
    expect([outcome.device, await run.stop('SIGINT')]).toEqual(['vmk1', 0]);
  });
});
