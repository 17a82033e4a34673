import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Ready } from '../../simulator/server.ts';
import { send } from './soap-client.ts';

const main = new URL('../../simulator/main.ts', import.meta.url).pathname;
let folder = '';
let running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-test-'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await rm(folder, { recursive: true });
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  return child;
}

async function readyLine(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new TypeError('no stdout');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(String(line)) as Ready;
}

async function failure(...args: string[]): Promise<{ code: unknown; stderr: string }> {
  const child = start(...args);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

test.each(['SIGTERM', 'SIGINT'] as const)('prints one ready line, serves until %s and exits 0', async (signal) => {
  const child = start('--hosts', '2', '--user', 'root@lab', '--password', 'secret');
  const ready = await readyLine(child);
  const { certificate, url, ...rest } = ready;

  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/sdk$/);
  expect(rest).toEqual({
    username: 'root@lab',
    password: 'secret',
    datacenter: 'DC0',
    cluster: 'DC0_C0',
    hosts: ['esx-001.example.test', 'esx-002.example.test', 'esx-003.example.test'],
    dvs: 'DVS0',
    dvportgroup: 'pg-provisioning',
    portgroup: 'Provisioning',
  });
  expect((await send(ready, { method: 'GET', path: '/stats' })).text).toBe('{"calls":{}}');
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(existsSync(certificate)).toBe(false);
});

test('listens on the port that it is told', async () => {
  const first = start();
  const { url } = await readyLine(first);
  first.kill();
  await once(first, 'exit');

  expect((await readyLine(start('--port', new URL(url).port))).url).toBe(url);
});

test.each([
  [['--hosts', 'many'], '--hosts'],
  [['--port', '70000'], '--port'],
  [['--nonsense'], '--nonsense'],
  [['--scenario', '/does/not/exist.json'], '/does/not/exist.json'],
])('ends with 2 and names the flag: %j', async (args, named) => {
  const { code, stderr } = await failure(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(named);
});

test('ends with 2 and names every wrong member of a scenario by its path', async () => {
  const path = join(folder, 'scenario.json');
  await writeFile(path, JSON.stringify({ answers: { dns: 'maybe' }, faults: [{ fault: 'NotFound' }], nonsense: 1 }));
  const { code, stderr } = await failure('--scenario', path);

  expect(code).toBe(2);
  for (const named of ['answers.dns', 'faults[0].method', 'nonsense']) expect(stderr).toContain(named);
});

test('prints its help and exits 0', async () => {
  const child = start('--help');
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });

  expect(await once(child, 'close')).toEqual([0, null]);
  expect(stdout).toContain('--scenario FILE');
});
