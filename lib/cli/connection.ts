/** Which vCenter, from the environment or from the deployed connection parameter. */
import { readFile } from 'node:fs/promises';
import { OnboardingError } from '../errors.ts';
import type { LoginBreaker } from '../reconcile/shared-stores.ts';
import type { DeployedPlace } from './parameter-store.ts';

/** How a vCenter is reached. */
export interface Connection {
  /** Its name in messages and parameters. */
  readonly name: string;
  /** `https://…/sdk`. */
  readonly endpoint: string;
  readonly credentials: () => Promise<{
    readonly username: string;
    readonly password: string;
    readonly version?: string;
  }>;
  /** Present when others log in with the same secret. */
  readonly loginBreaker?: LoginBreaker;
  /** PEM text. */
  readonly ca?: string;
  /** SHA-256. */
  readonly thumbprint?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * @param name `--vcenter`; without it the host name of the URL
 * @param place the table in use
 * @throws OnboardingError `connection-invalid`, naming every variable that is missing or wrong
 */
export async function readConnection(
  variables: Variables,
  name: string | undefined,
  place?: DeployedPlace,
): Promise<Connection> {
  if (isSet(variables['VCENTER_URL']) || name === undefined) return fromEnvironment(variables, name);
  const { deployedConnection } = await import('./parameter-store.ts');
  return deployedConnection(name, place);
}

/** The user name and password of the environment. */
export interface PlainConnection extends Omit<Connection, 'credentials' | 'loginBreaker'> {
  readonly username: string;
  readonly password: string;
}

/** @throws OnboardingError `connection-invalid`, with every problem at once */
export async function readPlainConnection(variables: Variables, name: string | undefined): Promise<PlainConnection> {
  const problems: string[] = [];
  const text = (variable: string) => {
    const value = variables[variable];
    if (!isSet(value)) problems.push(`${variable} is not set`);
    return value ?? '';
  };
  const endpoint = text('VCENTER_URL');
  const username = text('VCENTER_USERNAME');
  const password = text('VCENTER_PASSWORD');
  const host = URL.parse(endpoint)?.hostname;
  const isSdkUrl = URL.parse(endpoint)?.protocol === 'https:';
  if (isSet(endpoint) && !isSdkUrl)
    problems.push('VCENTER_URL is not an https URL such as https://vcenter.corp.example/sdk');
  const ca = await readCa(variables['VCENTER_CA_FILE'], problems);
  const thumbprint = variables['VCENTER_THUMBPRINT'];
  if (isSet(thumbprint) && !/^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i.test(thumbprint)) {
    problems.push('VCENTER_THUMBPRINT is no SHA-256 thumbprint: 32 pairs of hexadecimal digits');
  }
  if (problems.length > 0) throw new OnboardingError('connection-invalid', `${problems.join('; ')}.`);
  return {
    name: name ?? host ?? '',
    endpoint,
    username,
    password,
    ...(ca === undefined ? {} : { ca }),
    ...(isSet(thumbprint) ? { thumbprint } : {}),
  };
}

async function fromEnvironment(variables: Variables, name: string | undefined): Promise<Connection> {
  const { username, password, ...connection } = await readPlainConnection(variables, name);
  return { ...connection, credentials: async () => ({ username, password }) };
}

async function readCa(file: string | undefined, problems: string[]): Promise<string | undefined> {
  if (!isSet(file)) return undefined;
  try {
    const text = await readFile(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
    problems.push(`VCENTER_CA_FILE ${file} holds no PEM certificate`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    problems.push(`VCENTER_CA_FILE ${file} cannot be read (${code})`);
  }
  return undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
