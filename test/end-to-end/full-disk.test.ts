import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { settingsFile } from './cli-process.ts';

const CLI = fileURLToPath(new URL('../../bin/cli.ts', import.meta.url));
/** Linux: whatever is written to it finds no room. */
const FULL = '/dev/full';
const onLinux = existsSync(FULL) ? test : test.skip;

let settings: Awaited<ReturnType<typeof settingsFile>>;
beforeAll(async () => {
  settings = await settingsFile({ defaults: { mode: 'report' } });
});
afterAll(() => settings.remove());

onLinux('a result that finds no room ends with 1 and says so', async () => {
  const full = await open(FULL, 'w');
  const args = [CLI, 'settings', 'check', '--settings', settings.path];
  const child = spawn(process.execPath, args, { stdio: ['ignore', full.fd, 'pipe'] });
  let told = '';
  child.stderr?.on('data', (chunk) => {
    told += chunk;
  });
  const [exitCode] = await once(child, 'close');
  await full.close();
  expect([exitCode, told]).toEqual([1, 'error: The result cannot be written (ENOSPC).\n']);
});

test('a reader that has gone is no failure', async () => {
  const args = [CLI, 'settings', 'check', '--settings', settings.path];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [exitCode] = await once(child, 'close');
  expect(exitCode).toBe(0);
});
