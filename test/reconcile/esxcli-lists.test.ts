import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { NetStackInstance } from '../../lib/reconcile/state.ts';
import { document, goodNic, host, network, provisioningStack, stored, wantedDns } from '../builders.ts';
import { commandLine } from '../in-memory-commands.ts';
import { configure, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

type Over = Parameters<typeof document>[0];

const FAULT = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault.');
const ROUTES = [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }];
const ROW = { network: '10.30.0.0', prefixLength: 16, gateway: '10.20.0.254' };

/** A host whose adapter and gateway are as wanted, with what its stack has besides. */
const shopWith = (over: Over = {}, stack: Partial<NetStackInstance> = {}) =>
  workshop({
    hosts: [
      host({
        network: network({
          onStack: [goodNic()],
          stack: provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns(), ...stack }),
        }),
      }),
    ],
    documents: [stored(document({ mode: 'enforce', ...over }))],
  });
const commandsOf = ({ vcenter }: Workshop) => vcenter.commands.run.map(commandLine);
const stackIn = ({ vcenter }: Workshop) =>
  vcenter.truth().network?.netStackInstances.find(({ key }) => key === 'vSphereProvisioning');
/** An operator's run that may disrupt. */
const applied = async (shop: Workshop) => (await configure(shop, { operator: { live: true } })).outcome;

describe('esxcli makes of its own list', () => {
  const dnsOf = async (over: Over, dnsConfig: Partial<ReturnType<typeof wantedDns>>) => {
    const shop = shopWith(over, { dnsConfig: { ...wantedDns(), ...dnsConfig } });
    shop.vcenter.calls.fail('updateDns', FAULT, { times: 9 });
    const outcome = await applied(shop);
    return {
      shop,
      outcome,
      commands: commandsOf(shop).map((line) => line.replace(' netstack=vSphereProvisioning', '')),
    };
  };

  test('what is missing and what is too much', async () => {
    const { outcome, commands } = await dnsOf(
      { dns: { servers: ['10.0.0.53', '10.0.0.55'] } },
      { address: ['10.0.0.53', '10.0.0.54'] },
    );
    expect(summary(outcome)).toBe('converged');
    expect(commands).toEqual([
      'network ip dns server remove server=10.0.0.54',
      'network ip dns server add server=10.0.0.55',
    ]);
  });

  test('another order by taking all away, since "add" appends', async () => {
    const { shop, outcome, commands } = await dnsOf(
      { dns: { servers: ['10.0.0.2', '10.0.0.1'] } },
      { address: ['10.0.0.1', '10.0.0.2'] },
    );
    expect(summary(outcome)).toBe('converged');
    expect(commands).toHaveLength(4);
    expect(stackOf(shop).dns).toEqual(['10.0.0.2', '10.0.0.1']);
  });

  test('a change of route as remove and add, in both families', async () => {
    const v6 = { network: 'fd00:30::', prefixLength: 48, gateway: 'fe80::1' };
    const over: Over = {
      routes: [
        { network: '10.30.0.0/16', gateway: '10.20.0.254' },
        { network: 'fd00:30::/48', gateway: 'fe80::9' },
      ],
    };
    const shop = shopWith(over, { routes: [{ ...ROW, gateway: '10.20.0.9' }, v6] });
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    expect(summary(await applied(shop))).toBe('converged');
    expect(commandsOf(shop).map((line) => line.split(' ').slice(2, 6).join(' '))).toEqual([
      'route ipv4 remove gateway=10.20.0.9',
      'route ipv6 remove gateway=fe80::1',
      'route ipv4 add gateway=10.20.0.254',
      'route ipv6 add gateway=fe80::9',
    ]);
  });

  test('nothing of a route that somebody has added meanwhile', async () => {
    const shop = shopWith({ routes: ROUTES });
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    shop.vcenter.calls.before('readRoutes', () => {
      shop.vcenter.change('networkSystem-21', (state) => ({
        ...state,
        netStackInstances: state.netStackInstances.map((stack) => ({ ...stack, routes: [ROW] })),
      }));
    });
    expect(summary(await applied(shop))).toBe('converged');
    expect(commandsOf(shop)).toEqual([]);
  });

  test('no domain name: a search domain of that name stands for it, and the host is as wanted', async () => {
    const { shop, outcome, commands } = await dnsOf({}, { domainName: '' });
    expect([summary(outcome), commands]).toEqual(['converged', ['network ip dns search add domain=corp.example']]);
    expect(stackIn(shop)?.dnsConfig).toEqual({ ...wantedDns(), domainName: '', searchDomain: ['corp.example'] });
    expect(summary(await applied(shop))).toBe('unchanged');
  });

  test('no other domain name out of one that is set: the host says so, and nothing counts as proven', async () => {
    const { outcome } = await dnsOf({}, { domainName: 'lab.example' });
    expect(summary(outcome)).toMatch(/^failed esxcli-refused/);
    expect(outcome.problems[0]?.message).toContain('esxcli has no command for the domain name');
  });
});
