/** `settings push`: makes Parameter Store what the file says, with optimistic locking on parameter versions. */
import { settingsParameter } from '../contract.ts';
import { OnboardingError, OnboardingErrors, problemsOf } from '../errors.ts';
import type { StoredDocument } from '../reconcile/ports.ts';
import { type PushedScope, pushSettings, type SettingsWrite } from '../reconcile/push-settings.ts';
import { compareScopes, showScope } from '../reconcile/scope-names.ts';
import type { ScopeDifference } from '../reconcile/settings-difference.ts';
import { checkTree, STANDARD_BYTES } from '../reconcile/settings-tree.ts';
import type { Console } from './console.ts';
import { differences, shownDifferences } from './settings-diff.ts';
import { renderDiff } from './settings-render.ts';
import type { PushResult, PushResultScope } from './settings-results.ts';
import { asError, type OpenStore, openStore, readOthers, readTreeFile } from './settings-trees.ts';

/** Options of `settings push`. */
export interface PushOptions {
  readonly settings: string;
  readonly vcenter: string;
  /** Scopes that are in Parameter Store only are deleted. */
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  /** Does not ask. */
  readonly yes?: boolean;
  /** Documents above 4 KB may be stored in the tier that AWS charges for. */
  readonly advancedTier?: boolean;
}

/**
 * The nearest scopes first and deletions last, so that a change of the defaults meets what was made for it.
 * @returns with `skipped` everywhere when the person said no
 * @throws OnboardingError `settings-missing`, `parameters-unavailable`, OnboardingErrors with everything that
 * `settings check` calls an error
 */
export async function push(options: PushOptions, console: Console): Promise<PushResult> {
  const { settings: file, vcenter, prune = false } = options;
  const store = await openStore();
  const documents = await checkedDocuments(options, store, console);
  const different = (await differences(vcenter, documents, store)).filter(({ status }) => status !== 'equal');
  refuseCostly(different, options);
  const left = prune ? [] : different.filter(({ status }) => status === 'removed');
  const wanted = different.filter((each) => !left.includes(each)).toSorted(inOrderOfWriting);
  const writes = wanted.map((each) => writeOf(vcenter, each));
  const shown = new Map(different.map(({ scope }) => [settingsParameter(vcenter, scope), showScope(scope) ?? scope]));
  const all = (pushed: readonly Pushed[]): PushResult => ({
    vcenter,
    file,
    scopes: [
      ...pushed.map((each) => resultOf(each, shown)),
      ...left.map(({ scope, stored }) => leftScope(vcenter, scope, stored)),
    ],
  });
  if (options.dryRun || writes.length === 0) return all(writes.map(planned('planned')));
  if (console.isInteractive && !options.yes) {
    const scopes = shownDifferences(vcenter, wanted);
    console.writeTalk(renderDiff({ vcenter, file, scopes }, console.hasColors));
    if (!(await console.confirm(questionOf(writes)))) return all(writes.map(planned('skipped')));
  }
  return all(await pushSettings(writes, store.writer, console.stopping));
}

async function checkedDocuments({ settings, vcenter }: PushOptions, store: OpenStore, console: Console) {
  const { documents, problems } = await readTreeFile(settings);
  const { trees: others, note } = await readOthers(vcenter, store);
  if (note !== undefined) console.writeTalk(note);
  const found = [...problems, ...checkTree(documents, { vcenter, others })];
  const [first, ...rest] = found.filter(({ severity }) => severity === 'error').map(asError);
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
  for (const { message } of found) console.writeTalk(`warning: ${message}`);
  return documents;
}

function refuseCostly(different: readonly ScopeDifference[], { advancedTier = false }: PushOptions): void {
  const errors = different
    .filter(({ file }) => !advancedTier && file !== undefined && Buffer.byteLength(file.text) > STANDARD_BYTES)
    .map(({ file }) => {
      const message = `${file?.origin} is above ${STANDARD_BYTES} bytes, so it takes the advanced tier, which AWS charges for: shorten it, or push with --advanced-tier.`;
      return new OnboardingError('settings-invalid', message, { parameter: file?.origin });
    });
  const [first, ...rest] = errors;
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
}

function inOrderOfWriting(one: ScopeDifference, other: ScopeDifference): number {
  const rank = ({ status }: ScopeDifference) => (status === 'removed' ? 1 : 0);
  return rank(one) - rank(other) || compareScopes(other.scope, one.scope);
}

function writeOf(vcenter: string, { scope, file, stored }: ScopeDifference): SettingsWrite {
  const name = settingsParameter(vcenter, scope);
  const seen = { version: stored?.version ?? 0, text: stored?.text ?? '' };
  if (file === undefined) return { action: 'delete', name, seen };
  return stored === undefined
    ? { action: 'create', name, text: file.text }
    : { action: 'replace', name, text: file.text, seen };
}

function questionOf(writes: readonly SettingsWrite[]): string {
  const deleted = writes.filter(({ action }) => action === 'delete').length;
  const scopes = (count: number) => (count === 1 ? 'one scope' : `${count} scopes`);
  const written = writes.length - deleted;
  const parts = [written > 0 ? `write ${scopes(written)}` : '', deleted > 0 ? `DELETE ${scopes(deleted)}` : ''];
  const what = parts.filter((part) => part !== '').join(' and ');
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} in Parameter Store?`;
}

/** Also a write that was not tried. */
type Pushed = Omit<PushedScope, 'status'> & Pick<PushResultScope, 'status'>;

function planned(status: 'planned' | 'skipped') {
  return ({ name, action }: SettingsWrite): Pushed => ({ name, action, status });
}

function resultOf(pushed: Pushed, shown: ReadonlyMap<string, string>): PushResultScope {
  const { name, status, action, version, lost, standing, error } = pushed;
  return {
    scope: shown.get(name) ?? name,
    parameter: name,
    status,
    action,
    ...(version === undefined ? {} : { version }),
    ...(lost === undefined ? {} : { lost }),
    ...(standing === undefined ? {} : { standing }),
    problems: error === undefined ? [] : problemsOf(error),
  };
}

function leftScope(vcenter: string, scope: string, stored: StoredDocument | undefined): PushResultScope {
  const parameter = settingsParameter(vcenter, scope);
  const version = stored === undefined ? {} : { version: stored.version };
  return { scope: showScope(scope) ?? scope, parameter, status: 'left', ...version, problems: [] };
}
