import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import { parseSettings } from '../../lib/reconcile/settings-document.ts';
import type { HostNetwork, Ipv6Config } from '../../lib/reconcile/state.ts';
import { describeStep } from '../../lib/reconcile/steps.ts';
import {
  directory,
  goodNic,
  host,
  network,
  problemsFrom,
  provisioningStack,
  settings,
  stored,
  wantedDns,
} from '../builders.ts';

type Over = Parameters<typeof settings>[0];

const STATIC = { mode: 'static', address: 'FD00:20:0::17/64' } as const;
const LINK_LOCAL = { ipAddress: 'fe80::250:56ff:fe60:1', prefixLength: 64, origin: 'linklayer' };
const MANUAL = { ipAddress: 'fd00:20::17', prefixLength: 64, origin: 'manual' };
const GIVEN = { ipAddress: 'fd00:20::a1b2', prefixLength: 64, origin: 'other' };

const config = (over: Partial<Ipv6Config> = {}): Ipv6Config => ({
  addresses: [LINK_LOCAL],
  autoConfigurationEnabled: false,
  dhcpV6Enabled: false,
  ...over,
});

const planFor = (over: Over, state: HostNetwork) => {
  const here = host({ network: state });
  return plan(desiredState(settings(over), here, state, directory()), here, state).steps;
};
/** A network that is as wanted but for the adapter's IPv6. */
const withIpv6 = (ipv6?: Ipv6Config, over: Partial<HostNetwork> = {}) =>
  network({
    onStack: [goodNic(ipv6 === undefined ? {} : { ipv6 })],
    stack: provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns() }),
    ...over,
  });

describe('IPv6 of a new adapter', () => {
  test.each<[string, Over, object | undefined]>([
    ['is not sent when the settings say nothing of it', {}, undefined],
    ['off is sent, since the host has a default of its own', { ipv6: { mode: 'off' } }, [false, false, undefined]],
    ['auto asks the routers', { ipv6: { mode: 'auto' } }, [true, false, undefined]],
    ['dhcp asks the server', { ipv6: { mode: 'dhcp' } }, [false, true, undefined]],
    [
      'static adds the address in its canonical text',
      { ipv6: STATIC },
      [false, false, [{ ipAddress: 'fd00:20::17', prefixLength: 64, operation: 'add' }]],
    ],
  ])('%s', (_, over, expected) => {
    const [step] = planFor(over, network());
    const sent = step?.action === 'addVirtualNic' ? step.nic.ip?.ipV6Config : undefined;
    expect(sent && [sent.autoConfigurationEnabled, sent.dhcpV6Enabled, sent.ipV6Address]).toEqual(expected);
    expect(step).toMatchObject({ nic: { ip: { dhcp: false, ipAddress: '10.20.0.21' } } });
  });

  test('goes beside a DHCP address of IPv4', () => {
    const [step] = planFor({ address: { mode: 'dhcp' }, ipv6: { mode: 'auto' } }, network());
    expect(step).toHaveProperty('nic.ip', {
      dhcp: true,
      ipV6Config: { autoConfigurationEnabled: true, dhcpV6Enabled: false },
    });
  });
});

