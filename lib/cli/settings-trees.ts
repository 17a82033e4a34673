/** The settings trees that the verbs of `settings` work with: a file's, and that of a vCenter in Parameter Store. */
import { OnboardingError } from '../errors.ts';
import type { StoredDocument } from '../reconcile/ports.ts';
import type { SettingsProblem } from '../reconcile/settings-problem.ts';
import { SettingsFile } from './settings-file.ts';
import type { SettingsTreeFile } from './settings-tree-file.ts';

/** The other vCenters' trees, as far as this account may read them. */
export interface OtherTrees {
  readonly trees: ReadonlyMap<string, readonly StoredDocument[]>;
  /** Why there are none; absent when they were read. */
  readonly note?: string;
}

/** @throws OnboardingError `settings-missing` */
export function readTreeFile(file: string): Promise<SettingsTreeFile> {
  return new SettingsFile(file).parse();
}

/** Imported only when it is asked for, since the SDK costs half a second to load. */
export async function openStore() {
  return (await import('./parameter-store.ts')).openParameterStore();
}

/** Parameter Store as these verbs use it. */
export type OpenStore = Awaited<ReturnType<typeof openStore>>;

/** @throws OnboardingError `usage` when there are none: a name that was mistyped must not look right */
export async function requireTree(vcenter: string, store: OpenStore): Promise<readonly StoredDocument[]> {
  const documents = await store.settings.readAll(vcenter);
  if (documents.length > 0) return documents;
  const { trees } = await readOthers(vcenter, store);
  const names = [...trees.keys()].toSorted();
  const those = names.length === 0 ? 'and of no other that this account may read' : `but of ${names.join(', ')}`;
  throw new OnboardingError('usage', `Parameter Store has no settings of vCenter ${vcenter}, ${those}.`, { vcenter });
}

/** An account that may read only one tree is no reason to end. @throws OnboardingError `parameters-unavailable` */
export async function readOthers(vcenter: string, { settings }: OpenStore): Promise<OtherTrees> {
  try {
    return { trees: await settings.readOthers(vcenter) };
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.context['awsError'] !== 'AccessDeniedException') throw error;
    const note = 'This account may not read the settings of other vCenters: whether pools overlap theirs is not known.';
    return { trees: new Map(), note };
  }
}

/** What the verbs throw that do not go on with a broken tree. */
export function asError({ code, message, ...context }: SettingsProblem): OnboardingError {
  return new OnboardingError(code, message, context);
}
