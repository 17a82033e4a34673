/** settings pull as a process, against an emulated Parameter Store. */
import { lstat, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { schemaProblems } from '../schema.ts';
import { settingsFile } from './cli-process.ts';
import { type ParameterBench, startParameterBench } from './parameter-bench.ts';

const TREE = {
  defaults: { mode: 'onboard', portgroup: 'pg-provisioning', gateway: '10.20.0.1' },
  'datacenters/DC 0/clusters/DC0_C0': { address: { mode: 'derive', subnet: '10.20.0.0/24' } },
  'hosts/esx-021.corp.example': { address: { mode: 'static', address: '10.20.0.17/24' } },
};

let bench: ParameterBench;
let file: Awaited<ReturnType<typeof settingsFile>>;
beforeAll(async () => {
  bench = await startParameterBench();
  file = await settingsFile({ $schema: './settings.schema.json', defaults: { mode: 'off' } });
  await bench.put('connection', { endpoint: 'https://vc/sdk', secret: 's' });
  await bench.put('deployment', { table: 't' });
  const [defaults, cluster, host] = Object.values(TREE);
  await bench.put('hosts/esx-021.corp.example', host ?? {});
  await bench.put('datacenters/DC_200/clusters/DC0_5FC0', cluster ?? {});
  await bench.put('defaults', defaults ?? {});
});
afterAll(async () => {
  await file.remove();
  await bench.close();
});

const pull = (...more: string[]) => bench.settings('pull', '--vcenter', 'vc01', ...more);

test('gives a file that is right and no different', async () => {
  const out = join(file.folder, 'pulled.json');
  const pulled = await pull('--out', out, '--output', 'json');
  const result = JSON.parse(pulled.stdout);
  expect([pulled.exitCode, schemaProblems('settings pull', result), result.status]).toEqual([0, [], 'written']);
  expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(result.settings);
  const checked = await bench.settings('check', '--settings', out, '--vcenter', 'vc01');
  const compared = await bench.settings('diff', '--settings', out, '--vcenter', 'vc01');
  expect([checked.exitCode, compared.exitCode, compared.stdout]).toEqual([
    0,
    0,
    expect.stringContaining('3 equal, 0 changed, 0 only in the file, 0 only in Parameter Store.'),
  ]);
  const again = await pull('--out', out);
  expect([again.exitCode, again.stdout]).toEqual([0, `${out} is as Parameter Store of vc01 already, 3 scopes.\n`]);
});

test('leaves a file alone that has something else, and keeps the schema that it names', async () => {
  const refused = await pull('--out', file.path);
  expect([refused.exitCode, refused.stdout, refused.stderr]).toEqual([
    3,
    '',
    expect.stringContaining('[file-differs]'),
  ]);
  expect(await readFile(file.path, 'utf8')).toContain('"mode":"off"');
  expect((await pull('--out', file.path, '--force')).exitCode).toBe(0);
  const text = await readFile(file.path, 'utf8');
  expect(Object.keys(JSON.parse(text))).toEqual(['$schema', ...Object.keys(TREE)]);
});

test('writes to what a symbolic link names, and leaves the link one', async () => {
  const [target, link] = ['target.json', 'link.json'].map((name) => join(file.folder, name)) as [string, string];
  await writeFile(target, '{}');
  await symlink(target, link);
  expect((await pull('--out', link, '--force')).exitCode).toBe(0);
  expect([(await lstat(link)).isSymbolicLink(), JSON.parse(await readFile(target, 'utf8'))]).toEqual([true, TREE]);
});

test('without --out prints the file, and leaves out what no host reads, with a warning', async () => {
  await bench.put('hosts/esx_5f9', {});
  const { exitCode, stdout, stderr } = await pull();
  await bench.remove('hosts/esx_5f9');
  expect([exitCode, Object.keys(JSON.parse(stdout))]).toEqual([0, Object.keys(TREE)]);
  expect(stderr).toContain('warning: Settings /provisioning-stack/vc01/hosts/esx_5f9: no host reads it');
});

test('ends for a document that is no JSON, and for a vCenter without settings', async () => {
  await bench.put('hosts/broken', '{"mtu":');
  const broken = await pull();
  await bench.remove('hosts/broken');
  expect([broken.exitCode, broken.stdout, broken.stderr]).toEqual([3, '', expect.stringContaining('is no JSON')]);
  const unknown = await bench.settings('pull', '--vcenter', 'vc1');
  expect([unknown.exitCode, unknown.stderr]).toEqual([
    1,
    expect.stringContaining('no settings of vCenter vc1, but of vc01'),
  ]);
});
