import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { environmentFor, runCli, settingsFile } from './cli-process.ts';

const WRITES = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig'];

let simulator: Simulator;
let settings: Awaited<ReturnType<typeof settingsFile>>;
let hosts: readonly string[];

beforeAll(async () => {
  simulator = await startSimulator({ hosts: 6 });
  hosts = simulator.ready.hosts;
  const fixed = (index: number, more: object = {}) => ({
    address: { mode: 'static', address: `10.20.0.${10 + index}/24` },
    ...more,
  });
  settings = await settingsFile({
    defaults: {
      portgroup: 'pg-provisioning',
      gateway: '10.20.0.1',
      dns: { servers: ['10.0.0.53'], domain: 'corp.example', searchDomains: ['corp.example'] },
      mtu: 9000,
      tcp: { congestionControl: 'cubic', maxConnections: 12000 },
    },
    [`hosts/${hosts[0]}`]: fixed(0),
    [`hosts/${hosts[1]}`]: fixed(1, { gateway: '10.99.0.1' }),
    [`hosts/${hosts[3]}`]: fixed(3),
    [`hosts/${hosts[4]}`]: fixed(4, { portgroup: 'pg-missing' }),
    [`hosts/${hosts[5]}`]: fixed(5, { mode: 'off' }),
    [`hosts/${standaloneHost()}`]: fixed(6, { portgroup: simulator.ready.portgroup }),
  });
});

afterAll(async () => {
  await settings.remove();
  await simulator.close();
});

beforeEach(() => simulator.resetStats());

const cli = (...args: string[]) => runCli([...args, '--settings', settings.path], environmentFor(simulator.ready));
const host = (index: number) => hosts[index] ?? '';
const standaloneHost = () => hosts.at(-1) ?? '';
const writes = () => WRITES.reduce((sum, operation) => sum + (simulator.stats()[operation] ?? 0), 0);

describe('plan and apply of a new host', () => {
  test('plan lists three steps as JSON and exits 2, and writes nothing', async () => {
    const { exitCode, stdout } = await cli('plan', host(0), '--output', 'json');
    const result = JSON.parse(stdout);
    expect(exitCode).toBe(2);
    expect(result.hosts).toHaveLength(1);
    expect(result.hosts[0]).toMatchObject({
      host: host(0),
      moref: expect.stringMatching(/^host-\d+$/),
      status: 'changes',
      problems: [],
    });
    expect(
      result.hosts[0].steps.map(({ action, disruptive }: { action: string; disruptive: boolean }) => [
        action,
        disruptive,
      ]),
    ).toEqual([
      ['addVirtualNic', false],
      ['updateNetworkConfig', false],
      ['updateNetworkConfig', false],
    ]);
    expect(writes()).toBe(0);
  });

  test('apply takes them and exits 0, plan then has nothing left and exits 0, and apply again writes nothing', async () => {
    const applied = await cli('apply', host(0), '--output', 'json');
    const [result] = JSON.parse(applied.stdout).hosts;
    expect(applied.exitCode).toBe(0);
    expect(result).toMatchObject({ host: host(0), status: 'converged', device: 'vmk1', problems: [] });
    expect(result.steps.map(({ applied: isApplied }: { applied: boolean }) => isApplied)).toEqual([true, true, true]);

    const planned = await cli('plan', host(0), '--output', 'json');
    expect([planned.exitCode, JSON.parse(planned.stdout).hosts[0].status]).toEqual([0, 'unchanged']);

    simulator.resetStats();
    const again = await cli('apply', host(0), '--output', 'json');
    expect([again.exitCode, JSON.parse(again.stdout).hosts[0].status, writes()]).toEqual([0, 'unchanged', 0]);
  });

  test('a standard portgroup works like a distributed one', async () => {
    const { exitCode, stdout } = await cli('apply', standaloneHost(), '--output', 'json');
    expect([exitCode, JSON.parse(stdout).hosts[0].status]).toEqual([0, 'converged']);
  });

  test('a host is found by inventory path and by moref, too', async () => {
    const { datacenter, cluster } = simulator.ready;
    const byPath = await cli('plan', `/${datacenter}/host/${cluster}/${host(3)}`, '--output', 'json');
    const { moref } = JSON.parse(byPath.stdout).hosts[0];
    const byMoref = await cli('plan', moref, '--output', 'json');
    expect([byPath.exitCode, byMoref.exitCode]).toEqual([2, 2]);
    expect(JSON.parse(byMoref.stdout).hosts[0].host).toBe(host(3));
  });

  test('a thumbprint verifies the certificate as well as a CA does', async () => {
    const certificate = new X509Certificate(await readFile(simulator.ready.certificate));
    const thumbprint = createHash('sha256').update(certificate.raw).digest('hex');
    const { VCENTER_CA_FILE: _, ...environment } = environmentFor(simulator.ready);
    const args = ['plan', host(3), '--settings', settings.path];
    expect((await runCli(args, { ...environment, VCENTER_THUMBPRINT: thumbprint })).exitCode).toBe(2);
    const wrong = await runCli(args, { ...environment, VCENTER_THUMBPRINT: thumbprint.replaceAll('a', 'b') });
    expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining('[vcenter-untrusted]')]);
  });
});

