import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HostNetwork } from '../../lib/reconcile/state.ts';
import { network, provisioningStack } from '../builders.ts';
import { networkWith, planFor, plannable, stack, wanted } from './any-plan.ts';
import { applyStep } from './host-writes.ts';

test('once the steps are applied, the second plan is empty', () => {
  fc.assert(
    fc.property(wanted, networkWith(0), (values, state) => {
      const steps = plannable(values, state);
      fc.pre(steps !== undefined);
      expect(planFor(values, steps.reduce(applyStep, state))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('the plan of a host is the same each time, whatever the order in which vCenter lists things', () => {
  fc.assert(
    fc.property(wanted, networkWith(0), (values, state) => {
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
    fc.property(wanted, networkWith(0), (values, state) => {
      const before = structuredClone({ values, state });
      plannable(values, state);
      expect({ values, state }).toEqual(before);
    }),
  );
});

test('no plan touches the default stack, its adapters or an IPv6 gateway that nobody manages', () => {
  fc.assert(
    fc.property(wanted, networkWith(0), ({ ipv6Gateway: _gateway, ...values }, state) => {
      const steps = plannable(values, state);
      fc.pre(steps !== undefined);
      const after = steps.reduce(applyStep, state);
      const ofDefault = ({ vnics, netStackInstances }: HostNetwork) =>
        [
          vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === 'defaultTcpipStack'),
          netStackInstances.find(({ key }) => key === 'defaultTcpipStack'),
          netStackInstances.find(({ key }) => key === 'vSphereProvisioning')?.ipV6DefaultGateway?.toLowerCase() ?? null,
        ].map((value) => (value === '' || value === '::' ? null : value));
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
