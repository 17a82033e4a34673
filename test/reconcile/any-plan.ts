/** Settings and hosts of every kind that a plan may meet. */
import fc from 'fast-check';
import { OnboardingError } from '../../lib/errors.ts';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import type { HostNetwork } from '../../lib/reconcile/state.ts';
import type { Step } from '../../lib/reconcile/steps.ts';
import { directory, host, network, provisioningStack, SWITCH, settings } from '../builders.ts';

const inSubnet = fc.integer({ min: 2, max: 250 }).map((last) => `10.20.0.${last}`);
const dnsServers = fc.subarray(['10.0.0.53', '10.0.0.54', 'fd00::53']);
const domain = fc.constantFrom('corp.example', 'lab.example');

const ipv6 = fc.oneof(
  fc.constantFrom({ mode: 'off' } as const, { mode: 'auto' } as const, { mode: 'dhcp' } as const),
  fc.constantFrom('fd00:20::17/64', 'FD00:20:0::18/64').map((address) => ({ mode: 'static', address }) as const),
);
const routes = fc
  .subarray([
    { network: '10.30.0.0/16', gateway: '10.20.0.254' },
    { network: '10.30.0.7/32', gateway: '10.20.0.254' },
    { network: '10.31.0.0/16', gateway: '10.20.0.253' },
    { network: 'FD00:30:0::/48', gateway: 'fe80::1' },
    { network: 'fd00:31::/48', gateway: 'fd00:20::1' },
  ])
  .map((list) => list.map((route) => ({ ...route })));

const members = fc.record(
  {
    portgroup: fc.constantFrom('pg-provisioning', 'Provisioning'),
    gateway: fc.constantFrom('10.20.0.1', null),
    address: fc.oneof(
      fc.constant({ mode: 'derive', subnet: '10.20.0.0/24' } as const),
      inSubnet.map((address) => ({ mode: 'static', address: `${address}/24` }) as const),
      fc.constant({ mode: 'dhcp' } as const),
    ),
    mtu: fc.constantFrom(1500, 9000),
    ipv6,
    ipv6Gateway: fc.constantFrom('fe80::1', 'FD00:20:0::1', null),
    routes,
    dns: fc.option(
      fc.record(
        { servers: dnsServers, domain, searchDomains: fc.subarray(['a.example', 'b.example']) },
        { requiredKeys: [] },
      ),
    ),
    tcp: fc.record(
      { congestionControl: fc.constantFrom('newreno', 'cubic'), maxConnections: fc.constantFrom(11000, 12000) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['portgroup', 'gateway', 'address'] },
) as fc.Arbitrary<SettingsDocument>;

/** Settings of every member that a plan is made of; few of them are refused. */
export const wanted = members.map(({ ipv6Gateway, mtu, ...rest }): SettingsDocument => {
  const hasIpv6 = rest.ipv6 !== undefined && rest.ipv6.mode !== 'off';
  const fits = mtu !== undefined && (mtu === 1500 || rest.portgroup !== 'Provisioning');
  return {
    ...rest,
    ...(fits ? { mtu } : {}),
    ...(ipv6Gateway !== undefined && (hasIpv6 || ipv6Gateway === null) ? { ipv6Gateway } : {}),
  };
});

const ipv6Config = fc.record({
  addresses: fc.subarray([
    { ipAddress: 'fd00:20::17', prefixLength: 64, origin: 'manual' },
    { ipAddress: 'fd00:20::99', prefixLength: 64, origin: 'manual' },
    { ipAddress: 'fd00:20::a1b2', prefixLength: 64, origin: 'other' },
    { ipAddress: 'fe80::250:56ff:fe60:1', prefixLength: 64, origin: 'linklayer' },
  ]),
  autoConfigurationEnabled: fc.boolean(),
  dhcpV6Enabled: fc.boolean(),
});

const nic = fc.record(
  {
    dhcp: fc.boolean(),
    ipAddress: fc.oneof(inSubnet, fc.constant('10.20.0.21')),
    subnetMask: fc.constantFrom('255.255.255.0', '255.255.0.0'),
    mtu: fc.constantFrom(1500, 9000),
    ipv6: ipv6Config,
    place: fc.constantFrom(
      { portgroup: 'Provisioning' },
      { distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' } },
      { distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-11' } },
    ),
  },
  { requiredKeys: ['dhcp', 'ipAddress', 'subnetMask', 'place'] },
);

const rows = fc.subarray([
  { network: '0.0.0.0', prefixLength: 0, gateway: '10.20.0.1' },
  { network: '10.20.0.0', prefixLength: 24, gateway: '0.0.0.0' },
  { network: 'fe80::', prefixLength: 64, gateway: '::' },
  { network: '10.30.0.0', prefixLength: 16, gateway: '10.20.0.254' },
  { network: '10.30.0.7', prefixLength: 32, gateway: '10.20.0.3' },
  { network: '10.31.0.0', prefixLength: 16, gateway: '10.20.0.9' },
  { network: 'fd00:30::', prefixLength: 48, gateway: 'fe80::1' },
  { network: 'fd00:32::', prefixLength: 48, gateway: 'fe80::1' },
]);

/** What the provisioning stack may show. */
export const stack = fc.record(
  {
    defaultGateway: fc.constantFrom('', '0.0.0.0', '10.20.0.1', '10.20.0.254'),
    ipV6DefaultGateway: fc.constantFrom('', '::', 'fd00::1', 'FE80::1'),
    routes: rows,
    congestionControlAlgorithm: fc.constantFrom('newreno', 'cubic'),
    dnsConfig: fc.record({
      dhcp: fc.boolean(),
      hostName: fc.constantFrom('', 'esx-021'),
      domainName: fc.oneof(fc.constant(''), domain),
      address: dnsServers,
      searchDomain: fc.subarray(['a.example', 'c.example']),
    }),
  },
  { requiredKeys: [] },
);

/** Two are mostly ambiguous. */
const nicsOf = (minLength: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.array(nic, { minLength, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(nic, { minLength: 2, maxLength: 2 }) },
  );

/** The network of a host with at least so many adapters on the stack. */
export const networkWith = (minLength: number) =>
  fc.tuple(nicsOf(minLength), stack).map(([nics, settingsOfStack]): HostNetwork => {
    const onStack = nics.map(({ place, ...each }, index) => ({
      device: `vmk${index + 1}`,
      key: `key-vim.host.VirtualNic-vmk${index + 1}`,
      netStackInstanceKey: 'vSphereProvisioning',
      ...each,
      ...place,
    }));
    return network({ onStack, stack: provisioningStack(settingsOfStack) });
  });

/** The steps for a host with this network. */
export function planFor(values: SettingsDocument, state: HostNetwork): readonly Step[] {
  const here = host({ network: state });
  return plan(desiredState(settings(values), here, state, directory()), here, state).steps;
}

/** The plan, or undefined for what is refused. */
export function plannable(values: SettingsDocument, state: HostNetwork): readonly Step[] | undefined {
  try {
    return planFor(values, state);
  } catch (error) {
    if (error instanceof OnboardingError) return undefined;
    throw error;
  }
}
