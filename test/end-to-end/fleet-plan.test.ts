import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fleet, startFleet, statusesOf } from './fleet.ts';

const HOSTS = 1000;
const MOST_MEGABYTES = 256;

test('a thousand hosts are planned in one session, by pages, with no call for a single one, in under 256 MB', async () => {
  const fleet = await startFleet({ hosts: HOSTS, scenario: { inventory: { standaloneHostCount: 0 } } });
  const { exitCode, hosts, stderr } = await fleet.json('plan', '--all', '--debug');
  const { ContinueRetrievePropertiesEx: pages = 0, ...calls } = fleet.simulator.stats();
  await fleet.close();
  expect([exitCode, hosts.length]).toEqual([2, HOSTS]);
  expect(hosts.filter(({ status }) => status !== 'changes')).toEqual([]);
  expect(calls).toEqual({
    RetrieveServiceContent: 1,
    Login: 1,
    CreateContainerView: 1,
    // the directory, what surrounds the hosts, the hosts
    RetrievePropertiesEx: 3,
    DestroyView: 1,
    Logout: 1,
  });
  expect(pages).toBeLessThanOrEqual(HOSTS / 50);
  const [, megabytes] = /Peak memory \{"megabytes":(\d+)\}/.exec(stderr) ?? [];
  expect(Number(megabytes)).toBeGreaterThan(0);
  expect(Number(megabytes)).toBeLessThan(MOST_MEGABYTES);
}, 300_000);

describe('hosts by place', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    const inventory = { hosts: [{ name: 'esx-c1.example.test', cluster: 'C1' }], clusters: [{ name: 'C1' }] };
    fleet = await startFleet({ hosts: 7, scenario: { inventory } });
  });
  afterAll(() => fleet.close());

  test.each([
    ['--cluster C1', 1],
    ['--cluster /DC0/host/C1', 1],
    ['--datacenter DC0 --cluster C1', 1],
    ['--cluster C1 --cluster DC0_C0', 8],
    // with the standalone host
    ['--datacenter /DC0', 9],
    ['--all', 9],
  ])('%s is %i of them', async (choice, count) => {
    const { exitCode, hosts } = await fleet.json('plan', ...choice.split(' '));
    expect([exitCode, hosts.length, new Set(hosts.map(({ host }) => host)).size]).toEqual([
      expect.any(Number),
      count,
      count,
    ]);
    if (count === 1) expect(hosts[0]?.host).toBe('esx-c1.example.test');
  });

  test('many as text are a table and its sum; with --verbose each is shown in full', async () => {
    const { exitCode, stdout, stderr } = await fleet.text('plan', '--cluster', 'DC0_C0');
    const lines = stdout.trimEnd().split('\n');
    expect([exitCode, stderr, lines.length]).toEqual([2, '', 10]);
    expect([lines[0], lines[1]]).toEqual([
      expect.stringMatching(/^HOST {2,}STATUS {2,}DEVICE {2}WHAT$/),
      expect.stringMatching(/^esx-001\.example\.test {2,}changes {2,}addVirtualNic \(portgroup, address\)$/),
    ]);
    expect(lines.slice(-2)).toEqual(['In full: --verbose.', 'Plan: 7 changes.']);
    const verbose = await fleet.text('plan', '--cluster', 'DC0_C0', '--verbose');
    expect(verbose.stdout.match(/^esx-\d+\.example\.test \(host-\d+\): changes$/gm)).toHaveLength(7);
  });

  test.each([
    [['--cluster', 'nowhere'], 'No cluster nowhere with hosts is seen in 127.0.0.1.'],
    [['--datacenter', 'DC7', '--cluster', 'C1'], 'No datacenter DC7 with hosts is seen in 127.0.0.1.'],
    [[], 'Name hosts, or take all of them by --cluster, --datacenter or --all.'],
    [['esx-1', '--all'], 'Name either hosts or a place'],
    [['--all', '--cluster', 'C1'], '--all is every host of the vCenter'],
  ])('%j is a mistake that is said, as text and as JSON', async (args, words) => {
    const text = await fleet.text('plan', ...args);
    expect(text).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining(words) });
    const { exitCode, hosts, problems } = await fleet.json('plan', ...args);
    const message = expect.stringContaining(words);
    expect([exitCode, hosts, problems[0]]).toEqual([1, [], { code: 'usage', message }]);
  });
});

describe('hosts by name', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    const inventory = { hosts: [{ name: 'esx-001.other.test' }] };
    fleet = await startFleet({ hosts: 3, scenario: { inventory } });
  });
  afterAll(() => fleet.close());

  test('that are none, or several, are said together, and the others are planned', async () => {
    const [one = '', two = ''] = fleet.hosts;
    const answer = await fleet.json('plan', one, 'nowhere', two, 'esx-001', 'host-9999');
    expect([answer.exitCode, answer.hosts.map(({ host }) => host), statusesOf(answer)]).toEqual([
      1,
      [one, two],
      ['changes', 'changes'],
    ]);
    expect(answer.problems.map(({ code, message }) => [code, message.split('"')[1]])).toEqual([
      ['host-not-found', 'nowhere'],
      ['host-not-found', 'esx-001'],
      ['host-not-found', 'host-9999'],
    ]);
    expect(answer.problems[1]?.message).toMatch(
      /fits 2 hosts: esx-001\.example\.test \(host-\d+\), esx-001\.other\.test/,
    );
  });

  test('of which one is none are not written to, and every one that is none is said', async () => {
    const [one = ''] = fleet.hosts;
    const { exitCode, hosts, problems } = await fleet.json('apply', one, 'nowhere', 'nobody');
    expect([exitCode, hosts, problems.map(({ code }) => code), fleet.writes()]).toEqual([
      1,
      [],
      ['host-not-found', 'host-not-found'],
      0,
    ]);
  });

  test('that mean the same host are that host once', async () => {
    const [one = ''] = fleet.hosts;
    const { hosts } = await fleet.json('plan', one, `/DC0/host/DC0_C0/${one}`, one);
    expect(hosts.map(({ host }) => host)).toEqual([one]);
  });
});
