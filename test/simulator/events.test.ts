import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import type { XmlElement } from '../../simulator/wire/xml-read.ts';
import { at, type Bench, collector, faultOf, reference, startBench, textAt, until } from './soap-client.ts';

const MANAGER = ['EventManager', 'EventManager'] as const;
let bench: Bench;
let administrator: Administrator;

beforeEach(async () => {
  bench = await startBench({ scenario: { taskMs: 1, joinSwitch: { delayMs: 1 } } });
  administrator = await connectAdministrator(bench.simulator.ready);
});
afterEach(() => bench.simulator.close());

const filterOf = (...types: string[]) =>
  `<filter>${types.map((type) => `<eventTypeId>${type}</eventTypeId>`).join('')}</filter>`;
const typeOf = (event: XmlElement) => event.xsiType?.name;
const query = (...types: string[]) => bench.client.get('QueryEvents', MANAGER, filterOf(...types));
const createCollector = async (...types: string[]) =>
  reference((await bench.client.get('CreateCollectorForEvents', MANAGER, filterOf(...types)))[0]);
const page = (name: string, target: readonly [string, string], size = 100) =>
  bench.client.get(name, target, `<maxCount>${size}</maxCount>`);

describe('adding a host', () => {
  test.each([
    ['AddHost_Task', () => administrator.addHost({ hostName: 'esx-new.corp.example' }), 'DC0_C0'],
    ['AddStandaloneHost_Task', () => administrator.addStandaloneHost({ hostName: 'esx-new.corp.example' }), undefined],
  ])('by %s posts HostAddedEvent and HostConnectedEvent, in the order of their keys', async (_method, add, cluster) => {
    const { moref } = await add();
    const types = ['HostAddedEvent', 'HostConnectedEvent'];
    const events = await until(
      () => query(...types),
      (found) => found.length === 2,
    );
    expect(events.map(typeOf)).toEqual(types);
    const keys = events.map((event) => Number(textAt(event, 'key')));
    expect(keys[1]).toBeGreaterThan(keys[0] ?? 0);
    expect(events.map((event) => [textAt(event, 'host.name'), textAt(event, 'host.host')])).toEqual([
      ['esx-new.corp.example', moref],
      ['esx-new.corp.example', moref],
    ]);
    if (cluster !== undefined) expect(textAt(events[0], 'computeResource.name')).toBe(cluster);
  });

  test('lets it join the switch afterwards, which posts DvsHostJoinedEvent', async () => {
    const { moref } = await administrator.addHost({ hostName: 'esx-new.corp.example' });
    const [event] = await until(
      () => query('DvsHostJoinedEvent'),
      (found) => found.length === 1,
    );
    expect(textAt(event, 'hostJoined.host')).toBe(moref);
    const { 'config.network.proxySwitch': switches } = await bench.client.read(
      ['HostSystem', moref],
      'config.network.proxySwitch',
    );
    expect(textAt(switches, 'HostProxySwitch.dvsName')).toBe('DVS0');
  });

  test('that is not to be connected posts no HostConnectedEvent, and reconnecting does', async () => {
    const { moref } = await administrator.addHost({ hostName: 'esx-new.corp.example', asConnected: false });
    expect(await query('HostConnectedEvent')).toEqual([]);
    await administrator.reconnectHost(moref);
    expect(
      await until(
        () => query('HostConnectedEvent'),
        (found) => found.length === 1,
      ),
    ).toHaveLength(1);
  });
});

