import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Local, startLocal } from '../../local/local.ts';
import type { LocalOptions, LocalOutcome, LocalSweepResult } from '../../local/local-options.ts';
import { type SimulatorProcess, startSimulatorProcess } from '../../simulator/simulator-process.ts';
import { untilTrue } from './until-true.ts';

let vcenter: SimulatorProcess;
let directory: string;
let local: Local | undefined;
let outcomes: LocalOutcome[];
let alerts: string[];
let sweeps: LocalSweepResult[];
let troubles: unknown[];

beforeEach(async () => {
  vcenter = await startSimulatorProcess();
  directory = await mkdtemp(join(tmpdir(), 'provisioning-stack-local-'));
  [outcomes, alerts, sweeps, troubles] = [[], [], [], []];
});
afterEach(async () => {
  await local?.close();
  await vcenter.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(settings: () => object, overrides: Partial<LocalOptions> = {}): Promise<void> {
  const ignore = () => undefined;
  local = await startLocal({
    vcenter: 'vc01',
    connection: connectionOf(vcenter),
    settings: async () => ({ defaults: JSON.stringify(settings()) }),
    stateDirectory: directory,
    pollSeconds: 0.2,
    on: {
      outcome: (outcome) => outcomes.push(outcome),
      alert: (subject) => alerts.push(subject),
      sweep: (result) => sweeps.push(result),
      trouble: (error) => troubles.push(error),
    },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    ...overrides,
  });
}

function connectionOf({ ready: { url: endpoint, username, password }, ca }: SimulatorProcess) {
  return { endpoint, username, password, ca };
}

function enforced(gateway: string): object {
  return {
    mode: 'enforce',
    portgroup: vcenter.ready.dvportgroup,
    gateway,
    // The hosts manage themselves in racks of equal host parts, so `derive` would give all of them one address.
    address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.99'] },
    settleSeconds: 0,
  };
}

test('every host in scope is configured from the first sweep on, and the end logs out', async () => {
  await start(() => enforced('10.20.0.1'));
  expect(sweeps).toMatchObject([{ hosts: vcenter.ready.hosts.length, isFirst: true }]);

  await untilTrue(() => outcomes.filter(({ status }) => status === 'converged').length === vcenter.ready.hosts.length);
  await local?.close();

  expect(await vcenter.calls()).toMatchObject({ AddVirtualNic: vcenter.ready.hosts.length, Login: 1, Logout: 1 });
  expect([alerts, troubles]).toEqual([[], []]);
});

test('settings are read afresh: a wrong gateway writes nothing, and its correction is found by the next sweep', async () => {
  let gateway = '10.99.0.1';
  await start(() => enforced(gateway), { sweepIntervalSeconds: 1 });
  expect(sweeps[0]?.counts).toEqual({ refused: vcenter.ready.hosts.length });
  expect((await vcenter.calls())['AddVirtualNic'] ?? 0).toBe(0);

  gateway = '10.20.0.1';

  await untilTrue(() => outcomes.filter(({ status }) => status === 'converged').length === vcenter.ready.hosts.length);
  expect(outcomes.at(-1)?.settings).toEqual([
    { origin: '/provisioning-stack/vc01/defaults', version: expect.any(Number) },
  ]);
});

test('a second start on the same directory knows the baseline, and one at the same time is refused', async () => {
  await start(() => enforced('10.20.0.1'));
  await expect(start(() => enforced('10.20.0.1'))).rejects.toMatchObject({ code: 'usage' });
  await local?.close();

  await start(() => enforced('10.20.0.1'));

  expect(sweeps[0]?.isFirst).toBe(true);
  expect(sweeps.at(-1)?.isFirst).toBe(false);
});
