import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import type { XmlElement } from '../../simulator/wire/xml-read.ts';
import { at, type Bench, faultOf, found, startBench, textAt } from './soap-client.ts';

const MANAGER = ['EventManager', 'EventManager'] as const;
let bench: Bench;
let administrator: Administrator;
let now = Date.parse('2026-01-15T09:30:00Z');

async function begin(scenario: object = {}): Promise<void> {
  bench = await startBench({ clock: () => now, scenario: { taskMs: 0, joinSwitch: { auto: false }, ...scenario } });
  administrator = await connectAdministrator(bench.simulator.ready);
}
beforeEach(() => begin());
afterEach(() => bench.simulator.close());

const query = (filter: string) => bench.client.get('QueryEvents', MANAGER, `<filter>${filter}</filter>`);
const ADDED = '<eventTypeId>HostAddedEvent</eventTypeId>';
const names = (events: readonly XmlElement[]) => events.map((event) => textAt(event, 'host.name'));
const types = (events: readonly XmlElement[]) => [...new Set(events.map((event) => event.xsiType?.name))];
const post = (event: string) => bench.client.call('PostEvent', MANAGER, event);
const general = (message: string, more = '') =>
  `<eventToPost xsi:type="GeneralEvent"><key>7</key><chainId>7</chainId><createdTime>2020-01-01T00:00:00Z</createdTime><userName>nobody</userName>${more}<message>${message}</message></eventToPost>`;

describe('a filter', () => {
  test('by time has both its ends in', async () => {
    await administrator.addHost({ hostName: 'esx-a' });
    now += 60_000;
    await administrator.addHost({ hostName: 'esx-b' });
    const at = new Date(now).toISOString();
    const time = (members: string) => query(`<time>${members}</time>${ADDED}`);
    expect(names(await time(`<beginTime>${at}</beginTime>`))).toEqual(['esx-b']);
    expect(names(await time(`<beginTime>${at}</beginTime><endTime>${at}</endTime>`))).toEqual(['esx-b']);
    expect(names(await time(`<endTime>${new Date(now - 1).toISOString()}</endTime>`))).toEqual(['esx-a']);
  });

  test('by entity takes the entity itself, its children, or everything below', async () => {
    const { moref } = await administrator.addHost({ hostName: 'esx-a' });
    const [, cluster] = await found(bench.client, 'DC0/host/DC0_C0');
    const by = (type: string, id: string, recursion: string) =>
      query(`<entity><entity type="${type}">${id}</entity><recursion>${recursion}</recursion></entity>${ADDED}`);
    expect(names(await by('HostSystem', moref, 'self'))).toEqual(['esx-a']);
    expect(names(await by('ClusterComputeResource', cluster, 'self'))).toEqual([]);
    expect(names(await by('ClusterComputeResource', cluster, 'children'))).toEqual(['esx-a']);
    expect(names(await by('Folder', 'group-d1', 'children'))).toEqual([]);
    expect(names(await by('Folder', 'group-d1', 'all'))).toEqual(['esx-a']);
  });

  test('by type takes subclasses, by eventTypeId the class alone', async () => {
    await administrator.addHost({ hostName: 'esx-a' });
    expect(types(await query('<type>HostEvent</type>'))).toEqual(['HostAddedEvent', 'HostConnectedEvent']);
    expect(await query('<eventTypeId>HostEvent</eventTypeId>')).toEqual([]);
    expect(types(await query('<eventTypeId>vim.event.HostAddedEvent</eventTypeId>'))).toEqual(['HostAddedEvent']);
  });

  test('by user tells persons from the system', async () => {
    await administrator.addHost({ hostName: 'esx-a' });
    const by = (members: string) => query(`<userName>${members}</userName>${ADDED}`);
    const user = '<userList>VSPHERE.LOCAL\\administrator</userList>';
    expect(names(await by(`<systemUser>false</systemUser>${user}`))).toEqual(['esx-a']);
    expect(names(await by('<systemUser>true</systemUser>'))).toEqual([]);
  });

  test('by chain has the task and what it brought about', async () => {
    await administrator.addHost({ hostName: 'esx-a' });
    const [added] = await query(ADDED);
    const chain = await query(`<eventChainId>${textAt(added, 'chainId')}</eventChainId>`);
    expect(types(chain)).toEqual(['TaskEvent', 'HostAddedEvent', 'HostConnectedEvent']);
    expect(textAt(chain[0], 'info.eventChainId')).toBe(textAt(added, 'chainId'));
    expect(textAt(chain[0], 'key')).toBe(textAt(added, 'chainId'));
  });

  test('leaves the texts out, and stops at maxCount', async () => {
    for (const hostName of ['esx-a', 'esx-b']) await administrator.addHost({ hostName });
    const [event, ...rest] = await query(`<disableFullMessage>true</disableFullMessage>${ADDED}<maxCount>1</maxCount>`);
    expect([textAt(event, 'fullFormattedMessage'), rest.length]).toEqual([undefined, 0]);
    expect(textAt((await query(ADDED))[0], 'fullFormattedMessage')).toContain('esx-a');
  });

  test('by category and EventEx id finds what was posted', async () => {
    const ex =
      '<eventToPost xsi:type="EventEx"><key>0</key><chainId>0</chainId><createdTime>2026-01-01T00:00:00Z</createdTime><userName/>' +
      '<eventTypeId>com.example.done</eventTypeId><severity>warning</severity><message>done</message></eventToPost>';
    expect((await post(ex)).status).toBe(200);
    expect(types(await query('<eventTypeId>com.example.done</eventTypeId>'))).toEqual(['EventEx']);
    expect(types(await query('<category>warning</category>'))).toEqual(['EventEx']);
  });

  test.each(['<tag>x</tag>', '<alarm type="Alarm">alarm-1</alarm>'])('%s is refused, not ignored', async (member) => {
    const answer = await bench.client.call('QueryEvents', MANAGER, `<filter>${member}</filter>`);
    expect(faultOf(answer)).toBe('NotSupported');
  });
});

