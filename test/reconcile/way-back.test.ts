import { describe, expect, test } from '@jest/globals';
import { judge } from '../../lib/reconcile/assess.ts';
import type { HostNetwork, NetStackInstance, VirtualNic } from '../../lib/reconcile/state.ts';
import { describeStep, type Step } from '../../lib/reconcile/steps.ts';
import { stepsBack } from '../../lib/reconcile/way-back.ts';
import {
  directory,
  goodNic,
  host,
  managementNic,
  network,
  provisioningStack,
  SWITCH,
  settings,
  wantedDns,
} from '../builders.ts';
import { applyStep } from './host-writes.ts';

type Over = Parameters<typeof settings>[0];

const OTHER_PORT = { switchUuid: SWITCH, portgroupKey: 'dvportgroup-11' };
const MANUAL = { ipAddress: 'fd00:20::17', prefixLength: 64, origin: 'manual' };
const IPV6 = { addresses: [MANUAL], autoConfigurationEnabled: false, dhcpV6Enabled: false };
const ROW = { network: '10.30.0.0', prefixLength: 16, gateway: '10.20.0.254' };

const found = (nic: Partial<VirtualNic> = {}, stack: Partial<NetStackInstance> = {}) =>
  network({
    onStack: [goodNic(nic)],
    stack: provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns(), ...stack }),
  });

/** What a run does to a host, and the steps that lead back from there. */
function wayBack(over: Over, before: HostNetwork, allowReplace = false) {
  const here = host({ network: before });
  const { steps } = judge(here, settings(over), directory(), { allowReplace }).plan;
  const after = steps.reduce(applyStep, before);
  return { steps, after, back: stepsBack({ steps, before: here }, after), intent: { steps, before: here } };
}

/** What is compared: adapters by what they are, gateways however "none" is said. */
const shape = ({ vnics, netStackInstances }: HostNetwork) => ({
  vnics: vnics.map(({ mtu = 1500, ...nic }) => ({ ...nic, mtu })),
  stacks: netStackInstances.map(({ defaultGateway = '', ...stack }) => ({ ...stack, defaultGateway })),
});

describe('what an adapter had is put back', () => {
  test.each<[string, Over, Partial<VirtualNic>]>([
    ['address', {}, { ipAddress: '10.20.0.9' }],
    ['mask', {}, { subnetMask: '255.255.0.0' }],
    ['DHCP', {}, { dhcp: true, ipAddress: '10.20.0.77' }],
    ['static address, after DHCP', { address: { mode: 'dhcp' } }, {}],
    ['portgroup', {}, { distributedVirtualPort: OTHER_PORT }],
    ['MTU', { mtu: 9000 }, { mtu: 1500 }],
    ['MTU that was unset', { mtu: 9000 }, {}],
    ['IPv6 address', { ipv6: { mode: 'auto' } }, { ipv6: IPV6 }],
    [
      'IPv6 that was off',
      { ipv6: { mode: 'static', address: 'fd00:20::17/64' } },
      { ipv6: { ...IPV6, addresses: [] } },
    ],
    [
      'everything at once',
      { mtu: 9000, ipv6: { mode: 'dhcp' } },
      { ipAddress: '10.20.0.9', distributedVirtualPort: OTHER_PORT, ipv6: IPV6 },
    ],
  ])('%s', (_, over, nic) => {
    const before = found(nic);
    const { steps, after, back } = wayBack(over, before);
    expect(steps.map(({ action }) => action)).toEqual(['updateVirtualNic']);
    expect(back).toHaveLength(1);
    const again = back.reduce(applyStep, after);
    // the address of a lease is the server's
    const lease = (state: HostNetwork) =>
      shape(state).vnics.map(({ dhcp, ipAddress, subnetMask, ...each }) =>
        dhcp ? each : { ...each, ipAddress, subnetMask },
      );
    expect(lease(again)).toEqual(lease(before));
    expect(stepsBack({ steps, before: host({ network: before }) }, again)).toEqual([]);
  });

  test('from a standard portgroup and to it', () => {
    const { distributedVirtualPort: _port, ...loose } = goodNic({ portgroup: 'Provisioning' });
    const before = { ...found(), vnics: [managementNic(), loose] };
    const { after, back } = wayBack({}, before);
    expect(back.map(describeStep)).toEqual([
      'updateVirtualNic vmk1: portgroup dvportgroup-12 -> Provisioning (disruptive)',
    ]);
    expect(shape(back.reduce(applyStep, after))).toEqual(shape(before));
  });

  test('only as far as the run touched it: what others changed meanwhile stays', () => {
    const { intent, after } = wayBack({ mtu: 9000 }, found());
    const theirs = after.vnics.map((nic) => (nic.device === 'vmk1' ? { ...nic, ipAddress: '10.20.0.88' } : nic));
    expect(stepsBack(intent, { ...after, vnics: theirs }).map(describeStep)).toEqual([
      'updateVirtualNic vmk1: mtu 9000 -> 1500 (disruptive)',
    ]);
  });

  test('neither in portgroup nor MTU, where the run set only the address; nor a lease that is another one by now', () => {
    const { intent, after } = wayBack({}, found({ ipAddress: '10.20.0.9' }));
    const [management = managementNic(), ours = goodNic()] = after.vnics;
    const theirs = { ...ours, mtu: 9000, distributedVirtualPort: OTHER_PORT };
    expect(stepsBack(intent, { ...after, vnics: [management, theirs] }).map(describeStep)).toEqual([
      'updateVirtualNic vmk1: address 10.20.0.21/255.255.255.0 -> 10.20.0.9/255.255.255.0 (disruptive)',
    ]);
    const leased = wayBack({ address: { mode: 'dhcp' }, ipv6: { mode: 'auto' } }, found({ dhcp: true }));
    const [, renewed = goodNic()] = leased.after.vnics;
    const now = { ...leased.after, vnics: [management, { ...renewed, ipAddress: '10.20.0.88' }] };
    expect(stepsBack(leased.intent, now).map(describeStep)).toEqual([
      'updateVirtualNic vmk1: ipv6 auto -> off (disruptive)',
    ]);
  });

  test('without its IPv6, where the run set only the IPv4 address and others IPv6', () => {
    const { intent, after } = wayBack({}, found({ ipAddress: '10.20.0.9' }));
    const theirs = after.vnics.map((nic) =>
      nic.device === 'vmk1' ? { ...nic, ipAddress: '10.20.0.9', ipv6: IPV6 } : nic,
    );
    expect(stepsBack(intent, { ...after, vnics: theirs })).toEqual([]);
  });

  test('once, when a run went on with an interrupted one and has its steps, too', () => {
    const { intent, after, back } = wayBack({ mtu: 9000 }, found());
    expect(stepsBack({ ...intent, steps: [...intent.steps, ...intent.steps] }, after)).toEqual(back);
  });

  test('unless it is gone', () => {
    const { intent } = wayBack({ mtu: 9000 }, found());
    expect(stepsBack(intent, network())).toEqual([]);
  });
});

