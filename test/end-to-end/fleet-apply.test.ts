import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FaultRule } from '../../simulator/scenario.ts';
import { EVERY_HOST, type Fleet, startFleet, statusesOf } from './fleet.ts';
import { waitFor } from './wait-for.ts';

const HOSTS = 6;
let fleet: Fleet;
afterEach(() => fleet.close());

const open = async (faults: readonly FaultRule[] = []) => {
  const scenario = { dhcp: { leaseDelayMs: 0 }, inventory: { standaloneHostCount: 0 }, faults };
  fleet = await startFleet({ hosts: HOSTS, scenario });
};
const nameOf = (index: number) => fleet.hosts[index] ?? '';
const refusing = (host: string): FaultRule => ({ method: 'AddVirtualNic', host, fault: 'HostConfigFault' });

describe('apply to a cluster', () => {
  test('converges every host, says how far it is on stderr and the sum on stdout; again it writes nothing', async () => {
    await open();
    const first = await fleet.text('apply', '--all');
    expect([first.exitCode, first.stdout.trimEnd().split('\n').at(-1)]).toEqual([0, `Applied: ${HOSTS} converged.`]);
    expect(first.stderr.match(/^\d of 6: esx-00\d\.example\.test converged$/gm)).toHaveLength(HOSTS);
    fleet.simulator.resetStats();
    const again = await fleet.json('apply', '--all');
    expect([again.exitCode, new Set(statusesOf(again)), fleet.writes()]).toEqual([0, new Set(['unchanged']), 0]);
  });

  test('goes on after a host that failed, and the worst end is the exit code', async () => {
    await open();
    fleet.simulator.applyScenario({ faults: [refusing(nameOf(1))] });
    const answer = await fleet.json('apply', ...fleet.hosts, '--parallel', '2');
    expect([answer.exitCode, answer.hosts.map(({ host }) => host)]).toEqual([1, [...fleet.hosts]]);
    expect(statusesOf(answer)).toEqual(['converged', 'failed fault-refused', ...Array(4).fill('converged')]);
    expect(answer.stderr).toContain(`${nameOf(1)} failed`);
  });

  test('says of a host that was busy to repeat the command, since without a table nobody comes again', async () => {
    await open();
    fleet.simulator.applyScenario({ faults: [{ ...refusing(nameOf(1)), fault: 'TaskInProgress' }] });
    const answer = await fleet.json('apply', nameOf(1));
    expect(statusesOf(answer)).toEqual(['deferred fault-passing']);
    expect(answer.hosts[0]?.problems[0]?.message).toMatch(/ Repeat the command, which reads the host first: /);
  });

  test('with --fail-fast begins no other host after one that failed, and reports all of them', async () => {
    await open();
    fleet.simulator.applyScenario({ faults: [refusing(nameOf(1))] });
    const answer = await fleet.json('apply', '--all', '--parallel', '1', '--fail-fast');
    expect([answer.exitCode, statusesOf(answer)]).toEqual([
      1,
      ['converged', 'failed fault-refused', ...Array(4).fill('deferred interrupted')],
    ]);
    expect(answer.hosts[5]?.problems[0]?.message).toContain(`${nameOf(1)} is failed, and --fail-fast was given.`);
  });

  test.each([['0'], ['33'], ['2.5'], ['many']])('to %s hosts at once is a mistake', async (parallel) => {
    await open();
    const { exitCode, stderr } = await fleet.text('apply', '--all', '--parallel', parallel);
    expect([exitCode, stderr, fleet.writes()]).toEqual([1, expect.stringContaining('no number from 1 to 32'), 0]);
  });
});

describe('Ctrl-C', () => {
  const SLOW: FaultRule = { method: 'AddVirtualNic', delayMs: 3000 };
  const begin = async () => {
    await open([SLOW]);
    const started = fleet.start('apply', '--all', '--parallel', '2');
    const ended = once(started.child, 'close');
    await waitFor('two hosts are in hand', () => (fleet.simulator.stats()['AddVirtualNic'] ?? 0) >= 2 || undefined);
    return { ...started, ended };
  };

  test('lets the hosts in hand come to their end, begins no other one, and reports all of them', async () => {
    const { child, output, ended } = await begin();
    child.kill('SIGINT');
    const [exitCode] = await ended;
    const answer = await fleet.answer('apply', { exitCode, ...output() });
    expect([exitCode, answer.hosts.map(({ host }) => host)]).toEqual([1, [...fleet.hosts]]);
    expect(statusesOf(answer)).toEqual(['converged', 'converged', ...Array(4).fill('deferred interrupted')]);
    expect(answer.stderr).toContain('Stopping: hosts in hand come to their end, no other one is begun.');
    expect(fleet.simulator.stats()).toMatchObject({ AddVirtualNic: 2, Login: 1, Logout: 1 });
  });

  test('once more ends at once, and says which hosts were in hand', async () => {
    const { child, output, ended } = await begin();
    child.kill('SIGINT');
    await waitFor('the first one is heard', () => output().stderr.includes('Stopping: ') || undefined);
    child.kill('SIGINT');
    const [exitCode] = await ended;
    expect([exitCode, output().stdout]).toEqual([130, '']);
    expect(output().stderr).toContain(`Ended at once, with these hosts in hand: ${nameOf(0)}, ${nameOf(1)}.`);
    fleet.simulator.applyScenario({ faults: [], replaceFaults: true });
    const again = await fleet.json('apply', '--all');
    expect([again.exitCode, again.hosts.filter(({ problems }) => problems.length > 0)]).toEqual([0, []]);
  });
});

describe('disruptive steps', () => {
  test('are marked, counted, and taken with --live only', async () => {
    await open();
    const static_ = (gateway: string) => ({
      defaults: { ...EVERY_HOST, gateway, address: { mode: 'static', address: '10.20.0.11/24' } },
    });
    const tree = ({ defaults }: ReturnType<typeof static_>) => ({ [`hosts/${nameOf(0)}`]: defaults });
    await fleet.changeSettings(tree(static_('10.20.0.1')));
    expect((await fleet.json('apply', nameOf(0))).exitCode).toBe(0);
    await fleet.changeSettings(tree(static_('10.20.0.254')));
    const text = await fleet.text('plan', nameOf(0));
    expect(text.stdout).toMatch(/updateNetworkConfig \(disruptive\): .*\n {6}gateway: 10\.20\.0\.1 -> 10\.20\.0\.254/);
    expect(text.stdout).toContain('1 of them with disruptive steps, taken with --live or in maintenance mode only.');
    const refused = await fleet.json('apply', nameOf(0));
    expect([refused.exitCode, statusesOf(refused)]).toEqual([3, ['refused disruptive-needs-live']]);
    const live = await fleet.json('apply', nameOf(0), '--live');
    expect([live.exitCode, statusesOf(live), live.hosts[0]?.steps[0]?.disruptive]).toEqual([0, ['converged'], true]);
  });
});
