/** settings check and explain as a process. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { schemaProblems } from '../schema.ts';
import { environmentFor, type Finished, runCli, settingsFile } from './cli-process.ts';
import { type ParameterBench, startParameterBench } from './parameter-bench.ts';

const BROKEN = `{
  "defaults": {
    "gatway": "10.20.0.1",
    "mtu": 900
  },
  "datacenters/DC0": {
    "gateway": "10.99.0.1",
    "address": { "mode": "derive", "subnet": "10.20.0.0/24" }
  },
  "cluster/C0": {}
}`;
/** Nobody listens there: asking it would fail. */
const NO_VCENTER = { VCENTER_URL: 'https://127.0.0.1:9/sdk', VCENTER_USERNAME: 'x', VCENTER_PASSWORD: 'x' };

let bench: ParameterBench;
let simulator: Simulator;
let file: Awaited<ReturnType<typeof settingsFile>> | undefined;
beforeAll(async () => {
  bench = await startParameterBench();
  simulator = await startSimulator();
});
afterEach(async () => {
  await file?.remove();
  bench.meanwhile = async () => undefined;
});
afterAll(async () => {
  await simulator.close();
  await bench.close();
});

async function onFile(tree: unknown, environment: Record<string, string>, ...args: string[]): Promise<Finished> {
  file = await settingsFile(tree);
  return runCli(['settings', ...args, '--settings', file.path], environment);
}

const pathOf = () => file?.path ?? '';
const PLAIN = { PATH: process.env['PATH'] ?? '' };

function resultOf(verb: string, { stdout }: Finished) {
  const result = JSON.parse(stdout);
  expect(schemaProblems(`settings ${verb}`, result)).toEqual([]);
  return result;
}

describe('check of a file', () => {
  test('says everything at once with file and line, asks neither vCenter nor AWS, and exits 3', async () => {
    const { exitCode, stdout, stderr } = await onFile(BROKEN, { ...PLAIN, ...NO_VCENTER }, 'check');
    const path = pathOf();
    expect([exitCode, stderr]).toEqual([3, '']);
    expect(stdout.split('\n')).toEqual([
      `${path}:3: error: Settings ${path}#defaults: unknown member "gatway"; did you mean "gateway"? [settings-invalid]`,
      `${path}:4: error: Settings ${path}#defaults at mtu: Too small: expected number to be >=1280. [settings-invalid]`,
      `${path}:7: error: Settings ${path}#datacenters/DC0 at gateway: 10.99.0.1 lies outside 10.20.0.0/24. [gateway-outside-subnet]`,
      expect.stringContaining(`${path}:10: error: The settings file ${path} has the scope "cluster/C0"; scopes are`),
      `${path}: 2 documents, 4 errors, 0 warnings.`,
      '',
    ]);
  });

  test('is the same as JSON, which fits its schema', async () => {
    const { problems, documents } = resultOf('check', await onFile(BROKEN, PLAIN, 'check', '--output', 'json'));
    expect([documents, problems.map(({ line, path }: Record<string, unknown>) => [line, path])]).toEqual([
      2,
      [
        [3, ''],
        [4, 'mtu'],
        [7, 'gateway'],
        [10, ''],
      ],
    ]);
  });

  test('with warnings alone, or nothing, exits 0', async () => {
    const pools = ['10.20.0.5-10.20.0.9', '10.20.0.9-10.20.0.20'].map((range) => ({
      address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: [range] },
    }));
    const tree = { 'datacenters/DC0': pools[0], 'datacenters/DC1': pools[1] };
    const { exitCode, stdout } = await onFile(tree, PLAIN, 'check');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^\S+: warning: .*\n.*0 errors, 1 warning\.\n$/)]);
  });

  test('that is not there exits 3, one that is not named 1; whoever asked for JSON gets it', async () => {
    const absent = await runCli(['settings', 'check', '--settings', '/nowhere.json'], PLAIN);
    expect([absent.exitCode, absent.stdout, absent.stderr]).toEqual([
      3,
      '',
      expect.stringContaining('[settings-missing]'),
    ]);
    const unnamed = await runCli(['settings', 'check', '--output', 'json'], PLAIN);
    expect([unnamed.exitCode, resultOf('check', unnamed).problems[0].code]).toEqual([1, 'usage']);
  });
});

describe('check of a vCenter in Parameter Store', () => {
  const pool = (range: string) => ({ address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: [range] } });
  beforeAll(async () => {
    await bench.put('connection', {});
    await bench.put('defaults', pool('10.20.0.50-10.20.0.99'));
    await bench.put('hosts/esx_5f1', '{"mtu":');
    await bench.put('/provisioning-stack/vc02/connection', {});
    await bench.put('/provisioning-stack/vc02/defaults', pool('10.20.0.90-10.20.0.120'));
  });

  test('names the parameter, finds what overlaps other vCenters, and asks no vCenter', async () => {
    Object.assign(bench.environment, NO_VCENTER);
    const { exitCode, stdout } = await bench.settings('check', '--vcenter', 'vc01');
    expect([exitCode, stdout.split('\n')]).toEqual([
      3,
      [
        'error: Settings /provisioning-stack/vc01/defaults at address.ranges: 10.20.0.50-10.20.0.99 overlaps 10.20.0.90-10.20.0.120 of vCenter vc02. [ranges-overlap]',
        expect.stringContaining('error: Settings /provisioning-stack/vc01/hosts/esx_5f1: no host reads it'),
        expect.stringContaining('error: Settings /provisioning-stack/vc01/hosts/esx_5f1: is no JSON'),
        '/provisioning-stack/vc01: 2 documents, 3 errors, 0 warnings.',
        '',
      ],
    ]);
  });

  test('a file is checked as the tree of that vCenter', async () => {
    const vc02 = { defaults: pool('10.20.0.90-10.20.0.120') };
    const { exitCode, stdout } = await onFile(vc02, bench.environment, 'check', '--vcenter', 'vc02');
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('overlaps 10.20.0.50-10.20.0.99 of vCenter vc01')]);
  });

  test('whoever may not read the other trees is told that they were not looked at', async () => {
    bench.meanwhile = async (_, { Path }) => (Path === '/provisioning-stack' ? 'denied' : undefined);
    const result = resultOf('check', await bench.settings('check', '--vcenter', 'vc02', '--output', 'json'));
    expect([result.problems, result.notes]).toEqual([[], [expect.stringContaining('may not read')]]);
  });

  test('a vCenter without settings is a mistake, and AWS that refuses is told', async () => {
    const unknown = await bench.settings('check', '--vcenter', 'vc03');
    expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('vc03, but of vc01, vc02.')]);
    bench.meanwhile = async () => 'denied';
    const denied = await bench.settings('check', '--vcenter', 'vc01');
    expect([denied.exitCode, denied.stderr]).toEqual([1, expect.stringContaining('AccessDeniedException')]);
  });
});