describe('what a stack had is put back', () => {
  const V6: Over = { ipv6: { mode: 'auto' }, ipv6Gateway: 'fe80::1' };
  const AUTO = { ipv6: { ...IPV6, addresses: [], autoConfigurationEnabled: true } };
  const LAB = { ...wantedDns(), domainName: 'lab.example', address: ['10.0.0.1'], searchDomain: ['a.example'] };
  test.each<[string, Over, Partial<NetStackInstance>]>([
    ['gateway', {}, { defaultGateway: '10.20.0.254' }],
    ['gateway that was removed', { gateway: null }, {}],
    ['IPv6 gateway', V6, { ipV6DefaultGateway: 'fe80::9' }],
    ['TCP settings', { tcp: { congestionControl: 'cubic', maxConnections: 12000 } }, {}],
    ['DNS', {}, { dnsConfig: LAB }],
    ['DNS by DHCP', {}, { dnsConfig: { ...wantedDns(), dhcp: true, address: [] } }],
    ['route that was removed', { routes: [] }, { routes: [ROW] }],
    ['route that was added', { routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] }, {}],
    ['route to one host that was added', { routes: [{ network: '10.30.0.7/32', gateway: '10.20.0.254' }] }, {}],
    ['route that was changed', { routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.9' }] }, { routes: [ROW] }],
    [
      'everything at once',
      { routes: [], tcp: { congestionControl: 'cubic' } },
      { defaultGateway: '10.20.0.254', dnsConfig: LAB, routes: [ROW] },
    ],
  ])('%s', (_, over, stack) => {
    const before = found(AUTO, stack);
    const { steps, after, back, intent } = wayBack(over, before);
    expect(back.map(({ action }) => action)).toEqual(steps.map(({ action }) => action));
    const again = back.reduce(applyStep, after);
    expect(shape(again)).toEqual(shape(before));
    expect(stepsBack(intent, again)).toEqual([]);
  });

  test.each(['', '0.0.0.0'])('nothing, where a gateway shown as "%s" is shown as none afterwards', (none) => {
    const before = found({}, { defaultGateway: none, ipV6DefaultGateway: '' });
    const { intent } = wayBack({ tcp: { congestionControl: 'cubic' } }, before);
    const { defaultGateway: _g, ipV6DefaultGateway: _v6, ...stack } = provisioningStack({ dnsConfig: wantedDns() });
    expect(stepsBack(intent, network({ onStack: [goodNic()], stack })).map(describeStep)).toEqual([]);
  });

  test('a gateway that was shown as none is no text in the edit', () => {
    const before = found({}, { defaultGateway: '0.0.0.0', ipV6DefaultGateway: '::' });
    const { back } = wayBack({}, before);
    expect(back).toEqual([
      expect.objectContaining({ edit: { netStackInstanceKey: 'vSphereProvisioning', ipRouteConfig: {} } }),
    ]);
  });

  test('but no route that somebody else added or took off meanwhile', () => {
    const { intent, after } = wayBack({ routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] }, found());
    const theirs = { network: '10.77.0.0', prefixLength: 16, gateway: '10.20.0.9' };
    const now = {
      ...after,
      netStackInstances: after.netStackInstances.map((each) => ({ ...each, routes: [...each.routes, theirs] })),
    };
    expect(stepsBack(intent, now).map(describeStep)).toEqual([
      'updateNetworkConfig: route 10.30.0.0/16 10.20.0.254 -> none (disruptive)',
    ]);
  });

  test('a route that is there again is not added twice', () => {
    const { intent } = wayBack({ routes: [] }, found({}, { routes: [ROW] }));
    expect(stepsBack(intent, found({}, { routes: [{ ...ROW, deviceName: 'vmk1' }] }))).toEqual([]);
  });

  test('nothing once it has no adapter: then it takes no edit', () => {
    const { intent, after } = wayBack({}, found({}, { defaultGateway: '10.20.0.254' }));
    expect(stepsBack(intent, { ...after, vnics: [managementNic()] })).toEqual([]);
  });
});

test('nothing is put back of a host that showed no network before', () => {
  const { network: _network, ...unseen } = host();
  const steps: readonly Step[] = wayBack({}, network()).steps;
  expect(stepsBack({ steps, before: unseen }, network())).toEqual([]);
});
