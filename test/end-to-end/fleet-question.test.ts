/** What a person at a terminal is asked, and held to. */
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { apply } from '../../lib/cli/apply.ts';
import { plan } from '../../lib/cli/plan.ts';
import { terminal } from '../cli/terminal.ts';
import { environmentFor } from './cli-process.ts';
import { type Fleet, startFleet } from './fleet.ts';

let fleet: Fleet;
beforeEach(async () => {
  fleet = await startFleet({
    hosts: 7,
    scenario: { dhcp: { leaseDelayMs: 0 }, inventory: { standaloneHostCount: 0 } },
  });
});
afterEach(() => fleet.close());

const at = (answer?: Parameters<typeof terminal>[0]) => terminal(answer, environmentFor(fleet.simulator.ready));
const options = () => ({ all: true, settings: fleet.settings.path });

test('many hosts are shown as a table, and after a no nothing is written', async () => {
  const { console, talk, questions } = at(false);
  expect(await apply([], options(), console)).toBeUndefined();
  expect(questions).toEqual(['Apply this plan?']);
  expect(talk[0]?.split('\n')).toHaveLength(10);
  expect(talk[0]).toContain('Plan: 7 changes.');
  expect(fleet.writes()).toBe(0);
});

test('after a yes exactly what was shown is done: hosts that changed meanwhile are refused', async () => {
  const { console } = at(async () => {
    const defaults = { portgroup: 'pg-provisioning', gateway: null, address: { mode: 'dhcp' } };
    await fleet.changeSettings({ defaults, [`hosts/${fleet.hosts[2]}`]: { mtu: 9000 } });
    return true;
  });
  // by name, each host's settings are read when its turn comes
  const result = await apply(fleet.hosts, { settings: fleet.settings.path }, console);
  const statuses = result?.hosts.map(({ status, problems: [problem] }) => problem?.code ?? status);
  expect(statuses).toEqual(['converged', 'converged', 'plan-stale', ...Array(4).fill('converged')]);
});

test('--yes asks nobody, and a plan without changes is nothing to ask about', async () => {
  const first = at(false);
  expect((await apply([], { ...options(), yes: true }, first.console))?.hosts).toHaveLength(7);
  const second = at(false);
  const again = await apply([], options(), second.console);
  expect(new Set(again?.hosts.map(({ status }) => status))).toEqual(new Set(['unchanged']));
  expect([first.questions, second.questions]).toEqual([[], []]);
});

test('a plan that is stopped ends with interrupted', async () => {
  const { console, stop } = at();
  stop();
  await expect(plan([], options(), console, '0')).rejects.toMatchObject({ code: 'interrupted' });
  await expect(plan([fleet.hosts[0] ?? ''], { settings: fleet.settings.path }, console, '0')).rejects.toMatchObject({
    code: 'interrupted',
  });
});

test('a saved plan is shown and asked about, too', async () => {
  const file = fleet.file('fleet.plan');
  await plan([], { ...options(), out: file }, at().console, '0');
  const { console, questions, talk } = at(false);
  expect(await apply([], { plan: file, settings: fleet.settings.path }, console)).toBeUndefined();
  expect([questions, talk[0]]).toEqual([['Apply this plan?'], expect.stringContaining('Plan: 7 changes.')]);
  await writeFile(file, '{}');
  await expect(apply([], { plan: file }, console)).rejects.toMatchObject({ code: 'plan-invalid' });
});
