import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { at, type Bench, bodyOf, collector, faultOf, reference, startBench, textAt } from './soap-client.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ scenario: { pageSize: 3 } });
});
afterAll(() => bench.simulator.close());

const view = async (type: string): Promise<readonly [string, string]> => {
  const parameters = `<container type="Folder">group-d1</container><type>${type}</type><recursive>true</recursive>`;
  return reference((await bench.client.get('CreateContainerView', ['ViewManager', 'ViewManager'], parameters))[0]);
};

const spec = (types: string, start: readonly [string, string], selectSet: string, skip = true): string =>
  `<specSet>${types}<objectSet><obj type="${start[0]}">${start[1]}</obj><skip>${skip}</skip>${selectSet}</objectSet></specSet><options/>`;

const propSet = (type: string, ...paths: string[]): string =>
  `<propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>`;

const members = '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet>';

test('results come in pages until there is no token', async () => {
  const [first] = await bench.client.get(
    'RetrievePropertiesEx',
    collector,
    spec(propSet('HostSystem', 'name'), await view('HostSystem'), members),
  );
  const [rest] = await bench.client.get(
    'ContinueRetrievePropertiesEx',
    collector,
    `<token>${textAt(first, 'token')}</token>`,
  );

  expect(at(first, 'objects')).toHaveLength(3);
  expect(at(rest, 'objects').map((object) => textAt(object, 'propSet.val'))).toEqual(['esx-004.example.test']);
  expect(at(rest, 'token')).toEqual([]);
});

test('a token is good once', async () => {
  const [first] = await bench.client.get(
    'RetrievePropertiesEx',
    collector,
    spec(propSet('HostSystem', 'name'), await view('HostSystem'), members),
  );
  const next = `<token>${textAt(first, 'token')}</token>`;
  await bench.client.get('ContinueRetrievePropertiesEx', collector, next);

  expect(faultOf(await bench.client.call('ContinueRetrievePropertiesEx', collector, next))).toBe('InvalidArgument');
});

test('RetrieveProperties has no pages', async () => {
  const parameters = spec(propSet('HostSystem', 'name'), await view('HostSystem'), members).replace('<options/>', '');

  expect(await bench.client.get('RetrieveProperties', collector, parameters)).toHaveLength(4);
});

test('a result that nothing fits is absent', async () => {
  const parameters = spec(propSet('VirtualMachine', 'name'), await view('VirtualMachine'), members);

  expect(await bench.client.get('RetrievePropertiesEx', collector, parameters)).toEqual([]);
});

test('a class means itself and its subclasses, in views and in property specs', async () => {
  const [result] = await bench.client.get(
    'RetrieveProperties',
    collector,
    spec(propSet('ManagedEntity', 'name'), await view('DistributedVirtualSwitch'), members).replace('<options/>', ''),
  );

  expect(textAt(result, 'obj')).toMatch(/^dvs-/);
  expect(textAt(result, 'propSet.val')).toBe('DVS0');
});

test('an object that several property specs fit comes once, with all its properties', async () => {
  const types = propSet('ManagedEntity', 'name') + propSet('ComputeResource', 'name', 'host');
  const parameters = spec(types, await view('ClusterComputeResource'), members);
  const [result] = await bench.client.get('RetrievePropertiesEx', collector, parameters);

  expect(at(result, 'objects')).toHaveLength(1);
  expect(at(result, 'objects.propSet').map((property) => textAt(property, 'name'))).toEqual(['name', 'host']);
});

test('a recursive traversal that is named climbs to the root', async () => {
  const up =
    '<selectSet xsi:type="TraversalSpec"><name>up</name><type>ManagedEntity</type><path>parent</path><skip>false</skip>' +
    '<selectSet><name>up</name></selectSet></selectSet>';
  const host = await bench.client.host('esx-001.example.test');
  const parameters = spec(propSet('ManagedEntity', 'name'), host, up, false).replace('<options/>', '');
  const chain = await bench.client.get('RetrieveProperties', collector, parameters);

  expect(chain.map((object) => textAt(object, 'propSet.val'))).toEqual([
    'esx-001.example.test',
    'DC0_C0',
    'host',
    'DC0',
    'Datacenters',
  ]);
});

test('values carry their types, arrays as ArrayOf', async () => {
  const host = await bench.client.host('esx-001.example.test');
  const values = await bench.client.read(
    host,
    'name',
    'parent',
    'config.network.vnic',
    'runtime.inMaintenanceMode',
    'runtime.connectionState',
  );
  const types = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.xsiType?.name]));

  expect(types).toEqual({
    name: 'string',
    parent: 'ManagedObjectReference',
    'config.network.vnic': 'ArrayOfHostVirtualNic',
    'runtime.inMaintenanceMode': 'boolean',
    'runtime.connectionState': 'HostSystemConnectionState',
  });
  expect(at(values['config.network.vnic'], 'HostVirtualNic.device').map(({ text }) => text)).toEqual(['vmk0']);
});

