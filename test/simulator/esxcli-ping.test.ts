/** `network diag ping` over the wire that a scenario describes. */
import { afterEach, expect, test } from '@jest/globals';
import { esxcli, failure, type Pairs } from './esxcli-bench.ts';
import { gateways, type HostBench, PROVISIONING, route, startHostBench } from './host-bench.ts';
import { dvPort, send, staticNic, textAt } from './soap-client.ts';

let host: HostBench;
afterEach(() => host.bench.simulator.close());

/** Begins with an adapter 10.20.0.11/24 and a gateway on the provisioning stack. */
async function begin(scenario: object = {}, gateway = '10.20.0.1', mtu = 1500): Promise<void> {
  host = await startHostBench(scenario);
  await host.add(staticNic('10.20.0.11', await dvPort(host.client), PROVISIONING, `<mtu>${mtu}</mtu>`));
  if (gateway !== '') await host.edit(gateways(gateway));
}
async function ping(address: string, more: Pairs = []) {
  const pairs = [['host', address], ['netstack', PROVISIONING], ...more] as const;
  return esxcli(
    host,
    'network diag ping',
    pairs.toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
const lost = async (address: string, more: Pairs = []) =>
  Number(textAt((await ping(address, more)).response, 'Summary.PacketLost'));

test('says what it sent and what came back', async () => {
  await begin();
  const { response } = await ping('10.20.0.1', [['count', 2]]);
  const members = ['HostAddr', 'Transmitted', 'Recieved', 'PacketLost', 'Duplicated'];
  expect(members.map((member) => textAt(response, `Summary.${member}`))).toEqual(['10.20.0.1', '2', '2', '0', '0']);
  expect(response?.children.filter(({ name }) => name === 'Trace')).toHaveLength(2);
});

test.each([
  ['in the subnet', '10.20.0.99', 0],
  ['of the adapter itself', '10.20.0.11', 0],
  ['behind the gateway', '192.0.2.1', 0],
  ['behind a static route', '10.30.0.1', 0],
  ['that is silent', '10.20.0.66', 100],
  ['behind a silent route', '10.40.0.1', 100],
])('an address %s loses %s', async (_where, address, percent) => {
  await begin({ wire: { unreachable: ['10.20.0.66', '10.20.0.253'] } });
  await host.edit(route('add'));
  await host.edit(route('add', '10.40.0.0', '10.20.0.253'));
  expect(await lost(address)).toBe(percent);
});

test.each([
  ['no gateway', ''],
  ['a gateway outside its subnet', '10.21.0.1'],
])('a stack with %s reaches its own subnet only', async (_what, gateway) => {
  await begin({}, gateway);
  expect([await lost('10.20.0.99'), await lost('192.0.2.1'), await lost('10.21.0.1')]).toEqual([0, 100, 100]);
});

test('the wire changes while the vCenter runs', async () => {
  await begin();
  const body = JSON.stringify({ wire: { unreachable: ['10.20.0.1'] } });
  expect((await send(host.bench.simulator.ready, { path: '/scenario', body })).status).toBe(200);
  expect([await lost('10.20.0.1'), await lost('10.20.0.2')]).toEqual([100, 0]);
});

test.each([
  [1472, 1500, 9000, '', 0],
  [1473, 1500, 9000, 'sendto() failed (Message too long)', Number.NaN],
  [8972, 9000, 9000, '', 0],
  [8972, 9000, 1500, '', 100],
])('%d bytes, MTU %d here and %d on the way: %j, %d % lost', async (size, mtu, pathMtu, text, percent) => {
  await begin({ wire: { pathMtu } }, '10.20.0.1', mtu);
  const more = [
    ['df', true],
    ['size', size],
  ] as const;
  expect([failure(await ping('10.20.0.1', more)), await lost('10.20.0.1', more)]).toEqual([text, percent]);
  expect(await lost('10.20.0.1', [['size', size]])).toBe(0);
});

test('an IPv6 packet has 20 bytes more of headers', async () => {
  await begin();
  const nic =
    '<ip><dhcp>false</dhcp><ipAddress>10.20.0.11</ipAddress><subnetMask>255.255.255.0</subnetMask><ipV6Config><ipV6Address><ipAddress>fd00:20::11</ipAddress><prefixLength>64</prefixLength></ipV6Address></ipV6Config></ip>';
  await host.update('vmk1', nic);
  const df = (size: number) =>
    ping('fd00:20::1', [
      ['df', true],
      ['size', size],
    ]);
  expect([failure(await df(1452)), failure(await df(1453))]).toEqual(['', expect.stringMatching(/too long/)]);
});

test.each([
  ['an unknown adapter', [['interface', 'vmk9']]],
  ['an adapter of another stack', [['interface', 'vmk0']]],
  ['a family that the address is not of', [['ipv6', true]]],
] as const)('%s makes the command fail', async (_what, more) => {
  await begin();
  expect(failure(await ping('10.20.0.1', more))).not.toBe('');
});

test.each([
  ['count', 0, '1 to 1000'],
  ['count', 1001, '1 to 1000'],
  ['count', 100_000_000, '1 to 1000'],
  ['size', 65_508, '0 to 65507'],
  ['size', '9'.repeat(400), '0 to 65507'],
  ['ttl', 0, '1 to 255'],
  ['ttl', 256, '1 to 255'],
])('a %s of %s makes the command fail', async (member, value, range) => {
  await begin();
  expect(failure(await ping('10.20.0.1', [[member, value]]))).toBe(`Invalid ${member}: ${value} is not in ${range}`);
});

test.each([
  ['count', 1000],
  ['size', 0],
  ['size', 65_507],
  ['ttl', 255],
])('a %s of %d is taken', async (member, value) => {
  await begin();
  expect(failure(await ping('10.20.0.1', [[member, value]]))).toBe('');
});

test('an adapter that is named uses its own gateway', async () => {
  await begin({}, '');
  const own = '<ipRouteSpec><ipRouteConfig><defaultGateway>10.20.0.1</defaultGateway></ipRouteConfig></ipRouteSpec>';
  await host.update('vmk1', own);
  expect([await lost('192.0.2.1'), await lost('192.0.2.1', [['interface', 'vmk1']])]).toEqual([100, 0]);
});
