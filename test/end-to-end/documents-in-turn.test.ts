/** Whole documents, generated: what one after the other leaves on a host, read back by another client. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSettings, type SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { type Engine, startEngine } from './engine.ts';
import type { StackReading } from './read-back.ts';

const RUNS = 20;
/** More than the runs: a failure is made smaller on further hosts. */
const HOSTS = 10 * RUNS;
const STATIC_IPV6 = { mode: 'static', address: 'fd00:20::17/64' } as const;

const lists = (...values: string[]) => fc.shuffledSubarray(values);
const ipv4Routes = fc.uniqueArray(
  fc.record({
    network: fc.constantFrom('10.30.0.0/16', '10.31.0.0/24', '192.0.2.7/32'),
    gateway: fc.constantFrom('10.20.0.101', '10.20.0.102'),
  }),
  { selector: ({ network }) => network, maxLength: 3 },
);
const ipv6Routes = fc.subarray([
  { network: 'fd00:30::/64', gateway: 'fd00:20::fe' },
  { network: 'fd00:31::/48', gateway: 'fe80::fe' },
]);

/** Any two members of one document, any two documents of one host. */
const documents = fc
  .record(
    {
      portgroup: fc.constantFrom('pg-provisioning', 'pg-other', 'Provisioning'),
      address: fc.constantFrom(
        { mode: 'dhcp' } as const,
        { mode: 'derive', subnet: '10.20.0.0/24' } as const,
        { mode: 'static', address: '10.20.0.17/24' } as const,
        { mode: 'static', address: '10.20.0.18/25' } as const,
      ),
      gateway: fc.constantFrom('10.20.0.1', '10.20.0.2', null),
      ipv6: fc.constantFrom(
        { mode: 'off' } as const,
        { mode: 'auto' } as const,
        { mode: 'dhcp' } as const,
        STATIC_IPV6,
      ),
      ipv6Gateway: fc.constantFrom('fd00:20::1', 'fe80::1', null),
      dns: fc.option(
        fc.record(
          {
            servers: lists('10.0.0.53', '10.0.0.54', 'fd00::53'),
            domain: fc.constantFrom('corp.example', 'lab.example'),
            searchDomains: lists('corp.example', 'lab.example', 'example'),
          },
          { requiredKeys: [] },
        ),
      ),
      mtu: fc.constantFrom(1280, 1500, 9000),
      routes: fc.tuple(ipv4Routes, ipv6Routes).map(([v4, v6]) => [...v4, ...v6]),
      tcp: fc.record(
        { congestionControl: fc.constantFrom('newreno', 'cubic'), maxConnections: fc.constantFrom(11000, 12000) },
        { requiredKeys: [] },
      ),
      verify: fc.constantFrom({ pingGateway: 'off' } as const, { pingGateway: 'require' } as const),
      onUnsupported: fc.constantFrom('fail', 'warn'),
      mode: fc.constantFrom('report', 'onboard', 'enforce'),
    },
    { requiredKeys: ['portgroup', 'address', 'gateway'] },
  )
  .map(withoutStrays) as fc.Arbitrary<SettingsDocument>;

/** An IPv6 gateway and IPv6 routes by a router of the prefix need an address of that prefix beside them. */
function withoutStrays<Document extends { ipv6?: { mode: string }; ipv6Gateway?: string | null }>(document: Document) {
  const { ipv6, ipv6Gateway } = document;
  const hasNone = ipv6 === undefined || ipv6.mode === 'off';
  return hasNone && typeof ipv6Gateway === 'string' ? { ...document, ipv6Gateway: null } : document;
}

const FRESH: StackReading = {
  portgroup: '',
  address: '',
  mtu: 1500,
  ipv6: 'off',
  gateway: null,
  ipv6Gateway: null,
  congestionControl: 'newreno',
  maxConnections: 11000,
  servers: [],
  domain: '',
  searchDomains: [],
  routes: [],
};

const MASKS: Record<string, string> = { 24: '255.255.255.0', 25: '255.255.255.128' };

/** What a document makes of a stack: an absent member leaves what is there, null ends it. */
function after(before: StackReading, document: SettingsDocument): StackReading {
  const { portgroup = '', address, gateway, ipv6, ipv6Gateway, dns, mtu, routes, tcp } = document;
  const none = { servers: [], domain: '', searchDomains: [] };
  return {
    ...before,
    portgroup,
    address: addressRead(address),
    ...present({ gateway, ipv6Gateway, mtu, ipv6: ipv6 && (ipv6.mode === 'static' ? ipv6.address : ipv6.mode) }),
    ...present({ congestionControl: tcp?.congestionControl, maxConnections: tcp?.maxConnections }),
    ...present(dns ?? (dns === null ? none : {})),
    ...present({ routes: routes && routesRead(before.routes, routes) }),
  };
}

function addressRead(address: SettingsDocument['address']): string {
  if (address?.mode === 'derive') return '10.20.0.11/255.255.255.0';
  if (address?.mode !== 'static') return 'dhcp';
  const [ip, length = ''] = address.address.split('/');
  return `${ip}/${MASKS[length]}`;
}

/** A host route that is no longer asked for stays: it looks like one that was learnt by an ICMP redirect (KB 344105). */
function routesRead(before: readonly string[], wanted: NonNullable<SettingsDocument['routes']>): string[] {
  const rows = wanted.map(({ network, gateway }) => `${network} ${gateway}`);
  const kept = before.filter(
    (row) => /\/32 /.test(row) && !wanted.some(({ network }) => row.startsWith(`${network} `)),
  );
  return [...rows, ...kept].sort();
}

function present(
  members: { [Member in keyof StackReading]?: StackReading[Member] | undefined },
): Partial<StackReading> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

let engine: Engine;
let hosts: string[];

beforeAll(async () => {
  engine = await startEngine({
    hosts: HOSTS,
    scenario: {
      inventory: { dvportgroups: ['pg-other'], portgroups: [] },
      answers: { gatewayRemoval: 'accepted' },
      dhcp: { address: '10.20.0.99', leaseDelayMs: 0 },
      ipv6: { prefix: 'fd00:20::', gateway: 'fe80::1' },
    },
  });
  hosts = [...engine.simulator.ready.hosts];
});
afterAll(() => engine.close());

test('generated documents are valid', () => {
  fc.assert(
    fc.property(documents, (document) => {
      parseSettings({ scope: 'hosts/esx-001', origin: 'generated', version: 1, text: JSON.stringify(document) });
    }),
  );
});

test('after each of two documents the host reads as it says, what it leaves out stays, and a second plan is empty', async () => {
  await fc.assert(
    fc.asyncProperty(documents, documents, async (first, second) => {
      const host = hosts.shift() ?? '';
      let expected = FRESH;
      for (const document of [first, second]) {
        const { summary, outcome } = await engine.run(host, document);
        expect([summary, outcome.problems]).toEqual([expect.stringMatching(/^(converged|unchanged)$/), []]);
        expected = after(expected, document);
        expect(await engine.readBack.stack(host)).toEqual(expected);
        expect(await engine.run(host, document)).toMatchObject({ summary: 'unchanged', writes: {} });
      }
    }),
    { numRuns: RUNS },
  );
});
