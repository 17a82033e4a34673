import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../../lib/cli/json-lines.ts';

const TEXT = `{
  "defaults": {
    "mtu": 9000, "dns": { "servers": [
      "10.0.0.53",
      "10.0.0.54"
    ] }
  },
  "hosts/a\\"}b": { "mtu": 1500 },
  "defaults": {
    "mtu": 1500,
    "mtu": 9000
  }
}`;

test.each([
  [['hosts/a"}b', 'mtu'], 8],
  [['defaults', 'dns', 'servers', '1'], 5],
  [['hosts/a"}b', 'mtu', 'absent', 'more'], 8],
  [['absent'], 1],
  [[], 1],
])('%j is in line %i', (path, line) => {
  expect(linesOf(TEXT).lineOf(path)).toBe(line);
});

test('members that are written twice are told where the second one is', () => {
  expect(linesOf(TEXT).twice).toEqual([
    { path: ['defaults'], line: 9 },
    { path: ['defaults', 'mtu'], line: 11 },
  ]);
});

test('every member of any JSON, however it is laid out, is in the line that has its name', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const { lineOf, twice } = linesOf(text);
      expect(twice).toEqual([]);
      for (const path of membersOf(value)) {
        const line = text.split('\n')[lineOf(path) - 1] ?? '';
        expect(line).toContain(JSON.stringify(path.at(-1)));
      }
    }),
  );
});

/** Paths of the members of objects; elements of lists have no name to look for. */
function membersOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => [
    ...(Array.isArray(value) ? [] : [[...path, name]]),
    ...membersOf(below, [...path, name]),
  ]);
}
