import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { peakMegabytes } from '../../lib/cli/peak-memory.ts';

const MODULE = fileURLToPath(new URL('../../lib/cli/peak-memory.ts', import.meta.url));
const MEGABYTE = 1024 * 1024;

test('the peak counts what this process held and no longer holds', () => {
  let held: Buffer | undefined = Buffer.alloc(200 * MEGABYTE, 1);
  expect(held.length).toBe(200 * MEGABYTE);
  held = undefined;
  expect(peakMegabytes()).toBeGreaterThan(200);
});

test('the peak does not count what the process held that started this one', () => {
  const held = Buffer.alloc(400 * MEGABYTE, 1);
  const source = `import { peakMegabytes } from ${JSON.stringify(MODULE)}; console.log(peakMegabytes());`;
  const peak = Number(execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' }));
  expect(held.length).toBe(400 * MEGABYTE);
  expect(peak).toBeGreaterThan(10);
  expect(peak).toBeLessThan(400);
});
