/** What bundles leave out, and what stands in for it; for bundlers that know aliases. */
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** By package, absolute paths: what node-soap loads at every start and we never use. */
export const LEFT_OUT_PACKAGES: Readonly<Record<string, string>> = {
  axios: at('vsphere/left-out.ts'),
  'axios-ntlm': at('vsphere/left-out.ts'),
  formidable: at('vsphere/left-out.ts'),
  'whatwg-mimetype': at('vsphere/left-out.ts'),
};

/** Besides, on Lambda, where nobody but node-soap and the SDK asks for these. */
export const LEFT_OUT_ON_LAMBDA: Readonly<Record<string, string>> = {
  ...LEFT_OUT_PACKAGES,
  zlib: at('vsphere/left-out.ts'),
  assert: at('vsphere/left-out-assert.ts'),
  debug: at('vsphere/left-out-debug.ts'),
  '@aws-sdk/credential-provider-node': at('aws/lambda-credentials.ts'),
  '@smithy/core/event-streams': at('aws/left-out-event-streams.ts'),
};
