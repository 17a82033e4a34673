import { describe, expect, test } from '@jest/globals';
import { checkTree, type TreeSurroundings } from '../../lib/reconcile/settings-tree.ts';
import { stored } from '../builders.ts';

type Tree = Readonly<Record<string, object | string>>;

const documents = (tree: Tree) => Object.entries(tree).map(([scope, content]) => stored(content, scope));

/** Severity, code and what follows the name of the parameter. */
function check(tree: Tree, surroundings: TreeSurroundings = {}): string[] {
  return checkTree(documents(tree), surroundings).map(
    ({ severity, code, message }) => `${severity} ${code} ${message.replace('Settings /provisioning-stack/vc01/', '')}`,
  );
}

const pool = (range: string, subnet = '10.20.0.0/24') => ({ address: { mode: 'pool', subnet, ranges: [range] } });
const host = (address: string, more: object = {}) => ({ address: { mode: 'static', address }, ...more });

test('a tree with nothing wrong has no problems, also when scopes share a pool', () => {
  const shared = { ...pool('10.20.0.50-10.20.0.99'), vmotion: { ...pool('10.40.0.50-10.40.0.99', '10.40.0.0/24') } };
  const tree = {
    defaults: { portgroup: 'pg-provisioning', gateway: '10.20.0.1' },
    'datacenters/DC0/clusters/C0': shared,
    'datacenters/DC0/clusters/C1': shared,
    'hosts/esx-1': host('10.20.0.17/24', { routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] }),
  };
  expect(check(tree, { vcenter: 'vc01', others: new Map([['vc02', documents({ defaults: {} })]]) })).toEqual([]);
});

test('every problem of every document is told at once, in the order of the scopes', () => {
  const tree = { 'hosts/b': '{', 'datacenters/DC0': { mtu: 1, gatway: 'x' }, defaults: { mode: 'on' } };
  expect(check(tree)).toEqual([
    expect.stringContaining('error settings-invalid defaults at mode: Invalid option'),
    expect.stringContaining('datacenters/DC0 at mtu: Too small'),
    expect.stringContaining('datacenters/DC0: unknown member "gatway"; did you mean "gateway"?'),
    expect.stringContaining('hosts/b: is no JSON'),
  ]);
});

test('what is wrong by itself does not hide what is wrong between the other members', () => {
  const address = { mode: 'derive', subnet: '10.20.0.0/24' };
  const wrong = { gateway: '10.99.0.1', address, dns: { servers: ['x'] }, gatway: '' };
  expect(check({ defaults: wrong })).toEqual([
    expect.stringContaining('error settings-invalid defaults at dns.servers.0'),
    expect.stringContaining('unknown member "gatway"'),
    expect.stringContaining('error gateway-outside-subnet defaults at gateway: 10.99.0.1 lies outside 10.20.0.0/24'),
  ]);
});

test('a member that is wrong is not taken for one that is inherited', () => {
  const tree = {
    defaults: { address: { mode: 'derive', subnet: '10.20.0.0/24' } },
    'datacenters/DC0/clusters/C0': { gateway: '10.99.0.1', address: { mode: 'derive', subnet: '10.99.0.0' } },
  };
  expect(check(tree)).toEqual([expect.stringContaining('at address.subnet')]);
});

test('a problem says where it is: parameter, scope, path, and the member that does not exist', () => {
  const [problem] = checkTree(documents({ defaults: { dns: { server: [] } } }));
  expect(problem).toMatchObject({
    severity: 'error',
    parameter: '/provisioning-stack/vc01/defaults',
    scope: 'defaults',
    path: 'dns',
    member: 'server',
  });
});

describe('a parameter', () => {
  test.each(['notes', 'hosts/esx_5f021', 'datacenters/DC0/hosts/x'])('that no host reads is told: %s', (scope) => {
    expect(check({ [scope]: {} })).toEqual([
      expect.stringContaining(`error settings-invalid ${scope}: no host reads it`),
    ]);
  });

  const ofBytes = (bytes: number) => ({ defaults: JSON.stringify({ portgroup: 'x' }).padEnd(bytes) });

  test('may have 4,096 bytes; above that it costs money, above 8,192 there is none', () => {
    expect([4096, 4097, 8192, 8193].map((bytes) => check(ofBytes(bytes)))).toEqual([
      [],
      [expect.stringMatching(/^warning .* 4097 bytes, .* advanced tier/)],
      [expect.stringMatching(/^warning .* 8192 bytes/)],
      [expect.stringMatching(/^error .* 8193 bytes, and no parameter/)],
    ]);
  });

  test('has no longer name than AWS takes', () => {
    const long = `hosts/${'_C3_BC'.repeat(155)}`;
    expect(check({ [long]: {} }, { vcenter: 'vc01' })).toEqual([expect.stringMatching(/^error .* name of 9\d\d char/)]);
  });
});

