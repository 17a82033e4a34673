/**
 * The rows of vSphere's unconfirmed facts, each in every form in which it may turn out, over SOAP against the simulator.
 * Those about events and restores are in `unconfirmed-events.test.ts`.
 */
import { afterEach, expect, test } from '@jest/globals';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { type Engine, LIVE } from './engine.ts';
import { BASE, type Case, GATEWAY, HOST, playCase, startCase, titled } from './unconfirmed-case.ts';

const ROUTES: SettingsDocument = { routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] };
const DNS: SettingsDocument = { dns: { servers: ['10.0.0.53'], domain: 'corp.example', searchDomains: ['example'] } };
const DHCP: SettingsDocument = { address: { mode: 'dhcp' } };
const ROUTED = { gateway: GATEWAY, routes: ['10.30.0.0/16 10.20.0.254'] };
const NAMED = { gateway: GATEWAY, servers: ['10.0.0.53'] };
/** The management network of the first host, so that both stacks have the same gateway. */
const SHARED: SettingsDocument = { gateway: '10.1.1.1', address: { mode: 'static', address: '10.1.1.50/24' } };
const ADAPTER = { stack: 'vSphereProvisioning', address: '10.20.0.17', dvportgroup: 'pg-provisioning' };
const SHARED_ADAPTER = { ...ADAPTER, address: '10.1.1.50' };
const TCP: SettingsDocument = { tcp: { maxConnections: 12000 } };

