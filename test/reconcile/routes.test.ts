import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import { parseSettings } from '../../lib/reconcile/settings-document.ts';
import type { RouteEntry } from '../../lib/reconcile/state.ts';
import { describeStep } from '../../lib/reconcile/steps.ts';
import {
  directory,
  document,
  goodNic,
  host,
  network,
  problemsFrom,
  provisioningStack,
  settings,
  stored,
  wantedDns,
} from '../builders.ts';
import { configure, summary, workshop } from '../workshop.ts';

type Over = Parameters<typeof settings>[0];

const TO_30 = { network: '10.30.0.0/16', gateway: '10.20.0.254' };
const TO_V6 = { network: 'fd00:30::/48', gateway: 'fe80::1' };
const row = (network: string, gateway: string, deviceName?: string): RouteEntry => {
  const [address = '', length] = network.split('/');
  return { network: address, prefixLength: Number(length), gateway, ...(deviceName && { deviceName }) };
};
const ROW_30 = row('10.30.0.0/16', '10.20.0.254');
/** What a host lists besides: its default route, connected subnets, and what IPv6 has of itself. */
const OF_ITSELF = [
  row('0.0.0.0/0', '10.20.0.1', 'vmk1'),
  row('10.20.0.0/24', '0.0.0.0', 'vmk1'),
  row('::/0', 'fe80::1', 'vmk1'),
  row('fd00:20::/64', '::', 'vmk1'),
  row('fe80::/64', 'fe80::2', 'vmk1'),
  row('FF02::/16', 'fe80::2', 'vmk1'),
  row('10.99.0.0/24', '', 'vmk1'),
];

const planFor = (over: Over, routes: readonly RouteEntry[], nic = goodNic()) => {
  const stack = provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns(), routes });
  const state = network({ onStack: [nic], stack });
  const here = host({ network: state });
  return plan(desiredState(settings(over), here, state, directory()), here, state).steps;
};
const lines = (...args: Parameters<typeof planFor>) => planFor(...args).map(describeStep);

describe('routes', () => {
  test('that settings do not name are left alone, and an empty list takes off those that somebody set', () => {
    expect(lines({}, [ROW_30])).toEqual([]);
    expect(lines({ routes: [] }, [...OF_ITSELF, ROW_30])).toEqual([
      'updateNetworkConfig: route 10.30.0.0/16 10.20.0.254 -> none (disruptive)',
    ]);
  });

  test('of the host itself are no difference', () => {
    expect(lines({ routes: [] }, OF_ITSELF)).toEqual([]);
    expect(lines({ routes: [TO_30] }, [...OF_ITSELF, { ...ROW_30, deviceName: 'vmk1' }])).toEqual([]);
  });

  test('to one host that nobody asked for were learnt by a redirect, and go by themselves', () => {
    const learnt = [row('10.30.0.7/32', '10.20.0.3'), row('fd00:30::7/128', 'fe80::3')];
    expect(lines({ routes: [] }, learnt)).toEqual([]);
    const over: Over = { routes: [{ network: '10.30.0.7/32', gateway: '10.20.0.254' }] };
    expect(lines(over, learnt)).toEqual([
      'updateNetworkConfig: route 10.30.0.7/32 10.20.0.3 -> none, route 10.30.0.7/32 10.20.0.254 (disruptive)',
    ]);
  });

  test('are sent as the delta, removals first, without the device that the host names', () => {
    const here = [{ ...ROW_30, gateway: '10.20.0.253', deviceName: 'vmk1' }, row('10.31.0.0/16', '10.20.0.254')];
    const kept = { network: '10.31.0.0/16', gateway: '10.20.0.254' };
    const [step, ...rest] = planFor({ routes: [TO_30, kept] }, here);
    expect(rest).toEqual([]);
    expect(step).toMatchObject({ part: 'routes', disruptive: true });
    expect(step).toHaveProperty('edit', {
      netStackInstanceKey: 'vSphereProvisioning',
      routes: [
        { changeOperation: 'remove', route: { ...ROW_30, gateway: '10.20.0.253' } },
        { changeOperation: 'add', route: ROW_30 },
      ],
    });
  });

  test('that are added disrupt nothing', () => {
    expect(lines({ routes: [TO_30] }, [])).toEqual(['updateNetworkConfig: route 10.30.0.0/16 10.20.0.254']);
  });

  test('of both families are compared by value, however the host spells them', () => {
    const over: Over = { ipv6: { mode: 'auto' }, routes: [TO_30, { network: 'FD00:30:0::/48', gateway: 'FE80::0:1' }] };
    const nic = goodNic({ ipv6: { addresses: [], autoConfigurationEnabled: true, dhcpV6Enabled: false } });
    expect(lines(over, [], nic)).toEqual([
      'updateNetworkConfig: route 10.30.0.0/16 10.20.0.254, route fd00:30::/48 fe80::1',
    ]);
    expect(lines(over, [ROW_30, row('FD00:0030::/48', 'fe80:0::1')], nic)).toEqual([]);
  });

  test('are the last step of a new host, and disrupt nothing there, even a residue that is taken off', () => {
    const stack = provisioningStack({ routes: [row('10.77.0.0/16', '10.20.0.9')] });
    const state = network({ stack });
    const here = host({ network: state });
    const { steps } = plan(desiredState(settings({ routes: [TO_30] }), here, state, directory()), here, state);
    expect(steps.map((step) => ('part' in step ? step.part : step.action))).toEqual([
      'addVirtualNic',
      'gateway',
      'dns',
      'routes',
    ]);
    expect(steps[3]?.disruptive).toBe(false);
  });
});

