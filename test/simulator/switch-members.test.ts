import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type HostBench, startHostBench } from './host-bench.ts';
import { at, faultOf, found, runTask, textAt } from './soap-client.ts';

let host: HostBench;
let dvs: readonly [string, string];
beforeEach(async () => {
  host = await startHostBench({
    taskMs: 1,
    inventory: { switches: [{ name: 'DVS1', dvportgroups: ['pg-elsewhere'] }] },
  });
  dvs = await found(host.client, 'DC0/network/DVS1');
});
afterEach(() => host.bench.simulator.close());

const change = async (operation: string, uplinks?: string, version = '') => {
  const pnic = uplinks && `<pnicSpec><pnicDevice>${uplinks}</pnicDevice></pnicSpec>`;
  const backing =
    uplinks === undefined ? '' : `<backing xsi:type="DistributedVirtualSwitchHostMemberPnicBacking">${pnic}</backing>`;
  const member = `<host><operation>${operation}</operation><host type="HostSystem">${host.host[1]}</host>${backing}</host>`;
  return (await runTask(host.client, 'ReconfigureDvs_Task', dvs, `<spec>${version}${member}</spec>`)).fault;
};
const proxies = async () => {
  const { 'config.network.proxySwitch': switches } = await host.client.read(host.host, 'config.network.proxySwitch');
  return at(switches, 'HostProxySwitch').map((proxy) => [textAt(proxy, 'dvsName'), at(proxy, 'pnic').length]);
};
const events = async () => {
  const filter =
    '<filter><eventTypeId>DvsHostJoinedEvent</eventTypeId><eventTypeId>DvsHostLeftEvent</eventTypeId></filter>';
  const posted = await host.client.get('QueryEvents', ['EventManager', 'EventManager'], filter);
  return posted.map((event) => [event.xsiType?.name, textAt(event, 'dvs.name')]);
};

test('a host joins and leaves a switch, which host, switch, portgroup and events tell', async () => {
  const members = async (path: string) => (await host.client.read(dvs, path))[path]?.children.length ?? 0;
  expect(await change('add')).toBe('');
  expect(await proxies()).toEqual([
    ['DVS0', 1],
    ['DVS1', 1],
  ]);
  expect([await members('config.host'), await members('summary.hostMember')]).toEqual([1, 1]);
  const [, key] = await found(host.client, 'DC0/network/pg-elsewhere');
  const { host: users } = await host.client.read(['DistributedVirtualPortgroup', key], 'host');
  expect(users?.children.map(({ text }) => text)).toEqual([host.host[1]]);
  const { network } = await host.client.read(host.host, 'network');
  expect(network?.children.map(({ text }) => text)).toContain(key);

  expect(await change('remove')).toBe('');
  expect(await proxies()).toEqual([['DVS0', 1]]);
  expect(await events()).toEqual([
    ['DvsHostJoinedEvent', 'DVS1'],
    ['DvsHostLeftEvent', 'DVS1'],
  ]);
});

test('uplinks are what the backing says, and stay when an edit says nothing', async () => {
  await change('add', 'vmnic2');
  expect(await proxies()).toContainEqual(['DVS1', 1]);
  await change('edit', '');
  expect(await proxies()).toContainEqual(['DVS1', 0]);
  expect(await change('edit')).toBe('');
  expect(await proxies()).toContainEqual(['DVS1', 0]);
});

test('a member is added once, and only a member is changed', async () => {
  expect([await change('edit'), await change('remove')]).toEqual(['NotFound', 'NotFound']);
  expect([await change('add'), await change('add')]).toEqual(['', 'AlreadyExists']);
  expect(await change('nonsense')).toBe('InvalidArgument');
});

test('a member with an adapter on the switch stays', async () => {
  dvs = await found(host.client, 'DC0/network/DVS0');
  await host.addDistributed();
  expect(await change('remove')).toBe('ResourceInUse');
  await host.remove('vmk1');
  expect(await change('remove')).toBe('');
});

test('a configuration that was read before another change is refused', async () => {
  expect(await change('add', undefined, '<configVersion>1</configVersion>')).toBe('');
  expect(await change('remove', undefined, '<configVersion>1</configVersion>')).toBe('ConcurrentAccess');
});

test('whatever else a switch could be told is refused', async () => {
  const answer = await host.client.call('ReconfigureDvs_Task', dvs, '<spec><name>other</name></spec>');
  expect(faultOf(answer)).toBe('NotSupported');
});
