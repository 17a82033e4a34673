/** A trial that ended badly is not made again by itself with the same settings: a person has to look first. */
import type { ConfigureRequest } from './configure-request.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome, SettingsVersion } from './outcome.ts';
import { describeStep, type Step } from './steps.ts';

/**
 * The last outcome, when its run had begun to write, tried every one of these steps with these very settings and did
 * not come through: failed, degraded, or refused only after an adapter was added and taken off again. An end before the
 * first write, such as a day of waiting, tried nothing: once its reason is gone, the host is taken up again.
 */
export function triedInVain(
  row: JournalRow | undefined,
  steps: readonly Step[],
  versions: readonly SettingsVersion[],
): Outcome | undefined {
  const { outcome: last, hasBegun = false } = row ?? {};
  if (!hasBegun) return undefined;
  if (last?.status !== 'failed' && last?.status !== 'degraded' && last?.status !== 'refused') return undefined;
  if (!isSame(last.settings, versions)) return undefined;
  const tried = last.steps.filter(({ applied }) => last.status !== 'degraded' || !applied).map(wishOf);
  return steps.every((step) => tried.includes(wishOf(step))) ? last : undefined;
}

/** Whether a run ended with the very end of the last one, see {@link lastTrial}: then that one stays the last trial. */
export function isEndOfLastTrial(row: JournalRow | undefined, { status, steps, settings }: Outcome): boolean {
  const { outcome: last, hasBegun = false } = row ?? {};
  if (!hasBegun || last === undefined || last.status !== status || !isSame(last.settings, settings)) return false;
  return steps.length === last.steps.length && steps.every((step, index) => step === last.steps[index]);
}

/** The table may give the members of a document back in another order. */
function isSame(known: readonly SettingsVersion[], versions: readonly SettingsVersion[]): boolean {
  const textOf = (each: readonly SettingsVersion[]) => JSON.stringify(each.map((one) => [one.origin, one.version]));
  return textOf(known) === textOf(versions);
}

/** What a step wants of a stack, whatever was there: a trial that was rolled back leaves there what it wrote. */
function wishOf(step: Step): string {
  if (step.action !== 'updateNetworkConfig') return describeStep(step);
  return [step.part, ...step.changes.map(({ field, to }) => `${field} ${to}`)].join('\n');
}

/** The same for a run that nobody asked for: not an operator's, a replay, or one that was waited for. */
export function lastTrial(
  { operator, cause, row }: ConfigureRequest,
  steps: readonly Step[],
  versions: readonly SettingsVersion[],
): Outcome | undefined {
  const isAsked = operator !== undefined || cause?.kind === 'replay' || row?.deferral !== undefined;
  return isAsked ? undefined : triedInVain(row, steps, versions);
}
