import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import type { Link } from '../../lib/cli/doctor-chain.ts';
import { remove } from '../../lib/cli/remove.ts';
import { terminal } from '../cli/terminal.ts';
import { environmentFor } from './cli-process.ts';
import { NEW, type RunBench, startRunBench } from './run-bench.ts';

let bench: RunBench;
beforeAll(async () => {
  bench = await startRunBench();
});
afterAll(() => bench.close());

describe('remove', () => {
  test('asks a person, with what it would take off, and after a no it leaves everything', async () => {
    const moref = await bench.addNewHost();
    const { console, dialogue } = terminal(false, environmentFor(bench.simulator.ready));
    expect(await remove([NEW], { state: bench.state, live: true }, console)).toBeUndefined();
    expect(dialogue).toEqual([
      expect.stringMatching(/^esx-new\.corp\.example vmk1 \(pg-provisioning\), added 20/),
      'Remove these adapters?',
    ]);
    expect(await bench.adaptersOf(moref)).toBe(1);
  });

  test('takes off what run added; a second one changes nothing', async () => {
    const moref = (await bench.administrator.findHost(NEW)) ?? '';
    const needsLive = await bench.onState('remove', NEW);
    expect([needsLive.exitCode, JSON.parse(needsLive.stdout).hosts[0].problems[0].code]).toEqual([
      3,
      'disruptive-needs-live',
    ]);
    const first = await bench.onState('remove', NEW, '--live');
    expect([first.exitCode, JSON.parse(first.stdout).hosts]).toMatchObject([
      0,
      [{ host: NEW, status: 'converged', steps: [{ action: 'removeVirtualNic', applied: true }], problems: [] }],
    ]);
    expect([await bench.adaptersOf(moref), first.stderr]).toEqual([
      0,
      expect.stringContaining('The next sweep adds again'),
    ]);
    bench.simulator.resetStats();
    const second = await bench.onState('remove', NEW, '--live');
    expect([second.exitCode, JSON.parse(second.stdout).hosts[0].status, bench.writes()]).toEqual([0, 'unchanged', 0]);
  });

  test('never touches an adapter that somebody else added, also by cluster', async () => {
    await bench.onState('apply', NEW);
    const ours = (await bench.administrator.findHost(NEW)) ?? '';
    expect(await bench.adaptersOf(ours)).toBe(1);
    // without a table: nobody wrote down that it is ours
    const foreign = await bench.cli('apply', bench.oldHost, '--settings', bench.settings.path);
    const { moref } = JSON.parse(foreign.stdout).hosts[0];
    const { exitCode, stdout } = await bench.onState('remove', '--cluster', bench.simulator.ready.cluster, '--live');
    const statuses = JSON.parse(stdout).hosts.map((each: { host: string; status: string }) => [each.host, each.status]);
    expect([exitCode, Object.fromEntries(statuses)]).toMatchObject([
      0,
      { [NEW]: 'converged', [bench.oldHost]: 'unchanged' },
    ]);
    expect([await bench.adaptersOf(ours), await bench.adaptersOf(moref)]).toEqual([0, 1]);
  });

  test.each([
    [['--cluster', 'nowhere'], 'No cluster nowhere with hosts is seen'],
    [[], 'Name hosts, or take all of them by --cluster'],
    [[NEW, '--cluster', 'C0'], 'Name either hosts or a place'],
  ])('of %j is a mistake that is said', async (args, words) => {
    const { exitCode, stderr } = await bench.onState('remove', ...args);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(words)]);
  });

  test('says how to name a table when it has none', async () => {
    const { exitCode, stdout } = await bench.cli('remove', bench.oldHost);
    const [problem] = JSON.parse(stdout).problems;
    expect([exitCode, problem.code]).toEqual([1, 'usage']);
    expect(problem.message).toMatch(/--vcenter NAME .*--state DIR/);
  });
});

const halt = () =>
  bench.throughDoor(({ brake }, vcenter) =>
    brake.write(vcenter, 'digest', { failed: ['a', 'b', 'c'], haltedAt: '2026-11-25T10:00:00.000Z' }, undefined),
  );

