/** What is checked on the text of a reply before node-soap sees it: node-soap takes foreign replies for success. */
import { OnboardingError } from '../errors.ts';

/** The first element of the SOAP body, by local name. */
const BODY_ELEMENT = /<(?:[\w.-]+:)?Body(?:\s[^<>]*)?>\s*<(?:[\w.-]+:)?([\w.-]+)/;

/** Bindings of the XMLSchema-instance namespace. */
const XSI_BINDING = /\sxmlns:([\w.-]+)\s*=\s*["']http:\/\/www\.w3\.org\/2001\/XMLSchema-instance["']/g;

/**
 * An opening tag with an attribute `id` or `href`. The lookahead consumes nothing, so that no comment can hide a
 * tag from it.
 */
const MULTI_REFERENCE = /<(?=[^\s<>/!?]+(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"]*"|'[^']*'))*\s+(?:id|href)\s*=)/;

/**
 * Refuses whatever is neither the answer to the operation nor a fault. Also refused: SOAP multi-references, which
 * vim25 never uses and which let `id="__proto__"` write into Object.prototype (node-soap 1.13.0).
 * @throws reply-unreadable
 */
export function checkReply(operation: string, status: number, text: string): void {
  const element = BODY_ELEMENT.exec(text)?.[1];
  const expected = status === 200 ? [`${operation}Response`, 'Fault'] : ['Fault'];
  if (element === undefined || !expected.includes(element)) {
    const what = text.trim() === '' ? 'an empty body' : element === undefined ? 'no SOAP message' : `a <${element}>`;
    throw new OnboardingError('reply-unreadable', `${operation} was answered with HTTP ${status} and ${what}.`);
  }
  if (usesMultiReferences(text)) {
    throw new OnboardingError('reply-unreadable', `The answer to ${operation} uses SOAP multi-references.`);
  }
}

/** Whether any element has an attribute `id` or `href`, by which node-soap would put one element into another. */
export function usesMultiReferences(text: string): boolean {
  return /[\s"'](?:id|href)\s*=/.test(text) && MULTI_REFERENCE.test(text);
}

/** The prefixes that a reply bound to the XMLSchema-instance namespace. */
export function xsiPrefixes(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(XSI_BINDING)].map((match) => match[1] ?? ''));
}
