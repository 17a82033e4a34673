import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { connectAdministrator } from '../../simulator/administrator.ts';
import { startSimulator } from '../../simulator/server.ts';
import { at, type Bench, dvPort, faultOf, found, SoapClient, startBench, staticNic, textAt } from './soap-client.ts';

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const MANAGER = ['EventManager', 'EventManager'] as const;
let bench: Bench | undefined;
const begin = async (scenario: unknown): Promise<Bench> => {
  bench = await startBench({ scenario });
  return bench;
};
afterEach(() => bench?.simulator.close());

describe('the example', () => {
  const example = JSON.parse(file('simulator/scenario.example.json')) as object;

  test('stands in the page as it is', () => {
    const [, text = ''] = /```json\n(\{\n {2}"inventory.*?)```/s.exec(file('docs/simulator.md')) ?? [];
    expect(JSON.parse(text)).toEqual(example);
  });

  test('is played: inventory, answers, faults, users, events, addresses', async () => {
    const { client, simulator } = await begin(example);
    expect(simulator.ready.hosts).toContain('esx-900.example.test');
    expect((await found(client, 'DC0/host/esx-900.example.test'))[0]).toBe('ComputeResource');
    const { configManagerEnabled } = await client.read(await found(client, 'DC0/host/DC0_C1'), 'configManagerEnabled');
    expect(configManagerEnabled?.text).toBe('true');
    for (const name of ['pg-vmotion', 'pg-elsewhere', 'DVS1'])
      expect((await found(client, `DC0/network/${name}`))[1]).not.toBe('');
    const host = await client.host('esx-900.example.test');
    const { 'config.network.vnic': vnics } = await client.read(host, 'config.network.vnic');
    expect(at(vnics, 'HostVirtualNic.spec.netStackInstanceKey').map(({ text }) => text)).toContain('vmotion');
    const { 'config.network.proxySwitch': switches } = await client.read(
      await client.host('esx-001.example.test'),
      'config.network.proxySwitch',
    );
    expect(at(switches, 'HostProxySwitch.pnic')).toEqual([]);

    const system = await client.networkSystem('esx-002.example.test');
    const add = () =>
      client.call('AddVirtualNic', system, `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`);
    expect([faultOf(await add()), faultOf(await add())]).toEqual(['HostConfigFault', '']);
    const reader = new SoapClient(simulator.ready);
    expect((await reader.login('reader', 'r')).status).toBe(200);

    const administrator = await connectAdministrator(simulator.ready);
    await administrator.addHost({ hostName: 'esx-new.example.test' });
    const events = await client.get('QueryEvents', MANAGER, '<filter><type>HostEvent</type></filter>');
    expect(events.map((event) => event.xsiType?.name)).toEqual(['HostConnectedEvent']);
  });
});

