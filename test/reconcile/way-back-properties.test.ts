import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HostNetwork, VirtualNic } from '../../lib/reconcile/state.ts';
import { stepsBack } from '../../lib/reconcile/way-back.ts';
import { host } from '../builders.ts';
import { networkWith, plannable, wanted } from './any-plan.ts';
import { applyStep } from './host-writes.ts';

const NONE = ['', '0.0.0.0', '::'];

/** What a host is, however its vCenter says "none" and in whatever order it lists things. */
function meaningOf({ vnics, netStackInstances }: HostNetwork) {
  return {
    vnics: vnics.map(({ ipv6, mtu = 1500, ...nic }) => ({ ...withoutLease(nic), mtu, ipv6: ipv6Of(ipv6) })),
    stacks: netStackInstances.map(({ defaultGateway = '', ipV6DefaultGateway = '', routes, ...stack }) => ({
      ...stack,
      gateways: [defaultGateway, ipV6DefaultGateway.toLowerCase()].map((text) => (NONE.includes(text) ? null : text)),
      routes: routes.map((row) => JSON.stringify(row)).toSorted(),
    })),
  };
}

/** The address of a lease is the server's. */
function withoutLease({ ipAddress, subnetMask, ...nic }: Omit<VirtualNic, 'ipv6' | 'mtu'>) {
  return nic.dhcp ? nic : { ...nic, ipAddress, subnetMask };
}

function ipv6Of(ipv6: VirtualNic['ipv6']) {
  const { addresses = [], autoConfigurationEnabled = false, dhcpV6Enabled = false } = ipv6 ?? {};
  const texts = addresses.map(({ ipAddress, origin }) => `${ipAddress} ${origin}`).toSorted();
  return { addresses: texts, autoConfigurationEnabled, dhcpV6Enabled };
}

test('however far a run came, the steps back give the host that it found, and nothing is left of them', () => {
  fc.assert(
    fc.property(wanted, networkWith(1), fc.nat({ max: 5 }), (values, state, count) => {
      const steps = plannable(values, state);
      fc.pre(steps !== undefined && steps.length > 0);
      const intent = { steps, before: host({ network: state }) };
      const reached = steps.slice(0, count).reduce(applyStep, state);
      const back = stepsBack(intent, reached).reduce(applyStep, reached);
      expect(meaningOf(back)).toEqual(meaningOf(state));
      expect(stepsBack(intent, back)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a host to which nothing was done has nothing to be put back', () => {
  fc.assert(
    fc.property(wanted, networkWith(1), (values, state) => {
      const steps = plannable(values, state);
      fc.pre(steps !== undefined);
      expect(stepsBack({ steps, before: host({ network: state }) }, state)).toEqual([]);
    }),
  );
});
