/** Every setting alone, on both stacks: applied, read back by another client, planned again, and taken out again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { type Asking, type Engine, startEngine } from './engine.ts';
import type { StackKey, StackReading } from './read-back.ts';

type StackSettings = NonNullable<SettingsDocument['vmotion']>;

const BASE: StackSettings = {
  portgroup: 'pg-provisioning',
  gateway: '10.20.0.1',
  address: { mode: 'static', address: '10.20.0.17/24' },
};

const BASE_READING: StackReading = {
  portgroup: 'pg-provisioning',
  address: '10.20.0.17/255.255.255.0',
  mtu: 1500,
  ipv6: 'off',
  gateway: '10.20.0.1',
  ipv6Gateway: null,
  congestionControl: 'newreno',
  maxConnections: 11000,
  servers: [],
  domain: '',
  searchDomains: [],
  routes: [],
};

const IPV6: StackSettings = { ipv6: { mode: 'static', address: 'fd00:20::17/64' } };
const IPV6_READING = { ipv6: 'fd00:20::17/64' };
const DNS = { servers: ['10.0.0.53', 'fd00::53'], domain: 'corp.example', searchDomains: ['corp.example', 'example'] };

/** What the same document says of the other stack: nothing of it may come to this one. */
const OF_OTHER_STACK: StackSettings = {
  portgroup: 'seg-1',
  gateway: '10.20.0.99',
  address: { mode: 'dhcp' },
  ipv6: { mode: 'auto' },
  ipv6Gateway: 'fe80::99',
  dns: { servers: ['10.0.0.99'], domain: 'other.example', searchDomains: ['other.example'] },
  mtu: 1400,
  routes: [{ network: '10.99.0.0/16', gateway: '10.20.0.99' }],
  tcp: { congestionControl: 'cubic', maxConnections: 9000 },
  nsxSegments: 'allow',
};

/** One setting, what it presupposes, and what is read where it differs from a bare adapter. */
type Row = readonly [setting: StackSettings, reads?: Partial<StackReading>, presupposes?: StackSettings];

const ROWS: readonly Row[] = [
  [{ portgroup: 'pg-provisioning' }],
  [{ portgroup: 'Provisioning' }, { portgroup: 'Provisioning' }],
  [{ portgroup: 'seg-1' }, { portgroup: 'seg-1' }, { nsxSegments: 'allow' }],
  [{ address: { mode: 'static', address: '10.20.0.18/25' } }, { address: '10.20.0.18/255.255.255.128' }],
  [{ address: { mode: 'derive', subnet: '10.20.0.0/24' } }, { address: '10.20.0.11/255.255.255.0' }],
  [{ address: { mode: 'dhcp' } }, { address: 'dhcp' }],
  [{ gateway: '10.20.0.254' }, { gateway: '10.20.0.254' }],
  [{ gateway: null }, { gateway: null }],
  [{ ipv6: { mode: 'off' } }],
  [{ ipv6: { mode: 'auto' } }, { ipv6: 'auto' }],
  [{ ipv6: { mode: 'dhcp' } }, { ipv6: 'dhcp' }],
  [{ ipv6: { mode: 'static', address: 'FD00:20:0::17/64' } }, IPV6_READING],
  [{ ipv6Gateway: 'fd00:20::1' }, { ...IPV6_READING, ipv6Gateway: 'fd00:20::1' }, IPV6],
  [{ ipv6Gateway: 'fe80::1' }, { ipv6: 'auto', ipv6Gateway: 'fe80::1' }, { ipv6: { mode: 'auto' } }],
  [{ ipv6Gateway: null }, IPV6_READING, IPV6],
  [{ dns: { servers: DNS.servers } }, { servers: DNS.servers }],
  [{ dns: { domain: DNS.domain } }, { domain: DNS.domain }],
  [{ dns: { searchDomains: DNS.searchDomains } }, { searchDomains: DNS.searchDomains }],
  [{ dns: DNS }, DNS],
  [{ dns: {} }],
  [{ dns: null }],
  [{ mtu: 1280 }, { mtu: 1280 }],
  [{ mtu: 9000 }, { mtu: 9000 }],
  [{ routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] }, { routes: ['10.30.0.0/16 10.20.0.254'] }],
  [{ routes: [{ network: '10.31.0.7/32', gateway: '10.20.0.254' }] }, { routes: ['10.31.0.7/32 10.20.0.254'] }],
  [
    { routes: [{ network: 'fd00:30::/64', gateway: 'fd00:20::FE' }] },
    { ...IPV6_READING, routes: ['fd00:30::/64 fd00:20::fe'] },
    IPV6,
  ],
  [{ routes: [] }],
  [{ tcp: { congestionControl: 'cubic' } }, { congestionControl: 'cubic' }],
  [{ tcp: { maxConnections: 12000 } }, { maxConnections: 12000 }],
  [{ tcp: {} }],
];

