/** Calls of HostNetworkSystem are tasks of their host. */
import { afterEach, expect, test } from '@jest/globals';
import { type HostBench, startHostBench } from './host-bench.ts';
import { faultOf, runTask, until } from './soap-client.ts';

/** Longer than a test. */
const NEVER = 600_000;
let host: HostBench;
afterEach(() => host.bench.simulator.close());

test('a network call is a task of its host while it runs, by its own name', async () => {
  host = await startHostBench({ callMs: NEVER });
  const cut = expect(host.addDistributed()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(
    await until(
      () => host.tasks(),
      (found) => found.length > 0,
    ),
  ).toEqual([['AddVirtualNic', 'running', undefined]]);
  expect(await host.adapters()).toHaveLength(1);
  await host.bench.simulator.close();
  await cut;
});

test('a network call that is done leaves a task with its result', async () => {
  host = await startHostBench({ callMs: 20 });
  expect(await host.addDistributed()).toBe('');
  expect(await host.tasks()).toEqual([['AddVirtualNic', 'success', 'vmk1']]);
});

test('a network call that fails leaves a task with its fault', async () => {
  host = await startHostBench();
  await host.remove('vmk9');
  expect(await host.tasks()).toEqual([['RemoveVirtualNic', 'error', 'NotFound']]);
});

test('a network call that is refused for want of a privilege or a connection is none', async () => {
  host = await startHostBench({ taskMs: 1 });
  await runTask(host.client, 'DisconnectHost_Task', host.host);
  const before = (await host.tasks()).length;
  expect(await host.update('vmk1', '<mtu>9000</mtu>')).toBe('HostNotConnected');
  expect(await host.tasks()).toHaveLength(before);
});

test.each([
  ['listed', 1],
  ['eventOnly', 0],
] as const)('is %s: %d tasks, and a TaskEvent', async (networkTasks, count) => {
  host = await startHostBench({ answers: { networkTasks } });
  await host.addDistributed();
  expect([(await host.tasks()).length, await host.posted('TaskEvent')]).toEqual([count, 1]);
});

test('a network call takes as long as a fault rule says, with its fault at the end', async () => {
  const rule = { method: 'UpdateVirtualNic', delayMs: 60, fault: 'HostConfigFault' };
  host = await startHostBench({ faults: [rule] });
  const start = performance.now();
  expect(faultOf(await host.client.call('UpdateVirtualNic', host.system, '<device>vmk1</device><nic/>'))).toBe(
    'HostConfigFault',
  );
  expect(performance.now() - start).toBeGreaterThanOrEqual(55);
});
