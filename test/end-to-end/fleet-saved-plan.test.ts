import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Fleet, startFleet, statusesOf } from './fleet.ts';

const GATEWAY = '10.20.0.1';
const defaults = { portgroup: 'pg-provisioning', gateway: GATEWAY, mtu: 1500 };
const address = (last: number) => ({ address: { mode: 'static', address: `10.20.0.${last}/24` } });

let fleet: Fleet;
let file: string;
beforeEach(async () => {
  fleet = await startFleet({ hosts: 3 }, { defaults });
  file = fleet.file('fleet.plan');
  await fleet.changeSettings(tree());
});
afterEach(() => fleet.close());

const nameOf = (index: number) => fleet.hosts[index] ?? '';
const tree = (more: object = {}) => ({
  defaults,
  [`hosts/${nameOf(0)}`]: address(11),
  [`hosts/${nameOf(1)}`]: address(12),
  ...more,
});
const save = () => fleet.json('plan', nameOf(0), nameOf(1), '--out', file);
const saved = async () => JSON.parse(await readFile(file, 'utf8'));
const edited = ({ hosts, ...plan }: Record<string, unknown>, change: (host: object) => unknown) => ({
  ...plan,
  hosts: Array.isArray(hosts) ? hosts.flatMap(change) : hosts,
});
const withoutFingerprint = (host: object) => ({ ...host, fingerprint: undefined });
const refused = (host: object) => ({ ...host, status: 'refused' });
const applySaved = () => fleet.json('apply', '--plan', file);

test('a plan is saved with what it was made from, and taken as it was saved', async () => {
  const planned = await save();
  expect([planned.exitCode, planned.stderr]).toEqual([
    2,
    `Saved. To take it: provisioning-stack apply --plan ${file}\n`,
  ]);
  const plan = await saved();
  expect(plan).toMatchObject({
    formatVersion: 1,
    productVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
    vcenter: { name: '127.0.0.1', instanceUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    stack: 'vSphereProvisioning',
  });
  expect(plan.hosts[0].fingerprint.madeFrom).toMatchObject({
    [`version of ${fleet.settings.path}#defaults`]: '1',
    'setting gateway': `"${GATEWAY}"`,
    gateway: 'none',
    ESXi: expect.stringMatching(/^\d/),
  });
  const applied = await applySaved();
  expect([applied.exitCode, applied.hosts.map(({ host }) => host), statusesOf(applied)]).toEqual([
    0,
    [nameOf(0), nameOf(1)],
    ['converged', 'converged'],
  ]);
});

test('taken a second time it fits no host: each has the adapter by now', async () => {
  await save();
  await applySaved();
  fleet.simulator.resetStats();
  const again = await applySaved();
  expect([again.exitCode, statusesOf(again), fleet.writes()]).toEqual([3, Array(2).fill('refused plan-stale'), 0]);
  expect(again.hosts[0]?.problems[0]?.message).toMatch(
    /Changed: gateway none -> 10\.20\.0\.1; .*adapter vmk1 address absent -> 10\.20\.0\.11\/255\.255\.255\.0; .*no longer "addVirtualNic/,
  );
});

test('a host whose settings changed is refused with the change, and the others go on', async () => {
  await save();
  await fleet.changeSettings(tree({ [`hosts/${nameOf(0)}`]: { ...address(11), mtu: 9000 } }));
  const applied = await applySaved();
  expect([applied.exitCode, statusesOf(applied)]).toEqual([3, ['refused plan-stale', 'converged']]);
  expect(applied.hosts[0]?.problems[0]?.message).toContain('Changed: setting mtu 1500 -> 9000;');
});

test('a host that somebody configured meanwhile is refused with what it has by now', async () => {
  await save();
  expect((await fleet.json('apply', nameOf(1))).exitCode).toBe(0);
  const applied = await applySaved();
  expect([applied.exitCode, statusesOf(applied)]).toEqual([3, ['converged', 'refused plan-stale']]);
  expect(applied.hosts[1]?.problems[0]?.message).toContain('adapter vmk1 MTU absent -> 1500');
});

test('hosts without a plan are told as they were planned, and not called', async () => {
  await fleet.changeSettings(tree({ [`hosts/${nameOf(1)}`]: { ...address(12), gateway: '10.99.0.1' } }));
  await save();
  await fleet.changeSettings(tree());
  const applied = await applySaved();
  expect([applied.exitCode, statusesOf(applied)]).toEqual([3, ['converged', 'refused gateway-outside-subnet']]);
  expect(fleet.simulator.stats()['AddVirtualNic']).toBe(1);
});

test.each<[string, (plan: Record<string, unknown>) => unknown, number, string]>([
  ['of another vCenter', (plan) => ({ ...plan, vcenter: { name: 'vc07', instanceUuid: 'other' } }), 3, 'plan-foreign'],
  ['of a newer format', (plan) => ({ ...plan, formatVersion: 2, hosts: 'elsewhere' }), 3, 'plan-newer'],
  ['that lacks a member', ({ stack: _stack, ...plan }) => plan, 1, 'plan-invalid'],
  ['that is no JSON', () => undefined, 1, 'plan-invalid'],
  ['whose hosts do not have what they were made from', (plan) => edited(plan, withoutFingerprint), 1, 'plan-invalid'],
  ['with a host twice', (plan) => edited(plan, (host) => [host, host]), 1, 'plan-invalid'],
  ['with a refused host that has a plan', (plan) => edited(plan, refused), 1, 'plan-invalid'],
])('a plan %s is not taken', async (_what, change, expected, code) => {
  await save();
  await writeFile(file, JSON.stringify(change(await saved())) ?? '{"hosts":');
  const { exitCode, hosts, problems } = await applySaved();
  expect([exitCode, hosts, problems.map((problem) => problem.code), fleet.writes()]).toEqual([expected, [], [code], 0]);
  const text = await fleet.text('apply', '--plan', file);
  expect([text.exitCode, text.stdout, text.stderr]).toEqual([expected, '', expect.stringContaining(`[${code}]`)]);
});

test('a plan file that is not there, a folder that is not, and one in its place, are said before anything is done', async () => {
  const missing = await applySaved();
  expect([missing.exitCode, missing.problems[0]?.message]).toEqual([1, expect.stringContaining('(ENOENT)')]);
  const nowhere = await fleet.json('plan', nameOf(0), '--out', fleet.file('nowhere/fleet.plan'));
  expect([nowhere.exitCode, nowhere.problems[0]]).toEqual([
    1,
    {
      code: 'usage',
      message: expect.stringMatching(/^The plan cannot be saved as .*nowhere\/fleet\.plan \(ENOENT\)\./),
    },
  ]);
  const folder = await fleet.json('plan', nameOf(0), '--out', fleet.settings.folder);
  expect([folder.exitCode, folder.problems[0]?.message]).toEqual([1, expect.stringContaining('(EISDIR)')]);
  expect(fleet.simulator.stats()).toEqual({});
});

test.each([[['esx-1']], [['--all']], [['--stack', 'vmotion']], [['--allow-replace']]])(
  '--plan with %j is a mistake',
  async (args) => {
    await save();
    const { exitCode, problems } = await fleet.json('apply', '--plan', file, ...args);
    const message = expect.stringContaining('--plan says which hosts, which stack and what');
    expect([exitCode, problems[0]]).toEqual([1, { code: 'usage', message }]);
  },
);
