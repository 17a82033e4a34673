import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { at, type Bench, collector, faultOf, reference, startBench, textAt } from './soap-client.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ scenario: { taskMs: 1 } });
});
afterEach(() => bench.simulator.close());

const filter = ([type, id]: readonly [string, string], path: string): string =>
  `<spec><propSet><type>${type}</type><pathSet>${path}</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></spec>` +
  '<partialUpdates>false</partialUpdates>';

const options = (seconds: number): string => `<options><maxWaitSeconds>${seconds}</maxWaitSeconds></options>`;

test('the first updates tell everything, the next ones wait for a change', async () => {
  const host = await bench.client.host('esx-001.example.test');
  await bench.client.get('CreateFilter', collector, filter(host, 'runtime.inMaintenanceMode'));
  const [first] = await bench.client.get('WaitForUpdatesEx', collector);
  const waiting = bench.client.get(
    'WaitForUpdatesEx',
    collector,
    `<version>${textAt(first, 'version')}</version>${options(10)}`,
  );
  await bench.client.get('EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
  const [second] = await waiting;

  expect([textAt(first, 'filterSet.objectSet.kind'), textAt(first, 'filterSet.objectSet.changeSet.val')]).toEqual([
    'enter',
    'false',
  ]);
  expect([textAt(second, 'filterSet.objectSet.kind'), textAt(second, 'filterSet.objectSet.changeSet.val')]).toEqual([
    'modify',
    'true',
  ]);
});

test('no change within maxWaitSeconds is an answer without a result', async () => {
  const host = await bench.client.host('esx-001.example.test');
  await bench.client.get('CreateFilter', collector, filter(host, 'name'));
  const [first] = await bench.client.get('WaitForUpdatesEx', collector);

  expect(
    await bench.client.get(
      'WaitForUpdatesEx',
      collector,
      `<version>${textAt(first, 'version')}</version>${options(0)}`,
    ),
  ).toEqual([]);
});

test('a client may go on from any version that it was told', async () => {
  const host = await bench.client.host('esx-001.example.test');
  await bench.client.get('CreateFilter', collector, filter(host, 'runtime.inMaintenanceMode'));
  const [first] = await bench.client.get('WaitForUpdatesEx', collector);
  const goOn = `<version>${textAt(first, 'version')}</version>${options(10)}`;
  await bench.client.get('EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
  const [second] = await bench.client.get('WaitForUpdatesEx', collector, goOn);
  const [again] = await bench.client.get('WaitForUpdatesEx', collector, goOn);

  expect(textAt(again, 'filterSet.objectSet.changeSet.val')).toBe('true');
  expect(Number(textAt(again, 'version'))).toBeGreaterThan(Number(textAt(second, 'version')));
});

test('a version that was never told is refused', async () => {
  expect(faultOf(await bench.client.call('WaitForUpdatesEx', collector, `<version>77</version>${options(0)}`))).toBe(
    'InvalidCollectorVersion',
  );
});

test('a cancelled wait answers RequestCanceled', async () => {
  const host = await bench.client.host('esx-001.example.test');
  await bench.client.get('CreateFilter', collector, filter(host, 'name'));
  const [first] = await bench.client.get('WaitForUpdates', collector);
  const waiting = bench.client.call('WaitForUpdates', collector, `<version>${textAt(first, 'version')}</version>`);
  let answered = false;
  waiting.then(() => {
    answered = true;
  });
  while (!answered) await bench.client.get('CancelWaitForUpdates', collector);

  expect(faultOf(await waiting)).toBe('RequestCanceled');
});

test('a collector of its own watches a task to its end', async () => {
  const [own] = await bench.client.get('CreatePropertyCollector', collector);
  const host = await bench.client.host('esx-001.example.test');
  const [task] = await bench.client.get('DisconnectHost_Task', host);
  await bench.client.get('CreateFilter', reference(own), filter(reference(task), 'info.state'));
  const states: (string | undefined)[] = [];
  let version = '';
  while (states.at(-1) !== 'success') {
    const [update] = await bench.client.get(
      'WaitForUpdatesEx',
      reference(own),
      `<version>${version}</version>${options(5)}`,
    );
    version = textAt(update, 'version') ?? '';
    states.push(textAt(update, 'filterSet.objectSet.changeSet.val'));
  }
  await bench.client.get('DestroyPropertyCollector', reference(own));

  expect(['queued', 'running', 'success']).toEqual(expect.arrayContaining(states));
  expect(faultOf(await bench.client.call('WaitForUpdatesEx', reference(own)))).toBe('ManagedObjectNotFound');
});

test('maxObjectUpdates cuts updates, and the rest follows', async () => {
  const parameters = '<container type="Folder">group-d1</container><type>HostSystem</type><recursive>true</recursive>';
  const [view] = await bench.client.get('CreateContainerView', ['ViewManager', 'ViewManager'], parameters);
  const traversal = '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet>';
  const spec =
    `<spec><propSet><type>HostSystem</type><pathSet>name</pathSet></propSet><objectSet><obj type="ContainerView">${view?.text}</obj>` +
    `<skip>true</skip>${traversal}</objectSet></spec><partialUpdates>false</partialUpdates>`;
  await bench.client.get('CreateFilter', collector, spec);
  const limit = '<options><maxWaitSeconds>0</maxWaitSeconds><maxObjectUpdates>3</maxObjectUpdates></options>';
  const [first] = await bench.client.get('WaitForUpdatesEx', collector, limit);
  const [second] = await bench.client.get(
    'WaitForUpdatesEx',
    collector,
    `<version>${textAt(first, 'version')}</version>${limit}`,
  );

  expect([at(first, 'filterSet.objectSet').length, textAt(first, 'truncated')]).toEqual([3, 'true']);
  expect(at(second, 'filterSet.objectSet')).toHaveLength(1);
});

test('an object that leaves is told, and a destroyed filter tells nothing more', async () => {
  const host = await bench.client.host('esx-004.example.test');
  const [made] = await bench.client.get('CreateFilter', collector, filter(host, 'name'));
  const [first] = await bench.client.get('WaitForUpdatesEx', collector);
  await bench.client.get('Destroy_Task', host);
  const [second] = await bench.client.get(
    'WaitForUpdatesEx',
    collector,
    `<version>${textAt(first, 'version')}</version>${options(5)}`,
  );
  await bench.client.get('DestroyPropertyFilter', reference(made));

  expect(textAt(second, 'filterSet.objectSet.kind')).toBe('leave');
  expect(await bench.client.get('WaitForUpdatesEx', collector, options(0))).toEqual([]);
});
