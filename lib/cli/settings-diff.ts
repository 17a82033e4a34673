/** `settings diff`: a file against Parameter Store, scope by scope and member by member. */
import { settingsParameter } from '../contract.ts';
import { OnboardingErrors } from '../errors.ts';
import type { StoredDocument } from '../reconcile/ports.ts';
import { showScope } from '../reconcile/scope-names.ts';
import { differenceBetween, type ScopeDifference } from '../reconcile/settings-difference.ts';
import type { DiffResult } from './settings-results.ts';
import { asError, type OpenStore, openStore, readTreeFile } from './settings-trees.ts';

/** Options of `settings diff`. */
export interface DiffOptions {
  readonly settings: string;
  readonly vcenter: string;
}

/**
 * What is wrong inside the documents does not matter here.
 * @throws OnboardingError `settings-missing`, `parameters-unavailable`, OnboardingErrors `settings-invalid` for a file
 * whose scopes cannot be told
 */
export async function diff({ settings: file, vcenter }: DiffOptions): Promise<DiffResult> {
  const { documents, problems } = await readTreeFile(file);
  const [first, ...rest] = problems.map(asError);
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
  const scopes = await differences(vcenter, documents, await openStore());
  return { vcenter, file, scopes: shownDifferences(vcenter, scopes) };
}

/** Parameters that no host reads are not compared: no file could hold them. */
export async function differences(
  vcenter: string,
  documents: readonly StoredDocument[],
  { settings }: OpenStore,
): Promise<ScopeDifference[]> {
  const stored = await settings.readAll(vcenter);
  return differenceBetween(
    stored.filter(({ scope }) => showScope(scope) !== undefined),
    documents,
  );
}

/** As it is shown. */
export function shownDifferences(vcenter: string, scopes: readonly ScopeDifference[]): DiffResult['scopes'] {
  return scopes.map(({ scope, status, members, stored }) => ({
    scope: showScope(scope) ?? scope,
    parameter: settingsParameter(vcenter, scope),
    status,
    ...(stored === undefined ? {} : { version: stored.version }),
    members,
  }));
}