describe('IPv6 of an adapter that is there', () => {
  test.each<[string, Over, Ipv6Config | undefined]>([
    ['not managed', {}, config({ autoConfigurationEnabled: true, addresses: [LINK_LOCAL, GIVEN] })],
    ['off, and silent', { ipv6: { mode: 'off' } }, undefined],
    ['off, with its link-local address', { ipv6: { mode: 'off' } }, config()],
    [
      'auto, with what a router gave it',
      { ipv6: { mode: 'auto' } },
      config({ autoConfigurationEnabled: true, addresses: [GIVEN] }),
    ],
    [
      'dhcp, with a lease',
      { ipv6: { mode: 'dhcp' } },
      config({ dhcpV6Enabled: true, addresses: [{ ...GIVEN, origin: 'dhcp' }] }),
    ],
    [
      'static, in another spelling',
      { ipv6: STATIC },
      config({ addresses: [LINK_LOCAL, { ...MANUAL, ipAddress: 'FD00:20::0017' }] }),
    ],
    [
      'static, of a server that leaves the origin out',
      { ipv6: STATIC },
      config({ addresses: [{ ipAddress: 'fd00:20::17', prefixLength: 64 }] }),
    ],
  ])('%s, is adopted', (_, over, ipv6) => {
    expect(planFor(over, withIpv6(ipv6)).map(describeStep)).toEqual([]);
  });

  test.each<[string, Over, Ipv6Config | undefined, string, object]>([
    [
      'off to auto',
      { ipv6: { mode: 'auto' } },
      undefined,
      'off -> auto',
      { autoConfigurationEnabled: true, dhcpV6Enabled: false },
    ],
    [
      'auto to dhcp',
      { ipv6: { mode: 'dhcp' } },
      config({ autoConfigurationEnabled: true, addresses: [GIVEN] }),
      'auto -> dhcp',
      { autoConfigurationEnabled: false, dhcpV6Enabled: true },
    ],
    [
      'both to off',
      { ipv6: { mode: 'off' } },
      config({ autoConfigurationEnabled: true, dhcpV6Enabled: true }),
      'auto, dhcp -> off',
      { autoConfigurationEnabled: false, dhcpV6Enabled: false },
    ],
    [
      'static to auto, which takes the address off',
      { ipv6: { mode: 'auto' } },
      config({ addresses: [LINK_LOCAL, MANUAL] }),
      'fd00:20::17/64 -> auto',
      {
        autoConfigurationEnabled: true,
        dhcpV6Enabled: false,
        ipV6Address: [{ ipAddress: 'fd00:20::17', prefixLength: 64, operation: 'remove' }],
      },
    ],
    [
      'one address to another, removed first',
      { ipv6: STATIC },
      config({ addresses: [{ ...MANUAL, ipAddress: 'fd00:20::99' }] }),
      'fd00:20::99/64 -> fd00:20::17/64',
      {
        ipV6Address: [
          { ipAddress: 'fd00:20::99', prefixLength: 64, operation: 'remove' },
          { ipAddress: 'fd00:20::17', prefixLength: 64, operation: 'add' },
        ],
      },
    ],
    [
      'a second address that nobody asked for, which is taken off',
      { ipv6: STATIC },
      config({ addresses: [MANUAL, { ...MANUAL, ipAddress: 'fd00:20::99' }] }),
      'fd00:20::17/64, fd00:20::99/64 -> fd00:20::17/64',
      { ipV6Address: [{ ipAddress: 'fd00:20::99', prefixLength: 64, operation: 'remove' }] },
    ],
  ])('goes from %s, which is disruptive and keeps the IPv4 address', (_, over, ipv6, change, edit) => {
    const steps = planFor(over, withIpv6(ipv6));
    expect(steps.map(describeStep)).toEqual([`updateVirtualNic vmk1: ipv6 ${change} (disruptive)`]);
    const ipv4 = { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' };
    expect(steps[0]).toMatchObject({ nic: { ip: { ...ipv4, ipV6Config: edit } } });
  });

  test('is not sent when only the IPv4 address differs', () => {
    const state = network({
      onStack: [goodNic({ ipAddress: '10.20.0.9', ipv6: config({ autoConfigurationEnabled: true }) })],
    });
    const [step] = planFor({ ipv6: { mode: 'auto' } }, state);
    expect(step).toHaveProperty('nic', { ip: { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' } });
  });
});

describe('a host with IPv6 switched off', () => {
  const off = network({ ipV6Enabled: false });

  test.each<[string, Over]>([
    ['auto', { ipv6: { mode: 'auto' } }],
    ['dhcp', { ipv6: { mode: 'dhcp' } }],
    ['static', { ipv6: STATIC }],
  ])("is refused for %s: a reboot is a person's", (mode, over) => {
    expect(problemsFrom(() => planFor(over, off))).toEqual([
      `ipv6-disabled: esx-021.corp.example has IPv6 switched off, and the settings ask for ipv6.mode "${mode}".`,
    ]);
  });

  test('is told nothing of IPv6 where the settings want it off, and refused for a route of that family', () => {
    expect(planFor({ ipv6: { mode: 'off' } }, off)[0]).toHaveProperty('nic.ip', {
      dhcp: false,
      ipAddress: '10.20.0.21',
      subnetMask: '255.255.255.0',
    });
    expect(planFor({ ipv6: { mode: 'off' } }, withIpv6(undefined, { ipV6Enabled: false }))).toEqual([]);
    expect(problemsFrom(() => planFor({ routes: [{ network: 'fd00:30::/64', gateway: 'fd00:20::1' }] }, off))).toEqual([
      'ipv6-disabled: esx-021.corp.example has IPv6 switched off, and the settings ask for a route to fd00:30::/64.',
    ]);
  });
});

test('a static IPv6 address belongs into the scope of a host, on both stacks', () => {
  const text = '"static" is one address, so it belongs into the scope of one host.';
  const where = 'settings-invalid: Settings /provisioning-stack/vc01/defaults at';
  expect(problemsFrom(() => parseSettings(stored({ ipv6: STATIC, vmotion: { ipv6: STATIC } })))).toEqual([
    `${where} ipv6.mode: ${text}`,
    `${where} vmotion.ipv6.mode: ${text}`,
  ]);
});
