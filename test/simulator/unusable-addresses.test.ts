/** Addresses that no host can have, gateways that nobody can reach, and a second way out, are refused. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { esxcli, failure } from './esxcli-bench.ts';
import { gateways, type HostBench, PROVISIONING, route, startHostBench } from './host-bench.ts';
import { dvPort, textAt } from './soap-client.ts';

let host: HostBench;
beforeEach(async () => {
  host = await startHostBench();
  await host.addDistributed();
});
afterEach(() => host.bench.simulator.close());

const ip = (address: string, mask: string, more = ''): string =>
  `<ip><dhcp>false</dhcp><ipAddress>${address}</ipAddress><subnetMask>${mask}</subnetMask>${more}</ip>`;
const ipv6 = (address: string): string =>
  `<ipV6Config><ipV6Address><ipAddress>${address}</ipAddress><prefixLength>64</prefixLength></ipV6Address></ipV6Config>`;
const own = (more: string): string => ip('10.20.0.11', '255.255.255.0', more);

test.each([
  ['127.0.0.1', '255.255.255.0'],
  ['0.1.2.3', '255.255.255.0'],
  ['224.0.0.9', '255.255.255.0'],
  ['255.255.255.255', '255.255.255.255'],
  ['10.20.0.0', '255.255.255.0'],
  ['10.20.0.255', '255.255.255.0'],
  ['10.20.0.3', '255.255.255.252'],
])('%s with mask %s is no address of an adapter', async (address, mask) => {
  expect(await host.update('vmk1', ip(address, mask))).toBe('InvalidArgument');
});

test.each([
  ['10.20.1.0', '255.255.254.0'],
  ['10.20.0.255', '255.255.254.0'],
  ['10.20.0.0', '255.255.255.254'],
  ['10.20.0.255', '255.255.255.255'],
])('%s with mask %s is one', async (address, mask) => {
  expect(await host.update('vmk1', ip(address, mask))).toBe('');
});

test.each(['::', '::1', 'ff02::1'])('%s is no IPv6 address of an adapter', async (address) => {
  expect(await host.update('vmk1', own(ipv6(address)))).toBe('InvalidArgument');
});

test('an IPv6 address is on one adapter of a host', async () => {
  expect(await host.update('vmk1', own(ipv6('fd00:20::11')))).toBe('');
  const second = `<nic>${ip('10.20.0.12', '255.255.255.0', ipv6('FD00:20:0::11'))}${await dvPort(host.client)}</nic>`;
  expect(await host.add(second)).toBe('HostConfigFault');
  expect(await host.update('vmk1', own(ipv6('fd00:20::11')))).toBe('');
});

const add = (network: string, gateway: string, length: number) => host.edit(route('add', network, gateway, length));

test.each(['255.255.255.255', '224.0.0.1', '127.0.0.1'])('%s is no gateway, of a stack or a route', async (gateway) => {
  const typed = [['gateway', gateway] as const, ['netstack', PROVISIONING] as const];
  expect(await host.edit(gateways(gateway))).toBe('InvalidArgument');
  expect(await add('10.30.0.0', gateway, 16)).toBe('InvalidArgument');
  expect(failure(await esxcli(host, 'network ip route ipv4 add', [...typed, ['network', '10.30.0.0/16']]))).toBe(
    `Invalid gateway address: ${gateway}`,
  );
});

test('what stands for no gateway is none of a route', async () => {
  expect(await add('10.30.0.0', '0.0.0.0', 16)).toBe('InvalidArgument');
  expect(await add('fd00:30::', '::', 64)).toBe('InvalidArgument');
  expect(await host.edit(gateways('0.0.0.0', '::'))).toBe('');
});

test.each([
  ['0.0.0.0', '10.20.0.1', '10.20.0.2', ''],
  ['::', 'fd00:20::1', 'fd00:20::2', 'v6'],
])('a stack has one default route, %s', async (network, gateway, other, family) => {
  expect(await host.edit(family === '' ? gateways(gateway) : gateways('', gateway))).toBe('');
  expect(await add(network, other, 0)).toBe('PlatformConfigFault');
  expect(await add(network, gateway, 0)).toBe('AlreadyExists');
  host.bench.simulator.applyScenario({ answers: { routeAgain: 'accepted' } });
  expect(await add(network, gateway, 0)).toBe('');
  const member = family === '' ? 'defaultGateway' : 'ipV6DefaultGateway';
  expect(textAt(await host.stack(), `ipRouteConfig.${member}`)).toBe(gateway);
});

test('a default route that is in the route table is the one', async () => {
  expect(await add('0.0.0.0', '10.20.0.1', 0)).toBe('');
  expect(await add('0.0.0.0', '10.20.0.2', 0)).toBe('PlatformConfigFault');
  expect(await host.edit(gateways('10.20.0.2'))).toBe('PlatformConfigFault');
  const typed = [
    ['gateway', '10.20.0.2'] as const,
    ['netstack', PROVISIONING] as const,
    ['network', 'default'] as const,
  ];
  expect(failure(await esxcli(host, 'network ip route ipv4 add', typed))).toMatch(/Already exists/);
});
