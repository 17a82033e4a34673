import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gateways, HOST, type HostBench, startHostBench } from './host-bench.ts';
import { at, dvPort, found, staticNic, textAt } from './soap-client.ts';

let host: HostBench;
beforeEach(async () => {
  host = await startHostBench({ inventory: { dvportgroups: ['pg-other'], portgroups: ['Other'] } });
  await host.add(staticNic('10.20.0.11'), 'Provisioning');
});
afterEach(() => host.bench.simulator.close());

const spec = async (path: string) => textAt(await host.adapter(), `spec.${path}`);
const ip = (address: string, more = ''): string =>
  `<ip><dhcp>false</dhcp><ipAddress>${address}</ipAddress><subnetMask>255.255.255.0</subnetMask>${more}</ip>`;
const ipv6 = (members: string): string => ip('10.20.0.11', `<ipV6Config>${members}</ipV6Config>`);
const address6 = (address: string, operation = ''): string =>
  `<ipV6Address><ipAddress>${address}</ipAddress><prefixLength>64</prefixLength>${operation && `<operation>${operation}</operation>`}</ipV6Address>`;
const addresses6 = async () =>
  at(await host.adapter(), 'spec.ip.ipV6Config.ipV6Address').map((one) => textAt(one, 'ipAddress'));

describe('UpdateVirtualNic', () => {
  test('moves an adapter from a standard to a distributed portgroup and back', async () => {
    expect(await host.update('vmk1', await dvPort(host.client, 'pg-other'))).toBe('');
    expect(textAt(await host.adapter(), 'portgroup')).toBe('');
    expect(await spec('distributedVirtualPort.portgroupKey')).toMatch(/^dvportgroup-/);
    expect(await host.update('vmk1', '<portgroup>Other</portgroup>')).toBe('');
    expect(textAt(await host.adapter(), 'portgroup')).toBe('Other');
    expect(await spec('distributedVirtualPort.portgroupKey')).toBeUndefined();
  });

  test('takes back the whole spec as it was read', async () => {
    await host.update('vmk1', await dvPort(host.client));
    const port = at(await host.adapter(), 'spec.distributedVirtualPort')[0];
    const members = port?.children.map(({ name, text }) => `<${name}>${text}</${name}>`).join('');
    const whole =
      `${ip('10.20.0.12')}<mac>${await spec('mac')}</mac><distributedVirtualPort>${members}</distributedVirtualPort>` +
      '<mtu>1500</mtu><tsoEnabled>true</tsoEnabled><netStackInstanceKey>vSphereProvisioning</netStackInstanceKey>';
    expect(await host.update('vmk1', whole)).toBe('');
    expect(await spec('ip.ipAddress')).toBe('10.20.0.12');
    expect(await spec('distributedVirtualPort.portKey')).toBe(textAt(port, 'portKey'));
  });

  test('changes MAC address and segmentation offload, and refuses a MAC address that is none', async () => {
    expect(await host.update('vmk1', '<mac>00:50:56:00:00:01</mac><tsoEnabled>false</tsoEnabled>')).toBe('');
    expect([await spec('mac'), await spec('tsoEnabled')]).toEqual(['00:50:56:00:00:01', 'false']);
    expect(await host.update('vmk1', '<mac>nonsense</mac>')).toBe('InvalidArgument');
  });

  test.each([
    ['an IPv6 address that is none', ip('10.20.0.12', `<ipV6Config>${address6('fd00::g')}</ipV6Config>`)],
    ['an MTU that is none', `${ip('10.20.0.12')}<mtu>100</mtu>`],
    ['a gateway that is none', `${ip('10.20.0.12')}<ipRouteSpec>${gateways('nonsense')}</ipRouteSpec>`],
    ['a portgroup that is none', `${ip('10.20.0.12')}<portgroup>nowhere</portgroup>`],
  ])('with %s changes nothing at all', async (_what, nic) => {
    expect(await host.update('vmk1', nic)).toBe('InvalidArgument');
    expect(await spec('ip.ipAddress')).toBe('10.20.0.11');
  });

  test('keeps the override of the gateway until an ipRouteConfig leaves it out', async () => {
    const override = (config: string) => host.update('vmk1', `<ipRouteSpec>${config}</ipRouteSpec>`);
    expect(await override(gateways('10.20.0.9'))).toBe('');
    await host.update('vmk1', '<mtu>1500</mtu>');
    expect(await spec('ipRouteSpec.ipRouteConfig.defaultGateway')).toBe('10.20.0.9');
    expect(await override('<ipRouteConfig/>')).toBe('');
    expect(at(await host.adapter(), 'spec.ipRouteSpec')).toEqual([]);
  });

  test('adds and removes IPv6 addresses, and keeps those that it does not name', async () => {
    expect(await host.update('vmk1', ipv6(`${address6('fd00:20::11')}<dhcpV6Enabled>true</dhcpV6Enabled>`))).toBe('');
    expect(await host.update('vmk1', ipv6(address6('fd00:20::12')))).toBe('');
    expect(await addresses6()).toEqual([expect.stringMatching(/^fe80::/), 'fd00:20::11', 'fd00:20::12']);
    expect(await spec('ip.ipV6Config.dhcpV6Enabled')).toBe('true');
    expect(await host.update('vmk1', ipv6(address6('fd00:20::11', 'remove')))).toBe('');
    expect(await addresses6()).toEqual([expect.stringMatching(/^fe80::/), 'fd00:20::12']);
  });
});

