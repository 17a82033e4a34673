import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { locateTable, requireTable } from '../../lib/cli/journal-door.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'provisioning-stack-door-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const DEPLOYED = { PROVISIONING_STACK_TABLE: 'journal' };

test('the deployed table is named by the environment, and its vCenter by --vcenter', async () => {
  expect(await locateTable({ vcenter: 'vc01' }, DEPLOYED)).toEqual({ table: 'journal', vcenter: 'vc01' });
});

test('a deployed table without the name of the vCenter is refused: its leases would keep nobody out', async () => {
  await expect(locateTable({}, { ...DEPLOYED, VCENTER_URL: 'https://vc/sdk' })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('--vcenter'),
  });
});

test.each([
  {},
  { VCENTER_URL: '' },
  { VCENTER_URL: 'https://vcenter.nowhere.example/sdk' },
  { PROVISIONING_STACK_TABLE: '' },
])('with %j there is no table, which only some verbs can do without', async (environment) => {
  expect(await locateTable({}, environment)).toBeUndefined();
  await expect(requireTable('resume', {}, environment)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/^resume needs the journal table/),
  });
});

test.each([
  '{',
  '[]',
  '{"pid":1}',
  '{"pid":1,"vcenter":"v","endpoint":"e","region":"r","table":"t","queueUrl":"q","deadLetterQueueUrl":"d","endpoints":{"dynamodb":1}}',
])('a door file that says %s is none', async (text) => {
  await writeFile(join(directory, 'door.json'), text);
  await expect(locateTable({ state: directory }, {})).rejects.toMatchObject({
    code: 'door-closed',
    message: expect.stringContaining('is no door file'),
  });
});

test('the state directory that is named counts before the environment', async () => {
  await expect(locateTable({ state: directory, vcenter: 'vc01' }, DEPLOYED)).rejects.toMatchObject({
    code: 'door-closed',
  });
});
