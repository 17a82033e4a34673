import { expect, test } from '@jest/globals';
import { parseTime } from '../../lib/cli/time-option.ts';
import { problemsFrom } from '../builders.ts';

const NOW = new Date('2026-11-25T12:00:00Z');

test.each([
  ['90s', '2026-11-25T11:58:30.000Z'],
  ['45m', '2026-11-25T11:15:00.000Z'],
  ['2h', '2026-11-25T10:00:00.000Z'],
  ['3d', '2026-11-22T12:00:00.000Z'],
  ['2026-11-25T10:00Z', '2026-11-25T10:00:00.000Z'],
  ['2026-11-25T10:00:30.5+01:00', '2026-11-25T09:00:30.500Z'],
  ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, time) => {
  expect(parseTime('--since', text, NOW).toISOString()).toBe(time);
});

test.each([
  ...['', 'yesterday', '2', 'h', '2 h', '1.5h', '-2h', '2w', '2026-11-25', '2026-11-25T10:00', '10:00Z', '25.11.2026'],
  ...['2026-02-31T10:00Z', '2026-13-01T10:00Z', '2026-11-25T25:00Z', '1764064800'],
])('%j is refused with the forms that are taken', (text) => {
  expect(problemsFrom(() => parseTime('--until', text, NOW))).toEqual([
    expect.stringMatching(/^usage: --until .*2026-11-25T10:00Z.*2h, 3d\.$/s),
  ]);
});
