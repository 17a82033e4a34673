/**
 * Stands in for axios and axios-ntlm in bundles: node-soap loads both for an HTTP client that ours replaces
 * (node-soap 1.13.0, lib/http.js), and they are a third of its start.
 */
import { OnboardingError } from '../errors.ts';

/** Never called: our client is handed to node-soap before it would make its own. */
export function create(): never {
  throw new OnboardingError('usage', "node-soap's own HTTP client is not in this bundle.");
}

export { create as NtlmClient };
