import { afterEach, expect, test } from '@jest/globals';
import { HOST } from './host-bench.ts';
import { at, type Bench, bodyOf, faultOf, found, reference, SoapClient, startBench, textAt } from './soap-client.ts';

const MANAGER = ['HostProfileManager', 'HostProfileManager'] as const;
const OTHER = 'esx-900.example.test';
const users = [
  { name: 'reader', password: 'r', privileges: [] },
  { name: 'viewer', password: 'v', privileges: ['Profile.View'] },
  { name: 'stranger', password: 's', noAccess: ['DC0_C1'] },
];
let bench: Bench;
afterEach(() => bench.simulator.close());

/** Begins with a profile on one host of DC0_C0 and on the cluster DC0_C1. */
const begin = async (answers: object = {}) => {
  const clusters = [{ name: 'DC0_C1', hostProfile: true }];
  const hosts = [
    { name: HOST, hostProfile: true },
    { name: OTHER, cluster: 'DC0_C1' },
  ];
  bench = await startBench({ scenario: { users, answers, inventory: { clusters, hosts } } });
};
const as = async (name: string) => {
  const client = new SoapClient(bench.simulator.ready);
  await client.login(name, name.slice(0, 1));
  return client;
};
const ask = (client: SoapClient, [type, id]: readonly [string, string]) =>
  client.call('FindAssociatedProfile', MANAGER, `<entity type="${type}">${id}</entity>`);
const count = async (path: string) =>
  at(bodyOf(await ask(bench.client, await found(bench.client, `DC0/host/${path}`))), 'returnval').length;

test.each([
  [false, [1, 0, 0, 1, 0]],
  [true, [1, 0, 0, 1, 1]],
])('with clusterProfileOnHosts %s hosts and clusters have the profiles that are attached', async (answer, counts) => {
  await begin({ clusterProfileOnHosts: answer });
  const paths = [`DC0_C0/${HOST}`, 'DC0_C0/esx-002.example.test', 'DC0_C0', 'DC0_C1', `DC0_C1/${OTHER}`];
  const seen = [];
  for (const path of paths) seen.push(await count(path));
  expect(seen).toEqual(counts);
});

test('the first cluster may have one, too', async () => {
  bench = await startBench({ scenario: { inventory: { hostProfile: true } } });
  expect([await count('DC0_C0'), await count(`DC0_C0/${HOST}`)]).toEqual([1, 0]);
});

test('who may read finds the profile of an entity, and reads its name and not what it says', async () => {
  await begin();
  const reader = await as('reader');
  const profile = reference(at(bodyOf(await ask(reader, await reader.host(HOST))), 'returnval')[0]);
  const { name } = await reader.read(profile, 'name');
  expect([profile[0], name?.text]).toEqual(['HostProfile', 'profile-0']);
  expect((await bench.client.read(profile, 'entity'))['entity']?.children).toHaveLength(2);
  const fetched = await reader.call('Fetch', profile, '<prop>config</prop>');
  expect([faultOf(fetched), textAt(bodyOf(fetched), 'detail.NoPermissionFault.privilegeId')]).toEqual([
    'NoPermission',
    'Profile.Edit',
  ]);
  expect(textAt((await bench.client.read(profile, 'config'))['config'], 'name')).toBe('profile-0');
});

test('the list of profiles asks for Profile.View', async () => {
  await begin();
  const list = async (name: string) => faultOf(await (await as(name)).call('Fetch', MANAGER, '<prop>profile</prop>'));
  expect([await list('reader'), await list('viewer')]).toEqual(['NoPermission', '']);
});

test('an entity that is hidden or gone has none', async () => {
  await begin();
  const cluster = await found(bench.client, 'DC0/host/DC0_C1');
  expect(faultOf(await ask(await as('stranger'), cluster))).toBe('NoPermission');
  expect(faultOf(await ask(bench.client, ['HostSystem', 'host-9999']))).toBe('ManagedObjectNotFound');
});
