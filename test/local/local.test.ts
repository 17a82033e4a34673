import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startLocal } from '../../local/local.ts';
import type { LocalOptions } from '../../local/local-options.ts';
import { startTable } from '../../local/table-emulator.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'provisioning-stack-local-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function options(overrides: Partial<LocalOptions> = {}): LocalOptions {
  const ignore = () => undefined;
  return {
    vcenter: 'vc01',
    connection: { endpoint: 'https://127.0.0.1:1/sdk', username: 'svc', password: 'hunter2' },
    settings: async () => ({ defaults: '{}' }),
    stateDirectory: directory,
    on: { outcome: ignore, alert: ignore, sweep: ignore, trouble: ignore },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    ...overrides,
  };
}

test('a vCenter that does not answer is said at the start, and nothing is left running', async () => {
  await expect(startLocal(options())).rejects.toMatchObject({ code: 'vcenter-unreachable' });

  const table = await startTable('journal', join(directory, 'table'));
  await table.close();
});

test('a connection that is no connection is said at the start', async () => {
  const connection = { ...options().connection, endpoint: 'http://127.0.0.1/sdk' };

  await expect(startLocal(options({ connection }))).rejects.toMatchObject({ code: 'connection-invalid' });
});
