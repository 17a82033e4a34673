/** A vCenter that shows late what was written. */
import { afterEach, expect, test } from '@jest/globals';
import { esxcli, field } from './esxcli-bench.ts';
import { DHCP, DNS, gateways, type HostBench, PROVISIONING, route, startHostBench } from './host-bench.ts';
import { at, collector, dvPort, found, runTask, textAt, until } from './soap-client.ts';

const LATE = 60_000;
let host: HostBench;
afterEach(() => host.bench.simulator.close());
const begin = async (visibilityDelayMs = LATE, scenario: object = {}) => {
  host = await startHostBench({ visibilityDelayMs, taskMs: 1, ...scenario });
};
const refresh = () => host.call('RefreshNetworkSystem', '');
const manager = () => ['HostVirtualNicManager', host.system[1].replace('networkSystem', 'virtualNicManager')] as const;

/** All that can be read of the host's network, as text. */
async function everything(): Promise<string> {
  const paths = ['config.network', 'config.virtualNicManagerInfo', 'runtime.networkRuntimeInfo'];
  const read = [
    await host.client.read(host.host, ...paths),
    await host.client.read(host.system, 'networkInfo', 'networkConfig', 'dnsConfig', 'ipRouteConfig'),
    await host.client.read(manager(), 'info'),
  ];
  return JSON.stringify(read, (key, value: unknown) => (['line', 'column'].includes(key) ? undefined : value));
}

const service = (device: string) => `<nicType>vSphereProvisioning</nicType><device>${device}</device>`;
const writes: [string, () => Promise<unknown>][] = [
  ['AddVirtualNic', () => host.addDistributed('10.20.0.12')],
  ['UpdateVirtualNic', () => host.update('vmk1', '<mtu>9000</mtu>')],
  ['RemoveVirtualNic', () => host.remove('vmk1')],
  ['an edit of gateway, DNS and routes', () => host.edit(`${DNS}${gateways('10.20.0.1')}${route('add')}`)],
  ['UpdateDnsConfig', () => host.call('UpdateDnsConfig', DNS.replaceAll('dnsConfig', 'config'))],
  ['UpdateIpRouteConfig', () => host.call('UpdateIpRouteConfig', '<config/>')],
  [
    'SelectVnicForNicType',
    () => host.client.call('SelectVnicForNicType', manager(), service('vmk0').replace('vSphereProvisioning', 'vsan')),
  ],
  [
    'a fault half-way',
    () => host.edit(`${gateways('x')}<requestedMaxNumberOfConnections>9000</requestedMaxNumberOfConnections>`),
  ],
];

test.each(writes)('%s is seen by no reader, until RefreshNetworkSystem shows it to all', async (_what, write) => {
  await begin();
  await host.addDistributed();
  await refresh();
  const before = await everything();
  await write();
  expect((await everything()) === before).toBe(true);
  expect(await refresh()).toBe('');
  expect((await everything()) === before).toBe(false);
});

test('a host that joined a switch is seen on it late', async () => {
  await begin(LATE, { inventory: { switches: [{ name: 'DVS1' }] } });
  const before = await everything();
  const member = `<host><operation>add</operation><host type="HostSystem">${host.host[1]}</host></host>`;
  const dvs = await found(host.client, 'DC0/network/DVS1');
  expect((await runTask(host.client, 'ReconfigureDvs_Task', dvs, `<spec>${member}</spec>`)).fault).toBe('');
  expect((await everything()) === before).toBe(true);
  await refresh();
  expect((await everything()).includes('DVS1')).toBe(true);
});

test('a lease is seen late too', async () => {
  await begin(LATE, { dhcp: { leaseDelayMs: 0, address: '10.20.0.99' } });
  await host.add(DHCP, 'Provisioning');
  expect(await host.adapter()).toBeUndefined();
  await refresh();
  expect(textAt(await host.adapter(), 'spec.ip.ipAddress')).toBe('10.20.0.99');
});

test('a write shows by itself after the delay, and a waiting client is told', async () => {
  await begin(800);
  const [type, id] = host.host;
  const set = `<propSet><type>${type}</type><pathSet>config.network.vnic</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet>`;
  await host.client.get('CreateFilter', collector, `<spec>${set}</spec><partialUpdates>false</partialUpdates>`);
  const [first] = await host.client.get('WaitForUpdatesEx', collector);
  await host.addDistributed();
  expect(await host.adapter()).toBeUndefined();
  const goOn = `<version>${textAt(first, 'version')}</version><options><maxWaitSeconds>60</maxWaitSeconds></options>`;
  const [second] = await host.client.get('WaitForUpdatesEx', collector, goOn);
  expect(at(second, 'filterSet.objectSet.changeSet.val.HostVirtualNic')).toHaveLength(2);
});

test('what a refresh has shown is never taken back by a write that was before it', async () => {
  await begin(80);
  await host.addDistributed();
  await host.update('vmk1', '<mtu>1600</mtu>');
  await refresh();
  const seen = new Set<string | undefined>();
  const until80 = performance.now() + 150;
  await until(
    async () => seen.add(textAt(await host.adapter(), 'spec.mtu')),
    () => performance.now() > until80,
  );
  expect([...seen]).toEqual(['1600']);
});

test('esxcli sees what is on the host, and its own changes follow the same delay with esxcliShows atOnce', async () => {
  await begin(LATE, { answers: { esxcliShows: 'atOnce' } });
  await host.addDistributed();
  const stack = ['netstack', PROVISIONING] as const;
  await esxcli(host, 'network ip dns server add', [stack, ['server', '10.0.0.54']]);
  expect(field(await esxcli(host, 'network ip dns server list', [stack]), 'DNSServers')).toEqual(['10.0.0.54']);
  expect(textAt(await host.stack(), 'dnsConfig.address')).toBeUndefined();
  await refresh();
  expect(textAt(await host.stack(), 'dnsConfig.address')).toBe('10.0.0.54');
});

test('a portgroup that is taken is taken for vCenter too, although it does not show it yet', async () => {
  await begin();
  const nic = `<nic><ip><dhcp>true</dhcp></ip>${await dvPort(host.client)}</nic>`;
  expect([await host.add(DHCP, 'Provisioning'), await host.add(DHCP, 'Provisioning'), await host.add(nic)]).toEqual([
    '',
    'AlreadyExists',
    '',
  ]);
});