describe('a scenario', () => {
  test('has hosts that are disconnected, in maintenance mode, of another version, or off their switch', async () => {
    const hosts = [
      { name: 'esx-001.example.test', connectionState: 'notResponding' },
      { name: 'esx-002.example.test', maintenance: true, version: '7.0.3' },
      { name: 'esx-003.example.test', onSwitch: false, managementAddress: '10.7.7.7', portgroups: ['Own'] },
    ];
    const { client } = await begin({ inventory: { hosts } });
    const read = async (name: string, path: string) => (await client.read(await client.host(name), path))[path];
    expect((await read('esx-001.example.test', 'runtime.connectionState'))?.text).toBe('notResponding');
    expect(await read('esx-001.example.test', 'config.product')).toBeUndefined();
    expect((await read('esx-002.example.test', 'runtime.inMaintenanceMode'))?.text).toBe('true');
    expect(textAt(await read('esx-002.example.test', 'config.product'), 'version')).toBe('7.0.3');
    expect((await read('esx-003.example.test', 'config.network.proxySwitch'))?.children).toEqual([]);
    const networks = (await read('esx-003.example.test', 'network'))?.children.map(({ text }) => text);
    expect(networks).toContain((await found(client, 'DC0/network/Own'))[1]);
    const spec = at(await read('esx-003.example.test', 'config.network.vnic'), 'HostVirtualNic.spec.ip.ipAddress');
    expect(spec.map(({ text }) => text)).toEqual(['10.7.7.7']);
  });

  test('has an older API, which lacks what came later', async () => {
    const { client } = await begin({ inventory: { apiVersion: '7.0.3.0', version: '7.0.3' } });
    const [content] = await client.get('RetrieveServiceContent', ['ServiceInstance', 'ServiceInstance']);
    expect([textAt(content, 'about.apiVersion'), textAt(content, 'about.version')]).toEqual(['7.0.3.0', '7.0.3']);
    const [type, id] = await found(client, 'DC0/host/DC0_C0');
    const spec = `<specSet><propSet><type>${type}</type><pathSet>configManagerEnabled</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></specSet>`;
    const answer = await client.call(
      'RetrievePropertiesEx',
      ['PropertyCollector', 'propertyCollector'],
      `${spec}<options/>`,
    );
    expect(faultOf(answer)).toBe('InvalidProperty');
  });

  test.each([
    [{}, ['HostAddedEvent', 'HostConnectedEvent']],
    [{ hostAddedFirst: false }, ['HostConnectedEvent', 'HostAddedEvent']],
    [{ connectedEventFollows: false }, ['HostAddedEvent']],
  ])('with %j posts %j for a new host', async (answers, types) => {
    const { client, simulator } = await begin({ answers, taskMs: 1 });
    await (await connectAdministrator(simulator.ready)).addHost({ hostName: 'esx-new' });
    const events = await client.get('QueryEvents', MANAGER, '<filter><type>HostEvent</type></filter>');
    expect(events.map((event) => event.xsiType?.name)).toEqual(types);
  });

  test('records no event at all when it withholds them all', async () => {
    const { client } = await begin({ withholdEvents: true });
    expect(await client.get('QueryEvents', MANAGER, '<filter/>')).toEqual([]);
  });

  test('has a portgroup of the same name twice, and one on a switch of all hosts', async () => {
    const switches = [{ name: 'DVS1', members: true, mtu: 1500, dvportgroups: ['pg-one'] }];
    const { client } = await begin({ inventory: { dvportgroups: ['pg-provisioning'], switches } });
    const { portgroup } = await client.read(await found(client, 'DC0/network/DVS0'), 'portgroup');
    expect(portgroup?.children).toHaveLength(3);
    const system = await client.networkSystem('esx-001.example.test');
    const add = async (more: string) => {
      const nic = staticNic('10.20.0.11', await dvPort(client, 'pg-one', 'DVS1'), 'vSphereProvisioning', more);
      return faultOf(await client.call('AddVirtualNic', system, `<portgroup></portgroup>${nic}`));
    };
    expect([await add('<mtu>1600</mtu>'), await add('')]).toEqual(['HostConfigFault', '']);
  });

  test('writes its replies with a prefix', async () => {
    const { client } = await begin({ replyPrefix: 'v' });
    const answer = await client.call('CurrentTime', ['ServiceInstance', 'ServiceInstance']);
    expect(answer.text).toContain('<v:CurrentTimeResponse xmlns:v="urn:vim25"><v:returnval>');
  });
});

