/** The request of every operation, as text: what vCenter refuses first is the order of elements. */
import { expect, test } from '@jest/globals';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import type { InspectedVcenter } from '../../lib/vsphere/vcenter.ts';
import { connectTo } from './connect.ts';
import { asRecorded, recording } from './golden.ts';
import { object, page, primitive, reply } from './replies.ts';
import { type Script, scriptedVcenter } from './scripted-vcenter.ts';

const EMPTY_READ = reply(
  'RetrievePropertiesEx',
  page([object('HostSystem', 'host-21', [primitive('name', 'string', 'a')])]),
);

const SCRIPT: Script = {
  CurrentTime: reply('CurrentTime', '<returnval>2026-01-15T10:00:00Z</returnval>'),
  AddVirtualNic: reply('AddVirtualNic', '<returnval>vmk2</returnval>'),
  UpdateVirtualNic: reply('UpdateVirtualNic', ''),
  RemoveVirtualNic: reply('RemoveVirtualNic', ''),
  UpdateNetworkConfig: reply('UpdateNetworkConfig', '<returnval></returnval>'),
  RetrievePropertiesEx: EMPTY_READ,
  CreateContainerView: reply('CreateContainerView', '<returnval type="ContainerView">view-1</returnval>'),
  FindByDnsName: reply('FindByDnsName', '<returnval type="HostSystem">host-21</returnval>'),
  FindByIp: reply('FindByIp', '<returnval type="HostSystem">host-21</returnval>'),
  FindByInventoryPath: reply('FindByInventoryPath', '<returnval type="HostSystem">host-21</returnval>'),
  CreateCollectorForEvents: reply(
    'CreateCollectorForEvents',
    '<returnval type="EventHistoryCollector">session[1]2</returnval>',
  ),
  ReadNextEvents: reply('ReadNextEvents', ''),
  HasPrivilegeOnEntities: reply('HasPrivilegeOnEntities', ''),
};

const SYSTEM = 'networkSystem-21';
const STACK = 'vSphereProvisioning';
const PORT = { switchUuid: '50 0a', portgroupKey: 'dvportgroup-12' };
const ADDRESS = { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' };
const DNS = { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] };

async function readAll(vcenter: Vcenter): Promise<void> {
  for await (const _hosts of vcenter.readHosts());
}

