/** The plans of hosts: named ones read one by one, those of a place from the pages of one read. */
import { OnboardingError } from '../errors.ts';
import { judge, type Scope, settingsOf } from '../reconcile/assess.ts';
import type { AddressStores } from '../reconcile/claims.ts';
import { fingerprintOf, type PlanFingerprint } from '../reconcile/plan-fingerprint.ts';
import { PlannedAddresses } from '../reconcile/planned-addresses.ts';
import type { HostState } from '../reconcile/state.ts';
import type { Console } from './console.ts';
import { findHosts, type HostChoice, hostsOf, isByPlace } from './host-choice.ts';
import { type HostResult, type PlanStatus, planProblem, shownStep } from './results.ts';
import { SettingsOnce } from './settings-once.ts';
import { keepHeapSmall } from './small-heap.ts';
import type { Workplace } from './workplace.ts';

/** What is planned with. */
export interface Planning extends Workplace {
  /** With the stores of a table, pools can be planned, too. */
  readonly stores: AddressStores | undefined;
  readonly console: Console;
}

/** One host, and by what its plan is known again; absent when there is none. */
export interface PlannedHost {
  readonly result: HostResult<PlanStatus>;
  readonly fingerprint?: PlanFingerprint;
}

/** Plans, and an error for each name that is none. */
export interface PlannedHosts {
  readonly planned: readonly PlannedHost[];
  readonly missing: readonly OnboardingError[];
}

/** @throws OnboardingError `usage` for a place that is none, `interrupted`, and what stands between here and vCenter */
export async function planHosts(
  names: readonly string[],
  scope: Scope & HostChoice,
  planning: Planning,
): Promise<PlannedHosts> {
  const addresses = new PlannedAddresses(planning.vcenter.name, planning.stores);
  const byPlace = isByPlace(scope);
  const settings = byPlace ? new SettingsOnce(planning.settings) : planning.settings;
  const one = { ...planning, settings, addresses, scope };
  return byPlace ? planPlace(one) : planNamed(names, one);
}

interface OnePlan extends Planning {
  readonly addresses: PlannedAddresses;
  readonly scope: Scope & HostChoice;
}

async function planPlace(one: OnePlan): Promise<PlannedHosts> {
  const { vcenter, console, scope } = one;
  const planned: PlannedHost[] = [];
  keepHeapSmall();
  try {
    for await (const page of hostsOf(scope, vcenter)) {
      for (const host of page) planned.push(kept(await planHost(host, one)));
      refuseInterrupted(console);
      console.showProgress?.(`${planned.length} hosts planned`);
    }
  } finally {
    console.showProgress?.('');
  }
  return { planned, missing: [] };
}

async function planNamed(names: readonly string[], one: OnePlan): Promise<PlannedHosts> {
  const { vcenter, console } = one;
  const { hosts, missing } = await findHosts(names, vcenter);
  const planned: PlannedHost[] = [];
  for (const host of hosts) {
    refuseInterrupted(console);
    planned.push(
      await vcenter.readHost(host.moref).then(
        (state) => planHost(state, one),
        (error: unknown) => ({ result: planProblem(host, error) }),
      ),
    );
  }
  return { planned, missing };
}

async function planHost(host: HostState, { vcenter, settings, addresses, scope }: OnePlan): Promise<PlannedHost> {
  try {
    const written = await settingsOf(host, vcenter, settings);
    const settled = await addresses.settle(written, host, scope.stack);
    // not looked up again on a miss: it was read by this very command, and a thousand hosts may miss the same switch
    const assessment = judge(host, settled, await vcenter.directory(), scope);
    const { plan, notes } = assessment;
    const result: HostResult<PlanStatus> = {
      host: host.name,
      moref: host.moref,
      status: plan.steps.length === 0 ? 'unchanged' : 'changes',
      ...(plan.adapter === undefined ? {} : { device: plan.adapter.device }),
      steps: plan.steps.map(shownStep),
      problems: [],
      ...(notes.length === 0 ? {} : { notes }),
    };
    return { result, fingerprint: fingerprintOf(assessment, written, settled) };
  } catch (error) {
    return { result: planProblem(host, error) };
  }
}

/** Texts of a reply are slices of it, and one name that is kept would keep the megabytes of its whole page. */
function kept(planned: PlannedHost): PlannedHost {
  const copy: PlannedHost = JSON.parse(JSON.stringify(planned));
  return copy;
}

/** A plan writes nothing, so it ends at once. */
function refuseInterrupted({ stopping }: Console): void {
  if (stopping.aborted) throw new OnboardingError('interrupted', 'The command was stopped; nothing was written.');
}
