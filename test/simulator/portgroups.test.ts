/** Distributed portgroups of other kinds: segments of NSX, and those of uplinks. */
import { afterEach, expect, test } from '@jest/globals';
import { HOST, type HostBench, PROVISIONING, startHostBench } from './host-bench.ts';
import { at, dvPort, found, staticNic, textAt } from './soap-client.ts';

const SEGMENT = { name: 'seg-1', backingType: 'nsx' };
let host: HostBench;
afterEach(() => host.bench.simulator.close());
const begin = async (inventory: object = {}) => {
  host = await startHostBench({ inventory: { dvportgroups: [SEGMENT], ...inventory } });
};
const config = async (name: string) => {
  const { config: read } = await host.client.read(await found(host.client, `DC0/network/${name}`), 'config');
  return ['backingType', 'type', 'segmentId', 'logicalSwitchUuid'].map((member) => textAt(read, member));
};
const add = async (portgroup: string, dvs = 'DVS0') =>
  host.add(staticNic('10.20.0.11', await dvPort(host.client, portgroup, dvs)));

test('a segment of NSX is a portgroup of ephemeral binding that says so', async () => {
  await begin();
  expect(await config('seg-1')).toEqual([
    'nsx',
    'ephemeral',
    '/infra/segments/seg-1',
    expect.stringMatching(/^[\da-f-]{36}$/),
  ]);
  expect(await config('pg-provisioning')).toEqual(['standard', 'earlyBinding', undefined, undefined]);
});

test('a segment takes adapters as any portgroup does', async () => {
  await begin();
  expect(await add('seg-1')).toBe('');
  const [, key] = await found(host.client, 'DC0/network/seg-1');
  expect(textAt(await host.adapter(), 'spec.distributedVirtualPort.portgroupKey')).toBe(key);
});

test('a client of 6.7 sees no backing type', async () => {
  await begin();
  host.client.soapAction = '"urn:vim25/6.7"';
  expect(await config('seg-1')).toEqual([undefined, 'ephemeral', undefined, undefined]);
});

test('another switch has segments too', async () => {
  await begin({ switches: [{ name: 'DVS1', members: true, dvportgroups: [{ ...SEGMENT, name: 'seg-2' }] }] });
  expect([(await config('seg-2'))[0], await add('seg-2', 'DVS1')]).toEqual(['nsx', '']);
});

test('a portgroup of uplinks is tagged, and takes no adapter', async () => {
  await begin();
  const { 'config.uplinkPortgroup': uplinks } = await host.client.read(
    await found(host.client, 'DC0/network/DVS0'),
    'config.uplinkPortgroup',
  );
  const id = uplinks?.children[0]?.text ?? '';
  const read = await host.client.read(['DistributedVirtualPortgroup', id], 'name', 'tag', 'config.uplink');
  expect([at(read['tag'], 'Tag.key')[0]?.text, read['config.uplink']?.text]).toEqual(['SYSTEM/DVS.UPLINKPG', 'true']);
  expect(await add(read['name']?.text ?? '')).toBe('InvalidArgument');
});

test('a member without uplinks says so on both sides, and takes adapters nevertheless', async () => {
  await begin({ hosts: [{ name: HOST, uplinks: false }] });
  const { 'config.network.proxySwitch': proxies } = await host.client.read(host.host, 'config.network.proxySwitch');
  const { 'config.host': members } = await host.client.read(
    await found(host.client, 'DC0/network/DVS0'),
    'config.host',
  );
  const own = members?.children.find((member) => textAt(member, 'config.host') === host.host[1]);
  expect([at(proxies, 'HostProxySwitch.pnic').length, at(own, 'config.backing.pnicSpec').length]).toEqual([0, 0]);
  expect(at(members, 'DistributedVirtualSwitchHostMember.config.backing.pnicSpec').length).toBeGreaterThan(0);
  expect(await add('pg-provisioning')).toBe('');
  expect(textAt(await host.running(PROVISIONING), 'vmknicKeys')).toBe('vmk1');
});
