import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutToWidth, textWidth } from '../../lib/cli/text-width.ts';

test.each([
  ['esx-021', 7],
  ['主机', 4],
  ['ﾎｽﾄ', 3],
  ['e\u0301', 1],
  ['\u200b', 0],
  ['한국', 4],
  ['✔️', 2],
  ['✔', 1],
  ['👩‍💻', 2],
  ['🇩🇪', 2],
  ['Ünïcode…', 8],
])('%j takes %i columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns);
});

test('a cut text is never wider than it may be, and one that fits is not cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const cut = cutToWidth(text, width);
      expect(textWidth(cut)).toBeLessThanOrEqual(width);
      if (textWidth(text) <= width) expect(cut).toBe(text);
    }),
  );
});
