/** Further answers of vSphere that differ by release or that nobody has confirmed, in every form. */
import { afterEach, expect, test } from '@jest/globals';
import type { Engine } from './engine.ts';
import { BASE, type Case, GATEWAY, HOST, playCase, startCase, titled } from './unconfirmed-case.ts';

const LEASE = { dhcp: { leaseDelayMs: 0, address: '10.20.0.99' } };
const ADAPTER = { stack: 'vSphereProvisioning', address: '10.20.0.77', dvportgroup: 'pg-provisioning' };
const SILENT = { wire: { unreachable: [GATEWAY] } };

/** The same end, whatever vSphere would have answered. */
const inEach = (answer: string, values: readonly unknown[], rest: Omit<Case, 'answers'>): Case[] =>
  values.map((value) => ({ answers: { [answer]: value }, ...rest }));

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'a gateway outside the subnet of a lease': inEach('gatewayOutsideSubnet', ['accepted', 'refused'], {
    scenario: LEASE,
    settings: { address: { mode: 'dhcp' }, gateway: '10.21.0.1' },
    ends: 'refused gateway-outside-lease gateway-outside-lease',
    says: /10\.21\.0\.1 lies outside the lease 10\.20\.0\.99/,
  }),
  'an MTU above that of the switch': inEach('mtuAboveSwitch', ['refused', 'accepted'], {
    scenario: { inventory: { switchMtu: 1500 } },
    settings: { mtu: 9000 },
    ends: 'refused mtu-above-switch',
    says: /carries 1500/,
  }),
  'an adapter of other people on the stack': inEach('secondVnicOnStack', ['accepted', 'refused'], {
    host: { adapters: [ADAPTER] },
    by: 'operator',
    ends: 'converged',
    reads: { address: '10.20.0.17/255.255.255.0', gateway: GATEWAY },
  }),
  'an override of the gateway that nobody asked for': inEach('routeSpecReadBack', ['absent', 'filled'], {
    ends: 'converged',
    reads: { gateway: GATEWAY },
  }),
  'calls that are tasks of the host': inEach('networkTasks', ['listed', 'eventOnly'], {
    scenario: { callMs: 20 },
    ends: 'converged',
    reads: { gateway: GATEWAY },
  }),
  'a host profile of the cluster': inEach('clusterProfileOnHosts', [false, true], {
    scenario: { inventory: { hostProfile: true } },
    ends: 'reported',
    says: /host profile .* is attached/,
  }),
  'a service that the stack took from the default stack': [
    {
      answers: { serviceComesBack: true },
      scenario: SILENT,
      host: { services: { vSphereProvisioning: ['vmk0'] } },
      settings: { verify: { pingGateway: 'require' } },
      ends: 'failed gateway-silent gateway-silent',
      says: /does not answer/,
    },
  ],
};

let engine: Engine;
afterEach(() => engine.close());

test.each(titled(CASES))('%s: %s, by %s', async (_row, _form, _by, each) => {
  engine = await startCase(each);
  await playCase(engine, each);
});

test('a service that does not come back with the end of the stack is announced with the command that selects it', async () => {
  const host = { services: { vSphereProvisioning: ['vmk0'] } };
  engine = await startCase({ answers: { serviceComesBack: false }, scenario: SILENT, host, ends: '' });
  const { summary, outcome } = await engine.runToTheEnd(HOST, { ...BASE, verify: { pingGateway: 'require' } });
  expect(summary).toBe('failed gateway-silent gateway-silent service-not-restored');
  expect(outcome.problems[2]?.message).toContain('esxcli network ip interface tag add --interface-name=vmk0');
  expect(await engine.readBack.stack(HOST)).toBeUndefined();
});
