import { describe, expect, test } from '@jest/globals';
import { isRestricted } from '../../lib/vsphere/inspection.ts';
import { connectTo } from './connect.ts';
import { fault, reply } from './replies.ts';
import { scriptedVcenter } from './scripted-vcenter.ts';

const COLLECTOR = reply('CreateCollectorForEvents', '<returnval type="EventHistoryCollector">session[1]2</returnval>');
const SINCE = new Date('2026-01-15T09:00:00Z');

function events(count: number): string {
  const event = (number: number) =>
    `<returnval xsi:type="HostAddedEvent"><key>${number}</key><chainId>1</chainId><createdTime>2026-01-15T09:30:0${number}.5Z</createdTime><userName>u</userName></returnval>`;
  return reply('ReadNextEvents', Array.from({ length: count }, (_, index) => event(index)).join(''));
}

async function pages(...sizes: number[]) {
  const server = await scriptedVcenter({ CreateCollectorForEvents: COLLECTOR, ReadNextEvents: sizes.map(events) });
  const read = await connectTo(server).inspection.eventPages(SINCE, ['HostAddedEvent']);
  return { read, operations: server.operations() };
}

describe('event pages', () => {
  test.each<[number[], number[], boolean]>([
    [[0], [], false],
    [[3, 2, 0], [3, 2], false],
    [[3, 0, 2, 0], [3, 0, 2], true],
    [[2, 3, 0], [2, 3], true],
    [[0, 0, 0, 1, 0], [0, 0, 0, 1], true],
  ])('of %j are %j, and come short: %s', async (sizes, kept, isShort) => {
    const { read } = await pages(...sizes);
    expect([read.sizes, isRestricted(read), read.isCut]).toEqual([kept, isShort, false]);
  });

  test('tell the newest event, whatever their order, and leave no collector behind', async () => {
    const { read, operations } = await pages(3, 0);
    expect(read.newest).toBe('2026-01-15T09:30:02.5Z');
    expect(operations).toContain('DestroyCollector');
  });

  test('are not read for ever', async () => {
    const { read, operations } = await pages(3);
    expect(read.isCut).toBe(true);
    expect(operations.filter((name) => name === 'ReadNextEvents')).toHaveLength(100);
  });
});

describe('privileges', () => {
  const HOSTS = [
    { type: 'HostSystem', moref: 'host-21' },
    { type: 'HostSystem', moref: 'host-22' },
  ];
  const granted = (moref: string, isGranted: boolean) =>
    `<returnval><entity type="HostSystem">${moref}</entity><privAvailability><privId>Host.Config.Network</privId><isGranted>${isGranted}</isGranted></privAvailability></returnval>`;

  test('that are missing are told with the entity', async () => {
    const answer = reply('HasPrivilegeOnEntities', granted('host-21', true) + granted('host-22', false));
    const server = await scriptedVcenter({ HasPrivilegeOnEntities: answer });
    expect(await connectTo(server).inspection.missingPrivileges(HOSTS, ['Host.Config.Network'])).toEqual([
      { moref: 'host-22', privilege: 'Host.Config.Network' },
    ]);
  });

  test('are asked for two hundred entities a call', async () => {
    const server = await scriptedVcenter({ HasPrivilegeOnEntities: reply('HasPrivilegeOnEntities', '') });
    const many = Array.from({ length: 401 }, (_, index) => ({ type: 'HostSystem', moref: `host-${index}` }));
    await connectTo(server).inspection.missingPrivileges(many, ['Host.Config.Network']);
    expect(server.operations().filter((name) => name === 'HasPrivilegeOnEntities')).toHaveLength(3);
  });

  test('that may not be asked for are an error of ours', async () => {
    const server = await scriptedVcenter({
      HasPrivilegeOnEntities: fault('NoPermission', '<privilegeId>System.Read</privilegeId>'),
    });
    const asking = connectTo(server).inspection.missingPrivileges(HOSTS, ['Host.Config.Network']);
    await expect(asking).rejects.toMatchObject({ code: 'permission-missing' });
  });
});
