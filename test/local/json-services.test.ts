import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  paginateGetParameterHistory,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type AwsClients, createAwsClients } from '../../lib/aws/aws-clients.ts';
import { authorization, EMULATOR_KEY } from '../../local/emulator-key.ts';
import type { BusEvent } from '../../local/event-bus-fake.ts';
import { type JsonServices, startJsonServices } from '../../local/json-services.ts';

let services: JsonServices;
let clients: AwsClients;
let parameters: Map<string, string>;
let events: BusEvent[];
beforeEach(async () => {
  parameters = new Map([['/a/b', 'one']]);
  events = [];
  services = await startJsonServices({
    parameters: async () => parameters,
    secrets: {},
    onEvent: (event) => events.push(event),
  });
  const { url } = services;
  const urls = { sqs: url, dynamodb: url, ssm: url, secretsmanager: url, eventbridge: url, sns: url };
  const endpoints = { ...urls, accessKeyId: EMULATOR_KEY };
  clients = createAwsClients({ region: 'us-east-1', endpoints });
});
afterEach(async () => {
  clients.destroy();
  await services.close();
});

describe('Parameter Store', () => {
  test('names that do not exist are listed as such', async () => {
    const answer = await clients.ssm.send(new GetParametersCommand({ Names: ['/a/c', '/a/b'] }));

    expect(answer).toMatchObject({
      Parameters: [{ Name: '/a/b', Value: 'one', Version: expect.any(Number), Type: 'String' }],
      InvalidParameters: ['/a/c'],
    });
  });

  const put = (Value: string, more = {}) =>
    clients.ssm.send(new PutParameterCommand({ Name: '/a/b', Value, Type: 'String', ...more }));
  const read = () => clients.ssm.send(new GetParameterCommand({ Name: '/a/b' }));

  test('a parameter that was put hides the one that was there, as the version after it', async () => {
    const { Parameter: before } = await read();
    const { Version } = await put('two', { Overwrite: true });

    const { Parameter } = await read();
    expect([Parameter?.Value, Parameter?.Version]).toEqual(['two', Version]);
    expect(Version).toBe((before?.Version ?? 0) + 1);
  });

  test('a parameter that was deleted is gone; put again, its versions begin at 1, and its history has each', async () => {
    await clients.ssm.send(new DeleteParameterCommand({ Name: '/a/b' }));
    await expect(read()).rejects.toMatchObject({ name: 'ParameterNotFound' });
    for (const text of ['one', 'two', 'three']) await put(text, { Overwrite: true });

    const ask = { client: clients.ssm, pageSize: 2 };
    const versions: unknown[] = [];
    for await (const { Parameters = [] } of paginateGetParameterHistory(ask, { Name: '/a/b' }))
      versions.push(Parameters.map(({ Version, Value, LastModifiedUser }) => [Version, Value, LastModifiedUser]));
    const user = expect.stringMatching(/^arn:aws:iam/);
    expect(versions).toEqual([
      [
        [1, 'one', user],
        [2, 'two', user],
      ],
      [[3, 'three', user]],
    ]);
  });

  test('the advanced tier takes 8 KB, and a parameter stays in it', async () => {
    await put('x'.repeat(8192), { Overwrite: true, Tier: 'Advanced' });
    expect(await put('short', { Overwrite: true })).toMatchObject({ Tier: 'Advanced' });
  });

  test.each([
    ['eleven names', new GetParametersCommand({ Names: Array(11).fill('/a/b') }), 'ValidationException'],
    ['a name with a space', new GetParametersCommand({ Names: ['/a b'] }), 'ValidationException'],
    ['an absent parameter', new GetParameterCommand({ Name: '/a/c' }), 'ParameterNotFound'],
    ['a value above 4 KB', new PutParameterCommand({ Name: '/a/c', Value: 'x'.repeat(4097) }), 'ValidationException'],
    ['a put over what is there', new PutParameterCommand({ Name: '/a/b', Value: 'x' }), 'ParameterAlreadyExists'],
    [
      'a value above 8 KB',
      new PutParameterCommand({ Name: '/a/c', Value: 'x'.repeat(8193), Type: 'String', Tier: 'Advanced' }),
      'ValidationException',
    ],
    ['a new one without a type', new PutParameterCommand({ Name: '/a/c', Value: 'x' }), 'ValidationException'],
    ['an empty value', new PutParameterCommand({ Name: '/a/c', Value: '', Type: 'String' }), 'ValidationException'],
    [
      'a name that AWS keeps',
      new PutParameterCommand({ Name: '/aws/c', Value: 'x', Type: 'String' }),
      'ValidationException',
    ],
    ['16 levels', new GetParameterCommand({ Name: '/a'.repeat(16) }), 'ValidationException'],
    ['a name too long with its ARN', new GetParameterCommand({ Name: `/${'a'.repeat(980)}` }), 'ValidationException'],
    [
      'a path with a slash at its end',
      new GetParametersByPathCommand({ Path: '/a/', Recursive: true }),
      'ValidationException',
    ],
    ['51 versions a page', new GetParameterHistoryCommand({ Name: '/a/b', MaxResults: 51 }), 'ValidationException'],
    ['the history of what is not there', new GetParameterHistoryCommand({ Name: '/a/c' }), 'ParameterNotFound'],
    ['deleting what is not there', new DeleteParameterCommand({ Name: '/a/c' }), 'ParameterNotFound'],
    [
      'an action it does not know',
      new LabelParameterVersionCommand({ Name: '/a/b', Labels: ['x'] }),
      'UnknownOperationException',
    ],
  ])('%s is refused as AWS refuses it', async (_, command, name) => {
    await expect(clients.ssm.send(command as GetParameterCommand)).rejects.toMatchObject({ name });
  });
});

test('events are taken entry by entry, and a detail that is no JSON object is not', async () => {
  const entry = { Source: 'provisioning-stack', DetailType: 'Sweep Requested', Detail: '{"vcenter":"vc01"}' };

  const answer = await clients.eventBridge.send(
    new PutEventsCommand({ Entries: [entry, { ...entry, Detail: 'no' }, { ...entry, Detail: '[]' }] }),
  );

  expect(answer).toMatchObject({
    FailedEntryCount: 2,
    Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }, { ErrorCode: 'MalformedDetail' }],
  });
  expect(events).toEqual([
    { source: 'provisioning-stack', 'detail-type': 'Sweep Requested', detail: { vcenter: 'vc01' } },
  ]);
});

test('a request that is no call of an SDK is refused', async () => {
  const response = await fetch(services.url, { headers: { authorization: authorization('ssm') } });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
});