describe('a reader', () => {
  const names = ['a', 'b', 'c'].map((letter) => `esx-${letter}.corp.example`);
  const hostNames = (events: readonly XmlElement[]) => events.map((event) => textAt(event, 'host.name'));
  const addAll = async () => {
    for (const hostName of names) await administrator.addHost({ hostName });
  };

  test('ReadNextEvents goes forward from the oldest and then sees what comes', async () => {
    await addAll();
    const target = await createCollector('HostAddedEvent');
    expect(hostNames(await page('ReadNextEvents', target, 2))).toEqual(names.slice(0, 2));
    expect(hostNames(await page('ReadNextEvents', target, 2))).toEqual(names.slice(2));
    expect(await page('ReadNextEvents', target, 2)).toEqual([]);
    await administrator.addHost({ hostName: 'esx-d.corp.example' });
    expect(hostNames(await page('ReadNextEvents', target, 2))).toEqual(['esx-d.corp.example']);
  });

  test('ReadPreviousEvents goes back, Rewind to the oldest, Reset to the latest page', async () => {
    await addAll();
    const target = await createCollector('HostAddedEvent');
    await page('ReadNextEvents', target);
    expect(hostNames(await page('ReadPreviousEvents', target, 1))).toEqual(names.slice(2));
    await bench.client.get('RewindCollector', target);
    expect(await page('ReadPreviousEvents', target)).toEqual([]);
    await bench.client.get('SetCollectorPageSize', target, '<maxCount>1</maxCount>');
    await bench.client.get('ResetCollector', target);
    expect(hostNames(await page('ReadPreviousEvents', target))).toEqual(names.slice(0, 2));
  });

  test('latestPage has the newest, newest first', async () => {
    await addAll();
    const target = await createCollector('HostAddedEvent');
    await bench.client.get('SetCollectorPageSize', target, '<maxCount>2</maxCount>');
    const { latestPage } = await bench.client.read(target, 'latestPage');
    expect(hostNames(latestPage?.children ?? [])).toEqual([names[2], names[1]]);
  });

  test('WaitForUpdatesEx on latestPage answers when an event comes', async () => {
    const [type, id] = await createCollector('HostAddedEvent');
    const spec = `<spec><propSet><type>${type}</type><pathSet>latestPage</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></spec>`;
    await bench.client.get('CreateFilter', collector, `${spec}<partialUpdates>false</partialUpdates>`);
    const [first] = await bench.client.get('WaitForUpdatesEx', collector);
    const waiting = bench.client.get(
      'WaitForUpdatesEx',
      collector,
      `<version>${textAt(first, 'version')}</version><options><maxWaitSeconds>10</maxWaitSeconds></options>`,
    );
    await administrator.addHost({ hostName: 'esx-a.corp.example' });
    const [second] = await waiting;
    const events = at(second, 'filterSet.objectSet.changeSet.val').flatMap(({ children }) => children);
    expect(hostNames(events)).toEqual(['esx-a.corp.example']);
  });

  test('latestEvent is read, fetched, and waited for', async () => {
    const latest = async () => (await bench.client.read(MANAGER, 'latestEvent'))['latestEvent'];
    expect((await latest())?.xsiType?.name).toBe('UserLoginSessionEvent');
    const spec =
      '<spec><propSet><type>EventManager</type><pathSet>latestEvent</pathSet></propSet><objectSet><obj type="EventManager">EventManager</obj></objectSet></spec>';
    await bench.client.get('CreateFilter', collector, `${spec}<partialUpdates>false</partialUpdates>`);
    const [first] = await bench.client.get('WaitForUpdatesEx', collector);
    const options = '<options><maxWaitSeconds>10</maxWaitSeconds></options>';
    const go = `<version>${textAt(first, 'version')}</version>${options}`;
    const waiting = bench.client.get('WaitForUpdatesEx', collector, go);
    await administrator.disconnectHost((await bench.client.host('esx-001.example.test'))[1]);
    const [second] = await waiting;
    expect(Number(textAt(second, 'filterSet.objectSet.changeSet.val.key'))).toBeGreaterThan(
      Number(textAt(first, 'filterSet.objectSet.changeSet.val.key')),
    );
    expect((await latest())?.xsiType?.name).toBe('HostDisconnectedEvent');
    const [fetched] = await bench.client.get('Fetch', MANAGER, '<prop>latestEvent</prop>');
    expect(fetched?.xsiType?.name).toBe('HostDisconnectedEvent');
  });

  test('a page size that grows brings the events that were cut', async () => {
    await addAll();
    const target = await createCollector('HostAddedEvent');
    await bench.client.get('SetCollectorPageSize', target, '<maxCount>1</maxCount>');
    const [type, id] = target;
    const spec = `<spec><propSet><type>${type}</type><pathSet>latestPage</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></spec>`;
    await bench.client.get('CreateFilter', collector, `${spec}<partialUpdates>false</partialUpdates>`);
    const [first] = await bench.client.get('WaitForUpdatesEx', collector);
    const waiting = bench.client.get(
      'WaitForUpdatesEx',
      collector,
      `<version>${textAt(first, 'version')}</version><options><maxWaitSeconds>60</maxWaitSeconds></options>`,
    );
    await until(
      async () => bench.simulator.stats()['WaitForUpdatesEx'],
      (count) => count === 2,
    );
    await bench.client.get('SetCollectorPageSize', target, '<maxCount>3</maxCount>');
    const [second] = await waiting;
    expect(at(second, 'filterSet.objectSet.changeSet.val.Event')).toHaveLength(3);
  });

  test('after Reset reads the latest page forward, and of a fresh collector the filter', async () => {
    await addAll();
    const [made] = await bench.client.get(
      'CreateCollectorForEvents',
      MANAGER,
      '<filter><eventTypeId>HostAddedEvent</eventTypeId><maxCount>2</maxCount></filter>',
    );
    const target = reference(made);
    await bench.client.get('ResetCollector', target);
    expect(hostNames(await page('ReadNextEvents', target))).toEqual(names.slice(1));
    const { filter } = await bench.client.read(target, 'filter');
    expect([filter?.xsiType?.name, textAt(filter, 'eventTypeId')]).toEqual(['EventFilterSpec', 'HostAddedEvent']);
  });

  test('with delayedInit sees no page before the collector is initialized', async () => {
    await addAll();
    const filter = '<filter><eventTypeId>HostAddedEvent</eventTypeId><delayedInit>true</delayedInit></filter>';
    const target = reference((await bench.client.get('CreateCollectorForEvents', MANAGER, filter))[0]);
    const read = () => bench.client.read(target, 'initialized', 'latestPage');
    const { latestPage } = await until(read, ({ initialized }) => initialized?.text === 'true');
    expect(latestPage?.children).toHaveLength(3);
  });

  test.each([0, 1001])('asks for no page of %i', async (size) => {
    const target = await createCollector();
    const answer = await bench.client.call('ReadNextEvents', target, `<maxCount>${size}</maxCount>`);
    expect(faultOf(answer)).toBe('InvalidArgument');
  });

  test('has 32 collectors at most, and loses them with its session', async () => {
    const mine = await createCollector();
    await bench.client.call('Logout', ['SessionManager', 'SessionManager']);
    await bench.client.login();
    expect(faultOf(await bench.client.call('DestroyCollector', mine))).toBe('ManagedObjectNotFound');
    for (let count = 0; count < 32; count += 1) await createCollector();
    const last = await bench.client.call('CreateCollectorForEvents', MANAGER, filterOf());
    expect(faultOf(last)).toBe('InvalidState');
  });
});
