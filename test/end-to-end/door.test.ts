import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { environmentFor, runCli } from './cli-process.ts';
import { type RunBench, startRunBench } from './run-bench.ts';

let bench: RunBench;
beforeEach(async () => {
  bench = await startRunBench();
});
afterEach(() => bench.close());

describe('the door of a run', () => {
  test('is readable by its owner alone, and gone with the run', async () => {
    expect((await stat(join(bench.state, 'door.json'))).mode & 0o777).toBe(0o600);
    await bench.running.stop('SIGTERM');
    const { exitCode, stderr } = await bench.onState('apply', bench.oldHost);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/There is no .*door\.json.*\[door-closed\]/s)]);
  });

  test('that was killed is told, and the next run opens it again', async () => {
    await bench.running.stop('SIGKILL');
    const { exitCode, stderr } = await bench.onState('remove', bench.oldHost);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/pid \d+\) is gone\..*\[door-closed\]/s)]);
    await bench.restart();
    expect((await bench.onState('remove', bench.oldHost)).exitCode).toBe(0);
  });

  test('whose pid is somebody else’s by now is told, too', async () => {
    const left = await bench.door();
    await bench.running.stop('SIGKILL');
    await writeFile(join(bench.state, 'door.json'), JSON.stringify({ ...left, pid: process.pid }));
    expect((await bench.onState('resume')).stderr).toContain('[door-closed]');
  });

  test('leads to no other vCenter than the one that it watches', async () => {
    const other = environmentFor(bench.simulator.ready, { VCENTER_URL: 'https://127.0.0.1:9/sdk' });
    const { exitCode, stderr } = await runCli(['remove', bench.oldHost, '--state', bench.state], other);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/watches .*VCENTER_URL is .*\[usage\]/s)]);
  });
});
