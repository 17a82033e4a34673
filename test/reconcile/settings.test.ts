import { describe, expect, test } from '@jest/globals';
import { effectiveSettings, type HostPlace, placeOf, scopesOf } from '../../lib/reconcile/settings.ts';
import { CLUSTER, DATACENTER, directory, host, problemsFrom, STANDALONE, stored } from '../builders.ts';

const HERE: HostPlace = {
  host: { moref: 'host-21', name: 'esx-021.corp.example' },
  datacenter: 'DC0',
  cluster: 'C0',
};
const ROOT = '/provisioning-stack/vc01';

describe('inheritance', () => {
  test('a host of a cluster has four scopes, the nearest last', () => {
    const folder = { type: 'Folder', moref: 'group-h4', name: 'host' };
    const place = placeOf(host(), [CLUSTER, folder, { ...DATACENTER, name: 'DC%2f0' }]);
    expect(scopesOf(place)).toEqual([
      'defaults',
      'datacenters/DC_2F0',
      'datacenters/DC_2F0/clusters/C0',
      'hosts/esx-021.corp.example',
    ]);
  });

  test('a standalone host has no cluster scope', () => {
    expect(scopesOf(placeOf(host(), [STANDALONE, DATACENTER]))).toEqual([
      'defaults',
      'datacenters/DC0',
      'hosts/esx-021.corp.example',
    ]);
  });

  test.each([[[]], [[CLUSTER]]])('ancestors without a datacenter refuse the host: %j', (ancestors) => {
    expect(problemsFrom(() => placeOf(host(), ancestors))).toEqual([
      'scope-unreadable: The datacenter of esx-021.corp.example (host-21) cannot be read.',
    ]);
  });

  test('the nearer scope wins, each member taken whole, and every value knows where it came from', () => {
    const documents = [
      stored({ gateway: null, dns: { domain: 'lab.example' } }, 'hosts/esx-021.corp.example', 3),
      stored(
        { mode: 'report', gateway: '10.20.0.1', mtu: 9000, dns: { servers: ['10.0.0.53'], domain: 'a' } },
        'defaults',
        1,
      ),
      stored({ mtu: 1500, gateway: '10.21.0.1' }, 'datacenters/DC0/clusters/C0', 2),
    ];
    expect(effectiveSettings(HERE, documents, directory())).toEqual({
      values: { mode: 'report', gateway: null, mtu: 1500, dns: { domain: 'lab.example' } },
      origins: {
        mode: `${ROOT}/defaults`,
        gateway: `${ROOT}/hosts/esx-021.corp.example`,
        mtu: `${ROOT}/datacenters/DC0/clusters/C0`,
        dns: `${ROOT}/hosts/esx-021.corp.example`,
      },
      versions: [
        { origin: `${ROOT}/defaults`, version: 1 },
        { origin: `${ROOT}/datacenters/DC0/clusters/C0`, version: 2 },
        { origin: `${ROOT}/hosts/esx-021.corp.example`, version: 3 },
      ],
    });
  });

  test('documents of other scopes count for nothing, so a host without any is out of scope', () => {
    const others = [
      stored({}, 'datacenters/DC1'),
      stored({}, 'datacenters/DC0/clusters/C1'),
      stored({}, 'hosts/esx-021'),
    ];
    expect(problemsFrom(() => effectiveSettings(HERE, others, directory()))).toEqual([
      'out-of-scope: No settings cover esx-021.corp.example.',
    ]);
  });

  test('an empty document covers its hosts', () => {
    expect(effectiveSettings(HERE, [stored({}, 'datacenters/DC0')], directory()).values).toEqual({});
  });

  test('the problems of all scopes are reported together', () => {
    const documents = [
      stored({ mtu: 1 }),
      stored('{', 'datacenters/DC0'),
      stored({ gateway: 'x' }, 'hosts/esx-021.corp.example'),
    ];
    expect(problemsFrom(() => effectiveSettings(HERE, documents, directory()))).toEqual([
      expect.stringContaining(`${ROOT}/defaults at mtu: `),
      expect.stringContaining(`${ROOT}/datacenters/DC0: is no JSON: `),
      expect.stringContaining(`${ROOT}/hosts/esx-021.corp.example at gateway: `),
    ]);
  });
});

describe('a scope name that fits two objects', () => {
  const twoDatacenters = directory({ datacenters: ['DC0', 'DC0'] });
  const twoClusters = directory({
    clusters: [
      { datacenter: 'DC0', name: 'C0' },
      { datacenter: 'DC0', name: 'C0' },
    ],
  });

  test.each([
    ['datacenters/DC0', twoDatacenters, 'datacenter DC0'],
    ['datacenters/DC0/clusters/C0', twoDatacenters, 'datacenter DC0'],
    ['datacenters/DC0/clusters/C0', twoClusters, 'cluster C0'],
  ])('%s is refused, never the next scope taken', (scope, shown, what) => {
    expect(problemsFrom(() => effectiveSettings(HERE, [stored({}), stored({}, scope)], shown))).toEqual([
      `scope-ambiguous: The settings for ${what} fit two objects of that name, so they are not used for esx-021.corp.example.`,
    ]);
  });

  test('names that differ only in how vSphere escapes them are one name', () => {
    const place = { ...HERE, datacenter: 'A/B' };
    const shown = directory({ datacenters: ['A%2fB', 'A/B'] });
    expect(problemsFrom(() => effectiveSettings(place, [stored({}, 'datacenters/A_2FB')], shown))).toEqual([
      expect.stringMatching(/^scope-ambiguous: /),
    ]);
  });

  test.each([
    ['defaults', twoDatacenters],
    ['hosts/esx-021.corp.example', twoClusters],
    ['datacenters/DC0', twoClusters],
    [
      'datacenters/DC0/clusters/C0',
      directory({
        clusters: [
          { datacenter: 'DC0', name: 'C0' },
          { datacenter: 'DC1', name: 'C0' },
        ],
      }),
    ],
  ])('matters only to hosts whose settings are kept under it: %s', (scope, shown) => {
    expect(problemsFrom(() => effectiveSettings(HERE, [stored({}, scope)], shown))).toEqual([]);
  });
});
