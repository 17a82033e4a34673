import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/server.ts';
import { at, type Bench, dvPort, faultOf, startBench, staticNic, textAt, until } from './soap-client.ts';

const HOST = 'esx-001.example.test';
let bench: Bench;
let system: readonly [string, string];

async function begin(options: SimulatorOptions = {}): Promise<void> {
  bench = await startBench(options);
  system = await bench.client.networkSystem(HOST);
}
afterEach(() => bench.simulator.close());

const add = (nic: string, portgroup = '') =>
  bench.client.call('AddVirtualNic', system, `<portgroup>${portgroup}</portgroup>${nic}`);
const adapters = async () => {
  const read = await bench.client.read(await bench.client.host(HOST), 'config.network.vnic');
  return read['config.network.vnic']?.children ?? [];
};
const adapter = async (device: string) => (await adapters()).find((vnic) => textAt(vnic, 'device') === device);

describe('AddVirtualNic', () => {
  beforeEach(() => begin());

  test('on a distributed portgroup returns the device, and every later read has it with a port of its own', async () => {
    const port = await dvPort(bench.client);
    const [device] = await bench.client.get(
      'AddVirtualNic',
      system,
      `<portgroup></portgroup>${staticNic('10.20.0.11', port, 'vSphereProvisioning', '<mtu>9000</mtu>')}`,
    );
    const vnic = await adapter(device?.text ?? '');
    expect(device?.text).toBe('vmk1');
    expect(textAt(vnic, 'portgroup')).toBe('');
    expect(textAt(vnic, 'spec.ip.ipAddress')).toBe('10.20.0.11');
    expect(textAt(vnic, 'spec.mtu')).toBe('9000');
    expect(textAt(vnic, 'spec.netStackInstanceKey')).toBe('vSphereProvisioning');
    expect(textAt(vnic, 'spec.distributedVirtualPort.portKey')).toMatch(/^\d+$/);

    const { 'runtime.networkRuntimeInfo': runtime } = await bench.client.read(
      await bench.client.host(HOST),
      'runtime.networkRuntimeInfo',
    );
    const stacks = at(runtime, 'netStackInstanceRuntimeInfo');
    const stack = stacks.find((info) => textAt(info, 'netStackInstanceKey') === 'vSphereProvisioning');
    expect([textAt(stack, 'state'), textAt(stack, 'vmknicKeys')]).toEqual(['active', 'vmk1']);
  });

  test('on a standard portgroup takes its name, and the portgroup has room for one', async () => {
    expect((await add(staticNic('10.20.0.11'), 'Provisioning')).status).toBe(200);
    expect(textAt(await adapter('vmk1'), 'portgroup')).toBe('Provisioning');
    expect(faultOf(await add(staticNic('10.20.0.12'), 'Provisioning'))).toBe('AlreadyExists');
  });

  test.each([
    ['an unknown standard portgroup', 'InvalidArgument', () => add(staticNic('10.20.0.11'), 'nowhere')],
    ['an unknown stack', 'NotFound', () => add(staticNic('10.20.0.11', '', 'custom'), 'Provisioning')],
    ['no address', 'InvalidArgument', () => add(staticNic(''), 'Provisioning')],
    ['an address that is none', 'InvalidArgument', () => add(staticNic('10.20.0.256'), 'Provisioning')],
    ['the address of vmk0', 'HostConfigFault', () => add(staticNic('10.1.1.11'), 'Provisioning')],
    [
      'an MTU above that of the switch',
      'HostConfigFault',
      () => add(staticNic('10.20.0.11', '', 'vSphereProvisioning', '<mtu>9100</mtu>'), 'Provisioning'),
    ],
    [
      'an unknown switch',
      'InvalidArgument',
      () =>
        add(
          staticNic(
            '10.20.0.11',
            '<distributedVirtualPort><switchUuid>x</switchUuid><portgroupKey>y</portgroupKey></distributedVirtualPort>',
          ),
        ),
    ],
  ])('with %s is refused with %s, and adds nothing', async (_what, fault, attempt) => {
    expect(faultOf(await attempt())).toBe(fault);
    expect(await adapters()).toHaveLength(1);
  });
});

