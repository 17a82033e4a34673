/** settings diff and push as a process, against an emulated Parameter Store. */
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { push } from '../../lib/cli/settings-push.ts';
import { terminal } from '../cli/terminal.ts';
import { schemaProblems } from '../schema.ts';
import { settingsFile } from './cli-process.ts';
import { type ParameterBench, startParameterBench } from './parameter-bench.ts';

const TREE = {
  defaults: { mode: 'onboard', portgroup: 'pg-provisioning', gateway: '10.20.0.1' },
  'datacenters/DC 0/clusters/DC0_C0': { address: { mode: 'derive', subnet: '10.20.0.0/24' } },
  'hosts/esx-021.corp.example': { address: { mode: 'static', address: '10.20.0.17/24' } },
};
const C0 = 'datacenters/DC_200/clusters/DC0_5FC0';

let bench: ParameterBench;
let file: Awaited<ReturnType<typeof settingsFile>>;
beforeAll(async () => {
  bench = await startParameterBench();
  file = await settingsFile(TREE);
  await bench.put('connection', { endpoint: 'https://vc/sdk', secret: 's' });
  await bench.put('deployment', { table: 't' });
});
afterAll(async () => {
  await file.remove();
  await bench.close();
});

const write = (tree: object) => writeFile(file.path, JSON.stringify(tree));
const onFile = (verb: string, ...more: string[]) =>
  bench.settings(verb, '--settings', file.path, '--vcenter', 'vc01', ...more);
/** Exit code, statuses by scope, and what does not fit the schema. */
async function jsonOf(verb: string, ...more: string[]) {
  const { exitCode, stdout, stderr } = await onFile(verb, '--output', 'json', ...more);
  const result = JSON.parse(stdout);
  expect([verb, schemaProblems(`settings ${verb}`, result)]).toEqual([verb, []]);
  const statuses = (result.scopes ?? []).map(({ scope, status }: Record<string, string>) => `${status} ${scope}`);
  return { exitCode, result, statuses, stderr };
}

describe('a file that is new to Parameter Store', () => {
  test('differs in every scope: diff and a dry run exit 2 and write nothing', async () => {
    expect(await jsonOf('diff')).toMatchObject({
      exitCode: 2,
      statuses: ['added defaults', 'added datacenters/DC 0/clusters/DC0_C0', 'added hosts/esx-021.corp.example'],
    });
    const dry = await onFile('push', '--dry-run');
    expect([dry.exitCode, dry.stdout]).toEqual([2, expect.stringContaining('defaults would be created')]);
    expect(bench.calls).not.toContain('PutParameter');
  });

  test('is pushed, the nearest scopes first, then equal: diff exits 0', async () => {
    const pushed = await jsonOf('push');
    expect(pushed).toMatchObject({
      exitCode: 0,
      statuses: ['written hosts/esx-021.corp.example', 'written datacenters/DC 0/clusters/DC0_C0', 'written defaults'],
    });
    expect(await bench.valueOf(C0)).toBe(JSON.stringify(TREE['datacenters/DC 0/clusters/DC0_C0']));
    const { exitCode, stdout, stderr } = await onFile('diff');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 equal, 0 changed, 0 only in the file, 0 only in Parameter Store.');
  });

  test('pushed again writes nothing', async () => {
    const { exitCode, stdout } = await onFile('push');
    expect([exitCode, stdout]).toEqual([0, `Parameter Store of vc01 is as ${file.path} says.\n`]);
    expect(bench.calls).not.toContain('PutParameter');
  });
});

describe('a changed file', () => {
  beforeAll(() =>
    write({
      defaults: { ...TREE.defaults, gateway: '10.20.0.254', mtu: 9000 },
      'datacenters/DC 0/clusters/DC0_C0': TREE['datacenters/DC 0/clusters/DC0_C0'],
    }),
  );

  test('is told member by member', async () => {
    const { exitCode, stdout } = await onFile('diff');
    expect(exitCode).toBe(2);
    expect(stdout.split('\n').slice(0, -2)).toEqual([
      '~ defaults (version 1)',
      '    ~ gateway: "10.20.0.1" -> "10.20.0.254"',
      '    + mtu: 9000',
      '- hosts/esx-021.corp.example (version 1)',
      '    - address: {"mode":"static","address":"10.20.0.17/24"}',
    ]);
    expect((await jsonOf('diff')).result.scopes[0]).toMatchObject({
      parameter: '/provisioning-stack/vc01/defaults',
      version: 1,
      members: [
        { member: 'gateway', from: '10.20.0.1', to: '10.20.0.254' },
        { member: 'mtu', to: 9000 },
      ],
    });
  });

  test('writes what it has; a scope that is only in Parameter Store stays until --prune', async () => {
    expect(await jsonOf('push')).toMatchObject({
      exitCode: 0,
      statuses: ['written defaults', 'left hosts/esx-021.corp.example'],
    });
    expect(await bench.valueOf('hosts/esx-021.corp.example')).toBeDefined();
    const { exitCode, stdout } = await onFile('push', '--prune', '--yes');
    expect([exitCode, stdout]).toEqual([0, 'hosts/esx-021.corp.example is deleted\n']);
    expect(await bench.valueOf('hosts/esx-021.corp.example')).toBeUndefined();
  });

  test('never touches what the deployer wrote', async () => {
    expect([await bench.valueOf('connection'), await bench.valueOf('deployment')]).toEqual([
      '{"endpoint":"https://vc/sdk","secret":"s"}',
      '{"table":"t"}',
    ]);
  });
});

