import { afterEach, expect, test } from '@jest/globals';
import { gateways, HOST, type HostBench, route, startHostBench } from './host-bench.ts';
import { at, textAt, until } from './soap-client.ts';

const ADVERTISED = { prefix: 'fd00:20::', gateway: 'fd00:20::1' };
let host: HostBench;
afterEach(() => host.bench.simulator.close());

async function begin(scenario: object = {}): Promise<void> {
  host = await startHostBench({ dhcp: { leaseDelayMs: 0 }, ...scenario });
  await host.addDistributed();
}
const ipv6 = (members: string) =>
  host.update(
    'vmk1',
    `<ip><dhcp>false</dhcp><ipAddress>10.20.0.11</ipAddress><subnetMask>255.255.255.0</subnetMask><ipV6Config>${members}</ipV6Config></ip>`,
  );
const fixed = (address: string, more = '') =>
  ipv6(`<ipV6Address><ipAddress>${address}</ipAddress><prefixLength>64</prefixLength>${more}</ipV6Address>`);
const addresses = async () =>
  at(await host.adapter(), 'spec.ip.ipV6Config.ipV6Address').map((entry) => [
    textAt(entry, 'origin'),
    textAt(entry, 'ipAddress'),
  ]);
const LINK_LOCAL = ['other', expect.stringMatching(/^fe80::250:56ff:fe/)];
const routes = async () =>
  at(await host.stack(), 'routeTableConfig.ipv6Route.route').map((entry) => [
    `${textAt(entry, 'network')}/${textAt(entry, 'prefixLength')}`,
    textAt(entry, 'gateway'),
  ]);
const gateway = async () => textAt(await host.stack(), 'ipRouteConfig.ipV6DefaultGateway');
const ipv6Route = (network: string, length = 64, change = 'add') => route(change, network, 'fd00:20::fe', length);

test('every adapter has its link-local address, and what is set comes beside it', async () => {
  await begin();
  expect(await addresses()).toEqual([LINK_LOCAL]);
  expect(await fixed('FD00:20:0:0::011')).toBe('');
  expect(await addresses()).toEqual([LINK_LOCAL, ['manual', 'fd00:20::11']]);
  expect(await fixed('fd00:20::11', '<operation>remove</operation>')).toBe('');
  expect(await addresses()).toEqual([LINK_LOCAL]);
});

test.each(['10.20.0.1', 'fd00::/64', ''])('%j is no IPv6 address', async (address) => {
  await begin();
  expect(await fixed(address)).toBe('InvalidArgument');
});

test('autoconfiguration gives an address of the advertised prefix, and a default route', async () => {
  await begin({ ipv6: ADVERTISED });
  expect(await addresses()).toEqual([LINK_LOCAL]);
  expect(await ipv6('<autoConfigurationEnabled>true</autoConfigurationEnabled>')).toBe('');
  expect(await addresses()).toEqual([LINK_LOCAL, ['linklayer', expect.stringMatching(/^fd00:20::250:56ff:fe/)]]);
  expect(await routes()).toEqual([
    ['::/0', 'fd00:20::1'],
    ['fe80::/64', '::'],
    ['fd00:20::/64', '::'],
  ]);
  expect(await gateway()).toBeUndefined();
});

test('autoconfiguration where nobody advertises gives nothing', async () => {
  await begin();
  await ipv6('<autoConfigurationEnabled>true</autoConfigurationEnabled>');
  expect(await addresses()).toEqual([LINK_LOCAL]);
  expect(await routes()).toEqual([['fe80::/64', '::']]);
});

test('DHCPv6 gives an address after a while, which goes when it is switched off', async () => {
  await begin({ ipv6: ADVERTISED, dhcp: { leaseDelayMs: 20 } });
  await ipv6('<dhcpV6Enabled>true</dhcpV6Enabled>');
  expect(await until(addresses, (found) => found.length === 2)).toEqual([
    LINK_LOCAL,
    ['dhcp', expect.stringMatching(/^fd00:20::/)],
  ]);
  await ipv6('<dhcpV6Enabled>false</dhcpV6Enabled>');
  expect(await addresses()).toEqual([LINK_LOCAL]);
});

test('another prefix is found when routers advertise it', async () => {
  await begin({ ipv6: ADVERTISED });
  await ipv6('<autoConfigurationEnabled>true</autoConfigurationEnabled><dhcpV6Enabled>true</dhcpV6Enabled>');
  host.bench.simulator.applyScenario({ ipv6: { prefix: 'fd00:21::' } });
  const found = (await addresses()).map(([, address]) => address?.slice(0, 'fd00:21::'.length));
  expect(found).toEqual([expect.stringMatching(/^fe80/), 'fd00:21::', 'fd00:21::']);
});

test('a gateway that is set goes before the advertised one', async () => {
  await begin({ ipv6: ADVERTISED });
  await ipv6('<autoConfigurationEnabled>true</autoConfigurationEnabled>');
  expect(await host.edit(gateways('10.20.0.1', 'FD00:20::FE'))).toBe('');
  expect([await gateway(), (await routes())[0]]).toEqual(['fd00:20::fe', ['::/0', 'fd00:20::fe']]);
});

test('IPv6 routes are added and removed, in whatever form they are written', async () => {
  await begin();
  expect(await host.edit(ipv6Route('FD00:30:0::'))).toBe('');
  expect(await routes()).toContainEqual(['fd00:30::/64', 'fd00:20::fe']);
  expect(await host.edit(ipv6Route('fd00:30::', 64, 'remove'))).toBe('');
  expect(await routes()).not.toContainEqual(['fd00:30::/64', 'fd00:20::fe']);
});

test.each([
  ['host bits', 'fd00:30::1', 64],
  ['too long a prefix', 'fd00:30::', 129],
  ['a network of IPv4', '10.30.0.0', 16],
])('an IPv6 route with %s is refused', async (_what, network, length) => {
  await begin();
  expect(await host.edit(ipv6Route(network, length))).toBe('InvalidArgument');
});

test('a host with IPv6 switched off shows none, and takes none', async () => {
  await begin({ ipv6: ADVERTISED, inventory: { hosts: [{ name: HOST, ipv6Enabled: false }] } });
  const { 'config.network.ipV6Enabled': enabled } = await host.client.read(host.host, 'config.network.ipV6Enabled');
  expect([enabled?.text, textAt(await host.running(), 'currentIpV6Enabled')]).toEqual(['false', 'false']);
  expect([await addresses(), await routes()]).toEqual([[], []]);
  for (const members of [
    '<autoConfigurationEnabled>true</autoConfigurationEnabled>',
    '<dhcpV6Enabled>true</dhcpV6Enabled>',
  ])
    expect(await ipv6(members)).toBe('InvalidState');
  expect(await fixed('fd00:20::11')).toBe('InvalidState');
  expect(await host.edit(gateways('10.20.0.1', 'fd00:20::1'))).toBe('InvalidState');
  expect(await host.edit(ipv6Route('fd00:30::'))).toBe('InvalidState');
});
