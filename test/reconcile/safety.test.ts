import { describe, expect, test } from '@jest/globals';
import { judge } from '../../lib/reconcile/assess.ts';
import type { HostState, StandardSwitch } from '../../lib/reconcile/state.ts';
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
  stored,
  vnic,
} from '../builders.ts';
import { run, summary, workshop } from '../workshop.ts';

type Over = Parameters<typeof settings>[0];

const judged = (over: Over, state: HostState = host()) => judge(state, settings(over), directory());
const notesOf = (over: Over, state?: HostState) => judged(over, state).notes;
const problems = (over: Over, state?: HostState) => problemsFrom(() => judged(over, state));
const withSwitch = (mtu?: number) =>
  host({
    network: network({
      proxySwitches: [{ dvsUuid: SWITCH, dvsName: 'DVS0', pnics: ['vmnic1'], ...(mtu === undefined ? {} : { mtu }) }],
    }),
  });
const withVswitches = (...vswitches: StandardSwitch[]) => host({ network: network({ vswitches }) });

describe('an MTU above that of the switch', () => {
  test.each<[string, Over, HostState, string[]]>([
    [
      'is refused on a distributed switch',
      { mtu: 9000 },
      withSwitch(1500),
      [
        'mtu-above-switch: The settings of esx-021.corp.example ask for an MTU of 9000; distributed switch DVS0 of portgroup pg-provisioning carries 1500.',
      ],
    ],
    ['is none where they are equal', { mtu: 9000 }, withSwitch(9000), []],
    ['is not known where a distributed switch does not say', { mtu: 9000 }, withSwitch(), []],
    ['is none where the settings do not manage it', {}, withSwitch(1280), []],
    [
      'is refused on a standard switch, whose MTU is 1500 when it is unset',
      { mtu: 1501, portgroup: 'Provisioning' },
      withVswitches({ name: 'vSwitch0' }),
      [
        'mtu-above-switch: The settings of esx-021.corp.example ask for an MTU of 1501; standard switch vSwitch0 of portgroup Provisioning carries 1500.',
      ],
    ],
    [
      'is none on a larger standard switch',
      { mtu: 9000, portgroup: 'Provisioning' },
      withVswitches({ name: 'vSwitch0', mtu: 9000 }),
      [],
    ],
    [
      'is not known on a standard switch that is not shown',
      { mtu: 9000, portgroup: 'Provisioning' },
      withVswitches(),
      [],
    ],
  ])('%s', (_, over, state, expected) => {
    expect(problems(over, state)).toEqual(expected);
  });

  test('is refused before anything is written, together with what else is wrong', async () => {
    const shop = workshop({
      hosts: [withSwitch(1500)],
      documents: [stored({ ...settings({ mtu: 9000, gateway: '10.99.0.1' }).values })],
    });
    expect(summary(await run(shop))).toBe('refused gateway-outside-subnet mtu-above-switch');
    expect(shop.journal.rows.get('host-21')?.intent).toBeUndefined();
  });
});

describe('a gateway that another stack has, too', () => {
  const SHARED: Over = { gateway: '10.1.0.1', address: { mode: 'static', address: '10.1.0.99/24' } };

  test.each(['6.7.0', '7.0.3', undefined])('is refused on ESXi %s', (productVersion) => {
    const { productVersion: _version, ...unversioned } = host();
    const state = productVersion === undefined ? unversioned : host({ productVersion });
    expect(problems(SHARED, state)).toEqual([
      `gateway-shared: Gateway 10.1.0.1 is also that of stack defaultTcpipStack on esx-021.corp.example (ESXi ${productVersion ?? 'unknown'}).`,
    ]);
  });

  test.each(['8.0.0', '9.1.0', '10.0.0'])('is a note on ESXi %s', (productVersion) => {
    expect(problems(SHARED, host({ productVersion }))).toEqual([]);
    expect(notesOf(SHARED, host({ productVersion }))).toContain(
      'The gateway 10.1.0.1 is also that of stack defaultTcpipStack.',
    );
  });

  test('is none of its own stack, and no other one', () => {
    const old = { ...configuredHost(), productVersion: '7.0.3' };
    expect(problems({}, old)).toEqual([]);
    expect(notesOf({ mtu: 9000 }, old)).toEqual([]);
  });
});

describe('notes', () => {
  const HANDOVER = 'The adapters of the default stack (vmk0) stop carrying provisioning traffic.';
  const tagged = (...selectedDevices: string[]) => [{ nicType: 'vSphereProvisioning', selectedDevices }];

  test('say what the first adapter of the stack does to the default stack', () => {
    expect(notesOf({})).toEqual([HANDOVER]);
    expect(notesOf({}, host({ nicTypes: tagged('vmk0') }))).toEqual([
      HANDOVER,
      'The provisioning service was selected on vmk0; vCenter switches it off there.',
    ]);
    expect(notesOf({}, host({ nicTypes: tagged('vmk1') }))).toEqual([HANDOVER]);
    const bare = host({ network: network({ vnics: [] }) });
    expect(notesOf({ address: { mode: 'dhcp' }, gateway: undefined }, bare)).toEqual([]);
  });

  test('are none of a host that is as wanted, or that has its adapter', () => {
    expect(notesOf({}, configuredHost())).toEqual([]);
    expect(notesOf({ mtu: 9000 }, configuredHost())).toEqual([]);
  });

  test('tell of a second adapter, since vSphere supports one', () => {
    const second = vnic({ device: 'vmk2', ipAddress: '10.20.0.99' });
    const state = host({ network: network({ onStack: [goodNic(), second], stack: provisioningStack() }) });
    expect(notesOf({}, state)).toEqual(['There is a second adapter on the stack (vmk2); vSphere supports one.']);
  });

  test.each<[string, Parameters<typeof managementNic>[0], readonly string[]]>([
    ['in the same subnet', { ipAddress: '10.20.0.200' }, ['vmk7 on stack vmotion']],
    ['in a subnet around it', { ipAddress: '10.20.7.9', subnetMask: '255.255.0.0' }, ['vmk7 on stack vmotion']],
    ['in a subnet inside it', { ipAddress: '10.20.0.200', subnetMask: '255.255.255.252' }, ['vmk7 on stack vmotion']],
    ['in another subnet', { ipAddress: '10.21.0.200' }, []],
    ['whose mask is none', { ipAddress: '10.20.0.200', subnetMask: '255.0.255.0' }, []],
  ])('tell of an adapter of another stack %s', (_, over, others) => {
    const other = managementNic({ device: 'vmk7', netStackInstanceKey: 'vmotion', portgroup: 'vMotion', ...over });
    const state = host({ network: network({ vnics: [managementNic(), other] }) });
    expect(notesOf({}, state)).toEqual([
      ...others.map((text) => `The subnet of the adapter is also that of ${text}.`),
      HANDOVER,
    ]);
  });

  test('go with the outcome', async () => {
    expect((await run(workshop())).notes).toEqual([HANDOVER]);
    expect((await run(workshop({ hosts: [configuredHost()] }))).notes).toBeUndefined();
  });
});
