/** `doctor` as a process of its own: against a deployment that is right, and against each link that breaks. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withStores } from '../../lib/cli/stores.ts';
import { listenOnLoopback } from '../../local/loopback.ts';
import { callSqs } from '../../local/sqs-http.ts';
import { connectAdministrator } from '../../simulator/administrator.ts';
import { schemaProblems } from '../schema.ts';
import { makeCertificate } from '../vsphere/certificate.ts';
import { environmentFor, runCli, settingsFile } from './cli-process.ts';
import { type DoctorBench, FUNCTIONS, startDoctorBench } from './doctor-bench.ts';

/** Those that hang on a session. */
const ON_LOG_IN = ['API version', 'clock', 'hosts', 'privilege Host.Config.Network', 'privilege for esxcli', 'events'];
const ON_TABLE = ['index of deferred hosts', 'forwarder', 'sweep', 'brake'];

async function closedPort(): Promise<string> {
  const server = createServer();
  const url = await listenOnLoopback(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

describe('a deployment that is right', () => {
  let bench: DoctorBench;
  beforeAll(async () => {
    bench = await startDoctorBench({
      simulator: { hosts: 2 },
      functions: {
        broken: { State: 'Failed', StateReason: 'SubnetOutOfIPAddresses' },
        stale: { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The KMS key is disabled.' },
        nowhere: { errorType: 'ResourceNotFoundException', message: 'Function not found' },
      },
    });
  });
  afterAll(() => bench.close());

  test('is ok link by link, with one log-in, and what has not happened yet is a warning', async () => {
    bench.simulator.resetStats();
    const { exitCode, stdout, stderr, result, status } = await bench.diagnose();
    expect([exitCode, stderr, schemaProblems('doctor', JSON.parse(stdout))]).toEqual([0, '', []]);
    const links = ['deployment', 'settings', 'connection', 'name', 'port', 'log-in', ...ON_LOG_IN];
    const more = ['table', 'index of deferred hosts', 'brake', 'queue', 'dead-letter queue', 'topic', 'functions'];
    expect([...links, ...more].filter((link) => status(link) !== 'ok')).toEqual([]);
    // the simulator's certificate is for thirty days
    expect([status('certificate'), status('forwarder'), status('sweep')]).toEqual(['warning', 'warning', 'warning']);
    expect(result).not.toHaveProperty('paths');
    expect(bench.simulator.stats()).toMatchObject({ Login: 1, Logout: 1 });
    expect(bench.simulator.stats()).not.toHaveProperty('UpdateNetworkConfig');
  });

  test('is told as text, and with hosts the way between them', async () => {
    const text = await runCli(['doctor', ...bench.simulator.ready.hosts], environmentFor(bench.simulator.ready));
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/^ok {7}log-in {2,}VMware vCenter Server/m);
    expect(text.stdout).toMatch(/^skipped {2}deployment {2,}doctor needs the journal table/m);
    expect(text.stdout).toMatch(/^warning {2}NFC paths {2,}by way of management\n +-> Configure the hosts/m);
    expect(text.stdout).toMatch(/^ {2}within A: management, by a router/m);
    const { result, stdout } = await bench.diagnose(['--cluster', bench.simulator.ready.cluster]);
    expect([result.paths?.groups.length, schemaProblems('doctor', JSON.parse(stdout))]).toEqual([1, []]);
  });

  test('says what waits in the dead-letter queue, and that the brake is on', async () => {
    const { emulators } = bench;
    const { endpoints, deadLetterQueueUrl, region, table, queueUrl } = emulators;
    const letter = {
      QueueUrl: deadLetterQueueUrl,
      MessageBody: '{}',
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
    };
    await callSqs(endpoints.sqs, 'SendMessage', letter);
    const local = { region, endpoints, queueUrl, deadLetterQueueUrl };
    const trials = { failed: ['esx-a', 'esx-b', 'esx-c'], haltedAt: '2026-11-26T07:00:00.000Z' };
    await withStores({ table, vcenter: 'vc01', local }, ({ brake }) =>
      brake.write('vc01', 'digest', trials, undefined),
    );
    const { exitCode, link } = await bench.diagnose();
    expect(exitCode).toBe(1);
    expect(link('dead-letter queue')).toMatchObject({ status: 'warning', detail: '1 that could not be worked on' });
    expect(link('brake')).toMatchObject({ status: 'broken', fix: expect.stringContaining('resume --vcenter vc01') });
  });

  test('whose queue and topic do not answer is broken there and nowhere else', async () => {
    const url = await closedPort();
    const { queueUrl } = bench.emulators;
    bench.redeploy({ queueUrl: `${url}${new URL(queueUrl).pathname}` });
    const { exitCode, status, link } = await bench.diagnose([], { AWS_ENDPOINT_URL_SNS: url });
    bench.redeploy({});
    expect([exitCode, status('queue'), status('topic'), status('table')]).toEqual([1, 'broken', 'broken', 'ok']);
    expect(link('queue')).toMatchObject({ code: 'queue-unavailable', detail: expect.stringContaining('ECONNREFUSED') });
  });

  test('whose function failed, or is not there, says so', async () => {
    bench.redeploy({ functions: { ...FUNCTIONS, sweepHosts: 'broken', replayEvents: 'broken' } });
    expect((await bench.diagnose()).link('functions')).toMatchObject({
      status: 'broken',
      detail: 'failed: broken (SubnetOutOfIPAddresses), broken (SubnetOutOfIPAddresses)',
    });
    bench.redeploy({ functions: { ...FUNCTIONS, sweepHosts: 'stale' } });
    expect((await bench.diagnose()).link('functions')).toMatchObject({
      status: 'broken',
      detail: 'failed: stale (The KMS key is disabled.)',
    });
    bench.redeploy({ functions: { ...FUNCTIONS, sweepHosts: 'nowhere' } });
    expect((await bench.diagnose()).link('functions')).toMatchObject({
      status: 'broken',
      code: 'function-unavailable',
    });
    bench.redeploy({});
  });

  test('whose table is another one is broken there, and what is read from it is skipped', async () => {
    const { exitCode, link, status } = await bench.diagnose([], { PROVISIONING_STACK_TABLE: 'nowhere' });
    expect([exitCode, link('table')]).toMatchObject([1, { status: 'broken', code: 'journal-unavailable' }]);
    expect([...ON_TABLE, 'queue', 'functions'].filter((name) => status(name) !== 'skipped')).toEqual([]);
  });

  test('whose table is named without its vCenter is broken: only what nobody named is skipped', async () => {
    const environment = environmentFor(bench.simulator.ready, { PROVISIONING_STACK_TABLE: 'nowhere' });
    const { exitCode, stdout } = await runCli(['doctor'], environment);
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/^broken {3}deployment .*--vcenter.*\[usage\]$/m)]);
  });

  test('under another name is no deployment', async () => {
    const { exitCode, link, status } = await bench.diagnose(['--vcenter', 'vc99']);
    expect([exitCode, link('deployment'), status('connection')]).toMatchObject([
      1,
      { status: 'broken', code: 'deployment-invalid' },
      'broken',
    ]);
  });
});

