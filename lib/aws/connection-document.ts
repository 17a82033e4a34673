import { OnboardingError } from '../errors.ts';

/** The document of the connection parameter. It names a secret and holds none. */
export interface VcenterConnection {
  /** `https://vcenter.corp.example/sdk`. */
  readonly endpoint: string;
  /** ARN or name of the secret with user name and password. */
  readonly secret: string;
  /** PEM text of the CA certificates that the endpoint is verified by; absent: those that Node.js trusts. */
  readonly ca?: string;
  /** SHA-256 thumbprint of the endpoint's certificate, as hexadecimal digits in pairs with colons. */
  readonly thumbprint?: string;
  /** Other names under which forwarders of events know this vCenter. */
  readonly names?: readonly string[];
}

/** Of each member: whether it is right, and what it has to be. */
const MEMBERS: Record<keyof VcenterConnection, readonly [check: (value: unknown) => boolean, rule: string]> = {
  endpoint: [isHttpsUrl, 'the https URL of the vCenter, https://…/sdk, without user name or password'],
  secret: [(value) => isText(value), 'the ARN or name of a secret'],
  ca: [
    (value) => value === undefined || (isText(value) && value.includes('-----BEGIN CERTIFICATE-----')),
    'PEM text of one or more certificates',
  ],
  thumbprint: [
    (value) => value === undefined || (isText(value) && /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i.test(value)),
    'a SHA-256 thumbprint: 32 pairs of hexadecimal digits',
  ],
  names: [
    (value) => value === undefined || (Array.isArray(value) && value.every((name) => isText(name))),
    'an array of names',
  ],
};

/**
 * Reads the document and reports every problem at once.
 * @param parameter the parameter's name, for the message
 * @throws OnboardingError `connection-invalid`
 */
export function parseConnection(vcenter: string, parameter: string, text: string): VcenterConnection {
  const document = parseObject(text);
  if (document === undefined) {
    throw new OnboardingError('connection-invalid', `The parameter ${parameter} is not a JSON object.`, { vcenter });
  }
  const problems = [
    ...Object.keys(document)
      .filter((member) => !Object.hasOwn(MEMBERS, member))
      .map((member) => `"${member}" is not a member of a connection`),
    ...Object.entries(MEMBERS)
      .filter(([member, [check]]) => !check(document[member]))
      .map(([member, [, rule]]) => `"${member}" must be ${rule}`),
  ];
  if (problems.length > 0) {
    throw new OnboardingError('connection-invalid', `The parameter ${parameter} is wrong: ${problems.join('; ')}.`, {
      vcenter,
    });
  }
  return document as unknown as VcenterConnection;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isHttpsUrl(value: unknown): boolean {
  const url = isText(value) ? URL.parse(value) : null;
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}
