import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { ParameterWriter } from '../../lib/aws/parameter-writer.ts';
import { pushSettings } from '../../lib/reconcile/push-settings.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

const NAME = '/provisioning-stack/vc01/defaults';

let aws: EmulatedAws;
let writer: ParameterWriter;
beforeEach(async () => {
  aws = await startEmulatedAws();
  writer = new ParameterWriter(aws.clients.ssm);
});
afterEach(() => aws.close());

test('a parameter is created once, replaced, looked at and deleted', async () => {
  expect(await writer.create(NAME, '{}')).toBe(1);
  expect(await writer.create(NAME, '{"mtu":1500}')).toBeUndefined();
  expect(await writer.replace(NAME, '{"mtu":9000}')).toBe(2);
  expect([...(await writer.look([NAME, `${NAME}-2`]))]).toEqual([[NAME, { version: 2, text: '{"mtu":9000}' }]]);
  await writer.delete(NAME);
  expect((await writer.look([NAME])).size).toBe(0);
  await writer.delete(NAME);
});

test('the history has every version with who wrote it, the oldest first; of what is deleted there is none', async () => {
  await writer.create(NAME, '1');
  for (let version = 2; version <= 60; version += 1) await writer.replace(NAME, String(version));
  const versions = await writer.history(NAME);
  expect(versions.map(({ text }) => text)).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
  expect(versions[0]).toEqual({
    version: 1,
    text: '1',
    user: expect.any(String),
    modifiedAt: expect.stringMatching(/^20.*Z$/),
  });
  await writer.delete(NAME);
  expect(await writer.history(NAME)).toEqual([]);
});

test('more than ten parameters are looked at', async () => {
  const names = Array.from({ length: 23 }, (_, index) => `/a/${index}`);
  for (const name of names) await writer.create(name, name);
  expect([...(await writer.look(names)).keys()]).toEqual(names);
});

test('what is above 4 KB goes to the advanced tier, and above 8 KB nowhere', async () => {
  expect(await writer.create(NAME, 'x'.repeat(8192))).toBe(1);
  expect(await writer.replace(NAME, 'x')).toBe(2);
  await expect(writer.replace(NAME, 'x'.repeat(8193))).rejects.toMatchObject({ code: 'parameters-unavailable' });
});

test('a write between the look and the put is seen in the history', async () => {
  await writer.create(NAME, 'seen');
  // the SDK's own middleware: the other writer comes in when the put of this one is on its way
  const { ssm } = createAwsClients(aws);
  ssm.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'PutParameterCommand') await writer.replace(NAME, 'theirs');
      return next(args);
    },
    { step: 'build' },
  );
  const write = { action: 'replace', name: NAME, text: 'ours', seen: { version: 1, text: 'seen' } } as const;
  const [result] = await pushSettings([write], new ParameterWriter(ssm));
  ssm.destroy();
  expect(result).toMatchObject({ status: 'written', version: 3, lost: [{ version: 2, text: 'theirs' }] });
  expect(result?.error?.message).toContain('user/local wrote');
});

describe('when Parameter Store is away', () => {
  test.each<[string, (writer: ParameterWriter) => Promise<unknown>]>([
    ['looking', (away) => away.look([NAME])],
    ['creating', (away) => away.create(NAME, '{}')],
    ['replacing', (away) => away.replace(NAME, '{}')],
    ['deleting', (away) => away.delete(NAME)],
    ['the history', (away) => away.history(NAME)],
  ])('%s fails for now', async (_, call) => {
    const { ssm } = createAwsClients({ ...aws, endpoints: { ...aws.endpoints, ssm: 'http://127.0.0.1:1' } });
    await expect(call(new ParameterWriter(ssm))).rejects.toMatchObject({ code: 'parameters-unavailable' });
    ssm.destroy();
  });
});
