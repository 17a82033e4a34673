/** What `apply` is to do: hosts as they are named, or the plan of each that somebody has looked at. */
import type { HostReference } from '../contract.ts';
import type { PlanFingerprint } from '../reconcile/plan-fingerprint.ts';
import { refuseForeign, type SavedPlan } from '../reconcile/saved-plan.ts';
import type { Console } from './console.ts';
import type { PlannedHost } from './plan-hosts.ts';
import { renderPlan, type View } from './render.ts';
import type { HostResult, PlanResult, PlanStatus } from './results.ts';
import type { Workplace } from './workplace.ts';

/** A host to write to. */
export interface WantedHost extends HostReference {
  /** Only this plan is to be taken; absent: whatever follows when its turn comes. */
  readonly planned?: PlanFingerprint;
}

/** What is to be done. */
export interface Wanted {
  readonly hosts: readonly WantedHost[];
  /** Hosts that had no plan: not looked at again, and told as the plan told them. */
  readonly unplanned: readonly HostResult<Exclude<PlanStatus, 'changes'>>[];
  /** Morefs of all of them, as they are to be told. */
  readonly order: readonly string[];
}

/** Hosts whose plan nobody asked to see. */
export function unlooked(hosts: readonly HostReference[]): Wanted {
  return { hosts, unplanned: [], order: hosts.map(({ moref }) => moref) };
}

/** Exactly the plans that were looked at. */
export function wantedOf(planned: readonly PlannedHost[]): Wanted {
  return {
    hosts: planned.flatMap(({ result, fingerprint }) =>
      fingerprint === undefined ? [] : [{ moref: result.moref, name: result.host, planned: fingerprint }],
    ),
    unplanned: planned.flatMap(({ result, fingerprint }) => {
      const { status } = result;
      return fingerprint === undefined && status !== 'changes' ? [{ ...result, status }] : [];
    }),
    order: planned.map(({ result }) => result.moref),
  };
}

/** Those of a file. @throws OnboardingError `plan-foreign` */
export async function plannedIn(saved: SavedPlan, { vcenter }: Pick<Workplace, 'vcenter'>): Promise<PlannedHost[]> {
  refuseForeign(saved, vcenter.name, await vcenter.about());
  return saved.hosts.map(({ fingerprint, ...result }) => ({
    result,
    ...(fingerprint === undefined ? {} : { fingerprint }),
  }));
}

/** Shows the plan and asks; a plan without changes is nothing to ask about. @returns false for a no */
export async function isWanted(plan: PlanResult, view: View, console: Console): Promise<boolean> {
  if (plan.hosts.every(({ status }) => status !== 'changes')) return true;
  console.writeTalk(renderPlan(plan, view));
  const disruptive = plan.hosts.filter(({ steps }) => steps.some((step) => step.disruptive)).length;
  const what = disruptive === 0 ? '' : ` It disrupts ${disruptive === 1 ? 'one host' : `${disruptive} hosts`}.`;
  return console.confirm(`Apply this plan?${what}`);
}
