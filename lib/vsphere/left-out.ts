/**
 * Stands in for the HTTP client of node-soap, which ours replaces, and for what that needs, in bundles: node-soap loads
 * them at every start (node-soap 1.13.0, lib/http.js, lib/utils.js).
 */
import { OnboardingError } from '../errors.ts';

/** Never called: our client is handed to node-soap before it would make its own. */
export function create(): never {
  throw new OnboardingError('usage', "node-soap's own HTTP client is not in this bundle.");
}

export { create as formidable, create as gzipSync, create as MIMEType, create as NtlmClient };
