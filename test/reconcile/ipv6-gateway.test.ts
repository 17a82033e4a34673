import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import type { HostNetwork } from '../../lib/reconcile/state.ts';
import { describeStep } from '../../lib/reconcile/steps.ts';
import {
  directory,
  goodNic,
  host,
  network,
  problemsFrom,
  provisioningStack,
  settings,
  wantedDns,
} from '../builders.ts';

type Over = Parameters<typeof settings>[0];

const STATIC = { mode: 'static', address: 'FD00:20:0::17/64' } as const;
const MANUAL = { ipAddress: 'fd00:20::17', prefixLength: 64, origin: 'manual' };

const planFor = (over: Over, state: HostNetwork) => {
  const here = host({ network: state });
  return plan(desiredState(settings(over), here, state, directory()), here, state).steps;
};

describe('the IPv6 gateway', () => {
  const inUse = (ipV6DefaultGateway?: string) => {
    const stack = provisioningStack({
      defaultGateway: '10.20.0.1',
      dnsConfig: wantedDns(),
      ...(ipV6DefaultGateway === undefined ? {} : { ipV6DefaultGateway }),
    });
    return network({
      onStack: [goodNic({ ipv6: { addresses: [MANUAL], autoConfigurationEnabled: false, dhcpV6Enabled: false } })],
      stack,
    });
  };

  test.each(['fd00:20::1', 'fe80::1'])(
    '%s of a static subnet or of the link is written beside the other family',
    (ipv6Gateway) => {
      const steps = planFor({ ipv6: STATIC, ipv6Gateway }, inUse());
      expect(steps.map(describeStep)).toEqual([`updateNetworkConfig: ipv6Gateway ${ipv6Gateway}`]);
      expect(steps[0]).toHaveProperty('edit.ipRouteConfig', {
        defaultGateway: '10.20.0.1',
        ipV6DefaultGateway: ipv6Gateway,
      });
    },
  );

  test.each(['FD00:20:0:0::1', 'fd00:20::1'])('shown as %s is as wanted', (shown) => {
    expect(planFor({ ipv6: STATIC, ipv6Gateway: 'fd00:20:0::1' }, inUse(shown))).toEqual([]);
  });

  test('is changed disruptively, taken off by null, and left alone where it is absent', () => {
    expect(planFor({ ipv6: STATIC, ipv6Gateway: 'fe80::1' }, inUse('fe80::2')).map(describeStep)).toEqual([
      'updateNetworkConfig: ipv6Gateway fe80::2 -> fe80::1 (disruptive)',
    ]);
    const [step] = planFor({ ipv6: STATIC, ipv6Gateway: null }, inUse('fe80::2'));
    expect(step).toHaveProperty('edit.ipRouteConfig', { defaultGateway: '10.20.0.1' });
    expect(planFor({ ipv6: STATIC }, inUse('fe80::2'))).toEqual([]);
    for (const none of ['', '::']) expect(planFor({ ipv6: STATIC, ipv6Gateway: null }, inUse(none))).toEqual([]);
  });

  test.each<[string, Over, string]>([
    [
      'outside the static subnet',
      { ipv6: STATIC, ipv6Gateway: 'fd00:21::1' },
      'gateway-outside-subnet: Gateway fd00:21::1 lies outside fd00:20::/64, the IPv6 subnet of esx-021.corp.example, and is not link-local.',
    ],
    [
      "that is the adapter's own address",
      { ipv6: STATIC, ipv6Gateway: 'fd00:20:0::17' },
      "gateway-unusable: Gateway fd00:20:0::17 is the adapter's own address.",
    ],
    [
      'of an adapter with IPv6 off',
      { ipv6: { mode: 'off' }, ipv6Gateway: 'fe80::1' },
      'settings-incomplete: The settings of esx-021.corp.example name an "ipv6Gateway", and their "ipv6" gives the adapter no IPv6 address.',
    ],
    [
      'of an adapter whose IPv6 nobody manages',
      { ipv6Gateway: 'fe80::1' },
      'settings-incomplete: The settings of esx-021.corp.example name an "ipv6Gateway", and their "ipv6" gives the adapter no IPv6 address.',
    ],
  ])('%s is refused', (_, over, problem) => {
    expect(problemsFrom(() => planFor(over, network()))).toEqual([problem]);
  });

  test.each(['auto', 'dhcp'] as const)('is for the router to judge with mode %s', (mode) => {
    expect(planFor({ ipv6: { mode }, ipv6Gateway: 'fd00:99::1' }, network()).map(describeStep)[1]).toBe(
      'updateNetworkConfig: gateway 10.20.0.1, ipv6Gateway fd00:99::1',
    );
  });
});
