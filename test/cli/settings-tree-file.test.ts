import { expect, test } from '@jest/globals';
import { parseTreeFile } from '../../lib/cli/settings-tree-file.ts';
import { checkTree } from '../../lib/reconcile/settings-tree.ts';

/** Line and message of every problem. */
function problemsOf(text: string): string[] {
  const file = parseTreeFile('s.json', text);
  return [...file.problems, ...checkTree(file.documents)].map(
    (problem) => `${file.lineOf(problem)}: ${problem.message.replace('The settings file s.json ', '')}`,
  );
}

test('every problem of a file is told at once, with its line', () => {
  const text = `{
  "$schema": "./schemas/settings.json",
  "default": {},
  "defaults": {
    "mtu": 1,
    "dns": {
      "server": ["10.0.0.53"]
    },
    "mtu": 2
  },
  "hosts/a%2fb": {},
  "hosts/a/b": {}
}`;
  expect(problemsOf(text)).toEqual([
    '9: has "mtu" twice at defaults; only the last one counts.',
    '3: has the scope "default"; scopes are defaults, datacenters/<datacenter>, datacenters/<datacenter>/clusters/<cluster> and hosts/<host>.',
    '12: has two documents for one scope: s.json#hosts/a%2fb and s.json#hosts/a/b.',
    '7: Settings s.json#defaults at dns: unknown member "server"; did you mean "servers"?',
    '9: Settings s.json#defaults at mtu: Too small: expected number to be >=1280.',
  ]);
});

test.each([
  ['{\n  "defaults": {,\n}', /^2: is no JSON: .*\(line 2 /],
  ['', /^undefined: is no JSON/],
  ['\n[]', /^1: is no JSON object of scopes\.$/],
  ['{"$schema": 1}', /^1: has the scope "\$schema"/],
])('a file of %j is one problem', (text, expected) => {
  expect(problemsOf(text)).toEqual([expect.stringMatching(expected)]);
});

test('the schema that a file names is none of its scopes', () => {
  const { documents, problems, schema } = parseTreeFile('s.json', '{"$schema": "x", "defaults": {}}');
  expect([documents.map(({ scope }) => scope), problems, schema]).toEqual([['defaults'], [], 'x']);
});