test.each([
  ['<externalId>x</externalId>'],
  ['<pinnedPnic>vmnic0</pinnedPnic>'],
  ['<systemOwned>true</systemOwned>'],
  ['<opaqueNetwork><opaqueNetworkId>x</opaqueNetworkId><opaqueNetworkType>y</opaqueNetworkType></opaqueNetwork>'],
])('%s is refused in a spec: no yes that changes nothing', async (member) => {
  expect(await host.update('vmk1', member)).toBe('NotSupported');
});

test('a port of a distributed portgroup is given, not chosen', async () => {
  const port = (await dvPort(host.client)).replace('</portgroupKey>', '</portgroupKey><portKey>7</portKey>');
  expect(await host.update('vmk1', port)).toBe('NotSupported');
});

test('an uplink portgroup takes no adapter', async () => {
  const dvs = await found(host.client, 'DC0/network/DVS0');
  const { portgroup } = await host.client.read(dvs, 'portgroup');
  const uplink = portgroup?.children[0]?.text ?? '';
  const port = (await dvPort(host.client)).replace(/dvportgroup-\d+/, uplink);
  expect(await host.add(staticNic('10.20.0.12', port))).toBe('InvalidArgument');
});

test('a switch that the host is not on takes none of its adapters', async () => {
  await host.bench.simulator.close();
  host = await startHostBench({ inventory: { hosts: [{ name: HOST, onSwitch: false }] } });
  expect(await host.addDistributed()).toBe('HostConfigFault');
});

test('a host without IPv6 takes no IPv6 configuration', async () => {
  await host.bench.simulator.close();
  host = await startHostBench({ inventory: { hosts: [{ name: HOST, ipv6Enabled: false }] } });
  const nic = staticNic('10.20.0.11').replace('</ip>', `<ipV6Config>${address6('fd00:20::11')}</ipV6Config></ip>`);
  expect(await host.add(nic, 'Provisioning')).toBe('InvalidState');
  expect(await host.add(staticNic('10.20.0.11'), 'Provisioning')).toBe('');
  expect(await host.update('vmk1', ipv6('<autoConfigurationEnabled>true</autoConfigurationEnabled>'))).toBe(
    'InvalidState',
  );
  const config = '<config><ipV6DefaultGateway>fd00:1::1</ipV6DefaultGateway></config>';
  expect(await host.call('UpdateIpRouteConfig', config)).toBe('InvalidState');
  expect(await host.edit(gateways('10.20.0.1', 'fd00:20::1'))).toBe('InvalidState');
  const { 'config.network.ipV6Enabled': enabled } = await host.client.read(host.host, 'config.network.ipV6Enabled');
  expect(enabled?.text).toBe('false');
});
