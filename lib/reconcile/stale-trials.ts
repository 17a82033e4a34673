/** Trials under settings that there are no more: they halt nobody, and would only be shown. */
import { settingsDigests } from './brake.ts';
import type { StoredDocument } from './ports.ts';
import { readDocuments } from './settings-problem.ts';
import type { BrakeStore, RememberedTrials } from './shared-stores.ts';

/** What is remembered, and the settings as they are. */
export interface TrialMemory {
  readonly vcenter: string;
  /** As read before the settings were. */
  readonly remembered: readonly RememberedTrials[];
  /** Every scope of the vCenter. */
  readonly documents: readonly StoredDocument[];
}

/** Forgets them, brakes that are on included; one that a run has changed meanwhile stays. @throws `journal-unavailable` */
export async function forgetStaleTrials(
  { vcenter, remembered, documents }: TrialMemory,
  brake: BrakeStore,
): Promise<void> {
  // a tree with a mistake in it is on its way to another one: what halted may come back with it
  if (remembered.length === 0 || readDocuments(documents).problems.length > 0) return;
  const current = currentDigests(documents);
  for (const { settings, ...trials } of remembered) {
    if (!current.has(settings)) await brake.write(vcenter, settings, { failed: [] }, trials);
  }
}

/** Of every chain of scopes that a host may have, whether or not there is one. */
function currentDigests(documents: readonly StoredDocument[]): ReadonlySet<string> {
  const shared = documents.filter(({ scope }) => !scope.startsWith('hosts/'));
  const chains = shared.map(({ scope }) => {
    const [kind, datacenter] = scope.split('/');
    const wider = ['defaults', `${kind}/${datacenter}`, scope];
    return shared.filter((each) => wider.includes(each.scope)).toSorted(byWidth);
  });
  return new Set([[], ...chains].flatMap(settingsDigests));
}

function byWidth(one: StoredDocument, other: StoredDocument): number {
  return one.scope.split('/').length - other.scope.split('/').length;
}
