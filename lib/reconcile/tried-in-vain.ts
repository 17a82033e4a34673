/** A trial that ended badly is not made again by itself with the same settings: a person has to look first. */
import type { ConfigureRequest } from './configure-request.ts';
import type { Outcome, SettingsVersion } from './outcome.ts';
import { describeStep, type Step } from './steps.ts';

/**
 * The last outcome, when it tried every one of these steps with these very settings and did not come through: failed,
 * degraded, or refused only after an adapter was added and taken off again.
 */
export function triedInVain(
  last: Outcome | undefined,
  steps: readonly Step[],
  versions: readonly SettingsVersion[],
): Outcome | undefined {
  if (last?.status !== 'failed' && last?.status !== 'degraded' && last?.status !== 'refused') return undefined;
  // Nothing was tried, and a claim is given back without any change of the settings.
  if (last.problems.some(({ code }) => code === 'address-claimed')) return undefined;
  if (JSON.stringify(last.settings) !== JSON.stringify(versions)) return undefined;
  const tried = last.steps.filter(({ applied }) => last.status !== 'degraded' || !applied).map(wishOf);
  return steps.every((step) => tried.includes(wishOf(step))) ? last : undefined;
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
  return isAsked ? undefined : triedInVain(row?.outcome, steps, versions);
}
