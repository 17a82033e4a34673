import { afterEach, describe, expect, test } from '@jest/globals';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { ParameterSettings } from '../../lib/aws/parameter-settings.ts';
import { settingsParameter } from '../../lib/contract.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws | undefined;
afterEach(() => aws?.close());

async function settingsWith(parameters: Map<string, string>): Promise<ParameterSettings> {
  aws = await startEmulatedAws({ parameters: async () => parameters });
  return new ParameterSettings(aws.clients.ssm);
}

test('scopes are read with origin and version, in the order asked for, and absent ones are left out', async () => {
  const settings = await settingsWith(
    new Map([
      [settingsParameter('vc01', 'defaults'), '{"mode":"report"}'],
      [settingsParameter('vc01', 'hosts/esx-021'), '{"mtu":9000}'],
      [settingsParameter('vc02', 'datacenters/DC0'), '{}'],
    ]),
  );

  expect(await settings.read('vc01', ['hosts/esx-021', 'datacenters/DC0', 'defaults'])).toEqual([
    {
      scope: 'hosts/esx-021',
      origin: '/provisioning-stack/vc01/hosts/esx-021',
      version: expect.any(Number),
      text: '{"mtu":9000}',
    },
    {
      scope: 'defaults',
      origin: '/provisioning-stack/vc01/defaults',
      version: expect.any(Number),
      text: '{"mode":"report"}',
    },
  ]);
});

test('a document has another version when its text is another one, and the same when it is the same', async () => {
  const parameters = new Map([[settingsParameter('vc01', 'defaults'), '{}']]);
  const settings = await settingsWith(parameters);
  const versions: (number | undefined)[] = [];

  for (const text of ['{}', '{}', '{"mtu":1500}', '{}']) {
    parameters.set(settingsParameter('vc01', 'defaults'), text);
    const [document] = await settings.read('vc01', ['defaults']);
    versions.push(document?.version);
  }

  const [first, again, changed, back] = versions;
  expect([again === first, changed === first, back === first]).toEqual([true, false, true]);
});

test('more scopes than a call takes are read, and one whose name no parameter can have is absent', async () => {
  const scopes = Array.from({ length: 23 }, (_, index) => `hosts/esx-${index}`);
  const settings = await settingsWith(new Map(scopes.map((scope) => [settingsParameter('vc01', scope), scope])));

  const documents = await settings.read('vc01', [...scopes, `hosts/${'x'.repeat(1100)}`, ...scopes]);

  expect(documents.map(({ text }) => text)).toEqual(scopes);
});

test('the whole tree of a vCenter is read page by page, without connection and deployment', async () => {
  const scopes = ['defaults', 'datacenters/DC0', ...Array.from({ length: 20 }, (_, index) => `hosts/esx-${index}`)];
  const settings = await settingsWith(
    new Map([
      ['/provisioning-stack/vc01/connection', '{}'],
      ['/provisioning-stack/vc01/deployment', '{}'],
      ['/provisioning-stack/vc01/deployment', '{}'],
      ...scopes.map((scope) => [settingsParameter('vc01', scope), scope] as const),
      ['/provisioning-stack/vc011/defaults', 'of another vCenter'],
    ]),
  );

  const documents = await settings.readAll('vc01');

  expect(documents.map(({ scope, text }) => [scope, text])).toEqual(scopes.map((scope) => [scope, scope]));
});

test('the trees of the other vCenters are read by name, also of one whose name is encoded', async () => {
  const settings = await settingsWith(
    new Map([
      [settingsParameter('vc01', 'defaults'), 'own'],
      ['/provisioning-stack/vc02/connection', '{}'],
      ['/provisioning-stack/vc03/deployment', '{}'],
      [settingsParameter('vc_02', 'defaults'), 'of vc_02'],
      [settingsParameter('vc_02', 'datacenters/DC0/clusters/C0'), 'below it'],
    ]),
  );

  const [tree, ...more] = await settings.readOthers('vc01');

  expect([tree?.[0], more]).toEqual(['vc_5F02', []]);
  expect(tree?.[1].map(({ scope, text }) => [scope, text])).toEqual([
    ['defaults', 'of vc_02'],
    ['datacenters/DC0/clusters/C0', 'below it'],
  ]);
});

describe('when Parameter Store fails', () => {
  test('settings are unavailable for now, with its words', async () => {
    aws = await startEmulatedAws({
      parameters: async () => {
        throw new OnboardingError('settings-invalid', 'settings.json: line 3 is no JSON');
      },
    });
    const settings = new ParameterSettings(aws.clients.ssm);

    await expect(settings.read('vc01', ['defaults'])).rejects.toMatchObject({
      code: 'parameters-unavailable',
      retry: 'later',
      message: expect.stringContaining('line 3 is no JSON'),
      context: { vcenter: 'vc01', awsError: 'InternalServerError', httpStatus: 500 },
    });
  });

  test('so they are when there is no service', async () => {
    aws = await startEmulatedAws();
    const clients = createAwsClients({ ...aws, endpoints: { ...aws.endpoints, ssm: 'http://127.0.0.1:1' } });
    const settings = new ParameterSettings(clients.ssm);

    await expect(settings.read('vc01', ['defaults'])).rejects.toMatchObject({
      code: 'parameters-unavailable',
      retry: 'later',
    });
  });
});
