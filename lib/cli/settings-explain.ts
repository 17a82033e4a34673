/** `settings explain`: each effective value of a host, the scope that it comes from, and what that hides. */
import { hasCode, OnboardingError, problemsOf } from '../errors.ts';
import type { SettingsSource } from '../reconcile/ports.ts';
import { effectiveSettings, type HostPlace, placeOf, scopesOf } from '../reconcile/settings.ts';
import { explainMembers, explainScopes } from '../reconcile/settings-explained.ts';
import type { VcenterDirectory } from '../reconcile/state.ts';
import type { Console } from './console.ts';
import { SettingsFile } from './settings-file.ts';
import type { ExplainResult } from './settings-results.ts';
import { openStore } from './settings-trees.ts';
import { atVcenter } from './workplace.ts';

/** Options of `settings explain`. */
export interface ExplainOptions {
  readonly settings?: string;
  readonly vcenter?: string;
  /** Where the host is; then no vCenter is asked. */
  readonly datacenter?: string;
  readonly cluster?: string;
  readonly debug?: boolean;
}

/** A host, and the objects whose names might be mistaken for its own. */
interface Whereabouts {
  readonly vcenter: string;
  readonly place: HostPlace;
  readonly directory: VcenterDirectory;
}

/** Without a vCenter two objects of one name cannot be seen. */
const NO_DIRECTORY: VcenterDirectory = { portgroups: [], datacenters: [], clusters: [] };

/** @throws OnboardingError `usage`, `settings-*`, `scope-*`, and what stands between here and vCenter or AWS */
export async function explain(host: string, options: ExplainOptions, console: Console): Promise<ExplainResult> {
  const source = await openSource(options.settings);
  const { vcenter, place, directory } = await locate(host, options, console);
  const documents = await source.read(vcenter, scopesOf(place));
  const { datacenter, cluster } = place;
  const result = {
    host: place.host.name,
    datacenter,
    ...(cluster === undefined ? {} : { cluster }),
    scopes: explainScopes(place, documents),
  };
  try {
    const members = explainMembers(place, documents, effectiveSettings(place, documents, directory));
    return { ...result, members, problems: [] };
  } catch (error) {
    if (!hasCode(error, 'out-of-scope')) throw error;
    return { ...result, members: [], problems: problemsOf(error) };
  }
}

async function openSource(file: string | undefined): Promise<SettingsSource> {
  return file === undefined ? (await openStore()).settings : new SettingsFile(file);
}

async function locate(host: string, options: ExplainOptions, console: Console): Promise<Whereabouts> {
  const { datacenter, cluster, settings, vcenter } = options;
  if (datacenter !== undefined) {
    if (settings === undefined && vcenter === undefined)
      throw new OnboardingError('usage', 'Say whose settings: --settings FILE, or --vcenter NAME for Parameter Store.');
    const place = { host: { moref: '', name: host }, datacenter, ...(cluster === undefined ? {} : { cluster }) };
    return { vcenter: vcenter ?? '', place, directory: NO_DIRECTORY };
  }
  if (cluster !== undefined) throw new OnboardingError('usage', '--cluster needs the --datacenter that it is in.');
  if (vcenter === undefined && !console.environment['VCENTER_URL']) {
    const ways =
      '--datacenter NAME and --cluster NAME, or a vCenter to ask: VCENTER_URL, or --vcenter NAME as deployed';
    throw new OnboardingError('usage', `Where ${host} is decides which settings it has. Say so with ${ways}.`);
  }
  return atVcenter(options, console, async (place) => {
    const found = await place.vcenter.findHost(host);
    const [state, directory] = await Promise.all([place.vcenter.readHost(found.moref), place.vcenter.directory()]);
    return { vcenter: place.vcenter.name, place: placeOf(found, state.ancestors), directory };
  });
}
