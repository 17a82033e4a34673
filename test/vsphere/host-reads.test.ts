import { expect, test } from '@jest/globals';
import type { HostState } from '../../lib/reconcile/state.ts';
import { connectTo, KeptLog } from './connect.ts';
import { ANCESTORS, hostObject, NETWORK, task } from './host-replies.ts';
import {
  complex,
  fault,
  govmomiForm,
  missing,
  object,
  page,
  prefixed,
  primitive,
  reply,
  serviceContent,
} from './replies.ts';
import { type Answer, type Script, scriptedVcenter } from './scripted-vcenter.ts';

const READ = reply(
  'RetrievePropertiesEx',
  page([hostObject('host-21', 'esx-021'), ...ANCESTORS, task('task-1', 'success')]),
);

const EXPECTED: HostState = {
  moref: 'host-21',
  name: 'esx-021',
  connectionState: 'connected',
  inMaintenanceMode: false,
  productVersion: '8.0.3',
  networkSystem: 'networkSystem-21',
  network: {
    vnics: [
      {
        device: 'vmk0',
        key: 'key-vim.host.VirtualNic-vmk0',
        netStackInstanceKey: 'defaultTcpipStack',
        portgroup: 'Management Network',
        dhcp: false,
        ipAddress: '10.1.0.21',
        subnetMask: '255.255.255.0',
        mtu: 1500,
      },
      {
        device: 'vmk2',
        key: 'key-vim.host.VirtualNic-vmk2',
        netStackInstanceKey: 'vSphereProvisioning',
        distributedVirtualPort: { switchUuid: '50 0a', portgroupKey: 'dvportgroup-12' },
        dhcp: false,
        ipAddress: '10.20.0.21',
        subnetMask: '255.255.255.0',
        mtu: 9000,
      },
    ],
    netStackInstances: [
      {
        key: 'vSphereProvisioning',
        congestionControlAlgorithm: 'newreno',
        requestedMaxNumberOfConnections: 11000,
        dnsConfig: { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] },
        routes: [],
      },
      {
        key: 'defaultTcpipStack',
        defaultGateway: '10.1.0.1',
        dnsConfig: {
          dhcp: false,
          hostName: 'esx-021',
          domainName: 'corp.example',
          address: ['10.0.0.53'],
          searchDomain: [],
        },
        routes: [{ network: '0.0.0.0', prefixLength: 0, gateway: '10.1.0.1', deviceName: 'vmk0' }],
      },
    ],
    proxySwitches: [{ dvsUuid: '50 0a', dvsName: 'DVS0', mtu: 9000, pnics: ['key-vim.host.PhysicalNic-vmnic1'] }],
    vswitches: [{ name: 'vSwitch0', mtu: 1500 }],
    portgroups: [{ name: ' Provisioning ', vswitchName: 'vSwitch0' }],
  },
  nicTypes: [
    { nicType: 'management', selectedDevices: ['vmk0'] },
    { nicType: 'vmotion', selectedDevices: [] },
  ],
  hasRunningTask: false,
  ancestors: [
    { type: 'ClusterComputeResource', moref: 'domain-c8', name: 'C0' },
    { type: 'Folder', moref: 'group-h4', name: 'host' },
    { type: 'Datacenter', moref: 'datacenter-2', name: 'DC0' },
    { type: 'Folder', moref: 'group-d1', name: 'Datacenters' },
  ],
  configurationProfile: 'unmanaged',
};

async function readHost(read: Answer | readonly Answer[], script: Script = {}): Promise<HostState> {
  return connectTo(await scriptedVcenter({ RetrievePropertiesEx: read, ...script })).readHost('host-21');
}

test.each([
  ['the default namespace', READ],
  ['a prefix on every element', prefixed(READ)],
  ["govmomi's prefix for xsi:type", govmomiForm(READ)],
])('a host reads the same with %s', async (_form, text) => {
  expect(await readHost(text)).toEqual(EXPECTED);
});

test('a host costs one call, which asks for exactly these paths', async () => {
  const server = await scriptedVcenter({ RetrievePropertiesEx: READ });
  await connectTo(server).readHost('host-21');
  expect(server.operations()).toEqual(['RetrieveServiceContent', 'Login', 'RetrievePropertiesEx']);
  const paths = [...server.body('RetrievePropertiesEx').matchAll(/pathSet>([^<]+)</g)].map(([, path]) => path);
  expect(paths).toEqual([
    ...['name', 'parent', 'runtime.connectionState', 'runtime.inMaintenanceMode', 'config.product'],
    ...['configManager.networkSystem', 'config.network.vnic', 'config.network.netStackInstance'],
    ...['config.network.proxySwitch', 'config.network.vswitch', 'config.network.portgroup'],
    'config.network.ipV6Enabled',
    'config.virtualNicManagerInfo.netConfig',
    ...['name', 'parent', 'configManagerEnabled', 'name', 'parent', 'name', 'parent', 'info.state'],
  ]);
});

test.each(['queued', 'running'])('a %s task makes the host busy', async (state) => {
  const text = reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021'), task('task-1', state)]));
  expect((await readHost(text)).hasRunningTask).toBe(true);
});

test('a disconnected host has no network', async () => {
  const values = [
    primitive('name', 'string', 'esx-021'),
    complex('runtime.connectionState', 'HostSystemConnectionState', 'disconnected'),
    missing('config.product', 'HostNotConnected'),
  ];
  const state = await readHost(reply('RetrievePropertiesEx', page([object('HostSystem', 'host-21', values)])));
  expect(state).toEqual({
    moref: 'host-21',
    name: 'esx-021',
    connectionState: 'disconnected',
    inMaintenanceMode: false,
    nicTypes: [],
    hasRunningTask: false,
    ancestors: [],
    configurationProfile: 'unknown',
  });
});

