/** What a property collector and the event manager refuse, and objects of a filter that do not exist. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { at, type Bench, bodyOf, collector, faultOf, reference, startBench, textAt } from './soap-client.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ scenario: { taskMs: 1 } });
});
afterEach(() => bench.simulator.close());

const events = ['EventManager', 'EventManager'] as const;

test.each([0, -1])('a maxCount of %d in an event filter is an InvalidArgument', async (maxCount) => {
  const filter = `<filter><maxCount>${maxCount}</maxCount></filter>`;
  for (const method of ['QueryEvents', 'CreateCollectorForEvents']) {
    const answer = await bench.client.call(method, events, filter);
    expect([method, faultOf(answer)]).toEqual([method, 'InvalidArgument']);
    expect(textAt(bodyOf(answer), 'detail.InvalidArgumentFault.invalidProperty')).toBe('filter.maxCount');
  }
});

test.each([
  ['maxWaitSeconds', -1],
  ['maxObjectUpdates', 0],
  ['maxObjectUpdates', -1],
])('a wait with %s %d is an InvalidArgument', async (member, value) => {
  const options = `<options><${member}>${value}</${member}></options>`;
  const answer = await bench.client.call('WaitForUpdatesEx', collector, options);

  expect(textAt(bodyOf(answer), 'detail.InvalidArgumentFault.invalidProperty')).toBe(`options.${member}`);
});

const gone = 'host-9999';
const filter = (ids: readonly string[], lenient: boolean): string =>
  `<spec><propSet><type>HostSystem</type><pathSet>name</pathSet></propSet>` +
  ids.map((id) => `<objectSet><obj type="HostSystem">${id}</obj></objectSet>`).join('') +
  `${lenient ? '<reportMissingObjectsInResults>true</reportMissingObjectsInResults>' : ''}</spec>` +
  '<partialUpdates>false</partialUpdates>';
const wait = async (version = '') => {
  const parameters = `<version>${version}</version><options><maxWaitSeconds>5</maxWaitSeconds></options>`;
  return (await bench.client.get('WaitForUpdatesEx', collector, parameters))[0];
};
const missing = (update: Parameters<typeof at>[0]) =>
  at(update, 'filterSet.missingSet').map((each) => [
    reference(at(each, 'obj')[0])[1],
    at(each, 'fault.fault')[0]?.xsiType?.name,
  ]);

test('a filter on an object that does not exist is refused, and none is made', async () => {
  expect(faultOf(await bench.client.call('CreateFilter', collector, filter([gone], false)))).toBe(
    'ManagedObjectNotFound',
  );
  expect((await bench.client.read(collector, 'filter'))['filter']?.children).toEqual([]);
});

test('a filter that reports missing objects names them once, and again to whoever begins anew', async () => {
  const [, id] = await bench.client.host('esx-001.example.test');
  await bench.client.get('CreateFilter', collector, filter([id, gone], true));
  const first = await wait();
  const version = textAt(first, 'version') ?? '';
  const again = await wait();

  expect(at(first, 'filterSet.objectSet')).toHaveLength(1);
  expect(missing(first)).toEqual([[gone, 'ManagedObjectNotFound']]);
  expect(missing(again)).toEqual([[gone, 'ManagedObjectNotFound']]);
  await bench.client.get('EnterMaintenanceMode_Task', ['HostSystem', id], '<timeout>0</timeout>');
  await bench.client.get('CreateFilter', collector, filter([id], false));
  expect(missing(await wait(version))).toEqual([]);
});

test('such a filter on missing objects alone has news', async () => {
  await bench.client.get('CreateFilter', collector, filter([gone], true));

  expect(missing(await wait())).toEqual([[gone, 'ManagedObjectNotFound']]);
});

test('it names an object that is removed later, too', async () => {
  const host = await bench.client.host('esx-004.example.test');
  await bench.client.get('CreateFilter', collector, filter([host[1]], true));
  const first = await wait();
  await bench.client.get('Destroy_Task', host);
  const second = await wait(textAt(first, 'version'));

  expect(missing(first)).toEqual([]);
  expect(textAt(second, 'filterSet.objectSet.kind')).toBe('leave');
  expect(missing(second)).toEqual([[host[1], 'ManagedObjectNotFound']]);
});