describe('what is wrong', () => {
  test('a gateway outside the subnet is refused with exit code 3, and nothing is changed', async () => {
    const { exitCode, stdout } = await cli('apply', host(1), '--output', 'json');
    const [result] = JSON.parse(stdout).hosts;
    expect([exitCode, result.status, result.problems[0].code, writes()]).toEqual([
      3,
      'refused',
      'gateway-outside-subnet',
      0,
    ]);
    expect(result.problems[0].message).toContain('10.99.0.1');
  });

  test('a portgroup that does not exist is refused by name', async () => {
    const { exitCode, stdout } = await cli('plan', host(4), '--output', 'json');
    const [result] = JSON.parse(stdout).hosts;
    expect([exitCode, result.status, result.problems[0].code]).toEqual([3, 'refused', 'portgroup-not-found']);
  });

  test('mode off excludes the host, which is nothing to do', async () => {
    const { exitCode, stdout } = await cli('apply', host(5), '--output', 'json');
    expect([exitCode, JSON.parse(stdout).hosts[0].status, writes()]).toEqual([0, 'excluded', 0]);
  });

  test('of several hosts a refusal outweighs changes', async () => {
    const { exitCode, stdout } = await cli('plan', host(1), host(3), '--output', 'json');
    const statuses = JSON.parse(stdout).hosts.map(({ status }: { status: string }) => status);
    expect([exitCode, statuses]).toEqual([3, ['refused', 'changes']]);
  });

  test('a host that does not exist ends the command before anything is done', async () => {
    const { exitCode, stderr } = await cli('apply', host(3), 'nowhere.corp.example');
    expect([exitCode, stderr, writes()]).toEqual([1, expect.stringContaining('"nowhere.corp.example"'), 0]);
  });

  test('a settings file that is no JSON is refused with exit code 3', async () => {
    const broken = await settingsFile('{"defaults": {');
    const { exitCode, stderr } = await runCli(
      ['plan', host(3), '--settings', broken.path],
      environmentFor(simulator.ready),
    );
    await broken.remove();
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('[settings-invalid]')]);
  });

  test('a wrong password, an unknown CA and a vCenter that is away are told apart, without a stack trace', async () => {
    const args = ['plan', host(3), '--settings', settings.path];
    const { VCENTER_CA_FILE: _, ...withoutCa } = environmentFor(simulator.ready);
    const ends = await Promise.all([
      runCli(args, environmentFor(simulator.ready, { VCENTER_PASSWORD: 'Secret-not-right' })),
      runCli(args, withoutCa),
      runCli(args, environmentFor(simulator.ready, { VCENTER_URL: 'https://127.0.0.1:9/sdk' })),
    ]);
    expect(ends.map(({ exitCode, stderr }) => [exitCode, /\[([a-z-]+)\]/.exec(stderr)?.[1]])).toEqual([
      [1, 'login-refused'],
      [1, 'vcenter-untrusted'],
      [1, 'vcenter-unreachable'],
    ]);
    for (const { stdout, stderr } of ends) {
      expect(stdout + stderr).not.toMatch(/Secret-not-right|\n\s+at /);
    }
  });

  test('a mistake in the arguments is JSON, too, when JSON was asked for', async () => {
    const { exitCode, stdout } = await runCli(['plan', '--output', 'json'], environmentFor(simulator.ready));
    const message = expect.stringMatching(/^Name hosts, or take all of them by --cluster, --datacenter or --all\./);
    expect([exitCode, JSON.parse(stdout)]).toEqual([1, { hosts: [], problems: [{ code: 'usage', message }] }]);
  });

  test('of several hosts one that cannot be read does not hide the others', async () => {
    const faults = [{ method: 'RetrievePropertiesEx', host: host(3), fault: 'NoPermission' }];
    simulator.applyScenario({ faults });
    const { exitCode, stdout } = await cli('plan', host(3), host(1), '--output', 'json');
    simulator.applyScenario({ faults: [], replaceFaults: true });
    const hosts = JSON.parse(stdout).hosts.map((each: { status: string; problems: { code: string }[] }) => [
      each.status,
      each.problems[0]?.code,
    ]);
    expect([exitCode, hosts]).toEqual([
      1,
      [
        ['deferred', 'permission-missing'],
        ['refused', 'gateway-outside-subnet'],
      ],
    ]);
  });

  test('every variable that is missing is named at once', async () => {
    const { exitCode, stderr } = await runCli(['plan', host(3), '--settings', settings.path], {
      PATH: process.env['PATH'] ?? '',
    });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/VCENTER_URL.*VCENTER_USERNAME.*VCENTER_PASSWORD/)]);
  });

  test('every command logs out of the session that it opened', async () => {
    await cli('plan', host(3));
    const { Login, Logout } = simulator.stats();
    expect([Login, Logout]).toEqual([1, 1]);
  });
});

test.each([['plan'], ['apply'], ['remove'], ['resume'], ['release'], ['run']])(
  'the help of %s ends in examples',
  async (verb) => {
    const { exitCode, stdout } = await runCli([verb, '--help'], { PATH: process.env['PATH'] ?? '' });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/Examples:\n(\s+\$ provisioning-stack .*\n)+$/)]);
  },
);
