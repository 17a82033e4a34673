import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { locateTable, requireTable } from '../../lib/cli/journal-door.ts';
import { OnboardingError } from '../../lib/errors.ts';

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

const DEPLOYMENT = {
  table: 'journal-of-vc01',
  queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/vc01.fifo',
  deadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/vc01-dead.fifo',
  functions: { forwardEvents: 'f', configureHost: 'c', sweepHosts: 's', replayEvents: 'r' },
  alertTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts',
};
const deployed = async (vcenter: string) => (vcenter === 'vc01' ? DEPLOYMENT : undefined);
const neverAsked = () => Promise.reject(new OnboardingError('usage', 'Parameter Store is asked.'));

test('--vcenter alone finds the deployment, and through it the table', async () => {
  expect(await locateTable({ vcenter: 'vc01' }, {}, deployed)).toEqual({
    table: 'journal-of-vc01',
    vcenter: 'vc01',
    deployment: DEPLOYMENT,
  });
});

test('a table that the environment names is used in place of the deployed one, which is not asked for', async () => {
  expect(await locateTable({ vcenter: 'vc01' }, DEPLOYED, neverAsked)).toMatchObject({ table: 'journal' });
});

test('beside VCENTER_URL, --vcenter is a name only, save for a verb that needs a table', async () => {
  const environment = { VCENTER_URL: 'https://vcenter.nowhere.example/sdk' };
  expect(await locateTable({ vcenter: 'vc01' }, environment, neverAsked)).toBeUndefined();
  expect(await requireTable('resume', { vcenter: 'vc01' }, environment, deployed)).toMatchObject({
    table: 'journal-of-vc01',
  });
});

test('a vCenter that is not deployed has no table', async () => {
  expect(await locateTable({ vcenter: 'vc09' }, {}, deployed)).toBeUndefined();
  await expect(requireTable('resume', { vcenter: 'vc09' }, {}, deployed)).rejects.toMatchObject({
    code: 'deployment-invalid',
    message: expect.stringContaining('/provisioning-stack/vc09/deployment'),
  });
});

test('the state directory that is named counts before the environment', async () => {
  await expect(locateTable({ state: directory, vcenter: 'vc01' }, DEPLOYED)).rejects.toMatchObject({
    code: 'door-closed',
  });
});
