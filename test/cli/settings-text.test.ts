import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { treeOf, treeText } from '../../lib/cli/settings-text.ts';
import { parseTreeFile } from '../../lib/cli/settings-tree-file.ts';
import { scopesOf } from '../../lib/reconcile/settings.ts';
import { differenceBetween } from '../../lib/reconcile/settings-difference.ts';
import { checkTree } from '../../lib/reconcile/settings-tree.ts';
import { stored } from '../builders.ts';

/** Names as vCenter's API shows them. */
const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 9 }),
    fc.string({ minLength: 1, maxLength: 9, unit: 'grapheme' }),
    fc.constantFrom('x/clusters/y', 'a/b', 'a%2fb', '100%', '__proto__', '$schema', 'C0', 'c0', '_43_30', '１０', '..'),
  )
  .map((text) => text.toWellFormed().replace(/[%/\\]/g, (char) => `%${char.charCodeAt(0).toString(16)}`));
const document = fc.record(
  {
    settleSeconds: fc.nat(3600),
    mtu: fc.integer({ min: 1280, max: 9000 }),
    gateway: fc.constant(null),
    dns: fc.option(fc.record({ servers: fc.uniqueArray(fc.ipV4()) })),
    portgroup: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }).filter((text) => text.length <= 80),
  },
  { requiredKeys: [] },
);
const tree = fc
  .array(
    fc.record({
      host: name,
      datacenter: name,
      cluster: name,
      contents: fc.array(document, { minLength: 4, maxLength: 4 }),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((hosts) => {
    const scopes = hosts.flatMap(({ host, contents, ...place }) =>
      scopesOf({ ...place, host: { moref: 'host-1', name: host } }).map(
        (scope, index) => [scope, contents[index]] as const,
      ),
    );
    return [...new Map(scopes)].map(([scope, content]) => stored(content, scope));
  });

test('what is pulled is, as a file, right and no different, whatever the objects are called', () => {
  fc.assert(
    fc.property(tree, (documents) => {
      const { documents: pulled, problems } = parseTreeFile('settings.json', treeText(treeOf(documents)));
      expect([problems, checkTree(pulled)]).toEqual([[], []]);
      expect(differenceBetween(documents, pulled).filter(({ status }) => status !== 'equal')).toEqual([]);
      expect(pulled).toHaveLength(documents.length);
    }),
  );
});

test('the text is the same whatever the order of scopes and members', () => {
  fc.assert(
    fc.property(tree, (documents) => {
      const reversed = documents.toReversed().map((each) => ({
        ...each,
        text: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(each.text)).toReversed())),
      }));
      expect(treeText(treeOf(reversed))).toBe(treeText(treeOf(documents)));
    }),
  );
});

test('scopes are in the order in which they inherit, members in that of the documentation, and the schema first', () => {
  const documents = [
    stored({ mtu: 9000, unknown: 1, mode: 'off' }, 'hosts/a'),
    stored({}, 'datacenters/DC0/clusters/C_200'),
    stored({ site: 'fra', portgroup: 'pg' }, 'defaults'),
    stored({}, 'datacenters/DC0'),
    stored({}, 'hosts/_5f'),
  ];
  expect(treeText(treeOf(documents), './schema.json')).toBe(`{
  "$schema": "./schema.json",
  "defaults": {
    "portgroup": "pg",
    "site": "fra"
  },
  "datacenters/DC0": {},
  "datacenters/DC0/clusters/C 0": {},
  "hosts/a": {
    "mode": "off",
    "mtu": 9000,
    "unknown": 1
  }
}
`);
});

test('a document that is no object stays what it is, and every one that is no JSON is told', () => {
  expect(treeOf([stored('[1]'), stored('null', 'hosts/a')])).toEqual({ defaults: [1], 'hosts/a': null });
  expect(() => treeOf([stored('{'), stored('', 'hosts/a')])).toThrow(/defaults: is no JSON.*hosts\/a: is no JSON/);
});
