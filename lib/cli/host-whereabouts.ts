/** Where a host is, which decides the scopes of its settings: as a person says, as vCenter says, or as the journal says. */
import { OnboardingError } from '../errors.ts';
import { type HostPlace, placeOf } from '../reconcile/settings.ts';
import type { VcenterDirectory } from '../reconcile/state.ts';
import type { Console } from './console.ts';
import { locateTable } from './journal-door.ts';
import { atVcenter } from './workplace.ts';

/** What of the options says where the host is. */
export interface WhereaboutsOptions {
  readonly settings?: string;
  readonly vcenter?: string;
  /** Where the host is; then no vCenter is asked. */
  readonly datacenter?: string;
  readonly cluster?: string;
  readonly debug?: boolean;
}

/** A host, and the objects whose names might be mistaken for its own. */
export interface Whereabouts {
  readonly vcenter: string;
  readonly place: HostPlace;
  readonly directory: VcenterDirectory;
}

/** Without a vCenter two objects of one name cannot be seen. */
const NO_DIRECTORY: VcenterDirectory = { portgroups: [], datacenters: [], clusters: [] };

/** @throws OnboardingError `usage`, `host-not-found`, `scope-unreadable`, and what stands between here and vCenter or AWS */
export async function locateHost(host: string, options: WhereaboutsOptions, console: Console): Promise<Whereabouts> {
  const { datacenter, cluster, settings, vcenter } = options;
  if (datacenter !== undefined) {
    if (settings === undefined && vcenter === undefined)
      throw new OnboardingError('usage', 'Say whose settings: --settings FILE, or --vcenter NAME for Parameter Store.');
    return { vcenter: vcenter ?? '', ...placeIn(host, datacenter, cluster) };
  }
  if (cluster !== undefined) throw new OnboardingError('usage', '--cluster needs the --datacenter that it is in.');
  if (vcenter === undefined && !console.environment['VCENTER_URL']) {
    const ways =
      '--datacenter NAME and --cluster NAME, or a vCenter to ask: VCENTER_URL, or --vcenter NAME as deployed';
    throw new OnboardingError('usage', `Where ${host} is decides which settings it has. Say so with ${ways}.`);
  }
  try {
    return await askVcenter(host, options, console);
  } catch (error) {
    if (vcenter === undefined || !isInTheWay(error)) throw error;
    return (await askJournal(host, vcenter, error, console)) ?? Promise.reject(error);
  }
}

function placeIn(name: string, datacenter: string, cluster?: string): Omit<Whereabouts, 'vcenter'> {
  const place = { host: { moref: '', name }, datacenter, ...(cluster === undefined ? {} : { cluster }) };
  return { place, directory: NO_DIRECTORY };
}

function askVcenter(host: string, options: WhereaboutsOptions, console: Console): Promise<Whereabouts> {
  return atVcenter(options, console, async ({ vcenter }) => {
    const found = await vcenter.findHost(host);
    const [state, directory] = await Promise.all([vcenter.readHost(found.moref), vcenter.directory()]);
    return { vcenter: vcenter.name, place: placeOf(found, state.ancestors), directory };
  });
}

/** No answer of vCenter about the host: the operator policy does not allow to read its secret, or it is away. */
function isInTheWay(error: unknown): error is OnboardingError {
  return error instanceof OnboardingError && error.status === 'deferred';
}

/** @returns undefined when the journal has no host of that name, or not where it is */
async function askJournal(
  host: string,
  vcenter: string,
  why: OnboardingError,
  console: Console,
): Promise<Whereabouts | undefined> {
  const table = await locateTable({ vcenter }, console.environment);
  if (table === undefined) return undefined;
  const { withStores } = await import('./stores.ts');
  const rows = await withStores(table, ({ journal }) => journal.readAll(vcenter));
  const row = rows.find(({ moref, name }) => moref === host || name.toLowerCase() === host.toLowerCase());
  const { datacenter, cluster, finishedAt } = row?.outcome ?? {};
  if (row === undefined || datacenter === undefined) return undefined;
  console.writeTalk(`warning: ${why.message} [${why.code}]`);
  console.writeTalk(`${row.name} is taken to be where the journal saw it, ${finishedAt}.`);
  return { vcenter, ...placeIn(row.name, datacenter, cluster) };
}
