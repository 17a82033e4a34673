import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bench, bodyOf, faultOf, found, runTask, startBench, textAt, until } from './soap-client.ts';

const HOST = 'esx-001.example.test';
const STANDALONE = 'esx-004.example.test';
let bench: Bench;
let host: readonly [string, string];

async function begin(scenario: object = {}): Promise<void> {
  bench = await startBench({ scenario: { taskMs: 1, joinSwitch: { delayMs: 1 }, ...scenario } });
  host = await bench.client.host(HOST);
}
beforeEach(() => begin());
afterEach(() => bench.simulator.close());

const task = async (name: string, target = host, parameters = '') =>
  (await runTask(bench.client, name, target, parameters)).fault;
const maintenance = (name: 'Enter' | 'Exit') => task(`${name}MaintenanceMode_Task`, host, '<timeout>0</timeout>');
const state = async (path: string) => (await bench.client.read(host, path))[path]?.text;
const eventTypes = async (...types: string[]) => {
  const filter = `<filter>${types.map((type) => `<eventTypeId>${type}</eventTypeId>`).join('')}</filter>`;
  const events = await bench.client.get('QueryEvents', ['EventManager', 'EventManager'], filter);
  return events.map((event) => event.xsiType?.name);
};
const spec = (hostName: string) =>
  `<spec><hostName>${hostName}</hostName><userName>root</userName><password>x</password><force>false</force></spec>`;

describe('a host', () => {
  test('that is disconnected has no configuration, and has it again when it is reconnected', async () => {
    expect(await task('DisconnectHost_Task')).toBe('');
    expect(await bench.client.read(host, 'config.network.vnic', 'runtime.networkRuntimeInfo')).toEqual({});
    expect(await state('runtime.connectionState')).toBe('disconnected');
    expect(await task('DisconnectHost_Task')).toBe('InvalidState');
    expect(await task('ReconnectHost_Task')).toBe('');
    expect(await task('ReconnectHost_Task')).toBe('InvalidState');
    expect(await state('config.network.dnsConfig.hostName')).toBe('esx-001');
    const types = ['HostDisconnectedEvent', 'HostConnectedEvent'];
    expect(await eventTypes(...types)).toEqual(types);
  });

  test('enters and leaves maintenance mode, each with its event, and not twice', async () => {
    expect([await maintenance('Exit'), await maintenance('Enter'), await maintenance('Enter')]).toEqual([
      'InvalidState',
      '',
      'InvalidState',
    ]);
    expect(await state('runtime.inMaintenanceMode')).toBe('true');
    expect(await maintenance('Exit')).toBe('');
    const types = ['EnteringMaintenanceModeEvent', 'EnteredMaintenanceModeEvent', 'ExitMaintenanceModeEvent'];
    expect(await eventTypes(...types)).toEqual(types);
  });

  test.each([HOST, STANDALONE])('%s that is removed is found no more, nor are its managers', async (name) => {
    const gone = await bench.client.host(name);
    const system = await bench.client.networkSystem(name);
    expect(await task('Destroy_Task', gone)).toBe('');
    expect((await bench.client.host(name))[1]).toBe('');
    expect(faultOf(await bench.client.call('RefreshNetworkSystem', system))).toBe('ManagedObjectNotFound');
    expect((await found(bench.client, `DC0/host/${STANDALONE}`))[1] === '').toBe(name === STANDALONE);
    expect(await eventTypes('HostRemovedEvent')).toHaveLength(1);
  });

  test('goes with its ComputeResource, if it is a standalone one', async () => {
    expect(await task('Destroy_Task', await found(bench.client, `DC0/host/${STANDALONE}`))).toBe('');
    expect((await bench.client.host(STANDALONE))[1]).toBe('');
  });
});

