/** The commands of esxcli that change or tell a TCP/IP stack. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Executed, esxcli, failure, field, type Pairs } from './esxcli-bench.ts';
import { DHCP, gateways, type HostBench, PROVISIONING, route, startHostBench } from './host-bench.ts';
import { at, textAt } from './soap-client.ts';

const STACK = ['netstack', PROVISIONING] as const;
let host: HostBench;
afterEach(() => host.bench.simulator.close());

async function begin(answers: object = {}): Promise<void> {
  host = await startHostBench({ answers });
  await host.addDistributed();
}
const run = (typed: string, ...pairs: Pairs): Promise<Executed> => esxcli(host, `network ip ${typed}`, pairs);
const refresh = () => host.call('RefreshNetworkSystem', '');
const servers = async () => at(await host.stack(), 'dnsConfig.address').map(({ text }) => text);
const addServer = (server = '10.0.0.54') => run('dns server add', STACK, ['server', server]);
const VIA = [['gateway', '10.20.0.254'], STACK, ['network', '10.30.0.0/16']] as const;

describe('network ip netstack', () => {
  test('lists the stacks that have an adapter, whatever the configuration lists', async () => {
    host = await startHostBench();
    expect(field(await run('netstack list'), 'Key')).toEqual(['defaultTcpipStack']);
    expect(failure(await run('dns server list', STACK))).toMatch(PROVISIONING);
    await host.addDistributed();
    expect(field(await run('netstack list'), 'Key')).toContain(PROVISIONING);
    expect(failure(await run('dns server list', STACK))).toBe('');
  });

  test('tells the settings of a stack', async () => {
    await begin();
    await host.edit('<requestedMaxNumberOfConnections>12000</requestedMaxNumberOfConnections>');
    const got = await run('netstack get', STACK);
    const names = ['Name', 'CCAlgo', 'MaxConnections', 'CurrentMaxConnections', 'IPv6Enabled'];
    expect(names.map((name) => field(got, name)[0])).toEqual([PROVISIONING, 'newreno', '12000', '11000', 'true']);
  });
});

describe('network ip dns', () => {
  test('adds, lists and removes servers, in their order', async () => {
    await begin();
    const added = await addServer();
    expect(added.response?.text).toBe('true');
    await addServer('fd00::53');
    expect(field(await run('dns server list', STACK), 'DNSServers')).toEqual(['10.0.0.54', 'fd00::53']);
    await run('dns server remove', STACK, ['server', '10.0.0.54']);
    expect(field(await run('dns server list', STACK), 'DNSServers')).toEqual(['fd00::53']);
    await run('dns server remove', ['all', true], STACK);
    expect(field(await run('dns server list', STACK), 'DNSServers')).toEqual([]);
  });

  test('adds, lists and removes search domains', async () => {
    await begin();
    await run('dns search add', ['domain', 'corp.example'], STACK);
    await run('dns search add', ['domain', 'example'], STACK);
    await run('dns search remove', ['domain', 'corp.example'], STACK);
    expect(field(await run('dns search list', STACK), 'DNSSearchDomains')).toEqual(['example']);
  });

  test.each([
    ['a server twice', 'dns server add', 'server', '10.0.0.54'],
    ['a server that is no address', 'dns server add', 'server', 'dns.corp.example'],
    ['to remove a server that is not there', 'dns server remove', 'server', '10.0.0.99'],
  ])('refuses %s', async (_what, typed, name, value) => {
    await begin();
    await addServer();
    expect(failure(await run(typed, STACK, [name, value]))).toContain(value);
  });
});

describe('what esxcli changes', () => {
  test('is on the host at once, and in config.network after RefreshNetworkSystem', async () => {
    await begin();
    await addServer();
    expect([field(await run('dns server list', STACK), 'DNSServers'), await servers()]).toEqual([['10.0.0.54'], []]);
    expect(await refresh()).toBe('');
    expect(await servers()).toEqual(['10.0.0.54']);
  });

  test('is seen with the next change that vCenter makes', async () => {
    await begin();
    await addServer();
    await host.edit(gateways('10.20.0.1'));
    expect(await servers()).toEqual(['10.0.0.54']);
  });

  test('is seen at once with esxcliShows atOnce', async () => {
    await begin({ esxcliShows: 'atOnce' });
    await addServer();
    expect(await servers()).toEqual(['10.0.0.54']);
  });

  test.each([
    [{ dns: 'refused', staticRoutes: 'refused' }, '', ['10.0.0.54'], ['10.30.0.0']],
    [{ dns: 'dropped', staticRoutes: 'dropped' }, '', ['10.0.0.54'], ['10.30.0.0']],
    [{ esxcliDns: 'refused', esxcliRoutes: 'refused' }, PROVISIONING, [], []],
    [{ esxcliDns: 'dropped', esxcliRoutes: 'dropped' }, '', [], []],
  ])('with %j is taken or not, apart from what UpdateNetworkConfig does', async (answers, text, dns, networks) => {
    await begin(answers);
    const [server, added] = [await addServer(), await run('route ipv4 add', ...VIA)];
    expect([failure(server), failure(added)]).toEqual([expect.stringContaining(text), expect.stringContaining(text)]);
    await refresh();
    expect(await servers()).toEqual(dns);
    const routes = at(await host.stack(), 'routeTableConfig.ipRoute.route').map((entry) => textAt(entry, 'network'));
    expect(routes.filter((network) => network === '10.30.0.0')).toEqual(networks);
  });
});

describe('network ip route ipv4', () => {
  const list = () => run('route ipv4 list', STACK);

  test('lists default, connected and static routes, with netmask, adapter and source', async () => {
    await begin();
    await host.edit(`${gateways('10.20.0.1')}${route('add')}`);
    const listed = await list();
    const columns = ['Network', 'Netmask', 'Gateway', 'Interface', 'Source'].map((name) => field(listed, name));
    expect(columns).toEqual([
      ['default', '10.20.0.0', '10.30.0.0'],
      ['0.0.0.0', '255.255.255.0', '255.255.0.0'],
      ['10.20.0.1', '0.0.0.0', '10.20.0.254'],
      ['vmk1', 'vmk1', 'vmk1'],
      ['MANUAL', 'MANUAL', 'MANUAL'],
    ]);
  });

  test('adds and removes routes and the default gateway, each once', async () => {
    await begin();
    const gateway = [['gateway', '10.20.0.1'], STACK, ['network', 'default']] as const;
    for (const pairs of [VIA, gateway]) {
      expect(failure(await run('route ipv4 add', ...pairs))).toBe('');
      expect(failure(await run('route ipv4 add', ...pairs))).toMatch(/Already exists/);
    }
    await refresh();
    expect(textAt(await host.stack(), 'ipRouteConfig.defaultGateway')).toBe('10.20.0.1');
    for (const pairs of [VIA, gateway]) {
      expect(failure(await run('route ipv4 remove', ...pairs))).toBe('');
      expect(failure(await run('route ipv4 remove', ...pairs))).toMatch(/Not found/);
    }
    expect(field(await list(), 'Network')).toEqual(['10.20.0.0']);
  });

  test.each(['10.30.0.1/16', '10.30.0.0/33', '10.30.0.0', 'fd00::/64'])('refuses the network %s', async (network) => {
    await begin();
    expect(failure(await run('route ipv4 add', ['gateway', '10.20.0.254'], STACK, ['network', network]))).toContain(
      network,
    );
  });

  test('says of the gateway of a lease that DHCP brought it', async () => {
    host = await startHostBench({ dhcp: { leaseDelayMs: 0 } });
    await host.add(DHCP, 'Provisioning');
    expect(field(await list(), 'Source')).toEqual(['DHCP', 'MANUAL']);
  });
});

describe('network ip route ipv6', () => {
  const add = () => run('route ipv6 add', ['gateway', 'fd00:20::1'], STACK, ['network', 'FD00:30::/64']);

  test('adds routes and the default gateway, and lists them with their prefix', async () => {
    await begin();
    await add();
    await run('route ipv6 add', ['gateway', 'fd00:20::1'], STACK, ['network', 'default']);
    const listed = await run('route ipv6 list', STACK);
    expect([field(listed, 'Network'), field(listed, 'Prefix')]).toEqual([
      ['default', 'fe80::', 'fd00:30::'],
      ['0', '64', '64'],
    ]);
    await refresh();
    expect(textAt(await host.stack(), 'ipRouteConfig.ipV6DefaultGateway')).toBe('fd00:20::1');
  });

  test('is refused on a host without IPv6', async () => {
    host = await startHostBench({ inventory: { hosts: [{ name: 'esx-001.example.test', ipv6Enabled: false }] } });
    await host.addDistributed();
    expect(failure(await add())).toMatch(/IPv6/);
  });
});
