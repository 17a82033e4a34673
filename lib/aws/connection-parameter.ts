import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { connectionParameter } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { callAws, isNamed } from './aws-error.ts';
import { parseConnection, type VcenterConnection } from './connection-document.ts';

/** User name and password, and the version of the secret they are from: a log-in refused stays refused until it changes. */
export interface VcenterCredentials {
  readonly username: string;
  readonly password: string;
  readonly version: string;
}

/** How a vCenter is reached: its connection parameter, and the secret that this names. */
export class ConnectionParameter {
  readonly #ssm: SSMClient;
  readonly #secretsManager: SecretsManagerClient;

  constructor(ssm: SSMClient, secretsManager: SecretsManagerClient) {
    this.#ssm = ssm;
    this.#secretsManager = secretsManager;
  }

  /** @throws OnboardingError `connection-invalid` when it is absent or wrong, `parameters-unavailable` */
  async readConnection(vcenter: string): Promise<VcenterConnection> {
    const name = connectionParameter(vcenter);
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const text = await callAws(
      'parameters-unavailable',
      `read the parameter ${name}`,
      () =>
        this.#ssm.send(command).then(
          ({ Parameter }) => Parameter?.Value,
          (error: unknown) => {
            if (isNamed(error, 'ParameterNotFound')) {
              return undefined;
            }
            throw error;
          },
        ),
      { vcenter },
    );
    if (text === undefined) {
      throw new OnboardingError('connection-invalid', `There is no parameter ${name}.`, { vcenter });
    }
    return parseConnection(vcenter, name, text);
  }

  /**
   * @param secret ARN or name
   * @throws OnboardingError `secret-unavailable`, also when the secret holds no user name and password
   */
  async readCredentials(vcenter: string, secret: string): Promise<VcenterCredentials> {
    const command = new GetSecretValueCommand({ SecretId: secret });
    const { SecretString = '', VersionId = '' } = await callAws(
      'secret-unavailable',
      `read the secret ${secret}`,
      () => this.#secretsManager.send(command),
      { vcenter },
    );
    const credentials = parseCredentials(SecretString);
    if (credentials === undefined) {
      throw new OnboardingError(
        'secret-unavailable',
        `The secret ${secret} is not {"username": "…", "password": "…"} with two texts that are not empty.`,
        { vcenter },
      );
    }
    return { ...credentials, version: VersionId };
  }
}

/** Says nothing about what is wrong: the words of JSON.parse quote the text, and the text is a password. */
function parseCredentials(text: string): Omit<VcenterCredentials, 'version'> | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null || !('username' in document && 'password' in document)) {
    return undefined;
  }
  const { username, password } = document;
  return typeof username === 'string' && username !== '' && typeof password === 'string' && password !== ''
    ? { username, password }
    : undefined;
}
