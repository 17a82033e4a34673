/** `plan`: what would change, host by host. Nothing is written to a host. */
import { problemsOf } from '../errors.ts';
import type { Scope } from '../reconcile/assess.ts';
import type { Console } from './console.ts';
import { checkChoice, type HostChoice } from './host-choice.ts';
import { locateTable, type TableOptions } from './journal-door.ts';
import { checkPlanFile, savePlan } from './plan-file.ts';
import { type PlannedHosts, planHosts } from './plan-hosts.ts';
import type { PlanResult } from './results.ts';
import type { Stores } from './stores.ts';
import { atWorkplace, type SharedOptions, type Workplace } from './workplace.ts';

/** Options of `plan`. */
export interface PlanOptions extends SharedOptions, TableOptions, Scope, HostChoice {
  /** `--out FILE`. */
  readonly out?: string;
}

/**
 * @param version of the product, for the file
 * @throws OnboardingError when there is no plan for any host: no vCenter, no such place, no settings file
 */
export async function plan(
  names: readonly string[],
  options: PlanOptions,
  console: Console,
  version: string,
): Promise<PlanResult> {
  checkChoice(names, options);
  if (options.out !== undefined) await checkPlanFile(options.out);
  const table = await locateTable(options, console.environment);
  const work = async (workplace: Workplace, stores?: Stores) => {
    const planned = await planHosts(names, options, { ...workplace, stores, console });
    if (options.out !== undefined) await savePlan(options.out, planned, options, { ...workplace, console, version });
    return planResult(planned);
  };
  if (table === undefined) return atWorkplace(options, console, work);
  const { withStores } = await import('./stores.ts');
  return withStores(table, (stores) => atWorkplace(options, console, (place) => work(place, stores), table));
}

/** Plans as they are shown. */
export function planResult({ planned, missing }: PlannedHosts): PlanResult {
  const problems = missing.flatMap(problemsOf);
  return { hosts: planned.map(({ result }) => result), ...(problems.length === 0 ? {} : { problems }) };
}
