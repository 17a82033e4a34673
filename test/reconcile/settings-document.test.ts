import { describe, expect, test } from '@jest/globals';
import { parseSettings } from '../../lib/reconcile/settings-document.ts';
import { document, problemsFrom, stored } from '../builders.ts';

const WHERE = 'settings-invalid: Settings /provisioning-stack/vc01/defaults';

describe('the settings document', () => {
  test('every member of the design is taken as it is written', () => {
    const whole = {
      mode: 'onboard',
      portgroup: 'pg-provisioning',
      gateway: '10.20.0.1',
      ipv6Gateway: 'fd00:20::1',
      dns: { servers: ['10.0.0.53', 'fd00::53'], domain: 'corp.example', searchDomains: ['corp.example'] },
      address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.200'] },
      ipv6: { mode: 'static', address: 'fd00:20::17/64' },
      mtu: 9000,
      routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }],
      tcp: { congestionControl: 'cubic', maxConnections: 11000 },
      verify: { pingGateway: 'warn' },
      esxcli: 'fallback',
      onUnsupported: 'fail',
      nsxSegments: 'allow',
      settleSeconds: 120,
      vmotion: { portgroup: 'pg-vmotion', address: { mode: 'dhcp' }, gateway: null },
    };
    expect(parseSettings(stored(whole, 'hosts/esx-021.corp.example'))).toEqual(whole);
  });

  test('null is a value of its own for gateways and DNS, and an absent member stays absent', () => {
    expect(parseSettings(stored({ gateway: null, ipv6Gateway: null, dns: null }))).toEqual({
      gateway: null,
      ipv6Gateway: null,
      dns: null,
    });
    expect(parseSettings(stored({}))).toEqual({});
  });

  test('every problem is reported at once, with parameter and path', () => {
    const wrong = {
      mode: 'on',
      gatway: '10.20.0.1',
      gateway: '10.20.0.1/24',
      dns: { servers: ['10.0.0.53', 'ns1'], searchDomain: ['corp.example'] },
      address: { mode: 'derive', subnet: '10.20.0.0' },
      mtu: 900,
      tcp: { congestionControl: 'bbr' },
    };
    expect(problemsFrom(() => parseSettings(stored(wrong)))).toEqual([
      `${WHERE} at mode: Invalid option: expected one of "off"|"report"|"onboard"|"enforce".`,
      `${WHERE} at gateway: is not an IPv4 address of a router, such as 10.20.0.1.`,
      `${WHERE} at dns.servers.1: is not an IP address.`,
      `${WHERE} at dns: unknown member "searchDomain"; did you mean "searchDomains"?`,
      `${WHERE} at address.subnet: is not a subnet such as 10.20.0.0/24.`,
      `${WHERE} at mtu: Too small: expected number to be >=1280.`,
      `${WHERE} at tcp.congestionControl: Invalid option: expected one of "newreno"|"cubic".`,
      `${WHERE}: unknown member "gatway"; did you mean "gateway"?`,
    ]);
  });

  test.each([
    ['a text that is no JSON', '{"mode": }', /^settings-invalid: Settings .*defaults: is no JSON: .*\.$/],
    ['an empty text', '', /is no JSON/],
    ['a list', '[]', /defaults: Invalid input: expected object, received array\.$/],
    ['null', 'null', /defaults: Invalid input: expected object, received null\.$/],
    ['a member of the prototype', '{"__proto__": {"mode": "off"}}', /unknown member "__proto__"/],
    ['null where there is no "none"', '{"portgroup": null}', /at portgroup: Invalid input: expected string/],
    ['an unknown member inside vmotion', '{"vmotion": {"gatway": "10.1.1.1"}}', /at vmotion: unknown member "gatway"/],
    ['an unknown address mode', '{"address": {"mode": "auto"}}', /at address.mode: /],
    [
      'an address of another mode',
      '{"address": {"mode": "dhcp", "subnet": "10.20.0.0/24"}}',
      /at address: unknown member "subnet"/,
    ],
    ['a fraction', '{"mtu": 1500.5}', /at mtu: /],
    ['a domain with a space', '{"dns": {"domain": "corp example"}}', /at dns.domain: is not a domain name/],
  ])('%s is invalid', (_, text, expected) => {
    const problems = problemsFrom(() => parseSettings(stored(text)));
    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  test('a static address belongs into the scope of a host', () => {
    const address = { mode: 'static', address: '10.20.0.17/24' } as const;
    expect(parseSettings(stored(document({ address }), 'hosts/esx-021.corp.example')).address).toEqual(address);
    expect(problemsFrom(() => parseSettings(stored(document({ address }))))).toEqual([
      `${WHERE} at address.mode: "static" is one address, so it belongs into the scope of one host.`,
    ]);
  });

  test('a site is the whole vCenter, so it belongs into the defaults', () => {
    expect(parseSettings(stored({ site: 'fra-1' }))).toEqual({ site: 'fra-1' });
    expect(problemsFrom(() => parseSettings(stored({ site: 'fra-1' }, 'datacenters/DC0')))).toEqual([
      'settings-invalid: Settings /provisioning-stack/vc01/datacenters/DC0 at site: names the address space of the ' +
        'whole vCenter, so it belongs into the scope "defaults".',
    ]);
    expect(problemsFrom(() => parseSettings(stored({ vmotion: { site: 'fra-1' } })))).toEqual([
      `${WHERE} at vmotion: unknown member "site".`,
    ]);
  });

  test.each(['', 'fra 1', 'fra/1', 'x'.repeat(65)])('"%s" is not the name of a site', (site) => {
    expect(problemsFrom(() => parseSettings(stored({ site })))).toEqual([
      `${WHERE} at site: is not a name of 1 to 64 letters, digits, dots and hyphens.`,
    ]);
  });

  test('each range of a pool is told with what is wrong about it, in both stacks and beside other problems', () => {
    const address = {
      mode: 'pool',
      subnet: '10.20.0.0/24',
      ranges: ['10.20.0.9-10.20.0.20', '10.20.0.20-10.20.0.30', '10.21.0.1-10.21.0.9'],
    };
    const half = { mode: 'pool', subnet: '10.20.0.0', ranges: ['10.20.0.9'] };
    expect(problemsFrom(() => parseSettings(stored({ mtu: 1, address, vmotion: { address: half } })))).toEqual([
      `${WHERE} at address.ranges.1: 10.20.0.20-10.20.0.30 overlaps 10.20.0.9-10.20.0.20.`,
      `${WHERE} at address.ranges.2: 10.21.0.1-10.21.0.9 lies outside the subnet.`,
      `${WHERE} at mtu: Too small: expected number to be >=1280.`,
      `${WHERE} at vmotion.address.subnet: is not a subnet such as 10.20.0.0/24.`,
      `${WHERE} at vmotion.address.ranges.0: is not a range such as 10.20.0.50-10.20.0.200.`,
    ]);
  });
});
