/** `plan`: what would change, host by host. Nothing is written. */
import type { HostReference } from '../contract.ts';
import { assess, settingsOf } from '../reconcile/assess.ts';
import type { Console } from './console.ts';
import { type HostResult, type PlanResult, type PlanStatus, planProblem, shownStep } from './results.ts';
import { atWorkplace, findHosts, type SharedOptions, type Workplace } from './workplace.ts';

/** @throws OnboardingError when there is no plan for any host: no vCenter, no such host, no settings file */
export function plan(names: readonly string[], options: SharedOptions, console: Console): Promise<PlanResult> {
  return atWorkplace(options, console, async (workplace) =>
    planHosts(await findHosts(names, workplace.vcenter), workplace),
  );
}

/** The plans of hosts that have been found. */
export async function planHosts(hosts: readonly HostReference[], workplace: Workplace): Promise<PlanResult> {
  const results: HostResult<PlanStatus>[] = [];
  for (const host of hosts) results.push(await planHost(host, workplace));
  return { hosts: results };
}

async function planHost(reference: HostReference, { vcenter, settings }: Workplace): Promise<HostResult<PlanStatus>> {
  try {
    const host = await vcenter.readHost(reference.moref);
    const assessment = await assess(host, await settingsOf(host, vcenter, settings), vcenter);
    const { steps, adapter } = assessment.plan;
    return {
      host: host.name,
      moref: host.moref,
      status: steps.length === 0 ? 'unchanged' : 'changes',
      ...(adapter === undefined ? {} : { device: adapter.device }),
      steps: steps.map(shownStep),
      problems: [],
    };
  } catch (error) {
    return planProblem(reference, error);
  }
}
