/** The vCenters of the context. */
import { readFileSync } from 'node:fs';
import type { ContextReader } from './context-reader.ts';

/** One vCenter. */
export interface VcenterContext {
  /** `vc01`: its name in messages, parameters and metrics. */
  readonly name: string;
  /** `https://vcenter.corp.example/sdk`. */
  readonly endpoint: string;
  /** ARN of the secret `{"username": "…", "password": "…"}`. */
  readonly secretArn: string;
  /** ARN of the key that the secret is encrypted with; absent: AWS's own. */
  readonly secretKeyArn?: string;
  /** PEM text of the CA certificates that the endpoint is verified by; absent: those that Node.js trusts. */
  readonly ca?: string;
  /** SHA-256 thumbprint of the endpoint's certificate. */
  readonly thumbprint?: string;
  /** Other names under which forwarders of events know this vCenter. */
  readonly names: readonly string[];
  /** Hosts that are configured at once. */
  readonly concurrency: number;
  /** From so many reported hosts on the alarm `drift` rings. */
  readonly driftHosts: number;
}

/**
 * Each has its share of the 500 resources that CloudFormation takes in a stack, of the 4 KB of environment variables
 * that Lambda takes for a function, and of the 10 KB that IAM takes for the policies of a role.
 */
const MOST_VCENTERS = 15;

/** SSM takes 8 KB at most; the rest of the connection needs its share. */
const LONGEST_CA = 7_000;

/** Reads the member `vcenters`; problems are left with the reader. */
export function readVcenters(reader: ContextReader): VcenterContext[] {
  const vcenters = reader.members('vcenters').map(readVcenter);
  if (vcenters.length > MOST_VCENTERS) {
    reader.problem('vcenters', `has ${vcenters.length}; a stack takes ${MOST_VCENTERS}: deploy a second one`);
  }
  const names = vcenters.flatMap(({ name, names }) => [name, ...names]).filter((name) => name !== '');
  for (const twin of twinsOf(names)) reader.problem('vcenters', `names ${twin} more than once`);
  for (const host of sharedHosts(vcenters)) reader.problem('vcenters', `has ${host} at more than one vCenter`);
  return vcenters;
}

function readVcenter(reader: ContextReader): VcenterContext {
  const key = reader.text('secretKeyArn', /^arn:[\w-]+:kms:[^:]+:\d{12}:key\/.+$/, 'the ARN of a KMS key');
  const ca = readCa(reader);
  const thumbprint = reader.text(
    'thumbprint',
    /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i,
    'a SHA-256 thumbprint: 32 pairs of hexadecimal digits',
  );
  return {
    name: reader.required('name', /^[A-Za-z0-9.-]{1,40}$/, 'a name of 1 to 40 letters, digits, dots and hyphens'),
    endpoint: readEndpoint(reader),
    secretArn: reader.required(
      'secretArn',
      /^arn:[\w-]+:secretsmanager:[^:]+:\d{12}:secret:.+-[A-Za-z0-9]{6}$/,
      'the whole ARN of a secret, with the six characters at its end',
    ),
    ...(key === undefined ? {} : { secretKeyArn: key }),
    ...(ca === undefined ? {} : { ca }),
    ...(thumbprint === undefined ? {} : { thumbprint }),
    names: reader.texts('names', /^\S{1,255}$/, 'names without spaces'),
    // AWS Lambda API reference, ScalingConfig: 2 at least
    concurrency: reader.integer('concurrency', 4, { least: 2, most: 1000 }),
    driftHosts: reader.integer('driftHosts', 1, { least: 1, most: 100_000 }),
  };
}

function readEndpoint(reader: ContextReader): string {
  const rule = 'the https URL of the vCenter, https://…/sdk, without user name or password';
  const text = reader.required('endpoint', /^https:/i, rule);
  const url = URL.parse(text);
  if (text !== '' && (url === null || url.username !== '' || url.password !== '')) {
    reader.problem('endpoint', `is not ${rule}`);
  }
  return text;
}

/** `ca` has the text itself, `caFile` is a file with it, as from where the command is typed. */
function readCa(reader: ContextReader): string | undefined {
  const file = reader.text('caFile', /./, 'the path of a PEM file');
  const text = reader.text('ca', /./, 'PEM text') ?? (file === undefined ? undefined : contentOf(file, reader));
  if (text === undefined) return undefined;
  const member = file === undefined ? 'ca' : 'caFile';
  if (!text.includes('-----BEGIN CERTIFICATE-----')) reader.problem(member, 'has no certificate in PEM form');
  if (Buffer.byteLength(text) > LONGEST_CA) reader.problem(member, `is longer than ${LONGEST_CA} bytes`);
  return text;
}

function contentOf(file: string, reader: ContextReader): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    reader.problem('caFile', `names a file that cannot be read: ${file}`);
    return undefined;
  }
}

/** Whose event it is could not be told: `accept-events` refuses to run with two vCenters of one name, ports do not count. */
function sharedHosts(vcenters: readonly VcenterContext[]): Set<string> {
  const hosts = vcenters.map(({ endpoint, names }) => {
    const own = [URL.parse(endpoint)?.hostname ?? '', ...names].map((name) => name.toLowerCase());
    return [...new Set(own)].filter((name) => name !== '');
  });
  const endpoints = new Set(vcenters.map(({ endpoint }) => URL.parse(endpoint)?.hostname ?? ''));
  return new Set([...twinsOf(hosts.flat())].filter((name) => endpoints.has(name.toLowerCase())));
}

/** Forwarders write names in any case. */
function twinsOf(names: readonly string[]): Set<string> {
  const lower = names.map((name) => name.toLowerCase());
  return new Set(names.filter((name, index) => lower.indexOf(name.toLowerCase()) !== index));
}