/** By the row of the facts, or by the answer of the simulator where there is none. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  'row 4: a fault half-way leaves the host as it was': [false, true].flatMap((modifyAtomic): Case[] => {
    const answers = { modifyAtomic, equalGateways: 'refused' };
    const settings = { ...SHARED, ...TCP };
    const ends = 'failed fault-refused fault-refused';
    return [
      { answers, settings, ends, says: /is the default gateway/ },
      {
        answers,
        settings,
        by: 'operator',
        host: { adapters: [SHARED_ADAPTER], provisioningGateway: '10.1.1.2' },
        // the second is what was put back
        ends: modifyAtomic ? 'failed fault-refused' : ends,
      },
    ];
  }),
  'row 5: first adapter and stack edit in one call': [
    { answers: { addAndEditTogether: 'refused' }, ends: 'converged', reads: { gateway: GATEWAY } },
    { answers: { addAndEditTogether: 'accepted' }, ends: 'converged', reads: { gateway: GATEWAY } },
  ],
  'row 9: the gateway of a lease': ['route', 'config', 'none'].flatMap((dhcpGateway): Case[] => {
    const scenario = { dhcp: { leaseDelayMs: 0, address: '10.20.0.99', gateway: '10.20.0.2' } };
    const open = { ...DHCP, gateway: undefined };
    return [
      {
        answers: { dhcpGateway },
        scenario,
        settings: DHCP,
        ends: 'converged',
        reads: { address: 'dhcp', gateway: GATEWAY },
      },
      {
        answers: { dhcpGateway },
        scenario,
        settings: open,
        ends: 'converged',
        reads: { address: 'dhcp', gateway: dhcpGateway === 'config' ? '10.20.0.2' : null },
      },
      {
        answers: { dhcpGateway },
        scenario,
        settings: { ...DHCP, gateway: null },
        ...(dhcpGateway === 'config'
          ? { ends: 'failed verified-wrong verified-wrong', says: /gateway 10\.20\.0\.2 -> none/ }
          : { ends: 'converged', reads: { address: 'dhcp', gateway: null } }),
      },
    ];
  }),
  'row 10: equal gateways of two stacks': [
    { answers: { equalGateways: 'accepted' }, settings: SHARED, ends: 'converged', reads: { gateway: '10.1.1.1' } },
    {
      answers: { equalGateways: 'refused' },
      settings: SHARED,
      ends: 'failed fault-refused fault-refused',
      says: /is the default gateway/,
    },
    {
      answers: { equalGateways: 'accepted' },
      settings: SHARED,
      host: { version: '7.0.3' },
      ends: 'refused gateway-shared',
      says: /ESXi 7.0.3/,
    },
    {
      answers: { equalGateways: 'refused' },
      settings: SHARED,
      host: { version: '7.0.3' },
      ends: 'refused gateway-shared',
    },
  ],
  'row 11: when a limit of connections counts': [
    { answers: { maxConnections: 'afterReboot' }, settings: TCP, ends: 'converged', reads: { maxConnections: 12000 } },
    { answers: { maxConnections: 'atOnce' }, settings: TCP, ends: 'converged', reads: { maxConnections: 12000 } },
  ],
  'row 14: new adapters below a configuration profile': [false, true].map((profileBlocksWrites) => ({
    answers: { profileBlocksWrites },
    scenario: { inventory: { configManagerEnabled: true } },
    ends: 'refused configuration-profile',
    says: /configuration profile/,
  })),
};

let engine: Engine;
afterEach(() => engine.close());

test.each(titled(CASES))('%s: %s, by %s', async (_row, _form, _by, each) => {
  engine = await startCase(each);
  await playCase(engine, each);
});

test.each([true, false])(
  'row 8: where stack settings survive the last adapter (%s), the next first adapter has them all',
  async (settingsSurvive) => {
    engine = await startCase({ answers: { settingsSurvive }, ends: '' });
    const settings = { ...BASE, ...DNS, ...ROUTES, ...TCP };
    await engine.run(HOST, settings);
    const whole = await engine.readBack.stack(HOST);
    const system = await engine.client.networkSystem(HOST);
    await engine.client.get('RemoveVirtualNic', system, '<device>vmk1</device>');
    expect((await engine.run(HOST, settings)).summary).toBe('converged');
    expect(await engine.readBack.stack(HOST)).toEqual(whole);
    expect(whole).toMatchObject({ ...ROUTED, ...NAMED, maxConnections: 12000 });
  },
);

test.each(
  ['refused', 'accepted'].flatMap((routeAgain) => ['refused', 'accepted'].map((routeEdit) => [routeAgain, routeEdit])),
)(
  'row 12: a route that is there again is %s, an edit of a route is %s: only what differs is sent, as remove and add',
  async (routeAgain, routeEdit) => {
    engine = await startCase({ answers: { routeAgain, routeEdit }, ends: '' });
    const through = (gateway: string, network: string) => ({ gateway, network });
    const kept = through('10.20.0.254', '10.30.0.0/16');
    await engine.run(HOST, { ...BASE, routes: [kept, through('10.20.0.254', '10.31.0.0/16')] });
    const changed = [kept, through('10.20.0.253', '10.31.0.0/16'), through('10.20.0.253', '10.32.0.0/16')];
    expect((await engine.run(HOST, { ...BASE, routes: changed }, LIVE)).summary).toBe('converged');
    const rows = changed.map(({ network, gateway }) => `${network} ${gateway}`);
    expect((await engine.readBack.stack(HOST))?.routes).toEqual(rows);
    const [sent = ''] = engine.simulator.lastRequests('UpdateNetworkConfig');
    const operations = [...sent.matchAll(/changeOperation>(\w+)</g)].map(([, operation]) => operation);
    expect(operations).toEqual(['remove', 'add', 'add']);
  },
);

test.each([true, false])(
  "row 13: where the stack's service shows as selected (%s), nobody is asked to select it",
  async (stackServiceSelected) => {
    engine = await startCase({
      answers: { stackServiceSelected },
      ends: '',
      host: { services: { vSphereProvisioning: ['vmk0'] } },
    });
    expect((await engine.run(HOST, BASE, { ...(await engine.sweptTable()) })).summary).toBe('converged');
    const { SelectVnicForNicType, DeselectVnicForNicType, SelectVnic } = engine.simulator.stats();
    expect([SelectVnicForNicType, DeselectVnicForNicType, SelectVnic]).toEqual([undefined, undefined, undefined]);
    expect(await engine.run(HOST, BASE)).toMatchObject({ summary: 'unchanged', writes: {} });
  },
);
