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
  const tried = last.steps.filter(({ applied }) => last.status !== 'degraded' || !applied).map(describeStep);
  return steps.every((step) => tried.includes(describeStep(step))) ? last : undefined;
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
