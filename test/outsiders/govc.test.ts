/** Govmomi's command line drives the simulator. It speaks its own newest version, chunked, whatever the server is. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeGovmomi, govcJson, runGovc } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

const first = 'esx-001.example.test';
const inventory = [
  '/DC0/host/DC0_C0/esx-001.example.test',
  '/DC0/host/DC0_C0/esx-002.example.test',
  '/DC0/host/DC0_C0/esx-003.example.test',
  '/DC0/host/esx-004.example.test/esx-004.example.test',
];
const login = ['-username', 'root', '-password', 'secret', '-noverify'];

interface Vnic {
  readonly device: string;
  readonly spec: object;
}

let simulator: SimulatorProcess;
beforeEach(async () => {
  const adapters = [
    { stack: 'vSphereProvisioning', address: '10.20.0.11', portgroup: 'Provisioning' },
    { stack: 'vmotion', address: '10.30.0.11', dvportgroup: 'pg-provisioning' },
  ];
  simulator = await startSimulatorProcess({ inventory: { hosts: [{ name: first, adapters }] } });
});
afterEach(() => simulator.stop());

const lines = async (...args: string[]): Promise<string[]> => {
  const { stdout } = await runGovc(simulator.ready, ...args);
  return stdout.split('\n').filter((line) => line !== '');
};

describeGovmomi('govc', () => {
  test('about is what a vCenter says of itself', async () => {
    expect(await govcJson(simulator.ready, 'about')).toMatchObject({
      about: { name: 'VMware vCenter Server', apiType: 'VirtualCenter', apiVersion: '8.0.3.0', version: '8.0.3' },
    });
  });

  test('a wrong password and a certificate that is not trusted end the command', async () => {
    const wrong = await runGovc({ ...simulator.ready, password: 'wrong' }, 'about');
    const untrusted = await runGovc({ ...simulator.ready, certificate: '' }, 'about');

    expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining('incorrect user name or password')]);
    expect([untrusted.exitCode, untrusted.stderr]).toEqual([
      1,
      expect.stringContaining('failed to verify certificate'),
    ]);
  });

  test('find and ls name every object by its inventory path', async () => {
    const networks = ['Management Network', 'Provisioning', 'DVS0', 'pg-provisioning'];

    expect(await lines('find', '/', '-type', 'h')).toEqual(inventory);
    expect(await lines('find', '/DC0/network')).toEqual(
      expect.arrayContaining(networks.map((name) => `/DC0/network/${name}`)),
    );
    expect(await lines('ls', '/DC0/host')).toEqual(['/DC0/host/DC0_C0', '/DC0/host/esx-004.example.test']);
  });

  test('host.add and cluster.add add hosts, and their events follow', async () => {
    const [alone, clustered] = ['esx-801.example.test', 'esx-802.example.test'];
    const cluster = ['-cluster', 'DC0_C0', ...login];
    const outcomes = [
      await runGovc(simulator.ready, 'host.add', '-hostname', alone, ...login),
      await runGovc(simulator.ready, 'cluster.add', '-hostname', clustered, ...cluster),
      await runGovc(simulator.ready, 'cluster.add', '-hostname', clustered, ...cluster),
    ];

    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 1]);
    expect(outcomes[2]?.stderr).toContain(`The host ${clustered} is already connected`);
    expect(await lines('find', '/', '-type', 'h')).toEqual(
      expect.arrayContaining([`/DC0/host/${alone}/${alone}`, `/DC0/host/DC0_C0/${clustered}`]),
    );
    expect(await lines('events', '-type', 'HostAddedEvent')).toEqual([
      expect.stringContaining(`[info] Added host ${alone} to datacenter DC0`),
      expect.stringContaining(`[info] Added host ${clustered} to datacenter DC0`),
    ]);
    const connected = await lines('events', '-type', 'HostConnectedEvent', '-n', '1', `/DC0/host/DC0_C0/${clustered}`);
    expect(connected).toEqual([expect.stringContaining(`Connected to host ${clustered}`)]);
  });

  test('host.vnic.info shows each adapter with its network, switch, stack and services', async () => {
    const { info } = (await govcJson(simulator.ready, 'host.vnic.info', '-host', first)) as { info: unknown };
    const onStandard = { network: 'Provisioning', switch: 'vSwitch0', address: '10.20.0.11' };
    const onDistributed = { network: 'pg-provisioning', switch: 'DVS0', address: '10.30.0.11' };

    expect(info).toEqual([
      expect.objectContaining({ device: 'vmk0', stack: 'defaultTcpipStack', services: ['management'] }),
      { device: 'vmk1', ...onStandard, stack: 'vSphereProvisioning', services: ['vSphereProvisioning'] },
      { device: 'vmk2', ...onDistributed, stack: 'vmotion', services: ['vmotion'] },
    ]);
  });

  test('host.vnic.change sends the whole adapter back, and only its MTU is another', async () => {
    const read = async (): Promise<Vnic[]> => {
      const path = ['-s', inventory[0] ?? '', 'config.network.vnic'];
      return (await govcJson(simulator.ready, 'object.collect', ...path)) as Vnic[];
    };
    const before = await read();
    for (const device of ['vmk1', 'vmk2']) {
      const { exitCode } = await runGovc(simulator.ready, 'host.vnic.change', '-host', first, '-mtu', '9000', device);
      expect(exitCode).toBe(0);
    }
    const [vmk0, ...others] = before;

    expect(await read()).toEqual([vmk0, ...others.map((vnic) => ({ ...vnic, spec: { ...vnic.spec, mtu: 9000 } }))]);
  });

  test('object.collect reads properties of one host, and one property of all', async () => {
    const path = inventory[0] ?? '';

    expect(await lines('object.collect', '-s', path, 'name', 'runtime.connectionState')).toEqual([first, 'connected']);
    const names = await lines('object.collect', '-s', '-type', 'h', '/', 'name');
    expect(names.sort()).toEqual(inventory.map((entry) => entry.split('/').at(-1)));
  });

  test('object.collect -json reads a list of references', async () => {
    const [change] = (await govcJson(simulator.ready, 'object.collect', '/DC0/host/DC0_C0', 'host')) as {
      val: { _value: { type: string }[] };
    }[];

    expect(change?.val._value.map(({ type }) => type)).toEqual(['HostSystem', 'HostSystem', 'HostSystem']);
  });

  test('session.ls lists the session of the command', async () => {
    expect(await lines('session.ls')).toEqual([
      expect.stringContaining('Key'),
      expect.stringContaining('VSPHERE.LOCAL\\administrator'),
    ]);
  });
});
