import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  at,
  type Bench,
  collector,
  faultOf,
  found,
  reference,
  runTask,
  SoapClient,
  startBench,
  textAt,
} from './soap-client.ts';

const INDEX = ['SearchIndex', 'SearchIndex'] as const;
const VIEWS = ['ViewManager', 'ViewManager'] as const;
const HOST = 'esx-001.example.test';
let bench: Bench;
beforeAll(async () => {
  const hosts = [{ name: '10.9.0.11' }, { name: 'esx/slash%' }, { name: 'ESX-Upper' }];
  bench = await startBench({ scenario: { taskMs: 1, inventory: { hosts } } });
});
afterAll(() => bench.simulator.close());

const search = async (method: string, parameters: string) =>
  (await bench.client.get(method, INDEX, parameters)).map(({ text }) => text);

describe('SearchIndex', () => {
  test('finds a host by name in any case, by address, by uuid, and by path', async () => {
    const [, id] = await bench.client.host(HOST);
    const { summary } = await bench.client.read(['HostSystem', id], 'summary');
    const uuid = textAt(summary, 'hardware.uuid');
    const [, datacenter] = await found(bench.client, 'DC0');
    const here = `<datacenter type="Datacenter">${datacenter}</datacenter>`;
    for (const [method, parameters] of [
      ['FindByDnsName', `<dnsName>${HOST.toUpperCase()}</dnsName><vmSearch>false</vmSearch>`],
      ['FindByDnsName', `<dnsName>${HOST}</dnsName><vmSearch>false</vmSearch>`],
      ['FindAllByDnsName', `${here}<dnsName>${HOST}</dnsName><vmSearch>false</vmSearch>`],
      ['FindByIp', '<ip>10.1.1.11</ip><vmSearch>false</vmSearch>'],
      ['FindAllByIp', `${here}<ip>10.1.1.11</ip><vmSearch>false</vmSearch>`],
      ['FindByUuid', `<uuid>${uuid}</uuid><vmSearch>false</vmSearch>`],
      ['FindByInventoryPath', `<inventoryPath>/DC0/host/DC0_C0/${HOST}</inventoryPath>`],
    ] as const)
      expect([method, await search(method, parameters)]).toEqual([method, [id]]);
  });

  test.each([
    ['FindByDnsName', '<dnsName>nowhere</dnsName><vmSearch>false</vmSearch>'],
    ['FindByDnsName', `<dnsName>${HOST}</dnsName><vmSearch>true</vmSearch>`],
    ['FindByIp', '<ip>10.99.99.99</ip><vmSearch>false</vmSearch>'],
    ['FindByUuid', '<uuid>x</uuid><vmSearch>false</vmSearch>'],
    ['FindByInventoryPath', '<inventoryPath>DC0/host/nowhere</inventoryPath>'],
    ['FindByInventoryPath', '<inventoryPath>/</inventoryPath>'],
    ['FindChild', '<entity type="Folder">group-d1</entity><name>DC9</name>'],
  ])('%s answers nothing, not a fault, for %s', async (method, parameters) => {
    expect(await search(method, parameters)).toEqual([]);
  });

  test('finds a host that has capitals in its name', async () => {
    expect((await bench.client.host('esx-upper'))[1]).toMatch(/^host-/);
  });

  test('names travel with slash and percent escaped, in paths as in properties', async () => {
    const host = await found(bench.client, 'DC0/host/DC0_C0/esx%2fslash%25');
    expect((await bench.client.read(host, 'name'))['name']?.text).toBe('esx%2fslash%25');
  });

  test('a host that is named by an address has it on vmk0', async () => {
    expect(await search('FindByIp', '<ip>10.9.0.11</ip><vmSearch>false</vmSearch>')).toEqual([
      (await bench.client.host('10.9.0.11'))[1],
    ]);
  });
});

