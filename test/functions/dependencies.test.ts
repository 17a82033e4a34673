import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDependencies, type Dependencies } from '../../functions/dependencies.ts';
import { connectionParameter } from '../../lib/contract.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { message } from '../builders.ts';
import { InMemoryLog } from '../in-memory-ports.ts';

const CONNECTION = JSON.stringify({ endpoint: 'https://127.0.0.1:1/sdk', secret: 'vcenter-account' });
const NAME = connectionParameter('vc01');

let parameters: Map<string, string>;
let parameterReads: number;
let emulators: Emulators;
let dependencies: Dependencies;

beforeEach(async () => {
  parameters = new Map([[NAME, CONNECTION]]);
  parameterReads = 0;
  emulators = await startEmulators({
    parameters: async () => {
      parameterReads += 1;
      return parameters;
    },
    secrets: { 'vcenter-account': { text: JSON.stringify({ username: 'svc', password: 'geheim' }), version: '1' } },
  });
  const { table, queueUrl, eventBus, alertTopicArn, endpoints, region } = emulators;
  const wiring = { table, queues: { vc01: queueUrl }, eventBus, alertTopic: alertTopicArn, endpoints, region };
  const environment = { ...wiring, listenSeconds: 0, pollSeconds: 2 };
  dependencies = createDependencies(environment, { log: new InMemoryLog(), quietMetrics: true });
});

afterEach(async () => {
  await dependencies.close();
  await emulators.close();
});

describe('a vCenter', () => {
  test('is connected once a process, also for two that want it at the same time', async () => {
    const [one, two] = await Promise.all([dependencies.vcenter('vc01'), dependencies.vcenter('vc01')]);
    expect(two).toBe(one);
    expect(await dependencies.vcenter('vc01')).toBe(one);
    expect([one.name, parameterReads]).toEqual(['vc01', 1]);
  });

  test.each<[string, string | undefined]>([
    ['missing', undefined],
    ['no JSON', '{'],
    ['not complete', '{}'],
    ['without TLS', JSON.stringify({ endpoint: 'http://127.0.0.1/sdk', secret: 'vcenter-account' })],
  ])('whose connection is %s is asked for again, and found once it is right', async (_, text) => {
    if (text === undefined) parameters.delete(NAME);
    else parameters.set(NAME, text);
    await expect(dependencies.vcenter('vc01')).rejects.toMatchObject({
      code: 'connection-invalid',
      message: expect.stringContaining(NAME),
    });
    parameters.set(NAME, CONNECTION);
    await expect(dependencies.vcenter('vc01')).resolves.toMatchObject({ name: 'vc01' });
  });

  test('that is away is an error with its name and no password', async () => {
    const vcenter = await dependencies.vcenter('vc01');
    const error = await vcenter.about().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'vcenter-unreachable', context: { vcenter: 'vc01' } });
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim');
  });
});

describe('a queue', () => {
  test('takes messages for the vCenter that it is wired for', async () => {
    await expect(dependencies.queue('vc01').send([message()])).resolves.toEqual([{ accepted: true }]);
  });

  test('that is not wired is a mistake of the wiring', () => {
    expect(() => dependencies.queue('vc99')).toThrow(
      expect.objectContaining({ code: 'usage', message: 'No host events queue is wired for vCenter vc99.' }),
    );
  });
});

test('the table is there for journal, baseline, checkpoint and lease', async () => {
  const { journal, baseline, checkpoints, leases } = dependencies;
  const now = new Date();
  expect(await journal.read('vc01', 'host-21')).toBeUndefined();
  expect(await baseline.read('vc01', 'uuid')).toBeUndefined();
  expect(await checkpoints.take('vc01', 'run-a')).toBeUndefined();
  expect(await leases.acquire('vc01', 'host-21', 'run-a', new Date(now.getTime() + 1000), now)).toBeUndefined();
});

test('the meter of a vCenter is one, so that its numbers are written together', () => {
  expect(dependencies.meter('vc01')).toBe(dependencies.meter('vc01'));
  expect(dependencies.meter('vc02')).not.toBe(dependencies.meter('vc01'));
});

test('closing what failed to open is no error', async () => {
  parameters.clear();
  await expect(dependencies.vcenter('vc01')).rejects.toMatchObject({ code: 'connection-invalid' });
  await expect(dependencies.close()).resolves.toBeUndefined();
});