/** Recording, operation, and the work that sends it. */
const REQUESTS: [name: string, operation: string, work: (vcenter: InspectedVcenter) => Promise<unknown>][] = [
  ['retrieve-service-content', 'RetrieveServiceContent', (vcenter) => vcenter.about()],
  ['login', 'Login', (vcenter) => vcenter.about()],
  ['current-time', 'CurrentTime', (vcenter) => vcenter.currentTime()],
  ['read-host', 'RetrievePropertiesEx', (vcenter) => vcenter.readHost('host-21')],
  ['read-directory', 'RetrievePropertiesEx', (vcenter) => vcenter.directory()],
  ['create-container-view', 'CreateContainerView', (vcenter) => readAll(vcenter)],
  ['destroy-view', 'DestroyView', (vcenter) => readAll(vcenter)],
  ['read-host-name', 'RetrievePropertiesEx', (vcenter) => vcenter.findHost('host-21')],
  ['find-by-dns-name', 'FindByDnsName', (vcenter) => vcenter.findHost('esx-021.corp.example')],
  ['find-by-ip', 'FindByIp', (vcenter) => vcenter.findHost('10.1.0.21')],
  ['find-by-inventory-path', 'FindByInventoryPath', (vcenter) => vcenter.findHost('/DC0/host/C0/esx-021')],
  [
    'add-virtual-nic-distributed',
    'AddVirtualNic',
    (vcenter) =>
      vcenter.addVirtualNic(SYSTEM, '', {
        netStackInstanceKey: STACK,
        mtu: 9000,
        distributedVirtualPort: PORT,
        ip: { subnetMask: '255.255.255.0', ipAddress: '10.20.0.21', dhcp: false },
      }),
  ],
  [
    'add-virtual-nic-standard',
    'AddVirtualNic',
    (vcenter) => vcenter.addVirtualNic(SYSTEM, 'A & B <"pg"> é', { ip: { dhcp: true }, netStackInstanceKey: STACK }),
  ],
  [
    'update-virtual-nic-partial',
    'UpdateVirtualNic',
    (vcenter) => vcenter.updateVirtualNic(SYSTEM, 'vmk2', { mtu: 9000 }),
  ],
  [
    'update-virtual-nic-moved',
    'UpdateVirtualNic',
    (vcenter) => vcenter.updateVirtualNic(SYSTEM, 'vmk2', { portgroup: 'Provisioning', ip: ADDRESS }),
  ],
  ['remove-virtual-nic', 'RemoveVirtualNic', (vcenter) => vcenter.removeVirtualNic(SYSTEM, 'vmk2')],
  [
    'update-network-config-gateway',
    'UpdateNetworkConfig',
    (vcenter) =>
      vcenter.updateNetworkConfig(SYSTEM, {
        congestionControlAlgorithm: 'cubic',
        requestedMaxNumberOfConnections: 12000,
        ipRouteConfig: { ipV6DefaultGateway: 'fd00:20::1', defaultGateway: '10.20.0.1' },
        netStackInstanceKey: STACK,
      }),
  ],
  [
    'update-network-config-no-gateway',
    'UpdateNetworkConfig',
    (vcenter) => vcenter.updateNetworkConfig(SYSTEM, { netStackInstanceKey: STACK, ipRouteConfig: {} }),
  ],
  ...[[], ['10.0.0.53'], ['10.0.0.53', '10.0.0.54']].map((address): (typeof REQUESTS)[number] => [
    `update-network-config-dns-${address.length}`,
    'UpdateNetworkConfig',
    (vcenter) => vcenter.updateNetworkConfig(SYSTEM, { netStackInstanceKey: STACK, dnsConfig: { ...DNS, address } }),
  ]),
  ...[['HostAddedEvent'], ['HostAddedEvent', 'DvsHostJoinedEvent']].map((types): (typeof REQUESTS)[number] => [
    `create-collector-${types.length}`,
    'CreateCollectorForEvents',
    (vcenter) => vcenter.openEvents(new Date('2026-01-15T09:00:00Z'), types),
  ]),
  [
    'read-next-events',
    'ReadNextEvents',
    async (vcenter) => (await vcenter.openEvents(new Date('2026-01-15T09:00:00Z'), ['HostAddedEvent'])).next(),
  ],
  [
    'destroy-collector',
    'DestroyCollector',
    async (vcenter) => (await vcenter.openEvents(new Date('2026-01-15T09:00:00Z'), ['HostAddedEvent'])).close(),
  ],
  [
    'has-privilege-on-entities',
    'HasPrivilegeOnEntities',
    ({ inspection }) =>
      inspection.missingPrivileges(
        [
          { type: 'HostSystem', moref: 'host-21' },
          { type: 'HostSystem', moref: 'host-22' },
        ],
        ['Host.Config.Network', 'Network.Assign'],
      ),
  ],
  [
    'logout',
    'Logout',
    async (vcenter) => {
      await vcenter.about();
      await vcenter.close();
    },
  ],
];

test.each(REQUESTS)('%s is sent as recorded', async (name, operation, work) => {
  const server = await scriptedVcenter(SCRIPT);
  await work(connectTo(server));
  expect(asRecorded(server.body(operation))).toBe(await recording(name));
});

test('all hosts are read as recorded: surroundings, hosts and the next page', async () => {
  const server = await scriptedVcenter({
    ...SCRIPT,
    RetrievePropertiesEx: [EMPTY_READ, reply('RetrievePropertiesEx', page([], 'token-1'))],
    ContinueRetrievePropertiesEx: reply('ContinueRetrievePropertiesEx', page([])),
  });
  await readAll(connectTo(server));
  const sent = server.calls.filter(({ operation }) => operation.includes('Retrieve')).map(({ body }) => body);
  const recorded = await Promise.all(['read-surroundings', 'read-all-hosts', 'continue-read'].map(recording));
  expect(sent.slice(1).map(asRecorded)).toEqual(recorded);
});
