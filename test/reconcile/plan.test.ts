import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import type { HostNetwork } from '../../lib/reconcile/state.ts';
import { describeStep } from '../../lib/reconcile/steps.ts';
import {
  configuredHost,
  directory,
  goodNic,
  host,
  managementNic,
  network,
  problemsFrom,
  provisioningStack,
  SWITCH,
  settings,
  vnic,
  wantedDns,
} from '../builders.ts';

type Over = Parameters<typeof settings>[0];

const planFor = (over: Over, state: HostNetwork, productVersion = '8.0.3') => {
  const here = host({ network: state, productVersion });
  return plan(desiredState(settings(over), here, state, directory()), here, state);
};
const linesFor = (over: Over, state: HostNetwork) => planFor(over, state).steps.map(describeStep);
const stackWith = (over: Parameters<typeof provisioningStack>[0]) =>
  provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns(), ...over });

describe('the plan of a new host', () => {
  test('is adapter, gateway with TCP, DNS: three steps in this order, none of them disruptive', () => {
    const over: Over = { mtu: 9000, tcp: { congestionControl: 'cubic', maxConnections: 12000 } };
    const port = { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' };
    const key = 'vSphereProvisioning';
    const { steps } = planFor(over, network());
    expect(steps).toEqual([
      expect.objectContaining({
        action: 'addVirtualNic',
        portgroup: '',
        nic: {
          ip: { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' },
          distributedVirtualPort: port,
          mtu: 9000,
          netStackInstanceKey: key,
        },
      }),
      expect.objectContaining({
        action: 'updateNetworkConfig',
        part: 'gateway',
        reason: "the stack's gateway is none, /provisioning-stack/vc01/defaults says 10.20.0.1",
        edit: {
          netStackInstanceKey: key,
          ipRouteConfig: { defaultGateway: '10.20.0.1' },
          congestionControlAlgorithm: 'cubic',
          requestedMaxNumberOfConnections: 12000,
        },
      }),
      expect.objectContaining({
        action: 'updateNetworkConfig',
        part: 'dns',
        edit: { netStackInstanceKey: key, dnsConfig: wantedDns() },
      }),
    ]);
    expect(steps.map(describeStep)).toEqual([
      'addVirtualNic: portgroup pg-provisioning, address 10.20.0.21/255.255.255.0, mtu 9000',
      'updateNetworkConfig: gateway 10.20.0.1, congestionControlAlgorithm newreno -> cubic, requestedMaxNumberOfConnections 11000 -> 12000',
      'updateNetworkConfig: dns servers 10.0.0.53, dns domain corp.example',
    ]);
  });

  test('names a standard portgroup, and no port', () => {
    expect(planFor({ portgroup: 'Provisioning' }, network()).steps[0]).toMatchObject({
      portgroup: 'Provisioning',
      nic: { ip: { dhcp: false }, netStackInstanceKey: 'vSphereProvisioning' },
    });
  });

  test('is the adapter alone on a flat network with nothing else asked for', () => {
    expect(linesFor({ gateway: null, dns: null }, network())).toEqual([
      'addVirtualNic: portgroup pg-provisioning, address 10.20.0.21/255.255.255.0',
    ]);
  });

  test('writes again what an unused stack still shows, since it may go when the stack comes to life', () => {
    const stack = stackWith({ congestionControlAlgorithm: 'cubic', ipV6DefaultGateway: 'fe80::1' });
    const { steps } = planFor({ tcp: { congestionControl: 'cubic' } }, network({ stack }));
    expect(steps.map(describeStep).slice(1)).toEqual([
      'updateNetworkConfig: gateway 10.20.0.1 -> 10.20.0.1, congestionControlAlgorithm cubic -> cubic',
      'updateNetworkConfig: dns servers 10.0.0.53 -> 10.0.0.53, dns domain corp.example -> corp.example',
    ]);
    expect(steps[1]).toMatchObject({
      edit: { ipRouteConfig: { defaultGateway: '10.20.0.1', ipV6DefaultGateway: 'fe80::1' } },
    });
  });

  test('takes a wrong residue off an unused stack', () => {
    const stack = stackWith({ defaultGateway: '10.9.0.1' });
    const { steps } = planFor({ gateway: null }, network({ stack }));
    expect(steps[1]).toMatchObject({ disruptive: false, edit: { ipRouteConfig: {} } });
    expect(steps.map(describeStep)[1]).toBe('updateNetworkConfig: gateway 10.9.0.1 -> none');
  });
});

describe('an adapter that is on the stack already', () => {
  test('is adopted with no steps when it satisfies the settings', () => {
    const here = configuredHost().network;
    expect(planFor({}, here)).toEqual({ steps: [], adapter: goodNic() });
  });

  test.each<[string, Over, HostNetwork]>([
    [
      'whatever its gateway when the settings name none',
      { address: { mode: 'dhcp' }, gateway: undefined },
      network({ onStack: [goodNic({ dhcp: true })], stack: stackWith({}) }),
    ],
    [
      'whatever its MTU when the settings name none',
      {},
      network({ onStack: [goodNic({ mtu: 9000 })], stack: stackWith({}) }),
    ],
    [
      'with an unset MTU where 1500 is asked for',
      { mtu: 1500 },
      network({ onStack: [goodNic()], stack: stackWith({}) }),
    ],
    [
      'with DNS that nobody manages',
      { dns: {} },
      network({ onStack: [goodNic()], stack: stackWith({ dnsConfig: { ...wantedDns(), dhcp: true } }) }),
    ],
    [
      'with 0.0.0.0 where no gateway is asked for',
      { gateway: null },
      network({ onStack: [goodNic()], stack: stackWith({ defaultGateway: '0.0.0.0' }) }),
    ],
    [
      'with an empty gateway where none is asked for',
      { gateway: null },
      network({ onStack: [goodNic()], stack: stackWith({ defaultGateway: '' }) }),
    ],
  ])('is left alone %s', (_, over, state) => {
    expect(linesFor(over, state)).toEqual([]);
  });

  test('is the one that fits when there are several', () => {
    const onStack = [vnic({ device: 'vmk1', ipAddress: '10.9.0.9' }), goodNic({ device: 'vmk2' })];
    expect(planFor({}, network({ onStack, stack: stackWith({}) }))).toEqual({ steps: [], adapter: onStack[1] });
  });

  test('is ambiguous when there are several and none fits: named, none touched', () => {
    const { ipAddress: _, ...noAddress } = vnic({ device: 'vmk2' });
    const onStack = [vnic({ ipAddress: '10.9.0.9' }), noAddress];
    expect(problemsFrom(() => planFor({}, network({ onStack })))).toEqual([
      'adapter-ambiguous: esx-021.corp.example has several adapters on the stack, and none that fits the settings: vmk1 (10.9.0.9), vmk2 (no address).',
    ]);
  });

  test.each<[string, Over, Partial<ReturnType<typeof goodNic>>, string, object]>([
    [
      'address',
      {},
      { ipAddress: '10.20.0.99' },
      'updateVirtualNic vmk1: address 10.20.0.99/255.255.255.0 -> 10.20.0.21/255.255.255.0 (disruptive)',
      { ip: { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' } },
    ],
    [
      'mask',
      {},
      { subnetMask: '255.255.0.0' },
      'updateVirtualNic vmk1: address 10.20.0.21/255.255.0.0 -> 10.20.0.21/255.255.255.0 (disruptive)',
      { ip: { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' } },
    ],
    [
      'way to its address',
      { address: { mode: 'dhcp' } },
      {},
      'updateVirtualNic vmk1: address 10.20.0.21/255.255.255.0 -> dhcp (disruptive)',
      { ip: { dhcp: true } },
    ],
    [
      'DHCP',
      {},
      { dhcp: true },
      'updateVirtualNic vmk1: address dhcp -> 10.20.0.21/255.255.255.0 (disruptive)',
      { ip: { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' } },
    ],
    ['MTU', { mtu: 9000 }, {}, 'updateVirtualNic vmk1: mtu 1500 -> 9000 (disruptive)', { mtu: 9000 }],
    [
      'distributed portgroup',
      {},
      { distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-7' } },
      'updateVirtualNic vmk1: portgroup dvportgroup-7 -> pg-provisioning (disruptive)',
      { distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' } },
    ],
    [
      'kind of switch',
      { portgroup: 'Provisioning' },
      {},
      'updateVirtualNic vmk1: portgroup dvportgroup-12 -> Provisioning (disruptive)',
      { portgroup: 'Provisioning' },
    ],
  ])('is changed in place where its %s differs, which is disruptive', (_, over, nic, line, spec) => {
    const { steps } = planFor(over, network({ onStack: [goodNic(nic)], stack: stackWith({}) }));
    expect(steps.map(describeStep)).toEqual([line]);
    expect(steps[0]).toMatchObject({ device: 'vmk1', nic: spec });
  });

  test('sends only what changes', () => {
    const { steps } = planFor({ mtu: 9000 }, network({ onStack: [goodNic()], stack: stackWith({}) }));
    expect(steps[0]).toHaveProperty('nic', { mtu: 9000 });
  });
});

describe('a standard portgroup', () => {
  test('that has an adapter at work on another stack is taken, even where replacing is allowed', () => {
    const taken = managementNic({ device: 'vmk3', portgroup: 'Provisioning' });
    const nicTypes = [{ nicType: 'vsan', selectedDevices: ['vmk3'] }];
    const here = host({ network: network({ vnics: [managementNic(), taken] }), nicTypes });
    const wish = desiredState(settings({ portgroup: 'Provisioning' }), here, here.network, directory());
    expect(problemsFrom(() => plan(wish, here, here.network, true))).toEqual([
      'portgroup-in-use: Standard portgroup Provisioning of esx-021.corp.example already has vmk3, on stack defaultTcpipStack.',
    ]);
  });

  test('that has the adapter itself is its own', () => {
    const state = network({ onStack: [vnic({ portgroup: 'Provisioning' })], stack: stackWith({}) });
    expect(linesFor({ portgroup: 'Provisioning' }, state)).toEqual([]);
  });
});

test('a host before 6.0 without the stack is refused with its version', () => {
  expect(problemsFrom(() => planFor({}, network({ netStackInstances: [] }), '5.5.0'))).toEqual([
    'stack-absent: esx-021.corp.example (ESXi 5.5.0) has no TCP/IP stack vSphereProvisioning.',
  ]);
});

test('a stack that is not listed although an adapter is on it is not taken for an empty one', () => {
  const state = network({ onStack: [goodNic()], netStackInstances: [] });
  expect(problemsFrom(() => planFor({}, state))).toEqual([
    'fault-passing: vCenter shows vmk1 of esx-021.corp.example on TCP/IP stack vSphereProvisioning, and not the stack.',
  ]);
});

test('a stack that a later host does not list is brought to life by its first adapter', () => {
  const listed = linesFor({}, network());
  expect(linesFor({}, network({ netStackInstances: [] }))).toEqual(listed);
});