test('PostEvent keeps what the event says, and sets key, chain, time and user itself', async () => {
  const { moref } = await administrator.addHost({ hostName: 'esx-a' });
  await post(general('hello', `<host><name>esx-a</name><host type="HostSystem">${moref}</host></host>`));
  const by = `<entity><entity type="HostSystem">${moref}</entity><recursion>self</recursion></entity>`;
  const [event] = await query(`${by}<eventTypeId>GeneralEvent</eventTypeId>`);
  expect([textAt(event, 'message'), textAt(event, 'host.name')]).toEqual(['hello', 'esx-a']);
  expect(textAt(event, 'createdTime')).toBe(new Date(now).toISOString());
  expect(textAt(event, 'userName')).toBe('VSPHERE.LOCAL\\administrator');
  expect(Number(textAt(event, 'key'))).toBeGreaterThan(1000);
});

test('QueryEvents gives the oldest thousand, silently', async () => {
  for (let sent = 0; sent < 1001; sent += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, 1001 - sent) }, (_, index) => post(general(String(sent + index)))),
    );
  const events = await query('<eventTypeId>GeneralEvent</eventTypeId>');
  const { latestEvent } = await bench.client.read(MANAGER, 'latestEvent');
  expect(events).toHaveLength(1000);
  expect(events.map((event) => textAt(event, 'key'))).not.toContain(textAt(latestEvent, 'key'));
});

test('keys turn negative past the end of 32 bits', async () => {
  await bench.simulator.close();
  await begin({ eventKeyStart: 2147483647 });
  await administrator.addHost({ hostName: 'esx-a' });
  expect(Number(textAt((await query(ADDED))[0], 'key'))).toBeLessThan(0);
});

test.each([
  [true, 1],
  [false, 0],
])(
  'after a restore with eventKeysReused %s the keys that are gone come %i times again',
  async (eventKeysReused, again) => {
    bench.simulator.applyScenario({ answers: { eventKeysReused } });
    const { latestEvent } = await bench.client.read(MANAGER, 'latestEvent');
    await administrator.addHost({ hostName: 'esx-a' });
    const [lost] = await query('<eventTypeId>TaskEvent</eventTypeId>');
    bench.simulator.applyScenario({
      restore: { toEventKey: Number(textAt(latestEvent, 'key')), instanceUuid: 'restored' },
    });
    expect(faultOf(await bench.client.call('QueryEvents', MANAGER, '<filter/>'))).toBe('NotAuthenticated');
    await bench.client.login();
    const events = await query('');
    expect(types(events)).not.toContain('HostAddedEvent');
    expect(events.filter((event) => textAt(event, 'key') === textAt(lost, 'key'))).toHaveLength(again);
    const [content] = await bench.client.get('RetrieveServiceContent', ['ServiceInstance', 'ServiceInstance']);
    expect(at(content, 'about.instanceUuid')[0]?.text).toBe('restored');
  },
);

test('the catalogue has a category for every class that is posted', async () => {
  const { description } = await bench.client.read(MANAGER, 'description');
  const categories = new Map(
    at(description, 'eventInfo').map((info) => [textAt(info, 'key'), textAt(info, 'category')]),
  );
  expect([categories.get('HostAddedEvent'), categories.get('HostAddFailedEvent')]).toEqual(['info', 'error']);
});
