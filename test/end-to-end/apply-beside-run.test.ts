import { hostname, userInfo } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { environmentFor, runCli } from './cli-process.ts';
import { NEW, type RunBench, startRunBench } from './run-bench.ts';
import { waitFor } from './wait-for.ts';

let bench: RunBench;
beforeEach(async () => {
  bench = await startRunBench();
});
afterEach(() => bench.close());

describe('apply beside a run', () => {
  test('is kept out while the run writes to the host, and says who does', async () => {
    bench.simulator.applyScenario({ faults: [{ method: 'AddVirtualNic', delayMs: 6000, count: 1 }] });
    bench.simulator.resetStats();
    await bench.administrator.addHost({ hostName: NEW });
    await waitFor('the first write', () => bench.simulator.stats()['AddVirtualNic']);
    const { exitCode, stdout } = await bench.onState('apply', NEW);
    const [result] = JSON.parse(stdout).hosts;
    expect([exitCode, result.status, result.problems[0].code]).toEqual([1, 'deferred', 'lease-held']);
    expect(result.problems[0].message).toMatch(/\(configure-host, request [0-9a-f-]{36}\) is writing to/);
    await bench.running.outcome(NEW, 'converged');
    expect(bench.simulator.stats()['AddVirtualNic']).toBe(1);
  });

  test('keeps the run out, which names the person', async () => {
    bench.simulator.applyScenario({ faults: [{ method: 'AddVirtualNic', delayMs: 6000, count: 1 }] });
    bench.simulator.resetStats();
    const applying = bench.onState('apply', bench.oldHost);
    await waitFor('the first write', () => bench.simulator.stats()['AddVirtualNic']);
    const moref = (await bench.administrator.findHost(bench.oldHost)) ?? '';
    await bench.administrator.enterMaintenanceMode(moref);
    await bench.administrator.exitMaintenanceMode(moref);
    const { problems } = await bench.running.outcome(bench.oldHost, 'deferred');
    expect(problems[0]?.message).toContain(`(apply by ${userInfo().username}@${hostname()}, pid `);
    expect((await applying).exitCode).toBe(0);
  });

  test('leaves its end and its adapter in the journal, and takes vCenter and settings from the run', async () => {
    const { PATH = '' } = environmentFor(bench.simulator.ready);
    const { exitCode, stdout } = await runCli(['apply', bench.oldHost, '--state', bench.state, '--output', 'json'], {
      PATH,
    });
    const [result] = JSON.parse(stdout).hosts;
    expect([exitCode, result.status]).toEqual([0, 'converged']);
    const row = await bench.throughDoor(({ journal }, vcenter) => journal.read(vcenter, result.moref));
    expect(row?.outcome?.status).toBe('converged');
    expect(row?.added).toEqual([
      expect.objectContaining({
        device: result.device,
        portgroup: 'pg-provisioning',
        runId: expect.stringContaining('apply by'),
      }),
    ]);
  });

  test('finds the table in the default state directory, and says when there is none', async () => {
    const args = ['apply', bench.oldHost, '--settings', bench.settings.path];
    const here = await runCli(args, environmentFor(bench.simulator.ready), bench.settings.folder);
    const elsewhere = await runCli(args, environmentFor(bench.simulator.ready));
    expect([here.exitCode, here.stderr]).toEqual([0, '']);
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([0, expect.stringContaining('No journal table is in use')]);
  });
});