describe('a route', () => {
  test.each<[string, Over, string]>([
    [
      'by a gateway outside the subnet',
      { routes: [{ ...TO_30, gateway: '10.21.0.1' }] },
      'to 10.30.0.0/16 goes by 10.21.0.1, which lies outside 10.20.0.0/24, the subnet of the adapter.',
    ],
    [
      "to the adapter's own subnet",
      { routes: [{ network: '10.20.0.0/24', gateway: '10.20.0.254' }] },
      'to 10.20.0.0/24 is the subnet of the adapter itself.',
    ],
    [
      'of IPv6 by a gateway outside the static subnet',
      {
        ipv6: { mode: 'static', address: 'fd00:20::17/64' },
        routes: [{ network: 'fd00:30::/48', gateway: 'fd00:21::1' }],
      },
      'to fd00:30::/48 goes by fd00:21::1, which lies outside fd00:20::/64, the subnet of the adapter.',
    ],
  ])('%s is refused', (_, over, text) => {
    expect(problemsFrom(() => planFor(over, []))).toEqual([
      `route-unusable: The route of esx-021.corp.example ${text}`,
    ]);
  });

  test('of a static IPv6 subnet may go by a link-local router', () => {
    const over: Over = { ipv6: { mode: 'static', address: 'fd00:20::17/64' }, routes: [TO_V6] };
    expect(lines(over, []).at(-1)).toBe('updateNetworkConfig: route fd00:30::/48 fe80::1');
  });

  test('is for the host to judge where only the lease tells the subnet', async () => {
    const documents = [stored(document({ address: { mode: 'dhcp' }, routes: [{ ...TO_30, gateway: '10.88.0.1' }] }))];
    const shop = workshop({ documents });
    shop.vcenter.behaviour = { lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0' } };
    expect(summary((await configure(shop)).outcome)).toBe('converged');
  });
});

test('what is wrong with a route in the settings is told at its place', () => {
  const routes = [
    TO_30,
    { network: '10.30.0.0/16', gateway: '10.20.0.253' },
    { network: '0.0.0.0/0', gateway: '10.20.0.1' },
    { network: '::/0', gateway: 'fe80::1' },
    { network: '10.31.0.1/16', gateway: '10.20.0.254' },
    { network: '10.32.0.0', gateway: '10.20.0.254' },
    { network: 'fd00:30::/64', gateway: '10.20.0.254' },
    { network: '10.33.0.0/16', gateway: 'router' },
  ];
  const where = 'settings-invalid: Settings /provisioning-stack/vc01/defaults at routes';
  expect(problemsFrom(() => parseSettings(stored({ routes }))).toSorted()).toEqual(
    [
      `${where}.1.network: has a route already.`,
      `${where}.2.network: is the default route, which "gateway" or "ipv6Gateway" sets.`,
      `${where}.3.network: is the default route, which "gateway" or "ipv6Gateway" sets.`,
      `${where}.4.network: is an address inside 10.31.0.0/16, not a network.`,
      `${where}.5.network: is not a network such as 10.30.0.0/16 or fd00:30::/64.`,
      `${where}.6.network: and the gateway 10.20.0.254 are of two address families.`,
      `${where}.7.gateway: is not an IP address.`,
    ].toSorted(),
  );
});
