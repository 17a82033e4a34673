/** Each kind of setting once through the command line as a process: apply, read back by another client, plan again. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { SoapClient } from '../simulator/soap-client.ts';
import { environmentFor, type Finished, runCli, settingsFile } from './cli-process.ts';
import { ReadBack, type StackReading } from './read-back.ts';

/** Kind, settings, and what is read. */
const KINDS: readonly (readonly [string, object, Partial<StackReading>])[] = [
  ['adapter', { portgroup: 'Provisioning', mtu: 9000 }, { portgroup: 'Provisioning', mtu: 9000 }],
  ['lease', { address: { mode: 'dhcp' }, gateway: null }, { address: 'dhcp', gateway: null }],
  [
    'IPv6',
    { ipv6: { mode: 'static', address: 'fd00:20::17/64' }, ipv6Gateway: 'fd00:20::1' },
    { ipv6: 'fd00:20::17/64', ipv6Gateway: 'fd00:20::1' },
  ],
  [
    'DNS',
    { dns: { servers: ['10.0.0.53'], domain: 'corp.example' } },
    { servers: ['10.0.0.53'], domain: 'corp.example' },
  ],
  [
    'routes',
    { routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] },
    { routes: ['10.30.0.0/16 10.20.0.254'] },
  ],
  [
    'TCP',
    { tcp: { congestionControl: 'cubic', maxConnections: 12000 } },
    { congestionControl: 'cubic', maxConnections: 12000 },
  ],
  ['proof', { verify: { pingGateway: 'require' } }, { gateway: '10.20.0.1' }],
];

let simulator: Simulator;
let settings: Awaited<ReturnType<typeof settingsFile>>;
let readBack: ReadBack;
let applied: Finished;

beforeAll(async () => {
  simulator = await startSimulator({ hosts: KINDS.length, scenario: { dhcp: { leaseDelayMs: 0 } } });
  const client = new SoapClient(simulator.ready);
  await client.login();
  readBack = new ReadBack(client);
  const documents = KINDS.map(([, document], index) => {
    const address = { mode: 'static', address: `10.20.0.${20 + index}/24` };
    const vmotion = { portgroup: 'pg-provisioning', gateway: null, address: { mode: 'dhcp' } };
    return [`hosts/${hostOf(index)}`, { address, ...document, vmotion }];
  });
  settings = await settingsFile({
    defaults: { portgroup: 'pg-provisioning', gateway: '10.20.0.1' },
    ...Object.fromEntries(documents),
  });
  applied = await run('apply');
});
afterAll(async () => {
  await settings.remove();
  await simulator.close();
});

const hostOf = (index: number) => simulator.ready.hosts[index] ?? '';
const run = (verb: string, ...more: string[]) => {
  const hosts = KINDS.map((_kind, index) => hostOf(index));
  const args = [verb, ...hosts, '--settings', settings.path, '--output', 'json', ...more];
  return runCli(args, environmentFor(simulator.ready));
};
const statusesIn = ({ stdout }: Finished) => JSON.parse(stdout).hosts.map(({ status }: { status: string }) => status);

test('apply converges every host and exits 0', () => {
  expect([applied.exitCode, statusesIn(applied)]).toEqual([0, KINDS.map(() => 'converged')]);
});

test.each(KINDS.map(([kind, , reads], index) => [kind, index, reads] as const))(
  'the host of %s reads as set',
  async (_kind, index, reads) => {
    expect(await readBack.stack(hostOf(index))).toMatchObject(reads);
  },
);

test('a second plan has nothing for any of them and exits 0', async () => {
  const planned = await run('plan');
  expect([planned.exitCode, statusesIn(planned)]).toEqual([0, KINDS.map(() => 'unchanged')]);
});

test('the same settings configure the vMotion stack beside it when that is asked for', async () => {
  const before = await readBack.stack(hostOf(0));
  const { exitCode } = await run('apply', '--stack', 'vmotion');
  expect([exitCode, await readBack.stack(hostOf(0))]).toEqual([0, before]);
  expect(await readBack.stack(hostOf(0), 'vmotion')).toMatchObject({ address: 'dhcp', gateway: null });
});
