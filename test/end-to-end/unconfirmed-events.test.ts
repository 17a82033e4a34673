/** What nobody has confirmed about vCenter's events: in each form a host that is added is configured without further input. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { environmentFor, settingsFile } from './cli-process.ts';
import { type RunProcess, startRun } from './run-process.ts';
import { waitFor } from './wait-for.ts';

const [FIRST, SECOND] = ['esx-new-1.corp.example', 'esx-new-2.corp.example'];

let simulator: Simulator;
let administrator: Administrator;
let settings: Awaited<ReturnType<typeof settingsFile>>;
let run: RunProcess;

beforeEach(async () => {
  // nothing but the cluster has settings: a host that stands alone is out of scope
  const members = { portgroup: 'pg-provisioning', address: { mode: 'dhcp' }, settleSeconds: 0 };
  settings = await settingsFile({ 'datacenters/DC0/clusters/DC0_C0': members });
});
afterEach(async () => {
  await run.stop('SIGKILL');
  await settings.remove();
  await simulator.close();
});

/** Watches a vCenter that answers so, and has been swept: what comes now comes by events, or by the next sweep. */
async function watch(answers: object, ...more: string[]): Promise<void> {
  simulator = await startSimulator({ hosts: 1, scenario: { answers, dhcp: { leaseDelayMs: 0 } } });
  administrator = await connectAdministrator(simulator.ready);
  run = await startRun(settings.path, join(settings.folder, 'state'), environmentFor(simulator.ready), more);
  // one sweep at the start, and one that the forwarder asks for since it has no checkpoint
  await waitFor('both first sweeps', () => run.stderr().match(/^Swept/gm)?.[1]);
}

async function adaptersOf(moref: string): Promise<number> {
  const { adapters } = await administrator.readHost(moref);
  return adapters.filter(({ stack }) => stack === 'vSphereProvisioning').length;
}

const FORMS = [true, false].flatMap((one) => [true, false].map((other) => [one, other] as const));

test.each(FORMS)(
  'row 6: with HostAdded first (%s) and HostConnected after each add (%s), an event brings every host',
  async (hostAddedFirst, connectedEventFollows) => {
    await watch({ hostAddedFirst, connectedEventFollows });
    const added = await administrator.addHost({ hostName: FIRST });
    const away = await administrator.addHost({ hostName: SECOND, asConnected: false });
    expect((await run.outcome(SECOND, 'deferred')).problems[0]?.code).toBe('host-disconnected');
    await administrator.reconnectHost(away.moref);
    for (const { name, moref } of [added, away]) {
      expect((await run.outcome(name, 'converged')).cause?.kind).toBe('event');
      expect(await adaptersOf(moref)).toBe(1);
    }
  },
);

test.each([
  [true, 'event', []],
  [false, 'sweep', ['--sweep-seconds', '1']],
] as const)(
  'row 7: where a move into a cluster posts a second HostAdded (%s), the host that was moved is brought by: %s',
  async (secondHostAdded, kind, more) => {
    await watch({ secondHostAdded }, ...more);
    const { moref } = await administrator.addStandaloneHost({ hostName: FIRST });
    await run.outcome(FIRST, 'excluded');
    await administrator.moveHostIntoCluster(moref);
    const { cause } = await run.outcome(FIRST, 'converged');
    // it joins its switch at about that time, which is an event, too
    if (kind === 'event') expect(cause?.kind).toBe('event');
    expect(await adaptersOf(moref)).toBe(1);
  },
);

/** A restore from backup loses what vCenter knew after the first event, and ends every session. */
async function restore(answers: object, restored: object): Promise<void> {
  await watch(answers);
  await administrator.addHost({ hostName: FIRST });
  await run.outcome(FIRST, 'converged');
  simulator.applyScenario({ restore: { toEventKey: 1000, ...restored } });
  administrator = await connectAdministrator(simulator.ready);
}

test.each([true, false])(
  'row 16: after a restore that uses event keys again (%s), a host that is added is configured',
  async (eventKeysReused) => {
    await restore({ eventKeysReused }, {});
    const { moref } = await administrator.addHost({ hostName: SECOND });
    await run.outcome(SECOND, 'converged');
    expect(await adaptersOf(moref)).toBe(1);
  },
);

test.each([true, false])(
  'row 16: after a restore as another instance, with event keys again (%s), a host that is added waits for the sweep',
  async (eventKeysReused) => {
    await restore({ eventKeysReused }, { instanceUuid: '5f1d8c0a-6a3e-4f57-9b53-0d3c7a1e0000' });
    const { moref } = await administrator.addHost({ hostName: SECOND });
    const isPending = ({ host, problems }: Outcome) => host.moref === moref && problems[0]?.code === 'baseline-pending';
    // before that it may not have joined its switch
    await waitFor('the wait for the sweep', () => run.outcomes().find(isPending));
    expect(await adaptersOf(moref)).toBe(0);
  },
);