test('a chain that cannot be read up to a datacenter counts for nothing', async () => {
  const text = reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021'), ...ANCESTORS.slice(0, 2)]));
  expect((await readHost(text)).ancestors).toEqual([]);
});

test('a part of a connected host that may not be read is an error that names the privilege', async () => {
  const hidden = missing('config.network.vnic', 'NoPermission', '<privilegeId>System.Read</privilegeId>');
  const text = reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021', [hidden])]));
  await expect(readHost(text)).rejects.toMatchObject({
    code: 'permission-missing',
    context: { fault: 'NoPermission', privilege: 'System.Read' },
  });
});

test.each([
  ['a fault', fault('ManagedObjectNotFound', '<obj type="HostSystem">host-21</obj>')],
  ['an absent result', reply('RetrievePropertiesEx', '')],
])('a host that left the inventory is gone: %s', async (_how, text) => {
  await expect(readHost(text)).rejects.toMatchObject({ code: 'host-gone' });
});

test('a server that does not know configManagerEnabled is asked once without it, and not again for it', async () => {
  const script = {
    RetrievePropertiesEx: {
      choose: ({ body }: { body: string }): Answer =>
        body.includes('configManagerEnabled') ? fault('InvalidProperty', '<name>configManagerEnabled</name>') : READ,
    },
  };
  const server = await scriptedVcenter(script);
  const vcenter = connectTo(server);
  expect((await vcenter.readHost('host-21')).configurationProfile).toBe('unknown');
  expect((await vcenter.readHost('host-21')).configurationProfile).toBe('unknown');
  expect(server.operations().filter((name) => name === 'RetrievePropertiesEx')).toHaveLength(3);
});

test('configManagerEnabled that comes as missing is unknown', async () => {
  const cluster = object('ClusterComputeResource', 'domain-c8', [
    primitive('name', 'string', 'C0'),
    missing('configManagerEnabled', 'InvalidProperty', '<name>configManagerEnabled</name>'),
  ]);
  const text = reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021'), cluster]));
  expect((await readHost(text)).configurationProfile).toBe('unknown');
});

test('a cluster with a configuration profile shows it, from API 8.0 on; before there are none', async () => {
  const text = READ.replace(
    '<name>configManagerEnabled</name><val xsi:type="xsd:boolean">false',
    '<name>configManagerEnabled</name><val xsi:type="xsd:boolean">true',
  );
  const old = { RetrieveServiceContent: reply('RetrieveServiceContent', serviceContent('7.0.3.0')) };
  expect((await readHost(text)).configurationProfile).toBe('managed');
  expect((await readHost(text, old)).configurationProfile).toBe('unmanaged');
});

test('all hosts are read page by page, with the tasks of each', async () => {
  const surroundings = reply('RetrievePropertiesEx', page([...ANCESTORS, task('task-1', 'running', 'host-22')]));
  const first = reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021')], 'token-1'));
  const second = reply('ContinueRetrievePropertiesEx', page([hostObject('host-22', 'esx-022')]));
  const server = await scriptedVcenter({
    CreateContainerView: reply('CreateContainerView', '<returnval type="ContainerView">view-1</returnval>'),
    RetrievePropertiesEx: [surroundings, first],
    ContinueRetrievePropertiesEx: second,
  });
  const pages: HostState[][] = [];
  for await (const hosts of connectTo(server).readHosts()) pages.push([...hosts]);
  expect(pages).toEqual([
    [EXPECTED],
    [{ ...EXPECTED, moref: 'host-22', name: 'esx-022', networkSystem: 'networkSystem-22', hasRunningTask: true }],
  ]);
  expect(server.operations().at(-1)).toBe('DestroyView');
});

test('a page token that the server has forgotten may pass', async () => {
  const server = await scriptedVcenter({
    CreateContainerView: reply('CreateContainerView', '<returnval type="ContainerView">view-1</returnval>'),
    RetrievePropertiesEx: reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021')], 'token-1')),
    ContinueRetrievePropertiesEx: fault('InvalidArgument', '<invalidProperty>token</invalidProperty>'),
  });
  const hosts = connectTo(server).readHosts()[Symbol.asyncIterator]();
  await expect(hosts.next()).rejects.toMatchObject({ code: 'fault-passing' });
  expect(server.operations().at(-1)).toBe('DestroyView');
});

test('one unreadable host does not keep the others from being read', async () => {
  const hidden = missing('config.network.vnic', 'NoPermission', '<privilegeId>System.Read</privilegeId>');
  const log = new KeptLog();
  const server = await scriptedVcenter({
    CreateContainerView: reply('CreateContainerView', '<returnval type="ContainerView">view-1</returnval>'),
    RetrievePropertiesEx: reply(
      'RetrievePropertiesEx',
      page([hostObject('host-21', 'esx-021', [hidden]), hostObject('host-22', 'esx-022', NETWORK)]),
    ),
  });
  const networks: boolean[] = [];
  for await (const hosts of connectTo(server, { log }).readHosts()) {
    networks.push(...hosts.map(({ network }) => network !== undefined));
  }
  expect(networks).toEqual([false, true]);
  expect(log.lines.join()).toContain('System.Read');
});
