/** Facts about vSphere that nobody has confirmed: the simulator plays either answer. */
import { afterEach, expect, test } from '@jest/globals';
import { DHCP, DNS, gateways, type HostBench, route, startHostBench } from './host-bench.ts';
import { at, collector, dvPort, staticNic, textAt } from './soap-client.ts';

let host: HostBench;
afterEach(() => host.bench.simulator.close());

/** Begins with an adapter on the provisioning stack. */
async function begin(answers: object): Promise<void> {
  host = await startHostBench({ answers });
  await host.addDistributed();
}

const routes = async (): Promise<(string | undefined)[]> =>
  at(await host.stack(), 'routeTableConfig.ipRoute.route').map((entry) => textAt(entry, 'network'));
const gateway = async () => textAt(await host.stack(), 'ipRouteConfig.defaultGateway');

test.each([
  ['accepted', '', true],
  ['refused', 'PlatformConfigFault', false],
  ['dropped', '', false],
] as const)('static routes of a system stack that are %s answer %j', async (staticRoutes, fault, there) => {
  await begin({ staticRoutes });
  expect(await host.edit(route('add'))).toBe(fault);
  expect((await routes()).includes('10.30.0.0')).toBe(there);
});

test.each([
  ['accepted', '', true],
  ['refused', 'PlatformConfigFault', false],
  ['dropped', '', false],
] as const)('so do IPv6 routes of a system stack that are %s: %j', async (staticRoutes, fault, there) => {
  await begin({ staticRoutes });
  const members = route('add', 'fd00:30::', 'fd00:20::1', 64);
  expect(await host.edit(members)).toBe(fault);
  const entries = at(await host.stack(), 'routeTableConfig.ipv6Route.route.network');
  expect(entries.some(({ text }) => text === 'fd00:30::')).toBe(there);
});

test.each([
  ['accepted', '', '10.0.0.53'],
  ['refused', 'PlatformConfigFault', undefined],
  ['dropped', '', undefined],
] as const)('DNS of a system stack that is %s answers %j', async (dns, fault, server) => {
  await begin({ dns });
  expect(await host.edit(DNS)).toBe(fault);
  expect(textAt(await host.stack(), 'dnsConfig.address')).toBe(server);
});

test.each([
  [false, '9000'],
  [true, '11000'],
])('with modifyAtomic %s a fault half-way leaves %s connections', async (modifyAtomic, connections) => {
  await begin({ modifyAtomic });
  const members = `${gateways('nonsense')}<requestedMaxNumberOfConnections>9000</requestedMaxNumberOfConnections>`;
  expect(await host.edit(members)).toBe('InvalidArgument');
  expect(textAt(await host.stack(), 'requestedMaxNumberOfConnections')).toBe(connections);
});

test.each([
  ['refused', 'PlatformConfigFault', undefined],
  ['accepted', '', '10.20.0.1'],
] as const)('a first adapter and its stack in one call are %s', async (addAndEditTogether, fault, expected) => {
  host = await startHostBench({ answers: { addAndEditTogether } });
  const nic = staticNic('10.20.0.11', await dvPort(host.client))
    .replace('<nic>', '<spec>')
    .replace('</nic>', '</spec>');
  const vnic = `<vnic><changeOperation>add</changeOperation><portgroup></portgroup>${nic}</vnic>`;
  const stack = `<netStackInstance><key>vSphereProvisioning</key>${gateways('10.20.0.1')}</netStackInstance>`;
  expect(await host.configure(`${vnic}<netStackSpec>${stack}<operation>edit</operation></netStackSpec>`)).toBe(fault);
  expect(await gateway()).toBe(expected);
});

test.each([
  [true, '10.20.0.1'],
  [false, undefined],
])('with settingsSurvive %s the gateway after the last adapter is %s', async (settingsSurvive, expected) => {
  await begin({ settingsSurvive });
  await host.edit(gateways('10.20.0.1'));
  await host.remove('vmk1');
  expect(await gateway()).toBe(expected);
  expect(await host.running()).toBeUndefined();
});

test.each([
  ['route', undefined, true],
  ['config', '172.16.1.1', true],
  ['none', undefined, false],
] as const)('the gateway of a lease shows in: %s', async (dhcpGateway, configured, routed) => {
  host = await startHostBench({ answers: { dhcpGateway }, dhcp: { leaseDelayMs: 0 } });
  await host.add(DHCP, 'Provisioning');
  expect(await gateway()).toBe(configured);
  expect((await routes()).includes('0.0.0.0')).toBe(routed);
});

test.each([
  ['equalGateways', 'accepted', '10.1.1.1', ''],
  ['equalGateways', 'refused', '10.1.1.1', 'HostConfigFault'],
  ['gatewayOutsideSubnet', 'accepted', '10.99.0.1', ''],
  ['gatewayOutsideSubnet', 'refused', '10.99.0.1', 'PlatformConfigFault'],
])('with %s %s the gateway %s answers %j', async (answer, value, address, fault) => {
  await begin({ [answer]: value });
  expect(await host.edit(gateways(address))).toBe(fault);
  expect(await gateway()).toBe(fault === '' ? address : undefined);
});