describe('explain', () => {
  const TREE = {
    defaults: { portgroup: 'pg-provisioning', gateway: '10.20.0.1', mtu: 1500 },
    'datacenters/DC0': { gateway: '10.20.0.2' },
    'datacenters/DC0/clusters/DC0_C0': { gateway: null, mtu: 9000 },
  };
  const membersOf = (result: { members: { member: string }[] }) =>
    new Map(result.members.map(({ member, ...rest }) => [member, rest]));

  test('asks vCenter where the host is, and says where each value is from and what it hides', async () => {
    const host = simulator.ready.hosts[0] ?? '';
    const environment = environmentFor(simulator.ready);
    const finished = await onFile(TREE, environment, 'explain', host, '--output', 'json');
    const result = resultOf('explain', finished);
    const path = pathOf();
    expect([finished.exitCode, result.datacenter, result.cluster]).toEqual([0, 'DC0', 'DC0_C0']);
    expect(membersOf(result).get('gateway')).toEqual({
      state: 'none',
      value: null,
      origin: `${path}#datacenters/DC0/clusters/DC0_C0`,
      version: 1,
      hides: [
        { value: '10.20.0.2', origin: `${path}#datacenters/DC0`, version: 1 },
        { value: '10.20.0.1', origin: `${path}#defaults`, version: 1 },
      ],
    });
    expect(simulator.stats()).not.toHaveProperty('UpdateNetworkConfig');
  });

  test('needs no vCenter when it is told where the host is', async () => {
    const place = ['--datacenter', 'DC0', '--cluster', 'DC0_C0'];
    const { exitCode, stdout } = await onFile(TREE, { ...PLAIN, ...NO_VCENTER }, 'explain', 'esx-9', ...place);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^esx-9 \(datacenter DC0, cluster DC0_C0\)$/m);
    expect(stdout).toMatch(/^ {2}hosts\/esx-9: nothing$/m);
    expect(stdout).toMatch(
      /^gateway +none \(said explicitly\) +datacenters\/DC0\/clusters\/DC0_C0 +"10.20.0.2" of datacenters\/DC0; "10.20.0.1" of defaults$/m,
    );
    expect(stdout).toMatch(/^mode +onboard \(default\)$/m);
    expect(stdout).toMatch(/^routes +not managed$/m);
  });

  test('shows versions of parameters', async () => {
    await bench.put('/provisioning-stack/vc09/defaults', { mtu: 1500 });
    await bench.put('/provisioning-stack/vc09/defaults', { mtu: 9000 });
    const { stdout } = await bench.settings('explain', 'esx-9', '--vcenter', 'vc09', '--datacenter', 'DC0');
    expect(stdout).toMatch(/^ {2}\/provisioning-stack\/vc09\/defaults, version 2$/m);
    expect(stdout).toMatch(/^mtu +9000 +defaults v2$/m);
  });

  test('says of a host that no scope covers that it is out of scope', async () => {
    const tree = { 'hosts/esx-1': {} };
    const { exitCode, stdout } = await onFile(tree, PLAIN, 'explain', 'esx-2', '--datacenter', 'DC0');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('No settings cover esx-2.')]);
  });

  test.each<[string, string[], number, string]>([
    ['no place', ['esx-1'], 1, 'decides which settings it has'],
    ['a cluster without its datacenter', ['esx-1', '--cluster', 'C0'], 1, '--cluster needs the --datacenter'],
    ['an option that is mistyped', ['esx-1', '--datacentre', 'DC0'], 1, '--datacenter'],
  ])('ends for %s', async (_, args, code, words) => {
    const { exitCode, stdout, stderr } = await onFile(TREE, PLAIN, 'explain', ...args);
    expect([exitCode, stdout, stderr]).toEqual([code, '', expect.stringContaining(words)]);
  });

  test('ends for a host that there is none of, and for settings that are invalid', async () => {
    const environment = environmentFor(simulator.ready);
    const absent = await onFile(TREE, environment, 'explain', 'esx-nowhere.example');
    expect([absent.exitCode, absent.stderr]).toEqual([1, expect.stringContaining('[host-not-found]')]);
    const invalid = await onFile({ defaults: { mtu: 1, mode: 'x' } }, PLAIN, 'explain', 'a', '--datacenter', 'DC0');
    expect([invalid.exitCode, invalid.stderr.match(/settings-invalid/g)]).toEqual([
      3,
      Array(2).fill('settings-invalid'),
    ]);
  });
});
