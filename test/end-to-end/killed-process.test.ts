import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { environmentFor, settingsFile } from './cli-process.ts';
import { type RunProcess, startRun } from './run-process.ts';
import { waitFor } from './wait-for.ts';

const NEW = 'esx-new.corp.example';
const STACK = 'vSphereProvisioning';

let simulator: Simulator;
let administrator: Administrator;
let settings: Awaited<ReturnType<typeof settingsFile>>;
let running: RunProcess;

beforeEach(async () => {
  simulator = await startSimulator({ hosts: 1, scenario: { wire: { unreachable: ['10.20.0.1'] } } });
  administrator = await connectAdministrator(simulator.ready);
  settings = await settingsFile({
    defaults: { portgroup: 'pg-provisioning', gateway: '10.20.0.1', verify: { pingGateway: 'require' } },
    [`hosts/${NEW}`]: { address: { mode: 'static', address: '10.20.0.10/24' } },
  });
});

afterEach(async () => {
  const { child } = running;
  if (child.exitCode === null && child.signalCode === null) await running.stop('SIGKILL');
  await settings.remove();
  await simulator.close();
});

async function start() {
  running = await startRun(settings.path, join(settings.folder, 'state'), environmentFor(simulator.ready));
}

async function adaptersOf(moref: string): Promise<number> {
  return (await administrator.readHost(moref)).adapters.filter(({ stack }) => stack === STACK).length;
}

test.each([
  // the first one dies before the host has done it, the second one after
  ['and vCenter does not go on with the call', { fault: 'HostConfigFault' }],
  ['and vCenter goes on with the call', {}],
])('a process that is killed while it takes an adapter off again, %s, is finished by the next one', async (_, over) => {
  await start();
  simulator.applyScenario({ faults: [{ method: 'RemoveVirtualNic', delayMs: 400, count: 1, ...over }] });
  simulator.resetStats();
  const { moref } = await administrator.addHost({ hostName: NEW });
  await waitFor('the call of RemoveVirtualNic', () => simulator.stats()['RemoveVirtualNic']);
  await running.stop('SIGKILL');
  await start();
  const { problems } = await running.outcome(NEW, 'failed');
  expect(problems[0]?.code).toBe('gateway-silent');
  await waitFor('the adapter is gone', async () => (await adaptersOf(moref)) === 0 || undefined);
  const { AddVirtualNic: adds = 0, RemoveVirtualNic: removals = 0 } = simulator.stats();
  expect(adds).toBeLessThanOrEqual(removals);
});