describe('an adapter', () => {
  beforeEach(async () => {
    await begin();
    await add(staticNic('10.20.0.11', '', 'vSphereProvisioning', '<mtu>9000</mtu>'), 'Provisioning');
  });

  test('keeps what an update leaves unset', async () => {
    await bench.client.get('UpdateVirtualNic', system, '<device>vmk1</device><nic><mtu>1500</mtu></nic>');
    const vnic = await adapter('vmk1');
    expect([textAt(vnic, 'spec.mtu'), textAt(vnic, 'spec.ip.ipAddress'), textAt(vnic, 'portgroup')]).toEqual([
      '1500',
      '10.20.0.11',
      'Provisioning',
    ]);
  });

  test('never changes its stack, and an unknown one is not found', async () => {
    const update = (device: string, nic: string) =>
      bench.client.call('UpdateVirtualNic', system, `<device>${device}</device><nic>${nic}</nic>`);
    const moved = '<netStackInstanceKey>vmotion</netStackInstanceKey>';
    expect(faultOf(await update('vmk1', moved))).toBe('InvalidArgument');
    expect(faultOf(await update('vmk9', '<mtu>1500</mtu>'))).toBe('NotFound');
  });

  test('is removed once, but never the last one for management', async () => {
    const remove = (device: string) => bench.client.call('RemoveVirtualNic', system, `<device>${device}</device>`);
    expect((await remove('vmk1')).status).toBe(200);
    expect(faultOf(await remove('vmk1'))).toBe('NotFound');
    expect(faultOf(await remove('vmk0'))).toBe('HostConfigFault');
    expect(await adapters()).toHaveLength(1);
  });

  test('is a candidate of its services, whole, and named by a link where it is selected', async () => {
    const manager = ['HostVirtualNicManager', system[1].replace('networkSystem', 'virtualNicManager')] as const;
    const [config] = await bench.client.get('QueryNetConfig', manager, '<nicType>management</nicType>');
    const candidate = at(config, 'candidateVnic')[0];
    expect([textAt(candidate, 'device'), textAt(candidate, 'spec.ip.ipAddress')]).toEqual(['vmk0', '10.1.1.11']);
    expect(textAt(config, 'selectedVnic')).toBe(textAt(candidate, 'key'));
  });
});

const DHCP = '<nic><ip><dhcp>true</dhcp></ip><netStackInstanceKey>vSphereProvisioning</netStackInstanceKey></nic>';

test('a DHCP adapter has no address first, and its lease later', async () => {
  await begin({ scenario: { dhcp: { address: '10.20.0.99', leaseDelayMs: 30 } } });
  await add(DHCP, 'Provisioning');
  const address = async () => textAt(await adapter('vmk1'), 'spec.ip.ipAddress');
  expect(await until(address, (text) => text === '10.20.0.99')).toBe('10.20.0.99');
});

test('a DHCP server that never answers ends in a link-local address', async () => {
  await begin({ scenario: { dhcp: { address: 'none', leaseDelayMs: 1 } } });
  await add(DHCP, 'Provisioning');
  const address = async () => textAt(await adapter('vmk1'), 'spec.ip.ipAddress');
  expect(await until(address, (text) => text?.startsWith('169.254.') ?? false)).toMatch(/^169\.254\./);
});

test('a host that is not connected answers HostNotConnected', async () => {
  await begin();
  await bench.client.get('DisconnectHost_Task', await bench.client.host(HOST));
  const answer = await until(
    () => bench.client.call('RefreshNetworkSystem', system),
    (reply) => reply.status !== 200,
  );
  expect(faultOf(answer)).toBe('HostNotConnected');
});
