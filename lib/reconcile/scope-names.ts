/** Scopes as people write them in a file, with vSphere's names, and as parameters are called. */
import { encodeScopeName } from '../contract.ts';

/** The four forms, for messages. */
export const SCOPE_FORMS =
  'defaults, datacenters/<datacenter>, datacenters/<datacenter>/clusters/<cluster> and hosts/<host>';

/**
 * The encoded scope of a key of a settings file. A `/` inside a name may be written `%2f`, as vSphere does; it has to be
 * where the name would be read as another scope.
 * @returns undefined for what is none of {@link SCOPE_FORMS}
 */
export function encodeScope(key: string): string | undefined {
  if (key === 'defaults') return key;
  const cluster = /^datacenters\/(.+)\/clusters\/(.+)$/s.exec(key);
  if (cluster !== null)
    return `datacenters/${encodeScopeName(cluster[1] ?? '')}/clusters/${encodeScopeName(cluster[2] ?? '')}`;
  const single = /^(datacenters|hosts)\/(.+)$/s.exec(key);
  return single === null ? undefined : `${single[1]}/${encodeScopeName(single[2] ?? '')}`;
}

/**
 * The key of an encoded scope: {@link encodeScope} undone.
 * @returns undefined for a parameter that no host reads: of another form, or spelled otherwise than we spell
 */
export function showScope(scope: string): string | undefined {
  const key = scope
    .split('/')
    .map((part, index) => (index % 2 === 0 ? part : showName(part)))
    .join('/');
  return encodeScope(key) === scope ? key : undefined;
}

function showName(encoded: string): string {
  const bytes = [...encoded.matchAll(/_([0-9A-F]{2})|(.)/gs)].map(([, hex, char = '']) =>
    hex === undefined ? char.charCodeAt(0) : Number.parseInt(hex, 16),
  );
  // What is no UTF-8 comes out as another name, and is told by that.
  const name = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  return name.replace(/%(?=2f|5c|25)/gi, '%25').replaceAll('/', '%2f');
}

/** `defaults`, then each datacenter with its clusters, then hosts; by name within. */
export function compareScopes(one: string, other: string): number {
  const [oneKind = 0, otherKind = 0] = [one, other].map((scope) =>
    ['defaults', 'datacenters', 'hosts'].indexOf(scope.split('/')[0] ?? ''),
  );
  if (oneKind !== otherKind) return oneKind - otherKind;
  const [oneParts, otherParts] = [one.split('/'), other.split('/')];
  const index = oneParts.findIndex((part, at) => part !== otherParts[at]);
  if (index === -1) return oneParts.length - otherParts.length;
  // by code unit, not by locale: the order of a file must not depend on who writes it
  return (oneParts[index] ?? '') < (otherParts[index] ?? '') ? -1 : 1;
}
