import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { environmentFor, runCli, settingsFile } from './cli-process.ts';
import { type RunProcess, startRun } from './run-process.ts';
import { waitFor } from './wait-for.ts';

const NEW_HOSTS = Array.from({ length: 8 }, (_, index) => `esx-new-${index}.corp.example`);
const WRITES = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig'];

let simulator: Simulator;
let administrator: Administrator;
let settings: Awaited<ReturnType<typeof settingsFile>>;
let running: RunProcess | undefined;

beforeEach(async () => {
  simulator = await startSimulator({ hosts: 2 });
  administrator = await connectAdministrator(simulator.ready);
  const names = [...NEW_HOSTS, ...simulator.ready.hosts];
  settings = await settingsFile({
    defaults: { portgroup: 'pg-provisioning', gateway: '10.20.0.1', dns: { servers: ['10.0.0.53'] }, settleSeconds: 0 },
    ...Object.fromEntries(
      names.map((name, index) => [
        `hosts/${name}`,
        { address: { mode: 'static', address: `10.20.0.${index + 10}/24` } },
      ]),
    ),
  });
});

afterEach(async () => {
  if (running?.child.exitCode === null && running.child.signalCode === null) await running.stop('SIGKILL');
  running = undefined;
  await settings.remove();
  await simulator.close();
});

const start = async (...more: string[]) => {
  running = await startRun(settings.path, join(settings.folder, 'state'), environmentFor(simulator.ready), more);
  return running;
};
const newHost = (index: number) => NEW_HOSTS[index] ?? '';
const isConfigured = async (moref: string) => {
  const { adapters, stacks } = await administrator.readHost(moref);
  const stack = stacks.find(({ key }) => key === 'vSphereProvisioning');
  const devices = adapters.filter(({ stack }) => stack === 'vSphereProvisioning');
  return devices.length === 1 && stack?.gateway === '10.20.0.1' && stack.dns.servers.join() === '10.0.0.53';
};

describe('a host', () => {
  test('that any client adds while it runs is configured without further input', async () => {
    const run = await start();
    const { moref } = await administrator.addHost({ hostName: newHost(0) });
    const outcome = await run.outcome(newHost(0), 'converged');
    expect(outcome).toMatchObject({ device: 'vmk1', problems: [] });
    // the sweep that follows a first start may be there before the event
    expect(outcome.cause?.kind).toMatch(/^(event|sweep)$/);
    expect(await isConfigured(moref)).toBe(true);
  });

  test('that was there before is reported and not touched', async () => {
    simulator.resetStats();
    const run = await start();
    for (const name of simulator.ready.hosts) await run.outcome(name, 'reported');
    await administrator.addHost({ hostName: newHost(0) });
    await run.outcome(newHost(0), 'converged');
    expect(simulator.stats()['AddVirtualNic']).toBe(1);
  });

  test('whose events were all withheld is found by the next sweep', async () => {
    const run = await start('--sweep-seconds', '1');
    simulator.applyScenario({ withholdEvents: true });
    const { moref } = await administrator.addHost({ hostName: newHost(1) });
    const outcome = await run.outcome(newHost(1), 'converged');
    expect(outcome.cause?.kind).toBe('sweep');
    expect(await isConfigured(moref)).toBe(true);
  });

  test('that was disconnected is configured as soon as it connects', async () => {
    const run = await start();
    const { moref } = await administrator.addHost({ hostName: newHost(2), asConnected: false });
    expect((await run.outcome(newHost(2), 'deferred')).problems[0]?.code).toBe('host-disconnected');
    await administrator.reconnectHost(moref);
    await run.outcome(newHost(2), 'converged');
    expect(await isConfigured(moref)).toBe(true);
  });

  test('that stands alone is configured like one in a cluster', async () => {
    const run = await start();
    await administrator.addStandaloneHost({ hostName: newHost(3) });
    await run.outcome(newHost(3), 'converged');
  });
});

describe('the process', () => {
  test('ends with exit code 0 at SIGTERM and logs out of every session', async () => {
    simulator.resetStats();
    const run = await start();
    expect(await run.stop('SIGTERM')).toBe(0);
    const { Login, Logout } = simulator.stats();
    expect(Logout).toBe(Login);
  });

  test('finishes the host in hand at SIGINT', async () => {
    const run = await start();
    simulator.applyScenario({ faults: [{ method: 'AddVirtualNic', delayMs: 500, count: 1 }] });
    simulator.resetStats();
    const { moref } = await administrator.addHost({ hostName: newHost(4) });
    await waitFor('the first write', () => simulator.stats()['AddVirtualNic']);
    expect(await run.stop('SIGINT')).toBe(0);
    expect(await isConfigured(moref)).toBe(true);
  });

  test('is refused a second time on one state directory', async () => {
    await start();
    const args = ['run', '--settings', settings.path, '--state', join(settings.folder, 'state')];
    const second = await runCli(args, environmentFor(simulator.ready));
    expect([second.exitCode, second.stderr]).toEqual([1, expect.stringContaining('[usage]')]);
  });

  test('ends by itself when nobody reads its results any more, and logs out', async () => {
    const run = await start();
    simulator.resetStats();
    run.child.stdout?.destroy();
    await administrator.addHost({ hostName: newHost(7) });
    await waitFor('the end', () => run.child.exitCode !== null || undefined);
    expect([run.child.exitCode, simulator.stats()['Logout']]).toEqual([0, 1]);
  });

  test('refuses its hosts with what is wrong about a file that was broken while it ran', async () => {
    const run = await start();
    await writeFile(settings.path, '{"defaults": {');
    await administrator.addHost({ hostName: newHost(7) });
    expect((await run.outcome(newHost(7), 'refused')).problems[0]?.code).toBe('settings-invalid');
  });

  test('says at once that the password is wrong', async () => {
    const args = ['run', '--settings', settings.path, '--state', join(settings.folder, 'state')];
    const end = await runCli(args, environmentFor(simulator.ready, { VCENTER_PASSWORD: 'wrong' }));
    expect([end.exitCode, end.stderr]).toEqual([1, expect.stringContaining('[login-refused]')]);
  });
});

describe('killed and started again', () => {
  test.each(WRITES.filter((operation) => operation === 'AddVirtualNic' || operation === 'UpdateNetworkConfig'))(
    'during %s, it loses no host',
    async (operation) => {
      const first = await start();
      simulator.applyScenario({ faults: [{ method: operation, delayMs: 300, count: 1 }] });
      simulator.resetStats();
      const { moref } = await administrator.addHost({ hostName: newHost(5) });
      await waitFor(`the call of ${operation}`, () => simulator.stats()[operation]);
      await first.stop('SIGKILL');
      const second = await start();
      await waitFor('the host is configured', async () => (await isConfigured(moref)) || undefined);
      expect(second.child.exitCode).toBeNull();
    },
  );

  test('before the event was forwarded, while it was away, it loses no host', async () => {
    const first = await start();
    await first.stop('SIGKILL');
    const { moref } = await administrator.addHost({ hostName: newHost(6) });
    await start();
    await waitFor('the host is configured', async () => (await isConfigured(moref)) || undefined);
  });
});
