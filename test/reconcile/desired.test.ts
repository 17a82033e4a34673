import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../lib/reconcile/desired.ts';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { directory, goodNic, host, managementNic, network, problemsFrom, SWITCH, settings } from '../builders.ts';

type Over = Parameters<typeof settings>[0];

const desired = (over: Over, state: Partial<HostState> = {}) => {
  const here = host(state);
  return desiredState(settings(over), here, here.network, directory());
};
const fixed = (address: string, gateway: SettingsDocument['gateway'] = null): Over => ({
  address: { mode: 'static', address },
  gateway,
});
const withNics = (...vnics: ReturnType<typeof managementNic>[]) => ({ network: network({ vnics }) });

describe('what the settings ask of a host', () => {
  test('is a complete wish, with the origin of each member', () => {
    const tcp = { congestionControl: 'cubic', maxConnections: 12000 } as const;
    const wish = settings({ mtu: 9000, tcp });
    expect(desired({ mtu: 9000, tcp })).toEqual({
      netStackInstanceKey: 'vSphereProvisioning',
      network: { kind: 'distributed', name: 'pg-provisioning', switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' },
      address: {
        dhcp: false,
        ipAddress: '10.20.0.21',
        subnetMask: '255.255.255.0',
        subnet: { network: '10.20.0.0', prefixLength: 24 },
      },
      mtu: 9000,
      gateway: '10.20.0.1',
      congestionControlAlgorithm: 'cubic',
      requestedMaxNumberOfConnections: 12000,
      dns: { servers: ['10.0.0.53'], domain: 'corp.example' },
      origins: wish.origins,
    });
  });

  test('an absent member is not managed, null means none', () => {
    const absent = desired({ address: { mode: 'dhcp' }, gateway: undefined, dns: undefined });
    expect(Object.keys(absent)).toEqual(['netStackInstanceKey', 'network', 'address', 'origins']);
    expect(desired({ gateway: null, dns: null })).toMatchObject({
      gateway: null,
      dns: { servers: [], domain: '', searchDomains: [] },
    });
  });

  test('a pool that nobody resolved had no table to ask, and is refused', () => {
    const address = { mode: 'pool' as const, subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.60'] };
    expect(problemsFrom(() => desired({ address }))).toEqual([
      'pool-without-table: An address of esx-021.corp.example from a pool needs the journal table, which keeps who has which.',
    ]);
  });

  test('everything that is wrong is said together', () => {
    const over: Over = {
      verify: { pingGateway: 'require' },
      esxcli: 'never',
      portgroup: undefined,
      ...fixed('10.20.0.0/24'),
      gateway: undefined,
    };
    expect(problemsFrom(() => desired(over)).map((text) => text.split(':')[0])).toEqual([
      'settings-incomplete',
      'address-unusable',
      'settings-incomplete',
    ]);
  });

  test('what waiting cannot cure comes before what it may', () => {
    const alone = { network: network({ proxySwitches: [] }) };
    expect(problemsFrom(() => desired({ gateway: '10.9.0.1' }, alone)).map((text) => text.split(':')[0])).toEqual([
      'gateway-outside-subnet',
      'switch-not-joined',
    ]);
  });
});

describe('the address', () => {
  test('comes from DHCP, and the gateway is judged by the lease only', () => {
    expect(desired({ address: { mode: 'dhcp' }, gateway: '192.0.2.1' }).address).toEqual({ dhcp: true });
  });

  test.each([
    [
      'the adapter selected for management',
      [managementNic(), managementNic({ device: 'vmk3', ipAddress: '10.1.0.33' })],
      ['vmk3'],
      '10.20.0.33',
    ],
    [
      'vmk0 when none is selected',
      [managementNic({ device: 'vmk3', ipAddress: '10.1.0.33' }), managementNic()],
      [],
      '10.20.0.21',
    ],
    [
      'the first of the default stack when there is no vmk0',
      [goodNic(), managementNic({ device: 'vmk4' })],
      [],
      '10.20.0.21',
    ],
  ])('is derived from %s', (_, vnics, selectedDevices, ipAddress) => {
    const state = { ...withNics(...vnics), nicTypes: [{ nicType: 'management', selectedDevices }] };
    expect(desired({}, state).address).toMatchObject({ dhcp: false, ipAddress, subnetMask: '255.255.255.0' });
  });

  test.each([
    [
      'another prefix length',
      managementNic({ subnetMask: '255.255.254.0' }),
      /10\.1\.0\.21\/23 .* 10\.20\.0\.0\/24 have different prefix lengths/,
    ],
    ['a mask with holes', managementNic({ subnetMask: '255.0.255.0' }), /shows no management address/],
    ['an empty address', managementNic({ ipAddress: '' }), /shows no management address/],
    ['no adapter on the default stack', goodNic(), /shows no management address/],
  ])('cannot be derived with %s', (_, nic, words) => {
    const problems = problemsFrom(() => desired({}, withNics(nic)));
    expect(problems).toEqual([expect.stringMatching(/^address-not-derivable: /)]);
    expect(problems[0]).toMatch(words);
  });

  test.each([
    ['10.20.0.0/24', 'is the network address of 10.20.0.0/24'],
    ['10.20.0.255/24', 'is the broadcast address of 10.20.0.0/24'],
    ['10.1.0.21/24', 'is already the address of vmk0 on esx-021.corp.example'],
  ])('%s %s', (address, words) => {
    expect(problemsFrom(() => desired(fixed(address)))).toEqual([
      `address-unusable: ${address.split('/')[0]} ${words}.`,
    ]);
  });

  test('that is derived into the management subnet would be the management address', () => {
    const over: Over = { address: { mode: 'derive', subnet: '10.1.0.0/24' }, gateway: '10.1.0.1' };
    expect(problemsFrom(() => desired(over))).toEqual([
      expect.stringMatching(/^address-unusable: 10\.1\.0\.21 is already/),
    ]);
  });

  test('may be the one that the adapter on the stack has', () => {
    expect(problemsFrom(() => desired({}, { network: network({ onStack: [goodNic()] }) }))).toEqual([]);
  });
});

describe('the gateway', () => {
  test.each([
    [
      '10.20.1.1',
      'gateway-outside-subnet: Gateway 10.20.1.1 lies outside 10.20.0.0/24, the subnet of the adapter on esx-021.corp.example.',
    ],
    ['10.20.0.21', "gateway-unusable: Gateway 10.20.0.21 is the adapter's own address in 10.20.0.0/24."],
    ['10.20.0.0', 'gateway-unusable: Gateway 10.20.0.0 is the network address in 10.20.0.0/24.'],
    ['10.20.0.255', 'gateway-unusable: Gateway 10.20.0.255 is the broadcast address in 10.20.0.0/24.'],
    [
      undefined,
      'settings-incomplete: The settings of esx-021.corp.example have no "gateway"; only with DHCP it may be absent, and null says that there is none.',
    ],
  ])('%s is refused', (gateway, problem) => {
    expect(problemsFrom(() => desired({ gateway }))).toEqual([problem]);
  });

  test.each([[null], ['10.20.0.254']])('%s is taken', (gateway) => {
    expect(desired({ gateway }).gateway).toBe(gateway);
  });

  test.each(['portgroup', 'address'] as const)('without "%s" the settings are incomplete', (member) => {
    expect(problemsFrom(() => desired({ [member]: undefined }))).toEqual([
      `settings-incomplete: The settings of esx-021.corp.example have no "${member}".`,
    ]);
  });
});
