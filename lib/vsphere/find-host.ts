/** Finding a host by what people call it, without reading the whole inventory. */
import { isIP } from 'node:net';
import { decodeVsphereName, type HostReference } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { withView } from './container-view.ts';
import { isFault } from './faults.ts';
import { hostNamesSpec } from './host-specs.ts';
import { type ReadObject, retrieve, traversal } from './properties.ts';
import type { LoggedIn } from './session.ts';
import type { ManagedObjectReference, PropertyFilterSpec } from './vim25-types.ts';

const NAMES_A_PAGE = 1000;

/**
 * A host by moref (`host-21`), inventory path (`DC0/host/C0/esx-021`), IP address or name. What found it stands for its
 * name until the host itself is read: asking for the name alone would be one call more.
 * @throws host-not-found when there is none, or when a name fits more than one
 */
export async function findHost(session: LoggedIn, wanted: string): Promise<HostReference> {
  if (/^host-\d+$/.test(wanted)) return only(await byMoref(session, wanted), wanted);
  if (wanted.includes('/')) return only(await byInventoryPath(session, wanted), wanted);
  const found = await bySearchIndex(session, wanted);
  return only(found.length > 0 ? found : await byInventoryName(session, wanted), wanted);
}

async function byMoref(session: LoggedIn, moref: string): Promise<HostReference[]> {
  try {
    return await namesOf(session, namesSpec({ type: 'HostSystem', value: moref }));
  } catch (error) {
    if (isFault(error, 'ManagedObjectNotFound')) return [];
    throw error;
  }
}

/** A path may name the host, or the compute resource of a standalone host. */
async function byInventoryPath(session: LoggedIn, path: string): Promise<HostReference[]> {
  const inventoryPath = path.replace(/^\/+|\/+$/g, '');
  const _this = searchIndex(session);
  const found = await session.client.call('FindByInventoryPath', { _this, inventoryPath });
  if (found?.type === 'HostSystem') return [{ moref: found.value, name: wordAfter(inventoryPath) }];
  return found === undefined ? [] : namesOf(session, namesSpec(found));
}

async function bySearchIndex(session: LoggedIn, wanted: string): Promise<HostReference[]> {
  const _this = searchIndex(session);
  const found =
    isIP(wanted) === 0
      ? await session.client.call('FindByDnsName', { _this, dnsName: wanted, vmSearch: false })
      : await session.client.call('FindByIp', { _this, ip: wanted, vmSearch: false });
  return found === undefined ? [] : [{ moref: found.value, name: wanted }];
}

/** The last resort: vCenter's search knows DNS names, which need not be the names in the inventory. */
async function byInventoryName(session: LoggedIn, wanted: string): Promise<HostReference[]> {
  const hosts = await withView(session, ['HostSystem'], async (view) =>
    (await retrieve(session, hostNamesSpec(view), NAMES_A_PAGE)).flatMap(hostReference),
  );
  const exact = hosts.filter(({ name }) => name === wanted);
  if (exact.length > 0) return exact;
  const lower = wanted.toLowerCase();
  return hosts.filter(({ name }) => name.toLowerCase() === lower || firstLabel(name) === lower);
}

/** The host itself, or the hosts of a compute resource. */
function namesSpec(obj: ManagedObjectReference): PropertyFilterSpec {
  return {
    propSet: [{ type: 'HostSystem', pathSet: ['name'] }],
    objectSet: [{ obj, skip: false, selectSet: [traversal('ComputeResource', 'host')] }],
  };
}

async function namesOf(session: LoggedIn, spec: PropertyFilterSpec): Promise<HostReference[]> {
  return (await retrieve(session, spec)).flatMap(hostReference);
}

function hostReference({ reference, values }: ReadObject): HostReference[] {
  const { name } = values;
  return reference.type === 'HostSystem' && typeof name === 'string' ? [{ moref: reference.value, name }] : [];
}

function only(hosts: readonly HostReference[], wanted: string): HostReference {
  const [host, ...others] = hosts;
  if (host === undefined) {
    throw new OnboardingError('host-not-found', `There is no host "${wanted}".`, { host: wanted });
  }
  if (others.length === 0) return host;
  const names = hosts.slice(0, 5).map(({ name, moref }) => `${name} (${moref})`);
  const message = `"${wanted}" fits ${hosts.length} hosts: ${names.join(', ')}; name one by its moref.`;
  throw new OnboardingError('host-not-found', message, { host: wanted });
}

function searchIndex({ content }: LoggedIn): ManagedObjectReference {
  return content.searchIndex ?? { type: 'SearchIndex', value: 'SearchIndex' };
}

/** The last part of an inventory path, as vSphere escapes it. */
function wordAfter(inventoryPath: string): string {
  return decodeVsphereName(inventoryPath.slice(inventoryPath.lastIndexOf('/') + 1));
}

/** `esx-021` of `esx-021.corp.example`; an IP address has no labels. */
function firstLabel(name: string): string | undefined {
  return isIP(name) === 0 ? name.split('.')[0]?.toLowerCase() : undefined;
}