describe('a container view', () => {
  const create = (parameters: string) => bench.client.call('CreateContainerView', VIEWS, parameters);
  const folder = '<container type="Folder">group-d1</container>';
  const view = async (types: string, recursive = true) => {
    const parameters = `${folder}${types}<recursive>${recursive}</recursive>`;
    return reference((await bench.client.get('CreateContainerView', VIEWS, parameters))[0]);
  };
  const members = async (target: readonly [string, string]) =>
    ((await bench.client.read(target, 'view'))['view']?.children ?? []).map((child) => reference(child)[0]);

  test('that is not recursive has the children only', async () => {
    expect(await members(await view('', false))).toEqual(['Datacenter']);
  });

  test('of several types has them all, and what comes later', async () => {
    const target = await view('<type>ClusterComputeResource</type><type>Datacenter</type>');
    expect(await members(target)).toEqual(['Datacenter', 'ClusterComputeResource']);
    const hosts = await view('<type>HostSystem</type>');
    const before = (await members(hosts)).length;
    const spec =
      '<spec><hostName>esx-new</hostName><userName>root</userName><password>x</password><force>false</force></spec>';
    const cluster = await found(bench.client, 'DC0/host/DC0_C0');
    await runTask(bench.client, 'AddHost_Task', cluster, `${spec}<asConnected>true</asConnected>`);
    expect((await members(hosts)).length).toBe(before + 1);
  });

  test('is listed until it is destroyed, and belongs to its session', async () => {
    const target = await view('');
    const listed = async () =>
      ((await bench.client.read(VIEWS, 'viewList'))['viewList']?.children ?? []).map(({ text }) => text);
    expect(await listed()).toContain(target[1]);
    const other = new SoapClient(bench.simulator.ready);
    await other.login();
    expect(faultOf(await other.call('DestroyView', target))).toBe('ManagedObjectNotFound');
    await bench.client.get('DestroyView', target);
    expect(await listed()).not.toContain(target[1]);
    expect(faultOf(await bench.client.call('DestroyView', target))).toBe('ManagedObjectNotFound');
  });

  test('is not made of an unknown type or container', async () => {
    expect(faultOf(await create(`${folder}<type>Nonsense</type><recursive>true</recursive>`))).toBe('InvalidArgument');
    const gone = '<container type="Folder">group-9</container><recursive>true</recursive>';
    expect(faultOf(await create(gone))).toBe('ManagedObjectNotFound');
  });
});

describe('a task', () => {
  test('is recent on its entity and in the TaskManager, with every required member', async () => {
    const host = await bench.client.host('esx-002.example.test');
    await runTask(bench.client, 'EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
    const { recentTask } = await bench.client.read(host, 'recentTask');
    const { recentTask: all } = await bench.client.read(['TaskManager', 'TaskManager'], 'recentTask');
    const id = recentTask?.children.at(-1)?.text ?? '';
    expect(all?.children.map(({ text }) => text)).toContain(id);
    const { info } = await bench.client.read(['Task', id], 'info');
    const required = [
      'key',
      'task',
      'descriptionId',
      'state',
      'cancelled',
      'cancelable',
      'reason',
      'queueTime',
      'eventChainId',
    ];
    expect(required.filter((member) => at(info, member).length === 0)).toEqual([]);
    expect([textAt(info, 'name'), textAt(info, 'entityName')]).toEqual([
      'EnterMaintenanceMode_Task',
      'esx-002.example.test',
    ]);
  });

  test('of a busy host runs on', async () => {
    const busy = await startBench({ scenario: { inventory: { hosts: [{ name: HOST, busy: true }] } } });
    const host = await busy.client.host(HOST);
    const { recentTask } = await busy.client.read(host, 'recentTask');
    const task = ['Task', recentTask?.children[0]?.text ?? ''] as const;
    expect(['queued', 'running']).toContain((await busy.client.read(task, 'info.state'))['info.state']?.text);
    await busy.simulator.close();
  });
});

test('the filters of a session are listed by its collector', async () => {
  const spec =
    '<spec><propSet><type>Folder</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet></spec>';
  const [made] = await bench.client.get('CreateFilter', collector, `${spec}<partialUpdates>true</partialUpdates>`);
  const { filter } = await bench.client.read(collector, 'filter');
  expect(filter?.children.map(({ text }) => text)).toEqual([made?.text]);
  expect((await bench.client.read(reference(made), 'partialUpdates'))['partialUpdates']?.text).toBe('true');
});
