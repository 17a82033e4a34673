import { expect, test } from '@jest/globals';
import { SettingsOnce } from '../../lib/cli/settings-once.ts';
import { stored } from '../builders.ts';
import { InMemorySettings } from '../in-memory-ports.ts';

test('many hosts cost one read of the tree, and each gets the documents of its scopes', async () => {
  const source = new InMemorySettings([stored(), stored({}, 'hosts/esx-1'), stored({}, 'hosts/esx-2')]);
  const settings = new SettingsOnce(source);
  const read = await Promise.all(
    ['esx-1', 'esx-2', 'esx-3'].map((name) => settings.read('vc01', ['defaults', `hosts/${name}`])),
  );
  expect(read.map((documents) => documents.map(({ scope }) => scope))).toEqual([
    ['defaults', 'hosts/esx-1'],
    ['defaults', 'hosts/esx-2'],
    ['defaults'],
  ]);
  expect(source.calls.counts).toEqual({ readAll: 1 });
});
