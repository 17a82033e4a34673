import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import type { NetStackInstance } from '../../lib/reconcile/state.ts';
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

/** The plan where the adapter is as wanted, and the stack is this. */
const planOn = (over: Over, stack: Partial<NetStackInstance>, nic = goodNic()) => {
  const dnsConfig = wantedDns();
  const state = network({
    onStack: [nic],
    stack: provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig, ...stack }),
  });
  const here = host({ network: state });
  return plan(desiredState(settings(over), here, state, directory()), here, state).steps;
};
const lines = (...args: Parameters<typeof planOn>) => planOn(...args).map(describeStep);

test('what a stack without an adapter shows is written again, and the reason says so', () => {
  const dnsConfig = wantedDns();
  const state = network({ onStack: [], stack: provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig }) });
  const here = host({ network: state });
  const [, ...rest] = plan(desiredState(settings({}), here, state, directory()), here, state).steps;
  expect(rest.map(({ reason }) => reason)).toEqual([
    'the stack has no adapter yet, so its gateway is written again',
    'the stack has no adapter yet, so its DNS is written again',
  ]);
});

describe('the gateway of a stack in use', () => {
  test('is added without disrupting anything', () => {
    const { defaultGateway: _, ...none } = provisioningStack();
    expect(lines({}, { ...none, dnsConfig: wantedDns(), defaultGateway: '' })).toEqual([
      'updateNetworkConfig: gateway 10.20.0.1',
    ]);
  });

  test('is changed and removed disruptively', () => {
    expect(lines({}, { defaultGateway: '10.20.0.254' })).toEqual([
      'updateNetworkConfig: gateway 10.20.0.254 -> 10.20.0.1 (disruptive)',
    ]);
    expect(lines({ gateway: null }, {})).toEqual(['updateNetworkConfig: gateway 10.20.0.1 -> none (disruptive)']);
  });

  test('is removed by an edit that still echoes the other family', () => {
    expect(planOn({ gateway: null }, { ipV6DefaultGateway: 'fd00:20::1' })[0]).toHaveProperty('edit', {
      netStackInstanceKey: 'vSphereProvisioning',
      ipRouteConfig: { ipV6DefaultGateway: 'fd00:20::1' },
    });
  });

  test('goes with every edit of TCP settings, in both families as read, since unset would clear it', () => {
    const over: Over = { address: { mode: 'dhcp' }, gateway: undefined, tcp: { maxConnections: 12000 } };
    const steps = planOn(over, { ipV6DefaultGateway: 'fd00:20::1' }, goodNic({ dhcp: true }));
    expect(steps).toEqual([
      {
        action: 'updateNetworkConfig',
        part: 'gateway',
        reason: '/provisioning-stack/vc01/defaults asks for other TCP settings',
        disruptive: false,
        changes: [{ field: 'requestedMaxNumberOfConnections', from: '11000', to: '12000' }],
        edit: {
          netStackInstanceKey: 'vSphereProvisioning',
          ipRouteConfig: { defaultGateway: '10.20.0.1', ipV6DefaultGateway: 'fd00:20::1' },
          requestedMaxNumberOfConnections: 12000,
        },
      },
    ]);
  });

  test.each([
    ['inside the lease is written', '10.20.0.77', []],
    ['that cannot be judged yet is written', '169.254.7.9', []],
    [
      'outside the lease is refused',
      '10.77.0.5',
      ['gateway-outside-lease: Gateway 10.20.0.1 lies outside the lease 10.77.0.5/24 of vmk1 on esx-021.corp.example.'],
    ],
  ])('%s', (_, ipAddress, problems) => {
    const nic = goodNic({ dhcp: true, ipAddress });
    expect(problemsFrom(() => planOn({ address: { mode: 'dhcp' } }, {}, nic))).toEqual(problems);
  });
});

describe('DNS of a stack', () => {
  const current = { ...wantedDns(), hostName: 'esx-021', address: ['10.0.0.1'], searchDomain: ['lab.example'] };

  test("leaves absent members and the host's name as they are read", () => {
    const steps = planOn({ dns: { servers: ['10.0.0.53', '10.0.0.54'] } }, { dnsConfig: current });
    expect(steps.map(describeStep)).toEqual(['updateNetworkConfig: dns servers 10.0.0.1 -> 10.0.0.53, 10.0.0.54']);
    expect(steps[0]).toMatchObject({ edit: { dnsConfig: { ...current, address: ['10.0.0.53', '10.0.0.54'] } } });
    expect(Object.keys(steps[0] ?? {})).not.toContain('ipRouteConfig');
  });

  test('null takes everything off but the name', () => {
    const steps = planOn({ dns: null }, { dnsConfig: current });
    expect(steps[0]).toMatchObject({
      disruptive: false,
      edit: { dnsConfig: { dhcp: false, hostName: 'esx-021', domainName: '', address: [], searchDomain: [] } },
    });
    expect(steps.map(describeStep)).toEqual([
      'updateNetworkConfig: dns servers 10.0.0.1 -> none, dns domain corp.example -> none, dns search domains lab.example -> none',
    ]);
  });

  test('that comes from DHCP is replaced by what is asked for', () => {
    const steps = planOn({}, { dnsConfig: { ...wantedDns(), dhcp: true, address: ['10.0.0.53'] } });
    expect(steps.map(describeStep)).toEqual(['updateNetworkConfig: dns servers dhcp -> 10.0.0.53']);
  });

  test('in another order is another DNS', () => {
    const dns = { servers: ['10.0.0.2', '10.0.0.1'] };
    const dnsConfig = { ...wantedDns(), address: ['10.0.0.1', '10.0.0.2'] };
    expect(lines({ dns }, { dnsConfig })).toEqual([
      'updateNetworkConfig: dns servers 10.0.0.1, 10.0.0.2 -> 10.0.0.2, 10.0.0.1',
    ]);
  });

  test('that the server does not show at all is set with an empty name', () => {
    const { dnsConfig: _, ...bare } = provisioningStack({ defaultGateway: '10.20.0.1' });
    const state = network({ onStack: [goodNic()], stack: bare });
    const here = host({ network: state });
    const { steps } = plan(desiredState(settings(), here, state, directory()), here, state);
    expect(steps).toEqual([
      expect.objectContaining({ edit: { netStackInstanceKey: bare.key, dnsConfig: wantedDns() } }),
    ]);
  });
});
