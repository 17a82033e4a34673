/** A zone (`%vmk1`, RFC 4007) says which link a gateway is on; in an address or a network of the host it is wrong. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { esxcli, failure, field, type Pairs } from './esxcli-bench.ts';
import { gateways, type HostBench, PROVISIONING, route, startHostBench } from './host-bench.ts';
import { dvPort, textAt } from './soap-client.ts';

let host: HostBench;
beforeEach(async () => {
  host = await startHostBench();
  await host.addDistributed();
});
afterEach(() => host.bench.simulator.close());

const nic = (address: string): string =>
  '<ip><dhcp>false</dhcp><ipAddress>10.20.0.12</ipAddress><subnetMask>255.255.255.0</subnetMask><ipV6Config><ipV6Address>' +
  `<ipAddress>${address}</ipAddress><prefixLength>64</prefixLength></ipV6Address></ipV6Config></ip>`;
const add = (network: string, gateway: string) =>
  esxcli(host, 'network ip route ipv6 add', [
    ['gateway', gateway],
    ['netstack', PROVISIONING],
    ['network', network],
  ]);
const ping = (address: string, more: Pairs = []) =>
  esxcli(host, 'network diag ping', [['host', address], ...more, ['netstack', PROVISIONING]]);
const summary = async (address: string, member: string) => textAt((await ping(address)).response, `Summary.${member}`);

test('an adapter takes no address with a zone, new or changed', async () => {
  expect(await host.add(`<nic>${nic('fe80::5%vmk1')}${await dvPort(host.client)}</nic>`)).toBe('InvalidArgument');
  expect(await host.update('vmk1', nic('fe80::5%vmk1'))).toBe('InvalidArgument');
  expect(await host.adapters()).toHaveLength(2);
});

test('a route has no zone in its network, by either channel, and may have one in its gateway', async () => {
  expect(await host.edit(route('add', 'fe80::%vmk1', 'fe80::1', 64))).toBe('InvalidArgument');
  expect(failure(await add('fe80::%vmk0/64', 'fe80::1'))).toBe('Invalid network: fe80::%vmk0/64');
  expect(await host.edit(route('add', 'fd00:30::', 'fe80::1%vmk1', 64))).toBe('');
  expect(failure(await add('fd00:31::/64', 'fe80::1%vmk1'))).toBe('');
  const listed = await esxcli(host, 'network ip route ipv6 list', [['netstack', PROVISIONING]]);
  expect(field(listed, 'Gateway')).toEqual(['::', 'fe80::1%vmk1', 'fe80::1%vmk1']);
});

test('a ping takes the zone off its target', async () => {
  expect([await summary('fe80::1%vmk1', 'PacketLost'), await summary('fe80::1%vmk1', 'HostAddr')]).toEqual([
    '0',
    'fe80::1',
  ]);
});

test('a ping goes by a gateway that has a zone, which is as silent as its address', async () => {
  expect(await host.edit(gateways('', 'fe80::1%vmk1'))).toBe('');
  expect(await summary('fd00:99::1', 'PacketLost')).toBe('0');
  host.bench.simulator.applyScenario({ wire: { unreachable: ['fe80::1'] } });
  expect(await summary('fd00:99::1', 'PacketLost')).toBe('100');
});
