import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
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

  test('a parameter that was put hides the one that was there, in a new version', async () => {
    const before = await clients.ssm.send(new GetParameterCommand({ Name: '/a/b' }));

    await clients.ssm.send(new PutParameterCommand({ Name: '/a/b', Value: 'two', Type: 'String', Overwrite: true }));

    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: '/a/b' }));
    expect(Parameter?.Value).toBe('two');
    expect(Parameter?.Version).not.toBe(before.Parameter?.Version);
  });

  test.each([
    ['eleven names', new GetParametersCommand({ Names: Array(11).fill('/a/b') }), 'ValidationException'],
    ['a name with a space', new GetParametersCommand({ Names: ['/a b'] }), 'ValidationException'],
    ['an absent parameter', new GetParameterCommand({ Name: '/a/c' }), 'ParameterNotFound'],
    ['a value above 4 KB', new PutParameterCommand({ Name: '/a/c', Value: 'x'.repeat(4097) }), 'ValidationException'],
    ['a put over what is there', new PutParameterCommand({ Name: '/a/b', Value: 'x' }), 'ParameterAlreadyExists'],
    ['an action it does not know', new DeleteParameterCommand({ Name: '/a/b' }), 'UnknownOperationException'],
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
