import { expect, test } from '@jest/globals';
import { connectTo } from './connect.ts';
import { ANCESTORS } from './host-replies.ts';
import {
  complex,
  fault,
  missing,
  moref,
  object,
  page,
  primitive,
  reference,
  reply,
  serviceContent,
} from './replies.ts';
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
const HIDDEN = object('DistributedVirtualPortgroup', 'dvportgroup-13', [
  missing('name', 'NoPermission', '<privilegeId>System.View</privilegeId>'),
]);
const READ = reply(
  'RetrievePropertiesEx',
  page([UPLINKS, portgroup('dvportgroup-12', 'pg-provisioning'), HIDDEN, SWITCH, ...ANCESTORS]),
);

test('the directory tells portgroups with their switch, datacenters, and clusters with their datacenter', async () => {
  const server = await scriptedVcenter({ RetrievePropertiesEx: READ });
  const onSwitch = { switchUuid: '50 0a', switchName: 'DVS0' };
  expect(await connectTo(server).directory()).toEqual({
    portgroups: [
      { name: 'DVS0-DVUplinks-9', key: 'dvportgroup-10', ...onSwitch, isUplink: true, isNsx: false },
      { name: 'pg-provisioning', key: 'dvportgroup-12', ...onSwitch, isUplink: false, isNsx: false },
    ],
    datacenters: ['DC0'],
    clusters: [{ datacenter: 'DC0', name: 'C0' }],
    unreadNetworks: [{ moref: 'dvportgroup-13', privilege: 'System.View' }],
  });
  expect(server.operations().slice(2)).toEqual(['RetrievePropertiesEx']);
});

const directoryOf = async (...objects: string[]) => {
  const answer = reply('RetrievePropertiesEx', page([...objects, ...ANCESTORS]));
  return connectTo(await scriptedVcenter({ RetrievePropertiesEx: answer })).directory();
};
const portgroups = [portgroup('dvportgroup-12', 'pg-provisioning'), portgroup('dvportgroup-13', 'pg-other')];

test('portgroups whose switch withholds its uuid are unread, for want of a privilege on that switch', async () => {
  const withheld = object('VmwareDistributedVirtualSwitch', 'dvs-9', [
    primitive('name', 'string', 'DVS0'),
    missing('uuid', 'NoPermission'),
  ]);
  expect(await directoryOf(...portgroups, withheld)).toMatchObject({
    portgroups: [],
    unreadNetworks: [{ moref: 'dvs-9', privilege: 'System.Read' }],
  });
});

test('portgroups whose switch does not show at all are unread, too', async () => {
  expect((await directoryOf(...portgroups)).unreadNetworks).toEqual([{ moref: 'dvs-9', privilege: 'System.View' }]);
});

test('a portgroup that was deleted while it was read is not unread', async () => {
  const deleted = object('DistributedVirtualPortgroup', 'dvportgroup-13', [missing('name', 'ManagedObjectNotFound')]);
  expect((await directoryOf(deleted, SWITCH)).unreadNetworks).toBeUndefined();
});

const WITH_PROFILES = (profiles: string, ...more: string[]) => ({
  RetrieveServiceContent: reply('RetrieveServiceContent', serviceContent('8.0.3.0', true)),
  RetrievePropertiesEx: reply(
    'RetrievePropertiesEx',
    page([object('HostProfileManager', 'HostProfileManager', [profiles]), ...more, ...ANCESTORS]),
  ),
});

test('the directory tells which hosts and clusters a host profile is attached to', async () => {
  const list = complex('profile', 'ArrayOfManagedObjectReference', moref('HostProfile', 'hostprofile-7'));
  const entities = moref('HostSystem', 'host-21') + moref('ClusterComputeResource', 'domain-c8');
  const profile = object('HostProfile', 'hostprofile-7', [
    primitive('name', 'string', 'Golden'),
    complex('entity', 'ArrayOfManagedObjectReference', entities),
  ]);
  const server = await scriptedVcenter(WITH_PROFILES(list, profile));
  expect((await connectTo(server).directory()).hostProfiles).toEqual([
    { name: 'Golden', entities: ['host-21', 'domain-c8'] },
  ]);
});

test('host profiles that the account may not see are unknown, not none', async () => {
  const server = await scriptedVcenter(WITH_PROFILES(missing('profile', 'NoPermission')));
  expect((await connectTo(server).directory()).hostProfiles).toBeUndefined();
});

test('a portgroup whose backing is NSX is told as a segment', async () => {
  const segment = portgroup('dvportgroup-14', 'segment', [primitive('config.backingType', 'string', 'nsx')]);
  const server = await scriptedVcenter({
    RetrievePropertiesEx: reply('RetrievePropertiesEx', page([segment, SWITCH, ...ANCESTORS])),
  });
  expect((await connectTo(server).directory()).portgroups[0]).toMatchObject({ name: 'segment', isNsx: true });
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
