import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareScopes, encodeScope, showScope } from '../../lib/reconcile/scope-names.ts';
import { scopesOf } from '../../lib/reconcile/settings.ts';

/** Names as vCenter's API shows them: `/`, `\` and `%` escaped. */
const names = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
    fc.constantFrom(
      'a/b',
      'x/clusters/y',
      '100%',
      '%2f',
      '%25',
      '%252F',
      '\ufeffBOM',
      'DC0_C0',
      '_41',
      'Rz. Köln',
      '..',
    ),
  )
  .map((name) => name.toWellFormed())
  .map((name) => name.replace(/[%/\\]/g, (char) => `%${char.charCodeAt(0).toString(16)}`));
const places = fc.record({ datacenter: names, cluster: names, name: names }).map(({ name, ...place }) => ({
  ...place,
  host: { moref: 'host-1', name },
}));

describe('a scope of a host', () => {
  test('is shown as a key that names the same scope, whatever the objects are called', () => {
    fc.assert(
      fc.property(places, (place) => {
        for (const scope of scopesOf(place)) expect(encodeScope(showScope(scope) ?? '')).toBe(scope);
      }),
    );
  });

  test('has a key of its own', () => {
    fc.assert(
      fc.property(places, places, (one, other) => {
        const scopes = new Set([...scopesOf(one), ...scopesOf(other)]);
        expect(new Set([...scopes].map(showScope)).size).toBe(scopes.size);
      }),
    );
  });

  test.each([
    ['datacenters/DC_200/clusters/a_2Fb', 'datacenters/DC 0/clusters/a%2fb'],
    ['hosts/esx-021.corp.example', 'hosts/esx-021.corp.example'],
    ['hosts/100_25', 'hosts/100%'],
    ['hosts/_252f', 'hosts/%252f'],
  ])('%s is shown as %s', (scope, key) => {
    expect(showScope(scope)).toBe(key);
  });
});

test.each([
  'datacenters/DC0_5f',
  'hosts/_4',
  'hosts/_41',
  'hosts/_FF',
  'hosts/a/b',
  'host/a',
  'hosts/',
  'hosts/esx 1',
  '',
])('"%s" is no scope that a host has', (scope) => {
  expect(showScope(scope)).toBeUndefined();
});

test('scopes are ordered as they inherit, each datacenter with its clusters, and by name', () => {
  const ordered = [
    'defaults',
    'datacenters/A',
    'datacenters/A/clusters/b',
    'datacenters/A.1',
    'datacenters/B',
    'hosts/a',
    'hosts/b',
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (shuffled) => {
      expect(shuffled.toSorted(compareScopes)).toEqual(ordered);
    }),
  );
});