describe('the way to vCenter', () => {
  let bench: DoctorBench;
  beforeAll(async () => {
    const users = [
      { name: 'reader', password: 'r', privileges: [] },
      { name: 'stranger', password: 's', noAccess: ['esx-hidden.example.test'] },
    ];
    const hosts = [{ name: 'esx-900.example.test', cluster: null }];
    bench = await startDoctorBench({
      simulator: { hosts: 1, scenario: { users, clockOffsetMs: 600_000, inventory: { hosts } } },
      settings: { defaults: '{"gateway":"10.20.0.999","portgroup":"pg-provisioning"}' },
    });
  });
  afterAll(() => bench.close());
  const through = (changes: Record<string, string>) =>
    bench.diagnose([], environmentFor(bench.simulator.ready, changes));

  test('with a wrong password ends at the log-in, after one try', async () => {
    bench.simulator.resetStats();
    const { exitCode, link, status } = await through({ VCENTER_PASSWORD: 'wrong' });
    expect([exitCode, link('log-in')]).toMatchObject([1, { status: 'broken', code: 'login-refused' }]);
    expect(bench.simulator.stats()['Login']).toBe(1);
    expect(ON_LOG_IN.filter((name) => status(name) !== 'skipped')).toEqual([]);
    expect([status('certificate'), status('table')]).toEqual(['warning', 'ok']);
  });

  test('with a wrong CA ends at the certificate, and nothing is sent', async () => {
    const { path, remove } = await settingsFile((await makeCertificate('127.0.0.1', new Date('2100-01-01'))).cert);
    bench.simulator.resetStats();
    const { exitCode, link, status } = await through({ VCENTER_CA_FILE: path });
    await remove();
    expect([exitCode, status('port'), link('certificate'), status('log-in')]).toMatchObject([
      1,
      'ok',
      { status: 'broken', code: 'vcenter-untrusted', detail: expect.stringMatching(/SHA-256 ([0-9A-F]{2}:){31}/) },
      'skipped',
    ]);
    expect(bench.simulator.stats()).toEqual({});
  });

  test('to a port that nobody listens on ends there', async () => {
    const port = new URL(await closedPort()).port;
    const { exitCode, link, status } = await through({ VCENTER_URL: `https://127.0.0.1:${port}/sdk` });
    expect([exitCode, status('name'), link('port'), status('certificate')]).toMatchObject([
      1,
      'ok',
      {
        status: 'broken',
        code: 'vcenter-unreachable',
        detail: `Port ${port} of 127.0.0.1 does not answer (ECONNREFUSED).`,
      },
      'skipped',
    ]);
  });

  test('without privileges names each with what it is missing on; settings and clock are told beside it', async () => {
    const { exitCode, link, status } = await through({ VCENTER_USERNAME: 'reader', VCENTER_PASSWORD: 'r' });
    expect([exitCode, status('privilege System.Read'), status('privilege Profile.View')]).toEqual([1, 'ok', 'warning']);
    expect(link('privilege Host.Config.Network')).toMatchObject({
      status: 'broken',
      detail: expect.stringMatching(/^missing on .*esx-900\.example\.test/),
      fix: 'Grant Host.Config.Network there to the account.',
    });
    expect(link('privilege Network.Assign').status).toBe('broken');
    expect(link('privilege for esxcli')).toMatchObject({ status: 'warning', code: 'permission-missing' });
    expect(link('settings')).toMatchObject({ status: 'broken', code: 'settings-invalid' });
    expect(link('clock')).toMatchObject({ status: 'warning', detail: expect.stringContaining('600 s ahead of') });
  });

  test('of an account that does not see every host is told by its short pages', async () => {
    const administrator = await connectAdministrator(bench.simulator.ready);
    for (const hostName of ['esx-hidden.example.test', 'esx-seen.example.test'])
      await administrator.addHost({ hostName });
    const { link } = await through({ VCENTER_USERNAME: 'stranger', VCENTER_PASSWORD: 's' });
    expect(link('events')).toMatchObject({ status: 'warning', detail: expect.stringContaining('pages came short') });
  });
});

describe('without anything', () => {
  test('the connection is broken, and every other link is skipped or says so', async () => {
    const { exitCode, stdout, stderr } = await runCli(['doctor', '--output', 'json'], {
      PATH: process.env['PATH'] ?? '',
    });
    expect([exitCode, stderr, schemaProblems('doctor', JSON.parse(stdout))]).toEqual([1, '', []]);
    const statuses = JSON.parse(stdout).links.map((each: { status: string }) => each.status);
    expect(new Set(statuses)).toEqual(new Set(['broken', 'skipped']));
    expect(statuses.filter((status: string) => status === 'broken')).toHaveLength(1);
  });

  test('a mistake on the command line is no result, and JSON all the same', async () => {
    const { exitCode, stdout } = await runCli(['doctor', '--nowhere', '--output', 'json'], {});
    expect([exitCode, JSON.parse(stdout), schemaProblems('doctor', JSON.parse(stdout))]).toMatchObject([
      1,
      { links: [], problems: [{ code: 'usage' }] },
      [],
    ]);
  });
});