test('an item of an array is read by its key', async () => {
  const host = await bench.client.host('esx-001.example.test');
  const path = 'config.network.netStackInstance["defaultTcpipStack"].ipRouteConfig.defaultGateway';

  expect((await bench.client.read(host, path))[path]?.text).toBe('10.1.1.1');
});

test('an unset property is neither in propSet nor in missingSet', async () => {
  const host = await bench.client.host('esx-001.example.test');

  expect(await bench.client.read(host, 'hardware', 'config.storageDevice.hostBusAdapter')).toEqual({});
});

test.each(['nonsense', 'config.nonsense', 'config.network.vnic.device', 'name.length'])(
  'the path %s is an InvalidProperty',
  async (path) => {
    const [type, id] = await bench.client.host('esx-001.example.test');
    const answer = await bench.client.call(
      'RetrievePropertiesEx',
      collector,
      spec(propSet(type, path), [type, id], '', false),
    );

    expect([faultOf(answer), textAt(bodyOf(answer), 'detail.InvalidPropertyFault.name')]).toEqual([
      'InvalidProperty',
      path,
    ]);
  },
);

test('all properties are read with all', async () => {
  const [type, id] = await bench.client.host('esx-001.example.test');
  const [result] = await bench.client.get(
    'RetrievePropertiesEx',
    collector,
    spec(`<propSet><type>${type}</type><all>true</all></propSet>`, [type, id], '', false),
  );
  const names = at(result, 'objects.propSet').map((property) => textAt(property, 'name'));

  expect(names).toEqual(expect.arrayContaining(['name', 'config', 'runtime', 'summary', 'configManager', 'parent']));
});

test('an object that is gone is a fault, or left out when asked so', async () => {
  const gone = spec(propSet('HostSystem', 'name'), ['HostSystem', 'host-9999'], '', false);
  const lenient = gone.replace(
    '</objectSet></specSet>',
    '</objectSet><reportMissingObjectsInResults>true</reportMissingObjectsInResults></specSet>',
  );

  expect(faultOf(await bench.client.call('RetrievePropertiesEx', collector, gone))).toBe('ManagedObjectNotFound');
  expect(await bench.client.get('RetrievePropertiesEx', collector, lenient)).toEqual([]);
});

test('Fetch reads one property, and answers nothing for one that is unset', async () => {
  const host = await bench.client.host('esx-001.example.test');
  const [config] = await bench.client.get('Fetch', host, '<prop>config</prop>');

  expect(config?.xsiType?.name).toBe('HostConfigInfo');
  expect(await bench.client.get('Fetch', host, '<prop>hardware</prop>')).toEqual([]);
});

test('the version in SOAPAction selects the schema of a reply', async () => {
  const host = await bench.client.host('esx-001.example.test');
  const fields = async (version: string): Promise<unknown[]> => {
    bench.client.soapAction = `"urn:vim25/${version}"`;
    const { 'config.network': network } = await bench.client.read(host, 'config.network');
    bench.client.soapAction = '"urn:vim25/8.0.3.0"';
    const spec = at(network, 'vnic.spec')[0];
    return [at(network, 'netStackInstance').length, textAt(spec, 'netStackInstanceKey'), textAt(spec, 'mtu')];
  };

  expect(await fields('5.1')).toEqual([0, undefined, '1500']);
  expect(await fields('5.5')).toEqual([3, 'defaultTcpipStack', '1500']);
  expect(await fields('9.1.0.0')).toEqual([3, 'defaultTcpipStack', '1500']);
});

test('a member that is newer than the negotiated version is no property', async () => {
  const [cluster] = await bench.client.get(
    'FindByInventoryPath',
    ['SearchIndex', 'SearchIndex'],
    '<inventoryPath>DC0/host/DC0_C0</inventoryPath>',
  );
  const ask = spec(propSet('ClusterComputeResource', 'configManagerEnabled'), reference(cluster), '', false);

  expect((await bench.client.call('RetrievePropertiesEx', collector, ask)).status).toBe(200);
  bench.client.soapAction = 'urn:vim25/7.0.0.0';
  expect(faultOf(await bench.client.call('RetrievePropertiesEx', collector, ask))).toBe('InvalidProperty');
  bench.client.soapAction = '"urn:vim25/8.0.3.0"';
});
