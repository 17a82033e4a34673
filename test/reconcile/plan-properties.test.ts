import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OnboardingError } from '../../lib/errors.ts';
import { desiredState } from '../../lib/reconcile/desired.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import type { HostNetwork } from '../../lib/reconcile/state.ts';
import type { Step } from '../../lib/reconcile/steps.ts';
import { directory, host, network, provisioningStack, SWITCH, settings } from '../builders.ts';
import { addNic, editStack, updateNic } from '../vsphere-writes.ts';

const inSubnet = fc.integer({ min: 2, max: 250 }).map((last) => `10.20.0.${last}`);
const dnsServers = fc.subarray(['10.0.0.53', '10.0.0.54', 'fd00::53']);
const domain = fc.constantFrom('corp.example', 'lab.example');

const wanted = fc.record(
  {
    portgroup: fc.constantFrom('pg-provisioning', 'Provisioning'),
    gateway: fc.constantFrom('10.20.0.1', null),
    address: fc.oneof(
      fc.constant({ mode: 'derive', subnet: '10.20.0.0/24' } as const),
      inSubnet.map((address) => ({ mode: 'static', address: `${address}/24` }) as const),
      fc.constant({ mode: 'dhcp' } as const),
    ),
    mtu: fc.constantFrom(1500, 9000),
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

const nic = fc.record(
  {
    dhcp: fc.boolean(),
    ipAddress: fc.oneof(inSubnet, fc.constant('10.20.0.21')),
    subnetMask: fc.constantFrom('255.255.255.0', '255.255.0.0'),
    mtu: fc.constantFrom(1500, 9000),
    place: fc.constantFrom(
      { portgroup: 'Provisioning' },
      { distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' } },
      { distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-11' } },
    ),
  },
  { requiredKeys: ['dhcp', 'ipAddress', 'subnetMask', 'place'] },
);

const stack = fc.record(
  {
    defaultGateway: fc.constantFrom('', '0.0.0.0', '10.20.0.1', '10.20.0.254'),
    ipV6DefaultGateway: fc.constantFrom('fd00::1'),
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

const current = fc.tuple(fc.array(nic, { maxLength: 2 }), stack).map(([nics, settingsOfStack]): HostNetwork => {
  const onStack = nics.map(({ place, ...each }, index) => ({
    device: `vmk${index + 1}`,
    key: `key-vim.host.VirtualNic-vmk${index + 1}`,
    netStackInstanceKey: 'vSphereProvisioning',
    ...each,
    ...place,
  }));
  return network({ onStack, stack: provisioningStack(settingsOfStack) });
});

function planFor(values: SettingsDocument, state: HostNetwork): readonly Step[] {
  const here = host({ network: state });
  return plan(desiredState(settings(values), here, state, directory()), here, state).steps;
}

function apply(state: HostNetwork, step: Step): HostNetwork {
  switch (step.action) {
    case 'addVirtualNic':
      return { ...state, vnics: [...state.vnics, addNic(state, step.portgroup, step.nic, directory())] };
    case 'updateVirtualNic':
      return updateNic(state, step.device, step.nic);
    case 'updateNetworkConfig':
      return editStack(state, step.edit);
    case 'removeVirtualNic':
      return { ...state, vnics: state.vnics.filter(({ device }) => device !== step.device) };
  }
}

/** The plan, or nothing for what is refused. */
function plannable(values: SettingsDocument, state: HostNetwork): readonly Step[] | undefined {
  try {
    return planFor(values, state);
  } catch (error) {
    if (error instanceof OnboardingError) return undefined;
    throw error;
  }
}

test('once the steps are applied, the second plan is empty', () => {
  fc.assert(
    fc.property(wanted, current, (values, state) => {
      const steps = plannable(values, state);
      fc.pre(steps !== undefined);
      expect(planFor(values, steps.reduce(apply, state))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('the plan of a host is the same each time, whatever the order in which vCenter lists things', () => {
  fc.assert(
    fc.property(wanted, current, (values, state) => {
      const steps = plannable(values, state);
      const turned = {
        ...state,
        netStackInstances: state.netStackInstances.toReversed(),
        proxySwitches: state.proxySwitches.toReversed(),
        portgroups: state.portgroups.toReversed(),
      };
      expect(plannable(values, state)).toEqual(steps);
      expect(plannable(values, turned)).toEqual(steps);
    }),
    { numRuns: 200 },
  );
});

test('planning changes neither settings nor state', () => {
  fc.assert(
    fc.property(wanted, current, (values, state) => {
      const before = structuredClone({ values, state });
      plannable(values, state);
      expect({ values, state }).toEqual(before);
    }),
  );
});

test('no plan touches the default stack, its adapters or the IPv6 gateway', () => {
  fc.assert(
    fc.property(wanted, current, (values, state) => {
      const steps = plannable(values, state);
      fc.pre(steps !== undefined);
      const after = steps.reduce(apply, state);
      const ofDefault = ({ vnics, netStackInstances }: HostNetwork) => [
        vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === 'defaultTcpipStack'),
        netStackInstances.find(({ key }) => key === 'defaultTcpipStack'),
        netStackInstances.find(({ key }) => key === 'vSphereProvisioning')?.ipV6DefaultGateway,
      ];
      expect(ofDefault(after)).toEqual(ofDefault(state));
    }),
    { numRuns: 300 },
  );
});

test('a plan for a host without an adapter disrupts nothing', () => {
  fc.assert(
    fc.property(wanted, stack, (values, settingsOfStack) => {
      const steps = plannable(values, network({ stack: provisioningStack(settingsOfStack) })) ?? [];
      expect(steps.filter(({ disruptive }) => disruptive)).toEqual([]);
    }),
  );
});
