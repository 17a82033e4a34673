import { expect, test } from '@jest/globals';
import { connectTo } from './connect.ts';
import { ANCESTORS } from './host-replies.ts';
import { complex, fault, missing, object, page, primitive, reference, reply } from './replies.ts';
import { scriptedVcenter } from './scripted-vcenter.ts';

function portgroup(moref: string, name: string, more: readonly string[] = []): string {
  return object('DistributedVirtualPortgroup', moref, [
    primitive('name', 'string', name),
    primitive('key', 'string', moref),
    reference('config.distributedVirtualSwitch', 'VmwareDistributedVirtualSwitch', 'dvs-9'),
    ...more,
  ]);
}

const SWITCH = object('VmwareDistributedVirtualSwitch', 'dvs-9', [
  primitive('name', 'string', 'DVS0'),
  primitive('uuid', 'string', '50 0a'),
]);
const UPLINKS = portgroup('dvportgroup-10', 'DVS0-DVUplinks-9', [
  complex('tag', 'ArrayOfTag', '<Tag><key>SYSTEM/DVS.UPLINKPG</key></Tag>'),
]);
const HIDDEN = object('DistributedVirtualPortgroup', 'dvportgroup-13', [missing('name', 'NoPermission')]);
const READ = reply(
  'RetrievePropertiesEx',
  page([UPLINKS, portgroup('dvportgroup-12', 'pg-provisioning'), HIDDEN, SWITCH, ...ANCESTORS]),
);

test('the directory tells portgroups with their switch, datacenters, and clusters with their datacenter', async () => {
  const server = await scriptedVcenter({ RetrievePropertiesEx: READ });
  const onSwitch = { switchUuid: '50 0a', switchName: 'DVS0' };
  expect(await connectTo(server).directory()).toEqual({
    portgroups: [
      { name: 'DVS0-DVUplinks-9', key: 'dvportgroup-10', ...onSwitch, isUplink: true },
      { name: 'pg-provisioning', key: 'dvportgroup-12', ...onSwitch, isUplink: false },
    ],
    datacenters: ['DC0'],
    clusters: [{ datacenter: 'DC0', name: 'C0' }],
  });
  expect(server.operations().slice(2)).toEqual(['RetrievePropertiesEx']);
});

test('the directory is read once, and again when asked to', async () => {
  const server = await scriptedVcenter({ RetrievePropertiesEx: READ });
  const vcenter = connectTo(server);
  const reads = () => server.operations().filter((name) => name === 'RetrievePropertiesEx').length;
  await Promise.all([vcenter.directory(), vcenter.directory()]);
  expect(reads()).toBe(1);
  await vcenter.directory(true);
  expect(reads()).toBe(2);
});

test('a directory that could not be read is read again', async () => {
  const server = await scriptedVcenter({
    RetrievePropertiesEx: [fault('SystemError', ''), READ],
  });
  const vcenter = connectTo(server);
  await expect(vcenter.directory()).rejects.toMatchObject({ code: 'fault-refused' });
  expect((await vcenter.directory()).datacenters).toEqual(['DC0']);
});

test('a directory that is older than five minutes is read again', async () => {
  const server = await scriptedVcenter({ RetrievePropertiesEx: READ });
  let now = Date.parse('2026-11-26T00:00:00Z');
  const vcenter = connectTo(server, { clock: { now: () => new Date(now), sleep: async () => {} } });
  const reads = () => server.operations().filter((name) => name === 'RetrievePropertiesEx').length;
  await vcenter.directory();
  now += 5 * 60_000;
  await vcenter.directory();
  expect(reads()).toBe(1);
  now += 1;
  await vcenter.directory();
  expect(reads()).toBe(2);
});
