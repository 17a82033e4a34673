/** Which hosts a verb works on: named ones, or all of a cluster, of a datacenter, or of the vCenter. */
import { decodeVsphereName, type HostReference } from '../contract.ts';
import { hasCode, OnboardingError, OnboardingErrors } from '../errors.ts';
import { inParallel } from '../reconcile/in-parallel.ts';
import type { Vcenter } from '../reconcile/ports.ts';
import type { Ancestor, HostState } from '../reconcile/state.ts';

/** What stands for names. A cluster or datacenter is called by its name or by its inventory path, `/DC0/host/C0`. */
export interface HostChoice {
  readonly cluster?: readonly string[];
  /** With `cluster`: the clusters of these datacenters only. */
  readonly datacenter?: readonly string[];
  readonly all?: boolean;
}

/** Hosts that were named and found, and an error for each name that is no host or fits several. */
export interface FoundHosts {
  readonly hosts: readonly HostReference[];
  readonly missing: readonly OnboardingError[];
}

const LOOKUPS_AT_ONCE = 8;
const CLUSTER = 'ClusterComputeResource';
const DATACENTER = 'Datacenter';

/** True where no host is named. */
export function isByPlace({ cluster = [], datacenter = [], all = false }: HostChoice): boolean {
  return all || cluster.length > 0 || datacenter.length > 0;
}

/** Half a choice may mean twice as many hosts, so what is said twice is refused. @throws OnboardingError `usage` */
export function checkChoice(names: readonly string[], choice: HostChoice): void {
  const { cluster = [], datacenter = [], all = false } = choice;
  const isNarrowed = cluster.length > 0 || datacenter.length > 0;
  if (names.length === 0 && !isByPlace(choice)) {
    throw new OnboardingError('usage', 'Name hosts, or take all of them by --cluster, --datacenter or --all.');
  }
  if (names.length > 0 && isByPlace(choice)) {
    const message = 'Name either hosts or a place: names do not go with --cluster, --datacenter or --all.';
    throw new OnboardingError('usage', message);
  }
  if (all && isNarrowed) {
    throw new OnboardingError(
      'usage',
      '--all is every host of the vCenter: it does not go with --cluster or --datacenter.',
    );
  }
}

/** Looks every name up, a few at a time; a name that is none does not keep the others from being found. */
export async function findHosts(names: readonly string[], vcenter: Vcenter): Promise<FoundHosts> {
  // The portgroups come while the names are looked up; whoever needs them meets the error, if there is one.
  vcenter.directory().catch(() => undefined);
  const found = new Map<string, HostReference | OnboardingError>();
  await inParallel([...new Set(names)], LOOKUPS_AT_ONCE, async (name) => {
    found.set(name, await vcenter.findHost(name).catch(missingHost));
  });
  const all = names.flatMap((name) => found.get(name) ?? []);
  const missing = all.filter((each) => each instanceof OnboardingError);
  const hosts = all.filter((each): each is HostReference => !(each instanceof OnboardingError));
  return { hosts: [...new Map(hosts.map((host) => [host.moref, host])).values()], missing: [...new Set(missing)] };
}

/**
 * The hosts to write to; one that is not found means that nothing is done.
 * @throws OnboardingError `host-not-found`, with every name that is none; `usage` for a place that is none
 */
export async function chooseHosts(
  names: readonly string[],
  choice: HostChoice,
  vcenter: Vcenter,
): Promise<readonly HostReference[]> {
  if (!isByPlace(choice)) {
    const { hosts, missing } = await findHosts(names, vcenter);
    refuseMissing(missing);
    return hosts;
  }
  const hosts: HostReference[] = [];
  for await (const page of hostsOf(choice, vcenter)) hosts.push(...page.map(({ moref, name }) => ({ moref, name })));
  return hosts;
}

/** All of them at once. @throws OnboardingError the first, with the others */
export function refuseMissing([first, ...others]: readonly OnboardingError[]): void {
  if (first !== undefined) throw others.length === 0 ? first : new OnboardingErrors([first, ...others]);
}

/**
 * Every host of the place, page by page, in one read of the inventory.
 * @throws OnboardingError `usage` at the end, for a cluster or datacenter that no host is seen in, or that is several
 */
export async function* hostsOf(choice: HostChoice, vcenter: Vcenter): AsyncGenerator<readonly HostState[]> {
  const { cluster = [], datacenter = [] } = choice;
  const clusters = placesOf(cluster);
  const datacenters = placesOf(datacenter);
  let seen = 0;
  for await (const page of vcenter.readHosts()) {
    seen += page.length;
    const wanted = page.filter(
      ({ ancestors }) => isWithin(ancestors, DATACENTER, datacenters) && isWithin(ancestors, CLUSTER, clusters),
    );
    if (wanted.length > 0) yield wanted;
  }
  refuseMissing([...unclear('datacenter', datacenters, vcenter.name), ...unclear('cluster', clusters, vcenter.name)]);
  if (seen === 0) throw new OnboardingError('usage', `No host is seen in ${vcenter.name}.`, { vcenter: vcenter.name });
}

/** For each name, the objects that it fitted: moref to inventory path. */
type Places = ReadonlyMap<string, Map<string, string>>;

function placesOf(names: readonly string[]): Places {
  return new Map(names.map((name) => [name, new Map()]));
}

function isWithin(ancestors: readonly Ancestor[], type: string, places: Places): boolean {
  if (places.size === 0) return true;
  const index = ancestors.findIndex((each) => each.type === type);
  const place = ancestors[index];
  if (place === undefined) return false;
  const path = inventoryPath(ancestors.slice(index));
  const fitting = [...places].filter(([name]) => fits(name, place.name, path));
  for (const [, fitted] of fitting) fitted.set(place.moref, path);
  return fitting.length > 0;
}

function fits(wanted: string, name: string, path: string): boolean {
  if (wanted.startsWith('/')) return decodeVsphereName(wanted.replace(/\/+$/, '')) === decodeVsphereName(path);
  return decodeVsphereName(wanted) === decodeVsphereName(name);
}

/** `/DC0/host/C0`: without the root folder, as vCenter and govc write it. */
function inventoryPath(upwards: readonly Ancestor[]): string {
  const names = upwards.map(({ name }) => name).toReversed();
  return `/${names.slice(upwards.at(-1)?.type === 'Folder' ? 1 : 0).join('/')}`;
}

function unclear(kind: 'datacenter' | 'cluster', places: Places, vcenter: string): OnboardingError[] {
  return [...places].flatMap(([name, fitted]) => {
    if (fitted.size === 1) return [];
    const paths = [...fitted.values()].join(', ');
    const message =
      fitted.size === 0
        ? `No ${kind} ${name} with hosts is seen in ${vcenter}.`
        : `Several ${kind}s are called ${name} in ${vcenter}: ${paths}; name one by its path.`;
    return [new OnboardingError('usage', message, { vcenter })];
  });
}

function missingHost(error: unknown): OnboardingError {
  if (hasCode(error, 'host-not-found')) return error;
  throw error;
}
