/** A settings tree as the text of a file: one order and one layout, so that a difference in git is what differs. */
import { OnboardingError, OnboardingErrors } from '../errors.ts';
import type { StoredDocument } from '../reconcile/ports.ts';
import { compareScopes, showScope } from '../reconcile/scope-names.ts';
import { settingsSchema } from '../reconcile/settings-members.ts';
import { SCHEMA_MEMBER } from './settings-tree-file.ts';

/**
 * Scopes as they inherit, and by name; members in the order of the documentation, unknown ones last.
 * @param documents those that no host reads are left out
 * @throws OnboardingErrors `settings-invalid` for every document that is no JSON
 */
export function treeOf(documents: readonly StoredDocument[]): Readonly<Record<string, unknown>> {
  const problems: OnboardingError[] = [];
  const ordered = documents.toSorted((one, other) => compareScopes(one.scope, other.scope));
  const entries = ordered.flatMap((stored) => {
    const key = showScope(stored.scope);
    if (key === undefined) return [];
    try {
      return [[key, inOrder(JSON.parse(stored.text))] as const];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const message = `Settings ${stored.origin}: is no JSON: ${error.message}.`;
      problems.push(new OnboardingError('settings-invalid', message, { parameter: stored.origin }));
      return [];
    }
  });
  const [first, ...rest] = problems;
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
  return Object.fromEntries(entries);
}

function inOrder(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  const known = Object.keys(settingsSchema.shape);
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return Object.fromEntries(Object.entries(document).toSorted(([one], [other]) => rank(one) - rank(other)));
}

/** @param schema what an editor completes the file by; absent: nothing */
export function treeText(tree: Readonly<Record<string, unknown>>, schema?: string): string {
  return `${JSON.stringify(schema === undefined ? tree : { [SCHEMA_MEMBER]: schema, ...tree }, null, 2)}\n`;
}
