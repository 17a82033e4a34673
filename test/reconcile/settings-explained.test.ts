import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { effectiveSettings, type HostPlace } from '../../lib/reconcile/settings.ts';
import { DEFAULTS, explainMembers, explainScopes } from '../../lib/reconcile/settings-explained.ts';
import { directory, stored } from '../builders.ts';

const HERE: HostPlace = { host: { moref: 'host-21', name: 'esx-021' }, datacenter: 'DC0', cluster: 'C0' };
const ORIGIN = '/provisioning-stack/vc01';
const DOCUMENTS = [
  stored({ gateway: '10.20.0.1', mtu: 1500, mode: 'report' }, 'defaults', 4),
  stored({ mtu: 8000 }, 'datacenters/DC0/clusters/C0', 2),
  stored({ gateway: null, mtu: 9000 }, 'hosts/esx-021', 7),
];

const explained = (documents = DOCUMENTS) =>
  new Map(
    explainMembers(HERE, documents, effectiveSettings(HERE, documents, directory())).map(({ member, ...rest }) => [
      member,
      rest,
    ]),
  );

test('a value says where it is from, and what it hides, the nearest first', () => {
  expect(explained().get('mtu')).toEqual({
    state: 'set',
    value: 9000,
    origin: `${ORIGIN}/hosts/esx-021`,
    version: 7,
    hides: [
      { value: 8000, origin: `${ORIGIN}/datacenters/DC0/clusters/C0`, version: 2 },
      { value: 1500, origin: `${ORIGIN}/defaults`, version: 4 },
    ],
  });
});

test('null is none, said explicitly; absent is a default of ours, or not managed', () => {
  const members = explained();
  expect(members.get('gateway')).toMatchObject({ state: 'none', value: null, version: 7 });
  expect(members.get('esxcli')).toEqual({ state: 'default', value: 'fallback', hides: [] });
  expect(members.get('routes')).toEqual({ state: 'not managed', hides: [] });
});

test('a default that a scope says is its own', () => {
  expect(explained([stored({ esxcli: 'fallback' })]).get('esxcli')).toMatchObject({ state: 'set', version: 7 });
});

test('the scopes of a host are there with what stands for each', () => {
  expect(explainScopes(HERE, DOCUMENTS)).toEqual([
    { scope: 'defaults', origin: `${ORIGIN}/defaults`, version: 4 },
    { scope: 'datacenters/DC0' },
    { scope: 'datacenters/DC0/clusters/C0', origin: `${ORIGIN}/datacenters/DC0/clusters/C0`, version: 2 },
    { scope: 'hosts/esx-021', origin: `${ORIGIN}/hosts/esx-021`, version: 7 },
  ]);
});

test('the defaults are those of docs/settings.md, and no other member has one there', () => {
  const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
  const sections = page
    .split(/^### /m)
    .slice(1)
    .map((section) => section.split(/^## /m)[0] ?? '');
  const documented = sections.flatMap((section) => {
    const [member = ''] = section.split('\n');
    const [, after, before] = /[Aa]bsent: `?(\w+)`?[.)]|`(\w+)` \(absent\)/.exec(section) ?? [];
    const value = after ?? before;
    return value === undefined ? [] : [[member, value] as const];
  });
  const texts = Object.entries(DEFAULTS).map(([member, value]) => [
    member,
    typeof value === 'object' ? Object.values(value ?? {}).join() : String(value),
  ]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(texts));
});
