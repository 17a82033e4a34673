/** Every fault of the calls that change a host's network, as pyVmomi names it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describePython, runPyvmomi } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

/** The faults that no call of a client can bring about here are played by the scenario, on a host of their own. */
const played = {
  AddVirtualNic: 'InvalidState',
  UpdateVirtualNic: 'InvalidState',
  UpdateNetworkConfig: 'ResourceInUse',
  UpdateDnsConfig: 'HostInDomain',
  UpdateIpRouteConfig: 'InvalidState',
  RefreshNetworkSystem: 'HostCommunication',
};
const disconnected = 'esx-900.example.test';

const expected = {
  'UpdateNetworkConfig: stack without adapter': [
    'PlatformConfigFault',
    expect.stringContaining('until at least one VMkernel adapter is added'),
  ],
  'AddVirtualNic: portgroup in use': ['AlreadyExists', 'Provisioning'],
  'AddVirtualNic: address in use': ['HostConfigFault'],
  "AddVirtualNic: MTU above the switch's": ['HostConfigFault'],
  'AddVirtualNic: no such portgroup': ['InvalidArgument', 'portgroup'],
  'AddVirtualNic: no such distributed portgroup': ['InvalidArgument', 'nic.distributedVirtualPort.portgroupKey'],
  'AddVirtualNic: bad address': ['InvalidArgument', 'nic.ip.ipAddress'],
  'AddVirtualNic: bad mask': ['InvalidArgument', 'nic.ip.subnetMask'],
  'AddVirtualNic: no ip': ['InvalidArgument', 'nic.ip'],
  'AddVirtualNic: unknown stack': ['NotFound'],
  'AddVirtualNic: played': ['InvalidState'],
  'UpdateVirtualNic: no such adapter': ['NotFound'],
  "UpdateVirtualNic: MTU above the switch's": ['HostConfigFault'],
  'UpdateVirtualNic: bad address': ['InvalidArgument', 'nic.ip.ipAddress'],
  'UpdateVirtualNic: other stack': ['InvalidArgument', 'nic.netStackInstanceKey'],
  'UpdateVirtualNic: played': ['InvalidState'],
  'RemoveVirtualNic: no such adapter': ['NotFound'],
  'RemoveVirtualNic: last management adapter': ['HostConfigFault'],
  'UpdateNetworkConfig: route exists': ['AlreadyExists', '10.30.0.0/16'],
  'UpdateNetworkConfig: no such route': ['NotFound'],
  'UpdateNetworkConfig: stack exists': ['AlreadyExists', 'vmotion'],
  'UpdateNetworkConfig: no such stack': ['NotFound'],
  'UpdateNetworkConfig: no such adapter': ['NotFound'],
  'UpdateNetworkConfig: bad gateway': [
    'InvalidArgument',
    'config.netStackSpec.netStackInstance.ipRouteConfig.defaultGateway',
  ],
  'UpdateNetworkConfig: bad mode': ['InvalidArgument', 'changeMode'],
  'UpdateNetworkConfig: mode replace': ['NotSupported'],
  'UpdateNetworkConfig: stack removed': ['NotSupported'],
  'UpdateNetworkConfig: played': ['ResourceInUse'],
  'UpdateDnsConfig: no such adapter': ['NotFound'],
  'UpdateDnsConfig: dots in the name': ['InvalidArgument', 'dnsConfig.hostName'],
  'UpdateDnsConfig: played': ['HostInDomain'],
  'UpdateIpRouteConfig: bad gateway': ['InvalidArgument', 'config.defaultGateway'],
  'UpdateIpRouteConfig: played': ['InvalidState'],
  'UpdateIpRouteTableConfig: new route': ['taken'],
  'UpdateIpRouteTableConfig: route exists': ['HostConfigFault'],
  'AddVirtualNic: disconnected host': ['HostNotConnected'],
  'UpdateNetworkConfig: disconnected host': ['HostNotConnected'],
  'Refresh: disconnected host': ['HostNotConnected'],
  'Refresh: played': ['HostCommunication'],
  'Refresh: no such object': ['ManagedObjectNotFound', 'networkSystem-99999'],
  'AddVirtualNic: reader': ['NoPermission', 'the host', 'Host.Config.Network'],
  'UpdateNetworkConfig: reader': ['NoPermission', 'the host', 'Host.Config.Network'],
  'RemoveVirtualNic: reader': ['NoPermission', 'the host', 'Host.Config.Network'],
  'AddVirtualNic: no Network.Assign': ['NoPermission', 'the portgroup', 'Network.Assign'],
  'UpdateVirtualNic: standard portgroup': ['taken'],
  'UpdateNetworkConfig: configurer': ['taken'],
  'Refresh: logged out': ['NotAuthenticated', 'Host.Config.Network'],
  'AddHost_Task: host is there': ['error', 'AlreadyConnected', 'esx-001.example.test'],
};

interface Seen {
  readonly faults: Readonly<Record<string, readonly unknown[]>>;
  readonly undeclared: readonly string[];
  readonly adapters: number;
}

let simulator: SimulatorProcess;
let seen: Seen;

describePython('pyVmomi', () => {
  beforeAll(async () => {
    const host = 'esx-003.example.test';
    simulator = await startSimulatorProcess({
      inventory: { hosts: [{ name: disconnected, connectionState: 'disconnected' }] },
      users: [
        { name: 'reader', password: 'reader', privileges: [] },
        { name: 'configurer', password: 'configurer', privileges: ['Host.Config.Network'] },
      ],
      faults: Object.entries(played).map(([method, fault]) => ({ method, host, fault })),
    });
    seen = (await runPyvmomi('faults.py', { ...simulator.ready, disconnected })) as Seen;
  });
  afterAll(() => simulator.stop());

  test.each(Object.entries(expected))('%s is the fault of that type, with its members', (label, fault) => {
    expect(seen.faults[label]).toEqual(fault);
  });

  test('every fault was provoked that is listed here', () => {
    expect(Object.keys(seen.faults).sort()).toEqual(Object.keys(expected).sort());
  });

  test('a refused call changes nothing', () => {
    expect(seen.adapters).toBe(2);
  });

  test('a method answers with faults that it declares, and NotFound for an unknown stack', () => {
    expect(seen.undeclared).toEqual(['AddVirtualNic: NotFound']);
  });
});
