/**
 * API versions as numbers that compare: 8.0.3.0 is 8_00_03_00, 4.1 is 4_01_00_00.
 */
export function versionNumber(text: string): number {
  const parts = text.split('.');
  return [0, 1, 2, 3].reduce((sum, index) => sum * 100 + (Number.parseInt(parts[index] ?? '0', 10) || 0), 0);
}

/**
 * The versions a vCenter of today publishes, oldest first (pyVmomi 9.1, version table).
 */
export const publishedVersions: readonly string[] = (
  '2.0 2.5 2.5u2 2.5u2server 4.0 4.1 5.0 5.1 5.5 6.0 6.5 6.7 6.7.1 6.7.2 6.7.3 6.8.7 6.9.1 7.0 7.0.0.0 7.0.0.2 ' +
  '7.0.1.0 7.0.1.1 7.0.2.0 7.0.2.1 7.0.3.0 7.0.3.1 7.0.3.2 8.0.0.0 8.0.0.1 8.0.0.2 8.0.1.0 8.0.2.0 8.0.2.1 ' +
  '8.0.3.0 8.0.3.1 9.0.0.0 9.1.0.0'
).split(' ');

/** What a call without a version in SOAPAction is read as (observed on a real server: the 2.5 U2 baseline). */
const blankVersion = versionNumber('2.5');

/**
 * The schema version that a SOAPAction header chooses on a server of `apiVersion`, or undefined when the server
 * refuses it. A version newer than the server is served with the server's own: govmomi always declares its newest.
 */
export function negotiatedVersion(soapAction: string, apiVersion: string): number | undefined {
  const action = soapAction.trim().replaceAll('"', '');
  if (action === '' || action === 'urn:vim25' || action === 'urn:vim25/') return blankVersion;
  const asked = /^urn:(?:vim25|internalvim25)\/(\d[\w.]*)$/.exec(action)?.[1];
  if (asked === undefined) return undefined;
  const newest = versionNumber(apiVersion);
  if (versionNumber(asked) >= newest) return newest;
  return publishedVersions.includes(asked) ? versionNumber(asked) : undefined;
}

/** The versions that a server of `apiVersion` lists under vimServiceVersions.xml, newest first. */
export function versionsUpTo(apiVersion: string): readonly string[] {
  const newest = versionNumber(apiVersion);
  return publishedVersions.filter((version) => /^[\d.]+$/.test(version) && versionNumber(version) <= newest).reverse();
}