test.each([
  ['refused', 'PlatformConfigFault', '10.20.0.1'],
  ['accepted', '', undefined],
] as const)('removing the gateway under an adapter is %s', async (gatewayRemoval, fault, left) => {
  await begin({ gatewayRemoval });
  await host.edit(gateways('10.20.0.1'));
  expect(await host.edit(gateways(''))).toBe(fault);
  expect(await gateway()).toBe(left);
});

test.each([
  ['afterReboot', '11000'],
  ['atOnce', '12000'],
] as const)('a new limit of connections counts %s', async (maxConnections, running) => {
  await begin({ maxConnections });
  await host.edit('<requestedMaxNumberOfConnections>12000</requestedMaxNumberOfConnections>');
  expect(textAt(await host.stack(), 'requestedMaxNumberOfConnections')).toBe('12000');
  expect(textAt(await host.running(), 'maxNumberOfConnections')).toBe(running);
});

test('a limit of connections counts when the stack is instantiated again', async () => {
  await begin({});
  await host.edit('<requestedMaxNumberOfConnections>12000</requestedMaxNumberOfConnections>');
  await host.remove('vmk1');
  await host.addDistributed();
  expect(textAt(await host.running(), 'maxNumberOfConnections')).toBe('12000');
});

test.each([
  ['routeAgain', 'refused', route('add'), 'AlreadyExists'],
  ['routeAgain', 'accepted', route('add'), ''],
  ['routeEdit', 'refused', route('edit', '10.30.0.0', '10.20.0.253'), 'NotSupported'],
  ['routeEdit', 'accepted', route('edit', '10.30.0.0', '10.20.0.253'), ''],
])('with %s %s a change of a route that is there answers %j', async (answer, value, change, fault) => {
  await begin({ [answer]: value });
  await host.edit(route('add'));
  expect(await host.edit(change)).toBe(fault);
  expect((await routes()).filter((network) => network === '10.30.0.0')).toHaveLength(1);
});

test.each([
  ['accepted', '', 3],
  ['refused', 'HostConfigFault', 2],
] as const)('a second adapter on the stack is %s', async (secondVnicOnStack, fault, count) => {
  await begin({ secondVnicOnStack });
  expect(await host.addDistributed('10.20.0.12')).toBe(fault);
  expect(await host.adapters()).toHaveLength(count);
});

test.each([
  ['refused', 'HostConfigFault', '1500'],
  ['accepted', '', '9100'],
] as const)('an MTU above that of the switch is %s', async (mtuAboveSwitch, fault, mtu) => {
  await begin({ mtuAboveSwitch });
  expect(await host.update('vmk1', '<mtu>9100</mtu>')).toBe(fault);
  expect(textAt(await host.adapter(), 'spec.mtu')).toBe(mtu);
});

test.each([
  ['absent', undefined],
  ['filled', '10.20.0.1'],
] as const)('the override that nobody asked for reads %s', async (routeSpecReadBack, expected) => {
  await begin({ routeSpecReadBack });
  await host.edit(gateways('10.20.0.1'));
  expect(textAt(await host.adapter(), 'spec.ipRouteSpec.ipRouteConfig.defaultGateway')).toBe(expected);
});

test.each([
  [false, ''],
  [true, 'NotSupported'],
])('with profileBlocksWrites %s a new adapter below a configuration profile answers %j', async (blocks, fault) => {
  host = await startHostBench({ answers: { profileBlocksWrites: blocks }, inventory: { configManagerEnabled: true } });
  const nic = staticNic('10.20.0.11');
  const spec = nic.replace('<nic>', '<spec>').replace('</nic>', '</spec>');
  const vnic = `<vnic><changeOperation>add</changeOperation><portgroup>Provisioning</portgroup>${spec}</vnic>`;
  expect(await host.configure(vnic)).toBe(fault);
  await host.remove('vmk1');
  expect(await host.add(nic, 'Provisioning')).toBe(fault);
});

test('a stack is seen at run time when the scenario lets it, and a waiting client is told', async () => {
  host = await startHostBench({ runtimeDelayMs: 700 });
  const [type, id] = host.host;
  const set = `<propSet><type>${type}</type><pathSet>runtime.networkRuntimeInfo</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet>`;
  await host.client.get('CreateFilter', collector, `<spec>${set}</spec><partialUpdates>false</partialUpdates>`);
  const [first] = await host.client.get('WaitForUpdatesEx', collector);
  await host.addDistributed();
  expect(await host.running()).toBeUndefined();
  const goOn = `<version>${textAt(first, 'version')}</version><options><maxWaitSeconds>60</maxWaitSeconds></options>`;
  const [second] = await host.client.get('WaitForUpdatesEx', collector, goOn);
  const stacks = at(second, 'filterSet.objectSet.changeSet.val.netStackInstanceRuntimeInfo');
  expect(stacks.map((stack) => textAt(stack, 'vmknicKeys'))).toContain('vmk1');
});