describe('somebody else', () => {
  const theirs = { ...TREE.defaults, mtu: 1500 };
  /** Writes before the first call of this kind. */
  const meddleBefore = (wanted: string, name: string) => {
    let isDone = false;
    bench.meanwhile = async (action) => {
      if (isDone || action !== wanted) return undefined;
      isDone = true;
      await bench.put(name, theirs);
      return undefined;
    };
  };
  beforeAll(() => write({ ...TREE, 'hosts/esx-2': { mtu: 9000 } }));

  test('who wrote since the difference was made is not written over: exit code 3, nothing done', async () => {
    meddleBefore('GetParameters', 'defaults');
    const { exitCode, result, statuses } = await jsonOf('push');
    expect([exitCode, statuses]).toEqual([
      3,
      ['skipped hosts/esx-2', 'skipped hosts/esx-021.corp.example', 'conflict defaults'],
    ]);
    expect(result.scopes[2].problems[0].code).toBe('settings-changed');
    expect(await bench.valueOf('defaults')).toBe(JSON.stringify(theirs));
    expect(bench.calls).not.toContain('PutParameter');
  });

  test('who creates a scope in the gap keeps it: created ones are never overwritten', async () => {
    meddleBefore('PutParameter', 'hosts/esx-2');
    const { exitCode, stdout } = await onFile('push');
    expect([exitCode, stdout.split('\n')[0]]).toEqual([3, 'hosts/esx-2 was not created']);
    expect(stdout).toContain('It is safe to push again.');
    expect(await bench.valueOf('hosts/esx-2')).toBe(JSON.stringify(theirs));
  });

  test('whose value is written over in the gap reads it in the result: exit code 1', async () => {
    meddleBefore('PutParameter', 'hosts/esx-2');
    const { exitCode, result, statuses } = await jsonOf('push');
    expect([exitCode, statuses[0], statuses[1]]).toEqual([
      1,
      'written hosts/esx-2',
      'skipped hosts/esx-021.corp.example',
    ]);
    expect(result.scopes[0].problems[0].code).toBe('settings-overwritten');
    expect(result.scopes[0].lost).toMatchObject([{ text: JSON.stringify(theirs), user: expect.any(String) }]);
    expect(await bench.valueOf('hosts/esx-2')).toBe('{"mtu":9000}');
  });

  test('who may not write is told by AWS what is missing; what was written stays, and the rest can be pushed later', async () => {
    bench.meanwhile = async (action, { Name }) =>
      action === 'PutParameter' && String(Name).endsWith('defaults') ? 'denied' : undefined;
    const first = await onFile('push');
    expect([first.exitCode, first.stdout.split('\n').slice(0, 2)]).toEqual([
      1,
      ['hosts/esx-021.corp.example is created as version 1', 'defaults could not be replaced'],
    ]);
    expect(first.stdout).toContain('AccessDeniedException: not authorized');
    bench.meanwhile = async () => undefined;
    expect(await jsonOf('push')).toMatchObject({ exitCode: 0, statuses: ['written defaults'] });
  });
});

describe('refused before anything is written', () => {
  test('a file with errors: exit code 3, every one of them', async () => {
    await write({ defaults: { mtu: 1, gatway: 'x' }, 'hosts/a': { address: { mode: 'auto' } } });
    const { exitCode, result } = await jsonOf('push');
    expect([exitCode, result.problems]).toEqual([3, expect.any(Array)]);
    expect(result.problems).toHaveLength(3);
    expect(bench.calls).not.toContain('PutParameter');
  });

  test('a document above 4 KB, unless the tier that costs is asked for', async () => {
    const routes = Array.from({ length: 90 }, (_, index) => ({
      network: `10.${100 + index}.0.0/16`,
      gateway: '10.20.0.9',
    }));
    await write({ ...TREE, 'hosts/esx-2': { routes } });
    const refused = await onFile('push');
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('--advanced-tier')]);
    const { exitCode, stderr } = await onFile('push', '--advanced-tier');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('warning: ')]);
    await bench.remove('hosts/esx-2');
  });

  test('no file and no Parameter Store end with their own words', async () => {
    const absent = await bench.settings('diff', '--settings', '/nowhere.json', '--vcenter', 'vc01');
    expect([absent.exitCode, absent.stdout, absent.stderr]).toEqual([
      3,
      '',
      expect.stringContaining('[settings-missing]'),
    ]);
    bench.meanwhile = async () => 'denied';
    const denied = await jsonOf('diff');
    bench.meanwhile = async () => undefined;
    expect([denied.exitCode, denied.result.problems[0].code]).toEqual([1, 'parameters-unavailable']);
    const usage = await bench.settings('push', '--vcenter', 'vc01');
    expect([usage.exitCode, usage.stderr]).toEqual([1, expect.stringContaining('--settings <file>')]);
  });
});

describe('on a terminal', () => {
  const variables = ['AWS_ENDPOINT_URL_SSM', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  beforeAll(async () => {
    await write({ ...TREE, defaults: { ...TREE.defaults, mtu: 8000 } });
    for (const name of variables) process.env[name] = bench.environment[name];
  });
  afterAll(() => {
    for (const name of variables) delete process.env[name];
  });

  test('push shows the difference and asks; a no writes nothing', async () => {
    const { console, dialogue } = terminal(false);
    const options = { settings: file.path, vcenter: 'vc01' };
    const { scopes } = await push(options, console);
    expect(scopes.map(({ status }) => status)).toEqual(['skipped']);
    expect(dialogue).toEqual([expect.stringContaining('+ mtu: 8000'), 'Write one scope in Parameter Store?']);
    const yes = await push(options, { ...console, confirm: async () => true });
    expect(yes.scopes.map(({ status }) => status)).toEqual(['written']);
  });
});
