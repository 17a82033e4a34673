import { expect, test } from '@jest/globals';
import type { EventReader } from '../../lib/reconcile/ports.ts';
import { connectTo } from './connect.ts';
import { fault, govmomiForm, NOT_AUTHENTICATED, prefixed, reply } from './replies.ts';
import { type Answer, type Script, type ScriptedVcenter, scriptedVcenter } from './scripted-vcenter.ts';

const SINCE = new Date('2026-01-15T09:00:00Z');
const COLLECTOR = reply('CreateCollectorForEvents', '<returnval type="EventHistoryCollector">c-1</returnval>');
const NONE = reply('ReadNextEvents', '');

function event(type: string, key: number, time: string, more = ''): string {
  return (
    `<returnval xsi:type="${type}"><key>${key}</key><chainId>${key}</chainId><createdTime>${time}</createdTime>` +
    `<userName>root</userName>${more}</returnval>`
  );
}

const host = (member: string, moref: string) =>
  `<${member}><name>esx</name><host type="HostSystem">${moref}</host></${member}>`;

const events = (...all: string[]) => reply('ReadNextEvents', all.join(''));

async function open(script: Script): Promise<{ reader: EventReader; server: ScriptedVcenter }> {
  const server = await scriptedVcenter({ CreateCollectorForEvents: COLLECTOR, ...script });
  const reader = await connectTo(server).openEvents(SINCE, ['HostAddedEvent', 'DvsHostJoinedEvent']);
  return { reader, server };
}

function beginTimes(server: ScriptedVcenter): (string | undefined)[] {
  return server.calls
    .filter(({ operation }) => operation === 'CreateCollectorForEvents')
    .map(({ body }) => /beginTime>([^<]+)</.exec(body)?.[1]);
}

const KNOWN = events(
  event('HostAddedEvent', 5, '2026-01-15T09:01:00.123456Z', host('host', 'host-21')),
  event('DvsHostJoinedEvent', -2147483648, '2026-01-15T09:02:00Z', host('hostJoined', 'host-22')),
  event('EventEx', 7, '2026-01-15T09:02:00Z', '<eventTypeId>com.vmware.vc.Odd</eventTypeId>'),
  event('ClassOfTomorrow', 8, '2026-01-15T09:02:00Z', `<tgw><a>1</a></tgw>${host('host', 'host-23')}<new>1</new>`),
);

test.each([
  ["vCenter's form", KNOWN],
  ['prefixes', prefixed(KNOWN)],
  ["govmomi's form", govmomiForm(KNOWN)],
])('events are read with their class, key, exact time and host, in %s', async (_form, text) => {
  const { reader } = await open({ ReadNextEvents: [text, NONE] });
  expect(await reader.next()).toEqual([
    {
      key: 5,
      eventTypeId: 'HostAddedEvent',
      createdTime: '2026-01-15T09:01:00.123456Z',
      host: { moref: 'host-21', name: 'esx' },
    },
    {
      key: -2147483648,
      eventTypeId: 'DvsHostJoinedEvent',
      createdTime: '2026-01-15T09:02:00Z',
      host: { moref: 'host-22', name: 'esx' },
    },
    { key: 7, eventTypeId: 'com.vmware.vc.Odd', createdTime: '2026-01-15T09:02:00Z' },
    {
      key: 8,
      eventTypeId: 'ClassOfTomorrow',
      createdTime: '2026-01-15T09:02:00Z',
      host: { moref: 'host-23', name: 'esx' },
    },
  ]);
});

const FIRST = event('HostAddedEvent', 5, '2026-01-15T09:10:00Z', host('host', 'host-21'));
const SECOND = event('HostAddedEvent', 6, '2026-01-15T09:10:00Z', host('host', 'host-22'));
const LATER = event('HostAddedEvent', -7, '2026-01-15T09:09:30Z', host('host', 'host-23'));
const keys = async (reader: EventReader) => (await reader.next()).map(({ key }) => key);

test('pages are read until one is empty, and the cursor stays between calls', async () => {
  const { reader, server } = await open({ ReadNextEvents: [events(FIRST), events(SECOND), NONE, events(LATER), NONE] });
  expect([await keys(reader), await keys(reader), await keys(reader)]).toEqual([[5, 6], [-7], []]);
  await reader.close();
  expect(server.operations().filter((name) => name.endsWith('Collector') || name.includes('CollectorFor'))).toEqual([
    'CreateCollectorForEvents',
    'DestroyCollector',
  ]);
});

test.each<[string, Answer]>([
  ['its session has ended', NOT_AUTHENTICATED],
  ['it is gone', fault('ManagedObjectNotFound', '<obj type="EventHistoryCollector">c-1</obj>')],
])('a collector is made anew two minutes before the newest event when %s, and repeats nothing', async (_why, gone) => {
  const { reader, server } = await open({
    ReadNextEvents: [events(FIRST, SECOND), NONE, gone, events(LATER, FIRST, SECOND), NONE],
  });
  expect(await keys(reader)).toEqual([5, 6]);
  expect(await keys(reader)).toEqual([-7]);
  expect(beginTimes(server)).toEqual(['2026-01-15T09:00:00.000Z', '2026-01-15T09:08:00.000Z']);
});

test('a page that was lost on the way is read again, and not asked for twice in one call', async () => {
  const lost: Answer = (response) => {
    response.socket?.destroy();
  };
  const { reader, server } = await open({ ReadNextEvents: [events(FIRST), lost, events(FIRST, SECOND), NONE] });
  await expect(reader.next()).rejects.toMatchObject({ code: 'vcenter-unreachable' });
  expect(server.operations().filter((name) => name === 'ReadNextEvents')).toHaveLength(2);
  // nothing had been given out, so both come
  expect(await keys(reader)).toEqual([5, 6]);
});

test('a reader that has seen nothing is opened again from where it began', async () => {
  const { reader, server } = await open({ ReadNextEvents: [NONE, NOT_AUTHENTICATED, NONE] });
  expect([await keys(reader), await keys(reader)]).toEqual([[], []]);
  expect(beginTimes(server)).toEqual(['2026-01-15T09:00:00.000Z', '2026-01-15T09:00:00.000Z']);
});

test('a vCenter with too many collectors is asked again later', async () => {
  await expect(open({ CreateCollectorForEvents: fault('InvalidState') })).rejects.toMatchObject({
    code: 'fault-passing',
  });
});
