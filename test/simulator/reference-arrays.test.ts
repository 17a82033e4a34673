/** Lists of references travel in anyType as ArrayOfManagedObjectReference, whatever they refer to (vim25 WSDL). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { plainAttribute, type XmlElement } from '../../simulator/wire/xml-read.ts';
import { at, type Bench, collector, found, reference, startBench, textAt } from './soap-client.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

/** The type of a list, and of its items their names, types and what they refer to; each way once. */
const shape = (list: XmlElement | undefined) => ({
  list: list?.xsiType?.name,
  items: [
    ...new Set(
      list?.children.map(
        (item) => `${item.name} xsi:type=${item.xsiType?.name} type=${plainAttribute(item, 'type') ?? ''}`,
      ),
    ),
  ],
});

const references = (...types: string[]) => ({
  list: 'ArrayOfManagedObjectReference',
  items: types.map((type) => `ManagedObjectReference xsi:type=ManagedObjectReference type=${type}`),
});

test.each([
  ['DC0/host/DC0_C0', 'host', ['HostSystem']],
  ['DC0/host/DC0_C0', 'datastore', []],
  ['DC0/host', 'childEntity', ['ClusterComputeResource', 'ComputeResource']],
  ['DC0/host/DC0_C0/esx-001.example.test', 'network', ['Network', 'DistributedVirtualPortgroup']],
  ['DC0/network/DVS0', 'portgroup', ['DistributedVirtualPortgroup']],
  ['DC0/network/Provisioning', 'host', ['HostSystem']],
])('%s has its %s as references', async (path, property, types) => {
  const values = await bench.client.read(await found(bench.client, path), property);

  expect(shape(values[property])).toEqual(references(...types));
});

test('what a view, the view manager and a collector hold are references too', async () => {
  const parameters = '<container type="Folder">group-d1</container><type>HostSystem</type><recursive>true</recursive>';
  const manager = ['ViewManager', 'ViewManager'] as const;
  const view = reference((await bench.client.get('CreateContainerView', manager, parameters))[0]);
  const spec = `<spec><propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet></spec>`;
  await bench.client.get('CreateFilter', collector, `${spec}<partialUpdates>false</partialUpdates>`);

  expect(shape((await bench.client.read(view, 'view'))['view'])).toEqual(references('HostSystem'));
  expect(shape((await bench.client.read(manager, 'viewList'))['viewList'])).toEqual(references('ContainerView'));
  expect(shape((await bench.client.read(collector, 'filter'))['filter'])).toEqual(references('PropertyFilter'));
});

test('updates and Fetch write them as reads do', async () => {
  const [type, id] = await found(bench.client, 'DC0/host/DC0_C0');
  const spec =
    `<spec><propSet><type>${type}</type><pathSet>host</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></spec>` +
    '<partialUpdates>false</partialUpdates>';
  await bench.client.get('CreateFilter', collector, spec);
  const [update] = await bench.client.get('WaitForUpdatesEx', collector);
  const changes = at(update, 'filterSet.objectSet.changeSet').filter((change) => textAt(change, 'name') === 'host');
  const [fetched] = await bench.client.get('Fetch', [type, id], '<prop>host</prop>');

  expect(changes.map((change) => shape(at(change, 'val')[0]))).toEqual([references('HostSystem')]);
  expect(shape(fetched)).toEqual(references('HostSystem'));
});