describe('a gateway', () => {
  test.each<[string, object, string]>([
    [
      'outside the subnet',
      { gateway: '10.99.0.1' },
      'error gateway-outside-subnet defaults at gateway: 10.99.0.1 lies outside 10.20.0.0/24.',
    ],
    [
      'that is the network address',
      { gateway: '10.20.0.0' },
      'error gateway-unusable defaults at gateway: 10.20.0.0 is the network address of 10.20.0.0/24.',
    ],
    [
      'of a route outside the subnet',
      { routes: [{ network: '10.30.0.0/16', gateway: '10.21.0.1' }] },
      'error route-unusable defaults at routes.0.gateway: 10.21.0.1 lies outside 10.20.0.0/24.',
    ],
  ])('%s is an error within a document', (_, more, expected) => {
    expect(check({ defaults: { ...pool('10.20.0.50-10.20.0.99'), ...more } })).toEqual([expected]);
  });

  test('that is the address of the adapter is an error', () => {
    expect(check({ 'hosts/a': host('10.20.0.1/24', { gateway: '10.20.0.1' }) })).toEqual([
      'error gateway-unusable hosts/a at gateway: 10.20.0.1 is the address of the adapter itself.',
    ]);
  });

  test('that is inherited is warned of once, at the nearer of the two', () => {
    const C0 = 'datacenters/DC0/clusters/C0';
    const derive = (subnet: string) => ({ address: { mode: 'derive', subnet } });
    expect(
      check({
        defaults: { gateway: '10.20.0.1' },
        'datacenters/DC0': derive('10.30.0.0/24'),
        [C0]: { mtu: 9000 },
        'datacenters/DC1': derive('10.20.0.0/24'),
      }),
    ).toEqual([
      'warning gateway-outside-subnet datacenters/DC0 at address: 10.20.0.1 lies outside 10.30.0.0/24, ' +
        'and /provisioning-stack/vc01/defaults is inherited.',
    ]);
    expect(check({ defaults: derive('10.20.0.0/24'), [C0]: { gateway: '10.30.0.1' } })).toEqual([
      `warning gateway-outside-subnet ${C0} at gateway: 10.30.0.1 lies outside 10.20.0.0/24, of /provisioning-stack/vc01/defaults.`,
    ]);
  });

  test('of the vMotion stack is checked with that stack, and is not inherited member by member', () => {
    const vmotion = { ...pool('10.40.0.50-10.40.0.99', '10.40.0.0/24') };
    expect(check({ defaults: { vmotion: { ...vmotion, gateway: '10.41.0.1' } } })).toEqual([
      expect.stringContaining('error gateway-outside-subnet defaults at vmotion.gateway: 10.41.0.1'),
    ]);
    expect(check({ defaults: { vmotion: { gateway: '10.41.0.1' } }, 'datacenters/DC0': { vmotion } })).toEqual([]);
  });
});

describe('addresses that are given away twice', () => {
  test('static ones are told at the second host, whatever stack, family and spelling', () => {
    const six = (address: string) => ({ ipv6: { mode: 'static', address } });
    expect(
      check({
        'hosts/a': host('10.20.0.17/24', six('fd00:20::17/64')),
        'hosts/b': { vmotion: { ...host('10.20.0.17/24'), ...six('FD00:20:0::17/64') } },
      }),
    ).toEqual([
      'error address-claimed hosts/b at vmotion.address.address: 10.20.0.17 is the address of /provisioning-stack/vc01/hosts/a at address.address, too.',
      'error address-claimed hosts/b at vmotion.ipv6.address: fd00:20::17 is the address of /provisioning-stack/vc01/hosts/a at ipv6.address, too.',
    ]);
  });

  test('a static address that no host can have is told', () => {
    expect(check({ 'hosts/a': host('10.20.0.255/24') })).toEqual([
      'error address-unusable hosts/a at address.address: 10.20.0.255 is the broadcast address of 10.20.0.0/24.',
    ]);
  });

  test('pools that overlap are an error when the subnets differ, else a warning', () => {
    const C0 = 'datacenters/DC0/clusters/C0';
    const before = { defaults: pool('10.20.0.50-10.20.0.99') };
    expect(check({ ...before, [C0]: pool('10.20.0.90-10.20.0.120') })).toEqual([
      expect.stringMatching(
        `^warning settings-invalid ${C0} at address.ranges: 10.20.0.90-10.20.0.120 overlaps 10.20.0.50`,
      ),
    ]);
    expect(check({ ...before, [C0]: pool('10.20.0.90-10.20.1.120', '10.20.0.0/16') })).toEqual([
      expect.stringMatching(/^error .* which has the subnet 10.20.0.0\/24 and not 10.20.0.0\/16\.$/),
    ]);
    expect(check({ ...before, [C0]: { vmotion: pool('10.20.0.50-10.20.0.99') } })).toEqual([
      expect.stringMatching(/^warning .* at vmotion.address.ranges: .* give each stack ranges of its own\.$/),
    ]);
  });
});

describe('another vCenter', () => {
  const own = (site?: string) => ({
    defaults: { ...pool('10.20.0.50-10.20.0.99'), ...(site === undefined ? {} : { site }) },
    'hosts/a': host('10.20.0.17/24'),
  });
  const others = (site?: string) =>
    new Map([
      [
        'vc02',
        documents({
          defaults: site === undefined ? {} : { site },
          'datacenters/DC9': { vmotion: pool('10.20.0.90-10.20.0.120') },
          'hosts/z': host('10.20.0.17/24'),
        }),
      ],
    ]);

  test.each([
    [undefined, undefined],
    ['fra', undefined],
    ['fra', 'fra'],
  ])('with the same addresses is an error (sites %s and %s)', (site, theirs) => {
    expect(check(own(site), { others: others(theirs) })).toEqual([
      'error ranges-overlap defaults at address.ranges: 10.20.0.50-10.20.0.99 overlaps 10.20.0.90-10.20.0.120 of vCenter vc02.',
      'error address-claimed hosts/a at address.address: 10.20.0.17 is the address of /provisioning-stack/vc01/hosts/z of vCenter vc02, too.',
    ]);
  });

  test('of another site may have the same addresses', () => {
    expect(check(own('fra'), { others: others('ber') })).toEqual([]);
  });

  test('has its own problems, which are not told here', () => {
    expect(check(own(), { others: new Map([['vc02', documents({ defaults: '{', 'hosts/z': { mtu: 1 } })]]) })).toEqual(
      [],
    );
  });
});
