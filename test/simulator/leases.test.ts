import { afterEach, expect, test } from '@jest/globals';
import { DHCP, type HostBench, startHostBench } from './host-bench.ts';
import { at, textAt, until } from './soap-client.ts';

let host: HostBench;
afterEach(() => host.bench.simulator.close());

const leased = (device = 'vmk1') =>
  `<dnsConfig><dhcp>true</dhcp><virtualNicDevice>${device}</virtualNicDevice><hostName>esx-001</hostName><domainName></domainName></dnsConfig>`;
async function begin(dhcp: object = {}): Promise<void> {
  host = await startHostBench({ dhcp: { leaseDelayMs: 0, ...dhcp } });
  await host.add(DHCP, 'Provisioning');
}
const dns = async () => {
  const stack = await host.stack();
  return {
    dhcp: textAt(stack, 'dnsConfig.dhcp'),
    device: textAt(stack, 'dnsConfig.virtualNicDevice'),
    servers: at(stack, 'dnsConfig.address').map(({ text }) => text),
    domain: textAt(stack, 'dnsConfig.domainName'),
  };
};

test('DNS by DHCP brings the servers and the domain of the lease', async () => {
  await begin({ dns: ['10.0.0.54'], domain: 'leased.example' });
  expect(await host.edit(leased())).toBe('');
  expect(await dns()).toEqual({ dhcp: 'true', device: 'vmk1', servers: ['10.0.0.54'], domain: 'leased.example' });
});

test('DNS by DHCP is there when the lease is', async () => {
  await begin({ leaseDelayMs: 30 });
  expect(await host.edit(leased())).toBe('');
  expect(await until(dns, ({ servers }) => servers.length > 0)).toMatchObject({ servers: ['10.0.0.53'] });
});

test('a lease alone brings no DNS, and one that never comes none either', async () => {
  await begin({ address: 'none' });
  expect((await dns()).servers).toEqual([]);
  expect(await host.edit(leased())).toBe('');
  expect((await dns()).servers).toEqual([]);
});

test('a lease is renewed with what the server hands out by then', async () => {
  await begin();
  await host.edit(leased());
  host.bench.simulator.applyScenario({ dhcp: { address: '10.20.0.77', gateway: '10.20.0.1', dns: ['10.0.0.55'] } });
  expect(textAt(await host.adapter(), 'spec.ip.ipAddress')).toBe('10.20.0.77');
  expect((await dns()).servers).toEqual(['10.0.0.55']);
  const gateways = at(await host.stack(), 'routeTableConfig.ipRoute.route').map((entry) => textAt(entry, 'gateway'));
  expect(gateways[0]).toBe('10.20.0.1');
});

test('a renewed lease leaves DNS alone that was set', async () => {
  await begin();
  host.bench.simulator.applyScenario({ dhcp: { dns: ['10.0.0.55'] } });
  expect((await dns()).servers).toEqual([]);
});

test.each([
  ['is removed', () => host.remove('vmk1')],
  [
    'gets an address of its own',
    () =>
      host.update(
        'vmk1',
        '<ip><dhcp>false</dhcp><ipAddress>10.20.0.11</ipAddress><subnetMask>255.255.255.0</subnetMask></ip>',
      ),
  ],
])('DNS and gateway of a lease go when its adapter %s', async (_what, change) => {
  await begin();
  await host.edit(leased());
  expect(await change()).toBe('');
  expect(await dns()).toMatchObject({ dhcp: 'false', device: undefined, servers: [] });
  const networks = at(await host.stack(), 'routeTableConfig.ipRoute.route').map((entry) => textAt(entry, 'network'));
  expect(networks).not.toContain('0.0.0.0');
});