/** What no adapter shows; its effects are in `settings-of-conduct.test.ts`. */
const ROWS_OF_CONDUCT: readonly Row[] = [
  [{ nsxSegments: 'allow' }],
  [{ mode: 'report' }],
  [{ mode: 'onboard' }],
  [{ mode: 'enforce' }],
  [{ verify: { pingGateway: 'off' } }],
  [{ verify: { pingGateway: 'warn' } }],
  [{ verify: { pingGateway: 'require' } }],
  [{ esxcli: 'fallback' }],
  [{ esxcli: 'never' }],
  [{ onUnsupported: 'fail' }],
  [{ onUnsupported: 'warn' }],
  [{ settleSeconds: 3600 }],
];

/** A stack that has a setting, the setting that says none, and what is read then. */
type Ending = readonly [from: StackSettings, to: StackSettings, reads: Partial<StackReading>];

const ENDINGS: readonly Ending[] = [
  [{}, { gateway: null }, { gateway: null }],
  [{ ...IPV6, ipv6Gateway: 'fd00:20::1' }, { ...IPV6, ipv6Gateway: null }, IPV6_READING],
  [IPV6, { ipv6: { mode: 'off' } }, {}],
  [{ ipv6: { mode: 'auto' } }, { ipv6: { mode: 'off' } }, {}],
  [{ dns: DNS }, { dns: null }, {}],
  [{ dns: DNS }, { dns: { servers: [] } }, { ...DNS, servers: [] }],
  [{ dns: DNS }, { dns: { searchDomains: [] } }, { ...DNS, searchDomains: [] }],
  [{ routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] }, { routes: [] }, {}],
  [{ address: { mode: 'dhcp' } }, { address: { mode: 'static', address: '10.20.0.17/24' } }, {}],
];

const STACKS: readonly StackKey[] = ['vSphereProvisioning', 'vmotion'];
/** Without these nobody knows what the adapter is to be. */
const REQUIRED = ['portgroup', 'address', 'gateway'];

let engine: Engine;
let hosts: string[];

beforeAll(async () => {
  engine = await startEngine({
    hosts: STACKS.length * (ROWS.length + ROWS_OF_CONDUCT.length + ENDINGS.length + 5),
    scenario: {
      inventory: { dvportgroups: [{ name: 'seg-1', backingType: 'nsx' }] },
      dhcp: { address: '10.20.0.99', leaseDelayMs: 0 },
      ipv6: { prefix: 'fd00:20::', gateway: 'fe80::1' },
    },
  });
  hosts = [...engine.simulator.ready.hosts];
});
afterAll(() => engine.close());

const freshHost = () => hosts.shift() ?? '';

