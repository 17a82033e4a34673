/** `status` as a process of its own, beside a `run` with a simulated vCenter. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StatusResult } from '../../lib/cli/status-result.ts';
import { schemaProblems } from '../schema.ts';
import { collect, environmentFor, runCli, startCli } from './cli-process.ts';
import { NEW, type RunBench, startRunBench } from './run-bench.ts';
import { waitFor } from './wait-for.ts';

const HALTED = { failed: ['a', 'b', 'c'], haltedAt: '2026-11-25T10:00:00.000Z' };

let bench: RunBench;
beforeAll(async () => {
  bench = await startRunBench();
  await bench.addNewHost();
  // a full sweep has been there
  await waitFor('the hosts of the baseline are recorded', async () => {
    const rows = await bench.throughDoor(({ journal }, vcenter) => journal.readAll(vcenter));
    return rows.length > 1 || undefined;
  });
});
afterAll(() => bench.close());

const status = (...args: string[]) => runCli(['status', ...args], environmentFor(bench.simulator.ready));
const onState = (...args: string[]) => status('--state', bench.state, ...args);
const parsed = (stdout: string): StatusResult => JSON.parse(stdout);

describe('the fleet', () => {
  test('is every host with what it has, as a table, and the sum', async () => {
    const { exitCode, stdout, stderr } = await onState();
    const line = stdout.split('\n').find((each) => each.startsWith(NEW));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(line?.replace(/ {2,}/g, ' | ')).toMatch(
      /^esx-new\.corp\.example \| \S+ \| (converged|unchanged) \| 10\.20\.0\.10\/24 \| 10\.20\.0\.1 \| \d{4}-\d\d-\d\d \d\d:\d\dZ \| hosts\/esx-new\.corp\.example@1/,
    );
    expect(stdout).toMatch(/^127\.0\.0\.1: 4 hosts: /m);
    expect(stdout).toMatch(/^Last sweep: \d{4}.* ago\.$/m);
    expect(stdout).toMatch(/^Listening to events: \d{4}/m);
  });

  test('is JSON as its schema says, and knows of every host of the inventory', async () => {
    const { exitCode, stdout } = await onState('--output', 'json');
    expect([exitCode, schemaProblems('status', JSON.parse(stdout))]).toEqual([0, []]);
    const { hosts, sources, total } = parsed(stdout);
    expect([sources, total, hosts.length]).toEqual([
      { table: expect.any(String), place: 'run', inventory: true },
      4,
      4,
    ]);
    expect(hosts.every(({ inventory }) => inventory === 'present')).toBe(true);
  });

  test('is of the hosts that the filter lets through', async () => {
    const some = parsed((await onState('--output', 'json', '--status', 'converged,unchanged', '--since', '1h')).stdout);
    expect(some.hosts.map(({ host }) => host)).toContain(NEW);
    const none = await onState('--status', 'failed', '--cluster', bench.simulator.ready.cluster);
    expect([none.exitCode, none.stdout]).toEqual([0, expect.stringContaining('0 of 4 hosts: no host.')]);
  });

  test('is the journal alone when vCenter is not to be asked, or does not answer, and then says so', async () => {
    const alone = await onState('--journal-only', '--output', 'json');
    expect([alone.stderr, parsed(alone.stdout).sources.inventory]).toEqual(['', false]);
    const environment = environmentFor(bench.simulator.ready, { VCENTER_PASSWORD: 'wrong' });
    const refused = await runCli(['status', '--state', bench.state, '--output', 'json'], environment);
    expect([refused.exitCode, refused.stderr]).toEqual([0, expect.stringMatching(/^warning: .*\[login-refused\]\n$/)]);
    expect(parsed(refused.stdout).problems).toMatchObject([{ code: 'login-refused' }]);
    expect(schemaProblems('status', JSON.parse(refused.stdout))).toEqual([]);
  });

  test('ends with 1 under --check when the brake is on, which is said first', async () => {
    await bench.throughDoor(({ brake }, vcenter) => brake.write(vcenter, 'digest', HALTED, undefined));
    const worried = await onState('--check');
    await bench.throughDoor(({ brake }, vcenter) => brake.release(vcenter));
    expect([worried.exitCode, worried.stdout]).toEqual([1, expect.stringMatching(/^HALTED since 2026-11-25 10:00Z/)]);
    const calm = await onState('--check', '--status', 'converged,unchanged');
    expect([calm.exitCode, calm.stdout]).toEqual([0, expect.not.stringContaining('HALTED')]);
  });
});

test('an error code that is mistyped is a mistake, and not a fleet without worries', async () => {
  const { exitCode, stderr } = await onState('--code', 'gateway-silnet', '--check');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('gateway-silnet is no error code')]);
});

describe('a host that is named', () => {
  test('is its whole story', async () => {
    const { exitCode, stdout } = await onState(NEW);
    expect(exitCode).toBe(0);
    for (const part of [
      /^esx-new\.corp\.example \(host-\d+\): /,
      /has {8}vmk1 10\.20\.0\.10\/24, gateway 10\.20\.0\.1/,
      /ours {7}vmk1/,
    ]) {
      expect(stdout).toMatch(part);
    }
    const json = await onState(NEW, '--output', 'json');
    expect(schemaProblems('status', JSON.parse(json.stdout))).toEqual([]);
    expect(parsed(json.stdout).hosts).toMatchObject([{ host: NEW, added: [{ device: 'vmk1' }], next: [] }]);
  });

  test('and is nowhere is a mistake', async () => {
    const { exitCode, stdout, stderr } = await onState('esx-nowhere', '--output', 'json');
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining('There is no host esx-nowhere in journal and inventory.'),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ hosts: [], problems: [{ code: 'host-not-found' }] });
  });
});

describe('--html', () => {
  test('writes a page, and never over a file that is there unless it is forced', async () => {
    const file = join(bench.settings.folder, 'fleet.html');
    const first = await onState('--html', file);
    const page = await readFile(file, 'utf8');
    expect([first.exitCode, page]).toEqual([0, expect.stringContaining(`>${NEW}</th>`)]);
    const second = await onState('--html', file);
    expect([second.exitCode, second.stderr]).toEqual([
      1,
      expect.stringMatching(/is there already; --force overwrites it/),
    ]);
    expect(await readFile(file, 'utf8')).toBe(page);
    expect((await onState('--html', file, '--force')).exitCode).toBe(0);
  });
});

describe('--watch', () => {
  test('prints the sum, then changes, and ends with 0 on Ctrl-C', async () => {
    const child = startCli(['status', '--state', bench.state, '--watch', '0.2'], environmentFor(bench.simulator.ready));
    const output = collect(child);
    const closed = once(child, 'close');
    await waitFor('the first line', () => /127\.0\.0\.1: 4 hosts/.test(output().stdout) || undefined);
    await bench.throughDoor(({ brake }, vcenter) => brake.write(vcenter, 'digest', HALTED, undefined));
    await waitFor('the change', () => /HALTED since 2026-11-25 10:00Z/.test(output().stdout) || undefined);
    child.kill('SIGINT');
    const [exitCode] = await closed;
    await bench.throughDoor(({ brake }, vcenter) => brake.release(vcenter));
    expect([exitCode, output().stderr]).toEqual([0, '']);
    expect(
      output()
        .stdout.split('\n')
        .filter((line) => /4 hosts/.test(line)),
    ).toHaveLength(1);
  });
});

describe('a mistake', () => {
  test.each([
    [['--watch', '--output', 'json'], /--watch shows text/],
    [['--force'], /--force is for the file of --html/],
    [['--status', 'broken'], /There is no status broken/],
    [['--since', 'yesterday'], /--since yesterday is none of: a time/],
    [['--html', '/nowhere/at/all.html'], /\/nowhere\/at\/all\.html cannot be written \(ENOENT\)/],
    [['--state', '/nowhere/at/all'], /no "run" is serving that directory/],
  ])('such as %j is said without a stack trace', async (args, words) => {
    const { exitCode, stderr } = await onState(...args);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('as to name no table is told with the ways to name one', async () => {
    const { exitCode, stdout } = await status('--output', 'json');
    expect([exitCode, JSON.parse(stdout).problems]).toMatchObject([1, [{ code: 'usage' }]]);
    expect(schemaProblems('status', JSON.parse(stdout))).toEqual([]);
  });
});