describe('a new host', () => {
  const add = async (name: string, more = '<asConnected>true</asConnected>') =>
    runTask(bench.client, 'AddHost_Task', await found(bench.client, 'DC0/host/DC0_C0'), `${spec(name)}${more}`);

  test('is the result of AddHost_Task, and its ComputeResource that of AddStandaloneHost_Task', async () => {
    expect((await add('esx-a.example.test')).result).toMatch(/^host-/);
    const parameters = `${spec('esx-b.example.test')}<addConnected>true</addConnected>`;
    const folder = await found(bench.client, 'DC0/host');
    expect((await runTask(bench.client, 'AddStandaloneHost_Task', folder, parameters)).result).toMatch(/^domain-s/);
  });

  test.each([
    [HOST, 'AlreadyConnected'],
    ['', 'NoHost'],
  ])('of the name %j is refused in the task with %s', async (name, fault) => {
    expect((await add(name)).fault).toBe(fault);
  });

  test('that is not to be connected joins no switch before it is', async () => {
    const { result = '' } = await add('esx-a.example.test', '<asConnected>false</asConnected>');
    host = ['HostSystem', result];
    expect(await eventTypes('DvsHostJoinedEvent')).toEqual([]);
    await task('ReconnectHost_Task');
    expect(await until(() => eventTypes('DvsHostJoinedEvent'), Boolean)).toHaveLength(1);
    expect(await state('config.network.proxySwitch')).toBe('');
  });

  test('cannot be added to a folder of networks', async () => {
    const folder = await found(bench.client, 'DC0/network');
    const parameters = `${spec('esx-b.example.test')}<addConnected>true</addConnected>`;
    expect(faultOf(await bench.client.call('AddStandaloneHost_Task', folder, parameters))).toBe('NotSupported');
  });
});

describe('a move into a cluster', () => {
  const into = async (name: string, method = 'MoveHostInto_Task') => {
    const [type, id] = await bench.client.host(name);
    return task(method, await found(bench.client, 'DC0/host/DC0_C0'), `<host type="${type}">${id}</host>`);
  };

  test.each([
    [false, 0],
    [true, 1],
  ])('with secondHostAdded %s posts %i HostAddedEvents, and the moref stays', async (secondHostAdded, count) => {
    bench.simulator.applyScenario({ answers: { secondHostAdded } });
    const before = await bench.client.host(STANDALONE);
    expect(await into(STANDALONE)).toBe('');
    expect(await found(bench.client, `DC0/host/DC0_C0/${STANDALONE}`)).toEqual(before);
    expect((await found(bench.client, `DC0/host/${STANDALONE}`))[1]).toBe('');
    expect(await eventTypes('HostAddedEvent')).toHaveLength(count);
  });

  test('out of another one asks for maintenance mode, and of what is no host is not found', async () => {
    await bench.simulator.close();
    await begin({ inventory: { clusters: [{ name: 'DC0_C1' }], hosts: [{ name: HOST, cluster: 'DC0_C1' }] } });
    expect(await into(HOST, 'MoveInto_Task')).toBe('InvalidState');
    await maintenance('Enter');
    expect(await into(HOST, 'MoveInto_Task')).toBe('');
    const cluster = await found(bench.client, 'DC0/host/DC0_C0');
    const call = await bench.client.call('MoveHostInto_Task', cluster, '<host type="HostSystem">host-9999</host>');
    expect(faultOf(call)).toBe('ManagedObjectNotFound');
  });

  test.each([
    [false, 1],
    [true, 2],
  ])(
    'in a batch passes through a standalone host; with secondHostAdded %s the events name that, %i in all',
    async (secondHostAdded, count) => {
      bench.simulator.applyScenario({ answers: { secondHostAdded } });
      const [type, id] = await found(bench.client, 'DC0/host/DC0_C0');
      const parameters =
        `<cluster type="${type}">${id}</cluster><newHosts><hostCnxSpec>${spec('esx-a.example.test').slice(6, -7)}</hostCnxSpec></newHosts>` +
        '<desiredState>maintenance</desiredState>';
      expect(await task('BatchAddHostsToCluster_Task', await found(bench.client, 'DC0/host'), parameters)).toBe('');
      host = await found(bench.client, 'DC0/host/DC0_C0/esx-a.example.test');
      expect(await state('runtime.inMaintenanceMode')).toBe('true');
      const added = await bench.client.get(
        'QueryEvents',
        ['EventManager', 'EventManager'],
        '<filter><eventTypeId>HostAddedEvent</eventTypeId></filter>',
      );
      const places = added.map((event) =>
        textAt(event, 'computeResource.computeResource')?.slice(0, 'domain-s'.length),
      );
      expect(places).toEqual(['domain-s', 'domain-c'].slice(0, count));
    },
  );

  test('of a host back out of it is not modelled', async () => {
    const folder = await found(bench.client, 'DC0/host');
    const answer = await bench.client.call('MoveIntoFolder_Task', folder, `<list type="HostSystem">${host[1]}</list>`);
    expect([faultOf(answer), textAt(bodyOf(answer), 'faultstring')]).toEqual([
      'NotSupported',
      expect.stringContaining('HostSystem'),
    ]);
  });
});
