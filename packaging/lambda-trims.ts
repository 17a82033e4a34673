/** What bundles of functions hold otherwise than it was published: modules of which a function uses little or nothing. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A module that is changed while it is bundled. */
interface Trim {
  /** Its path below `node_modules/`. */
  readonly module: RegExp;
  /** @param text what was published @returns what is bundled */
  readonly trimmed: (text: string) => string;
}

/** Each with its reason; sizes are minified ones, in the bundle of configure-host. */
export const LAMBDA_TRIMS: readonly Trim[] = [
  // error classes register themselves and their schemas, so no bundler sees that nobody asks for them: 110 kB; without
  // its class an error is the service's ServiceException, and has the name and the message that it has with it
  // (@aws-sdk/core 3.1162.0, ProtocolLib.getErrorSchemaOrThrowBaseException)
  { module: /^@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/, trimmed: withoutErrorClasses },
  // asked for their version only, but bundled whole, scripts and dependencies too: 14 kB
  { module: /^@aws-sdk\/client-[\w-]+\/package\.json$/, trimmed: onlyVersion },
  // node-soap's HTTP client, which ours replaces: 5 kB
  { module: /^soap\/lib\/http\.js$/, trimmed: () => 'exports.HttpClient = class {};' },
  // a cache of endpoints that DynamoDB gives out, which is off unless somebody switches it on: 9 kB
  { module: /^@aws-sdk\/endpoint-cache\/dist-es\/EndpointCache\.js$/, trimmed: () => 'export class EndpointCache {}' },
  // signs for EventBridge's global endpoints, which we do not call, and else as SignatureV4 does: 4 kB
  {
    module: /^@aws-sdk\/signature-v4-multi-region\/dist-es\/SignatureV4MultiRegion\.js$/,
    trimmed: () => "export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';",
  },
  // Lambda has no ~/.aws; this makes Node load its modules for promises of files and for lines
  {
    module: /^@smithy\/core\/dist-es\/submodules\/config\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    trimmed: () =>
      "export { CONFIG_PREFIX_SEPARATOR } from './constants';" +
      'export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
  },
  // asks first for the browser's `crypto`, which makes Node load that, too
  {
    module: /^@smithy\/core\/dist-es\/submodules\/serde\/uuid\/v4\.js$/,
    trimmed: () => "import { randomUUID } from 'node:crypto'; export const bindV4 = () => () => randomUUID();",
  },
  // for a Node without its own SHA-256 and MD5: 5 kB
  {
    module: /^@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
    trimmed: () => 'export class Sha256Js {}',
  },
  { module: /^@smithy\/core\/dist-es\/submodules\/checksum\/md5\/Md5Js\.js$/, trimmed: () => 'export class Md5Js {}' },
];

/** Makes the trims. */
export const trimForLambda: Plugin = {
  name: 'trim-for-lambda',
  setup: ({ onLoad }) => {
    for (const { module, trimmed } of LAMBDA_TRIMS) {
      // Windows has other slashes
      const path = module.source.slice(1).replaceAll('\\/', '[\\\\/]');
      onLoad({ filter: new RegExp(`[\\\\/]node_modules[\\\\/]${path}`) }, async ({ path: file }) => ({
        contents: trimmed(await readFile(file, 'utf8')),
        loader: file.endsWith('.json') ? 'json' : 'js',
      }));
    }
  },
};

/**
 * Of the registrations that of the service's ServiceException is kept; and of errors that go by another name on the wire
 * (`AWS.SimpleQueueService.NonExistentQueue` is QueueDoesNotExist to its callers) the name, instead of a class each.
 */
function withoutErrorClasses(text: string): string {
  const [, base = ''] = /registerError\((\w+ServiceException)\$/.exec(text) ?? [];
  const onTheWire = new Map(
    [...text.matchAll(/^export var (\w+)\$ = \[-3, [^[]*\[_aQE\]: \[`([^`]+)`/gm)].map(([, name, wire]) => [
      name,
      wire,
    ]),
  );
  const registered = text.replaceAll(/^(\w+)\.registerError\((\w+)\$, .*\);$/gm, (registration, registry, name) => {
    if (name === base) return registration;
    const isRenamed = (onTheWire.get(name) ?? name) !== name;
    return isRenamed ? `${registry}.registerError(${name}$, named(${base}, "${name}"));` : '';
  });
  return `${withLiteralNames(registered)}
function named(Base, name) {
  return class extends Base {
    constructor(options) {
      super({ ...options, name });
    }
  };
}`;
}

/** A computed name of a member may call code, so for a bundler an object that has one is in use. */
function withLiteralNames(text: string): string {
  const texts = [...text.matchAll(/^const (_\w+) = ("\w+");$/gm)];
  const names = new Map(texts.map(([, name = '', value = '']) => [name, value]));
  return text.replaceAll(/\[(_\w+)\]:/g, (computed, name) => {
    const value = names.get(name);
    return value === undefined ? computed : `${value}:`;
  });
}

function onlyVersion(text: string): string {
  const { version } = JSON.parse(text);
  return JSON.stringify({ version });
}
