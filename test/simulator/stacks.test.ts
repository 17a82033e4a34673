import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/server.ts';
import type { XmlElement } from '../../simulator/wire/xml-read.ts';
import { DNS, gateways, HOST, route } from './host-bench.ts';
import { at, type Bench, faultOf, stackEdit, startBench, staticNic, textAt } from './soap-client.ts';

let bench: Bench;
let system: readonly [string, string];

async function begin(options: SimulatorOptions = {}): Promise<void> {
  bench = await startBench(options);
  system = await bench.client.networkSystem(HOST);
}
async function beginWithAdapter(options: SimulatorOptions = {}): Promise<void> {
  await begin(options);
  const nic = `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`;
  await bench.client.get('AddVirtualNic', system, nic);
}
afterEach(() => bench.simulator.close());

const edit = (members: string, key?: string) =>
  bench.client.call('UpdateNetworkConfig', system, stackEdit(members, key));
async function stack(key = 'vSphereProvisioning'): Promise<XmlElement | undefined> {
  const read = await bench.client.read(await bench.client.host(HOST), 'config.network.netStackInstance');
  return read['config.network.netStackInstance']?.children.find((instance) => textAt(instance, 'key') === key);
}

test('a stack without an adapter is listed and cannot be edited', async () => {
  await begin();
  expect(textAt(await stack(), 'key')).toBe('vSphereProvisioning');
  expect(faultOf(await edit(gateways('10.20.0.1')))).toBe('PlatformConfigFault');
  expect(textAt(await stack(), 'ipRouteConfig.defaultGateway')).toBeUndefined();
});

describe('a stack with an adapter', () => {
  beforeEach(() => beginWithAdapter());

  test('reads back gateways, congestion control, connection limit, DNS and routes', async () => {
    const members = `${DNS}${gateways('10.20.0.1', 'fd00:20::1')}<requestedMaxNumberOfConnections>12000</requestedMaxNumberOfConnections><congestionControlAlgorithm>cubic</congestionControlAlgorithm>${route('add')}`;
    expect((await edit(members)).status).toBe(200);
    const read = await stack();
    expect(textAt(read, 'ipRouteConfig.defaultGateway')).toBe('10.20.0.1');
    expect(textAt(read, 'ipRouteConfig.ipV6DefaultGateway')).toBe('fd00:20::1');
    expect(textAt(read, 'congestionControlAlgorithm')).toBe('cubic');
    expect(textAt(read, 'requestedMaxNumberOfConnections')).toBe('12000');
    expect(textAt(read, 'dnsConfig.address')).toBe('10.0.0.53');
    const routes = at(read, 'routeTableConfig.ipRoute.route').map((route) => textAt(route, 'network'));
    expect(routes).toContain('10.30.0.0');
  });

  test('keeps what an edit leaves out, and loses the gateway that a sent ipRouteConfig leaves out', async () => {
    await edit(gateways('10.20.0.1', 'fd00:20::1'));
    await edit(DNS);
    expect(textAt(await stack(), 'ipRouteConfig.ipV6DefaultGateway')).toBe('fd00:20::1');
    await edit(gateways('10.20.0.1'));
    const read = await stack();
    expect(textAt(read, 'ipRouteConfig.ipV6DefaultGateway')).toBeUndefined();
    expect(textAt(read, 'dnsConfig.address')).toBe('10.0.0.53');
  });

  test.each([
    ['an unknown stack', 'NotFound', () => edit(gateways('10.20.0.1'), 'custom')],
    ['an address that is none', 'InvalidArgument', () => edit(gateways('10.20.0.300'))],
    [
      'an unknown algorithm',
      'InvalidArgument',
      () => edit('<congestionControlAlgorithm>vegas</congestionControlAlgorithm>'),
    ],
    ['a changeMode of replace', 'NotSupported', () => call('replace')],
  ])('refuses %s with %s', async (_what, fault, attempt) => {
    expect(faultOf(await attempt())).toBe(fault);
  });

  test('never loses its gateway while an adapter is on it', async () => {
    await edit(gateways('10.20.0.1'));
    expect(faultOf(await edit(gateways('')))).toBe('PlatformConfigFault');
    expect(textAt(await stack(), 'ipRouteConfig.defaultGateway')).toBe('10.20.0.1');
  });

  test('is another one than the default stack, which its own methods write', async () => {
    await bench.client.get(
      'UpdateIpRouteConfig',
      system,
      '<config><defaultGateway>10.1.1.254</defaultGateway></config>',
    );
    expect(textAt(await stack('defaultTcpipStack'), 'ipRouteConfig.defaultGateway')).toBe('10.1.1.254');
    expect(textAt(await stack(), 'ipRouteConfig.defaultGateway')).toBeUndefined();
  });
});

const call = (mode: string) => bench.client.call('UpdateNetworkConfig', system, stackEdit(DNS).replace('modify', mode));

test.each([
  ['refused', 'PlatformConfigFault'],
  ['dropped', ''],
] as const)('a host on which DNS is %s answers %j, and reads as before', async (dns, fault) => {
  await beginWithAdapter({ scenario: { answers: { dns } } });
  expect(faultOf(await edit(DNS))).toBe(fault);
  expect(textAt(await stack(), 'dnsConfig.address')).toBeUndefined();
});

test('a change that is shown late is the same change', async () => {
  await beginWithAdapter({ scenario: { visibilityDelayMs: 0 } });
  bench.simulator.applyScenario({ visibilityDelayMs: 60_000 });
  await edit(gateways('10.20.0.1'));
  expect(textAt(await stack(), 'ipRouteConfig.defaultGateway')).toBeUndefined();
  await bench.client.get('RefreshNetworkSystem', system);
  expect(textAt(await stack(), 'ipRouteConfig.defaultGateway')).toBe('10.20.0.1');
});
