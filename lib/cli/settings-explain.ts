/** `settings explain`: each effective value of a host, the scope that it comes from, and what that hides. */
import { hasCode, problemsOf } from '../errors.ts';
import type { SettingsSource } from '../reconcile/ports.ts';
import { effectiveSettings, scopesOf } from '../reconcile/settings.ts';
import { explainMembers, explainScopes } from '../reconcile/settings-explained.ts';
import type { Console } from './console.ts';
import { locateHost, type WhereaboutsOptions } from './host-whereabouts.ts';
import { SettingsFile } from './settings-file.ts';
import type { ExplainResult } from './settings-results.ts';
import { openStore } from './settings-trees.ts';

/** Options of `settings explain`. */
export interface ExplainOptions extends WhereaboutsOptions {}

/** @throws OnboardingError `usage`, `settings-*`, `scope-*`, and what stands between here and vCenter or AWS */
export async function explain(host: string, options: ExplainOptions, console: Console): Promise<ExplainResult> {
  const source = await openSource(options.settings);
  const { vcenter, place, directory } = await locateHost(host, options, console);
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
