import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DHCP, DNS, gateways, type HostBench, route, startHostBench } from './host-bench.ts';
import { at, textAt, until } from './soap-client.ts';

let host: HostBench;
beforeEach(async () => {
  host = await startHostBench({ dhcp: { leaseDelayMs: 0 } });
});
afterEach(() => host.bench.simulator.close());

const DEFAULT = 'defaultTcpipStack';
const config = (members: string): string => `<config>${members}</config>`;
const inner = (element: string): string => config(element.replace(/^<\w+>/, '').replace(/<\/\w+>$/, ''));
const gateway = async (member = 'defaultGateway') => textAt(await host.stack(DEFAULT), `ipRouteConfig.${member}`);
const networks = async () =>
  at(await host.stack(DEFAULT), 'routeTableConfig.ipRoute.route').map((entry) => textAt(entry, 'network'));
const leased = (device: string): string =>
  `<dhcp>true</dhcp>${device && `<virtualNicDevice>${device}</virtualNicDevice>`}<hostName>esx-001</hostName><domainName></domainName>`;

describe('UpdateDnsConfig', () => {
  test('writes the default stack, which all its readers see', async () => {
    expect(await host.call('UpdateDnsConfig', inner(DNS))).toBe('');
    const { dnsConfig, networkConfig, networkInfo } = await host.client.read(
      host.system,
      'dnsConfig',
      'networkConfig',
      'networkInfo',
    );
    const domains = [
      textAt(dnsConfig, 'domainName'),
      textAt(networkConfig, 'dnsConfig.domainName'),
      textAt(networkInfo, 'dnsConfig.domainName'),
      textAt(await host.stack(DEFAULT), 'dnsConfig.domainName'),
    ];
    expect(domains).toEqual(['corp.example', 'corp.example', 'corp.example', 'corp.example']);
  });

  test.each([
    ['an unknown adapter', leased('vmk9'), 'NotFound'],
    ['an adapter without DHCP', leased('vmk0'), 'InvalidArgument'],
    ['no adapter', leased(''), 'InvalidArgument'],
    ['a host name with dots', DNS.replace('>esx-001<', '>esx-001.corp.example<'), 'InvalidArgument'],
    ['a server that is no address', DNS.replace('10.0.0.53', 'dns.corp.example'), 'InvalidArgument'],
  ])('refuses %s', async (_what, members, fault) => {
    const parameters = members.startsWith('<dnsConfig>') ? inner(members) : config(members);
    expect(await host.call('UpdateDnsConfig', parameters)).toBe(fault);
    expect(textAt(await host.stack(DEFAULT), 'dnsConfig.domainName')).toBe('example.test');
  });
});

test('DNS by DHCP takes the servers of the lease, of an adapter on the same stack', async () => {
  await host.add(DHCP, 'Provisioning');
  expect(await host.edit(`<dnsConfig>${leased('vmk1')}</dnsConfig>`)).toBe('');
  const stack = await host.stack();
  expect([textAt(stack, 'dnsConfig.virtualNicDevice'), textAt(stack, 'dnsConfig.address')]).toEqual([
    'vmk1',
    '10.0.0.53',
  ]);
  expect(await host.call('UpdateDnsConfig', config(leased('vmk1')))).toBe('InvalidArgument');
});

describe('UpdateIpRouteConfig', () => {
  test('clears what it leaves unset', async () => {
    expect(await host.call('UpdateIpRouteConfig', inner(gateways('10.1.1.254', 'fd00:1::1')))).toBe('');
    expect([await gateway(), await gateway('ipV6DefaultGateway')]).toEqual(['10.1.1.254', 'fd00:1::1']);
    expect(await host.call('UpdateIpRouteConfig', inner(gateways('', 'fd00:1::1')))).toBe('');
    expect([await gateway(), await gateway('ipV6DefaultGateway')]).toEqual([undefined, 'fd00:1::1']);
  });

  test('refuses what is no address, and changes nothing', async () => {
    const parameters = inner(gateways('10.1.1.254', '10.1.1.1'));
    expect(await host.call('UpdateIpRouteConfig', parameters)).toBe('InvalidArgument');
    expect(await gateway()).toBe('10.1.1.1');
  });
});

test('UpdateIpRouteTableConfig adds and removes routes, and knows HostConfigFault only', async () => {
  const change = (operation: string) => host.call('UpdateIpRouteTableConfig', inner(route(operation)));
  expect(await change('add')).toBe('');
  expect(await networks()).toEqual(['0.0.0.0', '10.1.1.0', '10.30.0.0']);
  expect(await change('add')).toBe('HostConfigFault');
  expect(await change('remove')).toBe('');
  expect(await change('remove')).toBe('HostConfigFault');
  expect(await networks()).toEqual(['0.0.0.0', '10.1.1.0']);
});

test('the top-level members of UpdateNetworkConfig write the default stack', async () => {
  expect(await host.configure(`${DNS}${gateways('10.1.1.254')}${route('add')}`)).toBe('');
  expect(textAt(await host.stack(DEFAULT), 'dnsConfig.domainName')).toBe('corp.example');
  expect(await gateway()).toBe('10.1.1.254');
  expect(await networks()).toContain('10.30.0.0');
});

test.each(['<ipV6Enabled>false</ipV6Enabled>', '<migrationStatus>x</migrationStatus>'])(
  'UpdateNetworkConfig refuses %s: no yes that changes nothing',
  async (member) => {
    expect(await host.configure(member)).toBe('NotSupported');
  },
);

test('every read lags behind a write for as long as the scenario says', async () => {
  host.bench.simulator.applyScenario({ visibilityDelayMs: 700 });
  await host.call('UpdateDnsConfig', inner(DNS));
  const domain = async () => textAt((await host.client.read(host.system, 'dnsConfig'))['dnsConfig'], 'domainName');
  expect(await domain()).toBe('example.test');
  expect(await until(domain, (text) => text === 'corp.example')).toBe('corp.example');
});
