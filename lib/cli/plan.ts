/** `plan`: what would change, host by host. Nothing is written. */
import type { HostReference } from '../contract.ts';
import { assess, type Scope, settingsOf } from '../reconcile/assess.ts';
import type { AddressStores } from '../reconcile/claims.ts';
import { provisionalSettings } from '../reconcile/run-address.ts';
import type { Console } from './console.ts';
import { locateTable, type TableOptions } from './journal-door.ts';
import { type HostResult, type PlanResult, type PlanStatus, planProblem, shownStep } from './results.ts';
import { atWorkplace, findHosts, type SharedOptions, type Workplace } from './workplace.ts';

/** @throws OnboardingError when there is no plan for any host: no vCenter, no such host, no settings file */
export async function plan(names: readonly string[], options: PlanOptions, console: Console): Promise<PlanResult> {
  const table = await locateTable(options, console.environment);
  const work = async (workplace: Workplace, stores?: AddressStores) =>
    planHosts(await findHosts(names, workplace.vcenter), options, { ...workplace, ...stores });
  if (table === undefined) return atWorkplace(options, console, work);
  const { withStores } = await import('./stores.ts');
  return withStores(table, (stores) => atWorkplace(options, console, (place) => work(place, stores), table));
}

/** Options of `plan`. */
export interface PlanOptions extends SharedOptions, TableOptions, Scope {}

/** The plans of hosts that have been found. @param workplace with the stores, pools can be planned, too */
export async function planHosts(
  hosts: readonly HostReference[],
  scope: Scope,
  workplace: Workplace & Partial<AddressStores>,
): Promise<PlanResult> {
  const results: HostResult<PlanStatus>[] = [];
  for (const host of hosts) results.push(await planHost(host, scope, workplace));
  return { hosts: results };
}

async function planHost(
  reference: HostReference,
  scope: Scope,
  workplace: Workplace & Partial<AddressStores>,
): Promise<HostResult<PlanStatus>> {
  const { vcenter, settings } = workplace;
  try {
    const host = await vcenter.readHost(reference.moref);
    const written = await settingsOf(host, vcenter, settings);
    const effective = await provisionalSettings(written, host, scope.stack, workplace);
    const { plan, notes } = await assess(host, effective, vcenter, scope);
    const { steps, adapter } = plan;
    return {
      host: host.name,
      moref: host.moref,
      status: steps.length === 0 ? 'unchanged' : 'changes',
      ...(adapter === undefined ? {} : { device: adapter.device }),
      steps: steps.map(shownStep),
      problems: [],
      ...(notes.length === 0 ? {} : { notes }),
    };
  } catch (error) {
    return planProblem(reference, error);
  }
}
