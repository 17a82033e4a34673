import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  at,
  type Bench,
  bodyOf,
  collector,
  dvPort,
  faultOf,
  found,
  reference,
  SoapClient,
  startBench,
  staticNic,
  textAt,
} from './soap-client.ts';

const HOST = 'esx-001.example.test';
const NETWORK = 'Host.Config.Network';
const users = [
  { name: 'reader', password: 'r', privileges: [] },
  { name: 'network', password: 'n', privileges: [NETWORK] },
  { name: 'stranger', password: 's', noAccess: ['DC0_C0'] },
];
let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ scenario: { users, taskMs: 1 } });
});
afterEach(() => bench.simulator.close());

async function as(name: string): Promise<SoapClient> {
  const client = new SoapClient(bench.simulator.ready);
  await client.login(name, name.slice(0, 1));
  return client;
}
/** Fault, missing privilege, and the object that it is missing on. */
async function attempt(client: SoapClient, method: string, target: readonly [string, string], parameters = '') {
  const answer = await client.call(method, target, parameters);
  const detail = at(bodyOf(answer), 'detail')[0]?.children[0];
  return [faultOf(answer), textAt(detail, 'privilegeId'), textAt(detail, 'object')];
}
const spec =
  '<spec><hostName>esx-a</hostName><userName>root</userName><password>x</password><force>false</force></spec>';

describe('a user who may only read', () => {
  test.each([
    ['AddVirtualNic', `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`],
    ['UpdateVirtualNic', '<device>vmk0</device><nic><mtu>1500</mtu></nic>'],
    ['RemoveVirtualNic', '<device>vmk9</device>'],
    ['UpdateNetworkConfig', '<config/><changeMode>replace</changeMode>'],
    ['RefreshNetworkSystem', ''],
    ['UpdateIpRouteConfig', '<config/>'],
    ['UpdateIpRouteTableConfig', '<config/>'],
    ['UpdateDnsConfig', '<config><dhcp>false</dhcp><hostName>x</hostName><domainName/></config>'],
  ])(`is refused %s for want of ${NETWORK} on the host`, async (method, parameters) => {
    const system = await bench.client.networkSystem(HOST);
    const [, host] = await bench.client.host(HOST);
    expect(await attempt(await as('reader'), method, system, parameters)).toEqual(['NoPermission', NETWORK, host]);
  });

  test.each([
    ['DisconnectHost_Task', '', 'Host.Config.Connection'],
    ['EnterMaintenanceMode_Task', '<timeout>0</timeout>', 'Host.Config.Maintenance'],
    ['Destroy_Task', '', 'Host.Inventory.RemoveHostFromCluster'],
  ])('is refused %s of a host', async (method, parameters, privilege) => {
    const host = await bench.client.host(HOST);
    expect(await attempt(await as('reader'), method, host, parameters)).toEqual(['NoPermission', privilege, host[1]]);
  });

  test.each([
    ['AddHost_Task', 'host/DC0_C0', `${spec}<asConnected>true</asConnected>`, 'Host.Inventory.AddHostToCluster'],
    ['AddStandaloneHost_Task', 'host', `${spec}<addConnected>true</addConnected>`, 'Host.Inventory.AddStandaloneHost'],
    ['MoveIntoFolder_Task', 'host', '<list type="ClusterComputeResource">CLUSTER</list>', 'Host.Inventory.MoveCluster'],
    ['MoveHostInto_Task', 'host/DC0_C0', '<host type="HostSystem">HOST</host>', 'Host.Inventory.EditCluster'],
    [
      'ReconfigureDvs_Task',
      'network/DVS0',
      '<spec><host><operation>add</operation><host type="HostSystem">HOST</host></host></spec>',
      'DVSwitch.HostOp',
    ],
  ])('is refused %s on %s', async (method, path, parameters, privilege) => {
    const [, cluster] = await found(bench.client, 'DC0/host/DC0_C0');
    const [, host] = await bench.client.host(HOST);
    const filled = parameters.replace('CLUSTER', cluster).replace('HOST', host);
    const target = await found(bench.client, `DC0/${path}`);
    expect((await attempt(await as('reader'), method, target, filled)).slice(0, 2)).toEqual([
      'NoPermission',
      privilege,
    ]);
  });

  test('is refused PostEvent and SessionIsActive, and reads all the rest', async () => {
    const reader = await as('reader');
    const event =
      '<eventToPost xsi:type="GeneralEvent"><key>0</key><chainId>0</chainId><createdTime>2026-01-01T00:00:00Z</createdTime><userName/><message>x</message></eventToPost>';
    expect((await attempt(reader, 'PostEvent', ['EventManager', 'EventManager'], event))[1]).toBe('Global.LogEvent');
    const probe = '<sessionID>x</sessionID><userName>x</userName>';
    expect((await attempt(reader, 'SessionIsActive', ['SessionManager', 'SessionManager'], probe))[1]).toBe(
      'Sessions.ValidateSession',
    );
    const { 'config.network.vnic': vnics } = await reader.read(await reader.host(HOST), 'config.network.vnic');
    expect(vnics?.children).toHaveLength(1);
    expect(await reader.get('QueryEvents', ['EventManager', 'EventManager'], '<filter/>')).not.toEqual([]);
  });
});

