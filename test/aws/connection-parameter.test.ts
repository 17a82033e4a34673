import { afterEach, expect, test } from '@jest/globals';
import { ConnectionParameter } from '../../lib/aws/connection-parameter.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws | undefined;
afterEach(() => aws?.close());

async function connectionOf(document?: string, secret?: string): Promise<ConnectionParameter> {
  const parameters = new Map(document === undefined ? [] : [['/provisioning-stack/vc01/connection', document]]);
  aws = await startEmulatedAws({
    parameters: async () => parameters,
    secrets: secret === undefined ? {} : { 'vc01-account': { text: secret, version: 'v7' } },
  });
  return new ConnectionParameter(aws.clients.ssm, aws.clients.secretsManager);
}

const ENDPOINT = { endpoint: 'https://vc01.corp.example/sdk', secret: 'vc01-account' };

test.each([
  ENDPOINT,
  { ...ENDPOINT, thumbprint: Array(32).fill('aB').join(':'), names: ['vcenter-1'] },
  { ...ENDPOINT, ca: '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n' },
])('a connection is read as it is stored: %j', async (document) => {
  const connection = await connectionOf(JSON.stringify(document));

  expect(await connection.readConnection('vc01')).toEqual(document);
});

test.each([
  [undefined, 'There is no parameter /provisioning-stack/vc01/connection.'],
  ['', 'is not a JSON object'],
  ['[]', 'is not a JSON object'],
  ['null', 'is not a JSON object'],
  ['{}', '"endpoint" must be the https URL'],
  [{ ...ENDPOINT, endpoint: 'http://vc01/sdk' }, '"endpoint" must be the https URL'],
  [{ ...ENDPOINT, endpoint: 'https://root:pw@vc01/sdk' }, 'without user name or password'],
  [{ ...ENDPOINT, thumbprint: 'AB:CD' }, '"thumbprint" must be a SHA-256 thumbprint'],
  [{ ...ENDPOINT, ca: 'ca.pem' }, '"ca" must be PEM text'],
  [{ ...ENDPOINT, password: 'x' }, '"password" is not a member'],
  [{ ...ENDPOINT, secret: '', names: [1] }, '"secret" must be the ARN or name of a secret; "names" must be'],
])('a connection that is %j is invalid, with every problem named', async (document, message) => {
  const text = typeof document === 'object' ? JSON.stringify(document) : document;
  const connection = await connectionOf(text);

  await expect(connection.readConnection('vc01')).rejects.toMatchObject({
    code: 'connection-invalid',
    message: expect.stringContaining(message),
  });
});

test('credentials are read with the version of their secret', async () => {
  const connection = await connectionOf(undefined, '{"username":"svc@vsphere.local","password":"p\\"w"}');

  expect(await connection.readCredentials('vc01', 'vc01-account')).toEqual({
    username: 'svc@vsphere.local',
    password: 'p"w',
    version: 'v7',
  });
});

test.each(['hunter2', '"hunter2"', '{"username":"svc"}', '{"username":"","password":"hunter2"}', 'null'])(
  'a secret that is %j is unavailable, and its text is in no part of the error',
  async (secret) => {
    const connection = await connectionOf(undefined, secret);

    const error: unknown = await connection.readCredentials('vc01', 'vc01-account').catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code: 'secret-unavailable', message: expect.stringContaining('vc01-account') });
    expect(`${error} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`).not.toContain('hunter2');
  },
);

test('a secret that does not exist is unavailable', async () => {
  const connection = await connectionOf();

  await expect(connection.readCredentials('vc01', 'vc01-account')).rejects.toMatchObject({
    code: 'secret-unavailable',
    context: { awsError: 'ResourceNotFoundException', vcenter: 'vc01' },
  });
});
