/** `settings check`: everything that is wrong with a settings tree, at once. No vCenter is asked. */
import { settingsParameter } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { SettingsProblem } from '../reconcile/settings-problem.ts';
import { checkTree } from '../reconcile/settings-tree.ts';
import type { CheckedProblem, CheckResult } from './settings-results.ts';
import type { SettingsTreeFile } from './settings-tree-file.ts';
import { openStore, readOthers, readTreeFile, requireTree } from './settings-trees.ts';

/** Options of `settings check`: a file, a tree in Parameter Store, or a file as the tree of that vCenter. */
export interface CheckOptions {
  readonly settings?: string;
  readonly vcenter?: string;
}

/** @throws OnboardingError `usage`, `settings-missing`, `parameters-unavailable` */
export async function check({ settings: file, vcenter }: CheckOptions): Promise<CheckResult> {
  const tree = file === undefined ? undefined : await readTreeFile(file);
  if (vcenter === undefined) {
    const how = 'settings check needs --settings FILE, or --vcenter NAME for the settings in Parameter Store, or both';
    if (file === undefined || tree === undefined) throw new OnboardingError('usage', `${how}.`);
    return resultOf(file, tree, checkTree(tree.documents));
  }
  const store = await openStore();
  const documents = tree?.documents ?? (await requireTree(vcenter, store));
  const { trees: others, note } = await readOthers(vcenter, store);
  const problems = checkTree(documents, { vcenter, others });
  const source = file ?? settingsParameter(vcenter, '').slice(0, -1);
  return { ...resultOf(source, tree ?? { documents }, problems), ...(note === undefined ? {} : { notes: [note] }) };
}

function resultOf(
  source: string,
  tree: Pick<SettingsTreeFile, 'documents'> & Partial<SettingsTreeFile>,
  found: readonly SettingsProblem[],
): CheckResult {
  const problems = [...(tree.problems ?? []), ...found].map((problem) =>
    checkedProblem(problem, tree.lineOf?.(problem)),
  );
  // as an editor shows them, from the top; parameters have no lines and keep the order of their scopes
  const inOrder = problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
  return { source, documents: tree.documents.length, problems: inOrder };
}

function checkedProblem({ severity, code, message, parameter, path }: SettingsProblem, line?: number): CheckedProblem {
  return { severity, code, message, parameter, path, ...(line === undefined ? {} : { line }) };
}
