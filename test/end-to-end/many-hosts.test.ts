import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { type Local, startLocal } from '../../local/local.ts';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { settingsFile } from './cli-process.ts';
import { waitFor } from './wait-for.ts';

const HOSTS = Array.from({ length: 50 }, (_, index) => `esx-new-${index}.corp.example`);
const WRONG = '10.20.0.99';
const RIGHT = '10.20.0.1';
const CONCURRENCY = 4;
const PATIENCE = 60_000;
const STACK = 'vSphereProvisioning';

let simulator: Simulator;
let administrator: Administrator;
let settings: Awaited<ReturnType<typeof settingsFile>>;
let local: Local;
let outcomes: Outcome[];
let alerts: string[];

const tree = (gateway: string) => ({
  defaults: {
    portgroup: 'pg-provisioning',
    gateway,
    dns: { servers: ['10.0.0.53'] },
    address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: ['10.20.0.101-10.20.0.200'] },
    verify: { pingGateway: 'require' },
  },
});

beforeEach(async () => {
  outcomes = [];
  alerts = [];
  simulator = await startSimulator({
    hosts: 0,
    scenario: {
      inventory: { standaloneHostCount: 0 },
      wire: { unreachable: [WRONG] },
      joinSwitch: { delayMs: 0 },
      taskMs: 1,
      // one event a host is enough to wake it, and keeps the test short
      withholdEvents: ['HostConnectedEvent', 'DvsHostJoinedEvent'],
    },
  });
  administrator = await connectAdministrator(simulator.ready);
  settings = await settingsFile(tree(WRONG));
  local = await start();
});

afterEach(async () => {
  await local.close();
  await settings.remove();
  await simulator.close();
});

async function start(): Promise<Local> {
  const { url: endpoint, username, password, certificate } = simulator.ready;
  return startLocal({
    vcenter: 'vc01',
    connection: { endpoint, username, password, ca: await readFile(certificate, 'utf8') },
    settings: async () => {
      const documents: Record<string, object> = JSON.parse(await readFile(settings.path, 'utf8'));
      return Object.fromEntries(Object.entries(documents).map(([scope, value]) => [scope, JSON.stringify(value)]));
    },
    pollSeconds: 0.2,
    sweepIntervalSeconds: 6,
    concurrency: CONCURRENCY,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    on: {
      outcome: (outcome) => outcomes.push(outcome),
      alert: (subject) => alerts.push(subject),
      sweep: () => {},
      trouble: () => {},
    },
  });
}

/** Of each host the last outcome that is none of a converged one that was queued twice. */
const latest = () =>
  new Map(outcomes.filter(({ status }) => status !== 'unchanged').map((outcome) => [outcome.host.name, outcome]));
const named = (status: Outcome['status']) =>
  [...latest().values()].filter((outcome) => outcome.status === status).length;
const stackOf = async (moref: string) => {
  const { adapters, stacks } = await administrator.readHost(moref);
  const gateway = stacks.find(({ key }) => key === STACK)?.gateway;
  return { gateway, hasAdapter: adapters.some(({ stack }) => stack === STACK) };
};
const hasAdapter = async (moref: string) => (await stackOf(moref)).hasAdapter;
const hasGateway = async (moref: string) => (await stackOf(moref)).gateway !== undefined;
const countWhere = async (morefs: readonly string[], holds: (moref: string) => Promise<boolean>) =>
  (await Promise.all(morefs.map(holds))).filter(Boolean).length;

test('a wrong gateway is tried on three hosts and those in flight; corrected, all of fifty converge', async () => {
  const added = await Promise.all(HOSTS.map((hostName) => administrator.addHost({ hostName })));
  const morefs = added.map(({ moref }) => moref);
  await waitFor('every host has an end', () => latest().size === HOSTS.length || undefined, PATIENCE);
  await waitFor('people are told', () => alerts.includes('vc01 is halted') || undefined);
  const { AddVirtualNic: tried = 0, RemoveVirtualNic: removed } = simulator.stats();
  expect(tried).toBeGreaterThanOrEqual(3);
  expect(tried).toBeLessThanOrEqual(3 + CONCURRENCY - 1);
  expect([removed, named('failed'), named('deferred')]).toEqual([tried, tried, HOSTS.length - tried]);
  // what was tried has no adapter, and on its stack what vSphere does not let us take away
  expect([await countWhere(morefs, hasAdapter), await countWhere(morefs, hasGateway)]).toEqual([0, tried]);
  await waitFor('each of them is told', () => alerts.length > tried || undefined);
  const told = alerts.filter((subject) => !subject.endsWith('failed (gateway-silent)'));
  expect([told, alerts.length]).toEqual([['vc01 is halted'], tried + 1]);

  await writeFile(settings.path, JSON.stringify(tree(RIGHT)));
  await waitFor('every host is converged', () => named('converged') === HOSTS.length || undefined, PATIENCE);
  expect(await countWhere(morefs, hasAdapter)).toBe(HOSTS.length);
  expect(simulator.stats()).toMatchObject({ AddVirtualNic: HOSTS.length + tried, RemoveVirtualNic: tried });
  const recovered = () => alerts.filter((subject) => subject.endsWith('right again (was gateway-silent)'));
  await waitFor('people are told of each that is right again', () => recovered().length === tried || undefined);
  expect(alerts).toHaveLength(2 * tried + 1);
}, 150_000);