describe.each(STACKS)('on stack %s', (stack) => {
  const other: StackKey = stack === 'vmotion' ? 'vSphereProvisioning' : 'vmotion';
  const run = (host: string, settings: StackSettings, table: Asking = {}) => {
    const document =
      stack === 'vmotion' ? { ...OF_OTHER_STACK, vmotion: settings } : { ...settings, vmotion: OF_OTHER_STACK };
    return engine.run(host, document, { operator: { live: true, stack }, ...table });
  };
  const read = (host: string) => engine.readBack.stack(host, stack);

  test.each(
    (stack === 'vmotion' ? ROWS : [...ROWS, ...ROWS_OF_CONDUCT]).map((row) => [JSON.stringify(row[0]), row] as const),
  )(
    '%s is read back as set, is not written twice, and stays when it is taken out',
    async (_title, [setting, reads = {}, presupposes = {}]) => {
      const host = freshHost();
      const [member = ''] = Object.keys(setting);
      const settings = { ...BASE, ...presupposes, ...setting };
      const whole = { ...BASE_READING, ...reads };
      if (settings.address?.mode === 'dhcp') whole.address = 'dhcp';
      expect((await run(host, settings)).summary).toBe('converged');
      expect(await read(host)).toEqual(whole);
      expect(await run(host, settings)).toMatchObject({ summary: 'unchanged', writes: {} });
      const { [member]: _taken, ...rest }: Record<string, unknown> = settings;
      const then = REQUIRED.includes(member) && !isFreeOfGateway(rest) ? 'refused settings-incomplete' : 'unchanged';
      expect(await run(host, rest)).toMatchObject({ summary: then, writes: {} });
      expect([await read(host), await engine.readBack.stack(host, other)]).toEqual([whole, undefined]);
    },
  );

  test.each(ENDINGS.map((row) => [JSON.stringify(row[0]), JSON.stringify(row[1]), row] as const))(
    'what %s set is gone after %s',
    async (_from, _to, [from, to, reads]) => {
      engine.simulator.applyScenario({ answers: { gatewayRemoval: 'accepted' } });
      const host = freshHost();
      expect((await run(host, { ...BASE, ...from })).summary).toBe('converged');
      expect((await run(host, { ...BASE, ...to })).summary).toBe('converged');
      expect(await read(host)).toEqual({ ...BASE_READING, ...reads });
      expect(await run(host, { ...BASE, ...to })).toMatchObject({ summary: 'unchanged', writes: {} });
    },
  );

  test('a gateway that vSphere does not take away under an adapter fails the host, which is as it was', async () => {
    engine.simulator.applyScenario({ answers: { gatewayRemoval: 'refused' } });
    const host = freshHost();
    await run(host, { ...BASE, mtu: 9000 });
    const before = await engine.readBack.network(host);
    const { summary, outcome } = await run(host, { ...BASE, mtu: 1500, gateway: null });
    expect([summary, outcome.problems[0]?.message]).toEqual([
      expect.stringMatching(/^failed fault-refused/),
      expect.stringContaining('cannot be removed'),
    ]);
    expect(await engine.readBack.network(host)).toBe(before);
  });

  test('a host route that is taken out of the list stays: it looks like one that was learnt by an ICMP redirect', async () => {
    const host = freshHost();
    await run(host, { ...BASE, routes: [{ network: '10.31.0.7/32', gateway: '10.20.0.254' }] });
    expect((await run(host, { ...BASE, routes: [] })).summary).toBe('unchanged');
    expect((await read(host))?.routes).toEqual(['10.31.0.7/32 10.20.0.254']);
  });

  test('hosts get the next free address of a pool each, and keep it', async () => {
    const ranges = ['10.20.0.50-10.20.0.59'];
    const pool: StackSettings = { ...BASE, address: { mode: 'pool', subnet: '10.20.0.0/24', ranges } };
    const table = await engine.sweptTable();
    const [first, second] = [freshHost(), freshHost()];
    for (const [host, summary, address] of [
      [first, 'converged', '10.20.0.50'],
      [second, 'converged', '10.20.0.51'],
      [first, 'unchanged', '10.20.0.50'],
    ] as const) {
      expect((await run(host, pool, table)).summary).toBe(summary);
      expect((await read(host))?.address).toBe(`${address}/255.255.255.0`);
    }
  });
});

/** Only with DHCP the gateway may be left to the lease. */
function isFreeOfGateway({ address, portgroup }: Record<string, unknown>): boolean {
  return portgroup !== undefined && JSON.stringify(address) === '{"mode":"dhcp"}';
}