test.each([
  ['no object', [], 'scenario: must be an object'],
  ['an unknown member', { nonsense: 1 }, 'nonsense: unknown member'],
  [
    'an unknown answer',
    { answers: { dns: 'maybe' } },
    'answers.dns: must be one of accepted, refused, dropped, is "maybe"',
  ],
  ['a fault without method', { faults: [{ fault: 'NotFound' }] }, 'faults[0].method: is missing'],
  ['an unknown method', { faults: [{ method: 'AddVirtualNick' }] }, 'faults[0].method: must be * or a method'],
  [
    'an unknown fault',
    { faults: [{ method: '*', fault: 'HostKonfigFault' }] },
    'faults[0].fault: must be a vim25 fault type',
  ],
  [
    'an unknown member of a fault',
    { faults: [{ method: '*', fault: 'NotFound', detail: { a: 1 } }] },
    'faults[0].detail.a',
  ],
  ['an unknown event', { withholdEvents: ['HostAded'] }, 'withholdEvents[0]: must be an event class'],
  ['a page of none', { pageSize: 0 }, 'pageSize: must be an integer of 1 or more'],
  ['a wire to no address', { wire: { unreachable: ['gateway'] } }, 'wire.unreachable[0]: must be an IPv4 or IPv6'],
  ['a way that carries nothing', { wire: { pathMtu: 0 } }, 'wire.pathMtu: must be an integer of 1 or more'],
  ['an unknown command', { faults: [{ method: 'ExecuteSoap', command: 'network ip' }] }, 'faults[0].command: must be'],
  ['no privilege', { answers: { esxcliPrivilege: 'all' } }, 'answers.esxcliPrivilege: must be a privilege'],
  ['a prefix with host bits', { ipv6: { prefix: 'fd00:20::1' } }, 'ipv6.prefix: must be the network of an IPv6 /64'],
  ['a router of IPv4', { ipv6: { gateway: '10.0.0.1' } }, 'ipv6.gateway: must be an IPv6 address'],
  [
    'an unknown service',
    { inventory: { hosts: [{ name: 'a', services: { provisioning: ['vmk0'] } }] } },
    'inventory.hosts[0].services.provisioning: unknown member',
  ],
  [
    'a service without adapter',
    { inventory: { hosts: [{ name: 'a', services: { vmotion: ['vmk7'] } }] } },
    'inventory.hosts.a.services.vmotion: InvalidArgument',
  ],
  [
    'a read that is rolled back',
    { faults: [{ method: 'CurrentTime', rolledBack: true }] },
    'faults[0].rolledBack: does',
  ],
  ['a roll-back of esxcli', { faults: [{ method: 'ExecuteSoap', rolledBack: true }] }, 'faults[0].rolledBack: does'],
  ['a command of no esxcli', { faults: [{ method: '*', command: 'network diag ping' }] }, 'faults[0].command: does'],
  ['any call that goes on', { faults: [{ method: '*', goesOn: true }] }, 'faults[0].goesOn: does'],
  [
    'a host that is lost to a task',
    { faults: [{ method: 'AddHost_Task', disconnects: true }] },
    'faults[0].disconnects',
  ],
  ['a way back from nowhere', { faults: [{ method: 'AddVirtualNic', backAfterMs: 1 }] }, 'faults[0].backAfterMs: does'],
  [
    'work that nothing follows',
    { faults: [{ method: 'AddVirtualNic', afterWork: true }] },
    'faults[0].afterWork: does',
  ],
  ['an unknown kind of tasks', { answers: { networkTasks: 'no' } }, 'answers.networkTasks: must be one of listed'],
  [
    'an unknown backing',
    { inventory: { dvportgroups: [{ name: 'seg', backingType: 'opaque' }] } },
    'inventory.dvportgroups[0].backingType: must be one of standard, nsx',
  ],
  [
    'no profile of a cluster',
    { inventory: { clusters: [{ name: 'C', hostProfile: 1 }] } },
    'clusters[0].hostProfile: must',
  ],
  ['a negative delay', { joinSwitch: { delayMs: -1 } }, 'joinSwitch.delayMs: must be an integer of 0 or more'],
  ['a user without password', { users: [{ name: 'a' }] }, 'users[0].password: is missing'],
  ['a host twice', { inventory: { hosts: [{ name: 'a' }, { name: 'a' }] } }, 'inventory.hosts[1].name: comes twice'],
  [
    'an unknown cluster',
    { inventory: { hosts: [{ name: 'a', cluster: 'C9' }] } },
    'inventory.hosts.a.cluster: there is no cluster C9',
  ],
  [
    'an unknown stack',
    { inventory: { hosts: [{ name: 'a', adapters: [{ stack: 'x', dhcp: true }] }] } },
    'inventory.hosts.a.adapters[0]: NotFound',
  ],
  [
    'an unknown portgroup',
    { inventory: { hosts: [{ name: 'a', adapters: [{ stack: 'vmotion', dvportgroup: 'x', dhcp: true }] }] } },
    'inventory.hosts.a.adapters[0]: NotFound',
  ],
  [
    'an adapter without address',
    { inventory: { hosts: [{ name: 'a', adapters: [{ stack: 'vmotion' }] }] } },
    'inventory.hosts.a.adapters[0]: InvalidArgument',
  ],
])('a scenario with %s does not start, and says where it is wrong', async (_what, scenario, problem) => {
  await expect(startSimulator({ scenario })).rejects.toMatchObject({
    name: 'ScenarioError',
    message: expect.stringContaining(problem),
  });
});