describe(`a user who has ${NETWORK}`, () => {
  test('needs Network.Assign on a distributed portgroup, and for a standard one nothing more', async () => {
    const client = await as('network');
    const [system, [, key]] = [await client.networkSystem(HOST), await found(client, 'DC0/network/pg-provisioning')];
    const nic = staticNic('10.20.0.11', await dvPort(client));
    const missing = ['NoPermission', 'Network.Assign', key];
    expect(await attempt(client, 'AddVirtualNic', system, `<portgroup></portgroup>${nic}`)).toEqual(missing);
    const vnic = `<vnic><changeOperation>add</changeOperation><portgroup></portgroup>${nic.replace('<nic>', '<spec>').replace('</nic>', '</spec>')}</vnic>`;
    const config = `<config>${vnic}</config><changeMode>modify</changeMode>`;
    expect(await attempt(client, 'UpdateNetworkConfig', system, config)).toEqual(missing);
    const standard = `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`;
    expect((await attempt(client, 'AddVirtualNic', system, standard))[0]).toBe('');
    const update = `<device>vmk1</device><nic>${await dvPort(client)}</nic>`;
    expect(await attempt(client, 'UpdateVirtualNic', system, update)).toEqual(missing);
  });
});

describe('what is hidden from a user', () => {
  test('is found by no name, path or view', async () => {
    const stranger = await as('stranger');
    expect((await stranger.host(HOST))[1]).toBe('');
    expect((await found(stranger, `DC0/host/DC0_C0/${HOST}`))[1]).toBe('');
    const container = '<container type="Folder">group-d1</container><type>HostSystem</type><recursive>true</recursive>';
    const view = reference((await stranger.get('CreateContainerView', ['ViewManager', 'ViewManager'], container))[0]);
    expect((await stranger.read(view, 'view'))['view']?.children).toHaveLength(1);
  });

  test('is NoPermission in missingSet, for the host and for its managers', async () => {
    const stranger = await as('stranger');
    for (const [[type, id], path] of [
      [await bench.client.host(HOST), 'config.network'],
      [await bench.client.networkSystem(HOST), 'networkInfo'],
    ] as const) {
      const specSet = `<specSet><propSet><type>${type}</type><pathSet>${path}</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></specSet>`;
      const [result] = await stranger.get('RetrievePropertiesEx', collector, `${specSet}<options/>`);
      expect(at(result, 'objects.missingSet.fault.fault')[0]?.xsiType?.name).toBe('NoPermission');
      expect(at(result, 'objects.propSet')).toEqual([]);
    }
  });

  test('takes no call', async () => {
    const stranger = await as('stranger');
    const add = `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`;
    const system = await bench.client.networkSystem(HOST);
    expect((await attempt(stranger, 'AddVirtualNic', system, add))[0]).toBe('NoPermission');
    expect((await attempt(stranger, 'Destroy_Task', await bench.client.host(HOST)))[0]).toBe('NoPermission');
  });

  test('leaves short pages of events: they are counted before they are hidden', async () => {
    const stranger = await as('stranger');
    const members =
      '<filter><eventTypeId>UserLoginSessionEvent</eventTypeId><eventTypeId>TaskEvent</eventTypeId></filter>';
    await bench.client.get('UpdateIpRouteConfig', await bench.client.networkSystem(HOST), '<config/>');
    const events = ['EventManager', 'EventManager'] as const;
    const target = reference((await stranger.get('CreateCollectorForEvents', events, members))[0]);
    const page = await stranger.get('ReadNextEvents', target, '<maxCount>3</maxCount>');
    expect(page.map((event) => event.xsiType?.name)).toEqual(['UserLoginSessionEvent', 'UserLoginSessionEvent']);
    const all = await stranger.get('QueryEvents', events, members);
    expect(all.map((event) => event.xsiType?.name)).not.toContain('TaskEvent');
  });
});