test('doctor names the commands that find this run, and not a deployment on AWS', async () => {
  const door = await bench.door();
  const sqs = createSqsClient(door);
  const letter = { MessageBody: '{}', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  await sqs.send(new SendMessageCommand({ QueueUrl: door.deadLetterQueueUrl, ...letter }));
  sqs.destroy();
  await halt();
  const { exitCode, stdout } = await bench.onState('doctor');
  await bench.onState('resume');
  const links: readonly Link[] = JSON.parse(stdout).links;
  const fixOf = (name: string) => links.find(({ link }) => link === name)?.fix;
  expect([exitCode, fixOf('brake'), fixOf('dead-letter queue')]).toEqual([
    1,
    expect.stringContaining(`: provisioning-stack resume --state ${bench.state}`),
    expect.stringContaining(`: provisioning-stack replay --state ${bench.state} --dead-letters`),
  ]);
});

test('doctor takes hosts or a place, as every verb does', async () => {
  const { exitCode, stdout } = await bench.onState('doctor', NEW, '--cluster', bench.simulator.ready.cluster);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { links: [], problems: [{ code: 'usage' }] }]);
});

test('resume lifts the brake, and says that it was on', async () => {
  await halt();
  const results = [await bench.onState('resume'), await bench.onState('resume')];
  expect(results.map(({ exitCode, stdout }) => [exitCode, JSON.parse(stdout)])).toEqual([
    [0, { vcenter: '127.0.0.1', brakes: 1 }],
    [0, { vcenter: '127.0.0.1', brakes: 0 }],
  ]);
  expect(await bench.throughDoor(({ brake }, vcenter) => brake.read(vcenter, 'digest'))).toBeUndefined();
});

describe('release', () => {
  const claim = (address: string, hostName: string, vcenter = '127.0.0.1') =>
    bench.throughDoor(({ claims }) =>
      claims.claim({ site: '', address, vcenter, hostName, claimedAt: '2026-11-25T10:00:00.000Z', origin: 'pool' }),
    );
  const statusesOf = (stdout: string) =>
    JSON.parse(stdout).addresses.map((each: { address: string; status: string }) => [each.address, each.status]);

  test('lists the claims of hosts that are gone, and gives them back by address', async () => {
    await claim('10.20.0.50', 'esx-gone.corp.example');
    await claim('10.20.0.52', 'esx-gone.corp.example', 'vc02');
    expect(statusesOf((await bench.onState('release')).stdout)).toEqual([['10.20.0.50', 'candidate']]);
    const { exitCode, stdout } = await bench.onState('release', '10.20.0.50', '10.20.0.99');
    expect([exitCode, statusesOf(stdout)]).toEqual([
      0,
      [
        ['10.20.0.50', 'released'],
        ['10.20.0.99', 'unclaimed'],
      ],
    ]);
    expect(statusesOf((await bench.onState('release')).stdout)).toEqual([]);
  });

  test('refuses an address that a host has, or of another vCenter, unless it is forced', async () => {
    const claims = await bench.throughDoor((stores) => stores.claims.ofSite(''));
    const { address = '' } =
      claims.find(({ hostName, origin }) => hostName === bench.oldHost && origin === 'seen') ?? {};
    await claim('10.20.0.52', 'esx-gone.corp.example', 'vc02');
    const { exitCode, stdout } = await bench.onState('release', address, '10.20.0.52');
    expect([exitCode, statusesOf(stdout)]).toEqual([
      3,
      [
        [address, 'refused'],
        ['10.20.0.52', 'refused'],
      ],
    ]);
    expect(JSON.parse(stdout).addresses[0].problems[0].code).toBe('claim-in-use');
    const forced = await bench.onState('release', address, '10.20.0.52', '--force');
    expect(statusesOf(forced.stdout)).toEqual([
      [address, 'released'],
      ['10.20.0.52', 'released'],
    ]);
  });

  test('takes addresses only', async () => {
    const { exitCode, stderr } = await bench.onState('release', 'esx-021');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No IP address: esx-021.')]);
  });
});
