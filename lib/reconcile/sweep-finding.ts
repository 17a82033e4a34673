/** One host as a sweep sees it: what may be done about it by itself, and what is to be recorded. */
import type { HostReference } from '../contract.ts';
import { OnboardingError, problemsOf } from '../errors.ts';
import { type AddressSpace, settleAddress } from './address-pool.ts';
import { addressWish, withAddress } from './address-wish.ts';
import { isAskedAgain } from './ask-gateway.ts';
import { judge } from './assess.ts';
import { waitsForBrake } from './brake.ts';
import { factsOf } from './host-facts.ts';
import type { JournalRow } from './journal-row.ts';
import { leftAloneNote, type Outcome, type Status } from './outcome.ts';
import { isLeftAlone, permission } from './policy.ts';
import type { Log, StoredDocument } from './ports.ts';
import { hasMoved } from './record-finding.ts';
import { type EffectiveSettings, effectiveSettings, placeOf, scopesOf } from './settings.ts';
import type { HostState, VcenterDirectory } from './state.ts';
import { triedInVain } from './tried-in-vain.ts';

/** What is to be done about one host. */
export interface Finding {
  readonly host: HostReference;
  readonly verdict: Status | 'queued';
  /** To be recorded; absent where the journal has it already, or has nothing to do with it. */
  readonly outcome?: Outcome;
  readonly row?: JournalRow;
}

/** What a sweep knows besides the host itself. */
export interface SweepView {
  readonly vcenter: string;
  /** As read when the sweep began. */
  readonly directory: VcenterDirectory;
  readonly documents: readonly StoredDocument[];
  readonly baseline: ReadonlySet<string>;
  readonly rows: ReadonlyMap<string, JournalRow>;
  /** See `haltedSettings`. */
  readonly halted: ReadonlySet<string>;
  /** Who has which address, as this sweep left it. */
  readonly space: AddressSpace;
  readonly now: Date;
  readonly log: Log;
}

/** What the outcome of a finding says besides its status. */
type Told = Partial<Pick<Outcome, 'steps' | 'problems' | 'notes' | 'device' | 'settings'>>;

/** @throws errors that are not about this host, and those outside the family */
export function findingOf(host: HostState, view: SweepView): Finding {
  const row = view.rows.get(host.moref);
  const finding = { host: { moref: host.moref, name: host.name }, ...(row === undefined ? {} : { row }) };
  if (row?.intent !== undefined) return { ...finding, verdict: 'queued' };
  let effective: EffectiveSettings | undefined;
  try {
    const place = placeOf(host, host.ancestors);
    const scopes = scopesOf(place);
    const own = view.documents.filter(({ scope }) => scopes.includes(scope));
    effective = effectiveSettings(place, own, view.directory);
    const assessment = judge(host, settledFor(host, effective, view), view.directory);
    const { steps, adapter } = assessment.plan;
    const told: Told = {
      steps: steps.map((step) => ({ ...step, applied: false })),
      ...(adapter === undefined ? {} : { device: adapter.device }),
      settings: effective.versions,
      ...(assessment.notes.length === 0 ? {} : { notes: assessment.notes }),
    };
    // only a run can ask a gateway
    const isToBeAsked = isAskedAgain(row, effective.values);
    if (steps.length === 0 && isToBeAsked) return { ...finding, verdict: 'queued' };
    if (steps.length === 0) return { ...finding, ...unchanged(host, row, told, view) };
    // what was tried in vain stays as it was told, also where the mode would not try it
    const inVain = triedInVain(row, steps, effective.versions);
    const asksOnly = isToBeAsked && inVain?.status === 'degraded';
    if (inVain !== undefined) return { ...finding, verdict: asksOnly ? 'queued' : inVain.status };
    const inBaseline = view.baseline.has(host.moref);
    const initiative = { by: 'itself', inBaseline, finishesOurs: false } as const;
    const permitted = permission(assessment, initiative);
    if (!permitted.allowed) {
      const notes = [...assessment.notes, leftAloneNote(permitted.why)];
      return { ...finding, verdict: 'reported', outcome: outcomeOf(host, 'reported', { ...told, notes }, view) };
    }
    // lifted, or with other settings, it is queued at once; till then its own time comes often enough
    if (waitsForBrake(row, effective.versions, view.halted))
      return { ...finding, verdict: row?.outcome?.status ?? 'deferred' };
    return { ...finding, verdict: 'queued' };
  } catch (error) {
    // what is not about this host, such as a vCenter that went away, ends the sweep
    if (!(error instanceof OnboardingError) || error.status === 'poison' || error.status === 'usage') throw error;
    if (error.status === 'deferred' && error.context.host === undefined) throw error;
    view.log.info(error.message, { code: error.code, host: host.name });
    return { ...finding, ...unplanned(host, row, error, effective, view) };
  }
}

/** A pool as the address that a run would take now. */
function settledFor(host: HostState, settings: EffectiveSettings, { vcenter, space }: SweepView): EffectiveSettings {
  const wish = addressWish(settings, host, vcenter);
  return wish?.address.mode === 'pool' ? withAddress(settings, settleAddress(wish, space)) : settings;
}

/** What was to be seen again is seen: an earlier trouble is over. A success stays as it was told. */
function unchanged(host: HostState, row: JournalRow | undefined, told: Told, view: SweepView): Omit<Finding, 'host'> {
  const last = row?.outcome;
  const isGood = last?.status === 'converged' || last?.status === 'unchanged';
  const isKnown = isGood && !hasMoved(last, factsOf(host));
  return { verdict: 'unchanged', ...(isKnown ? {} : { outcome: outcomeOf(host, 'unchanged', told, view) }) };
}

/** No plan could be made. A host whose event was missed is queued, so that its end is announced and waited for. */
function unplanned(
  host: HostState,
  row: JournalRow | undefined,
  error: OnboardingError,
  effective: EffectiveSettings | undefined,
  view: SweepView,
): Omit<Finding, 'host'> {
  const status = error.status as Status;
  if (error.code === 'out-of-scope') return { verdict: status };
  const inBaseline = view.baseline.has(host.moref);
  if (!inBaseline && row?.outcome === undefined && status !== 'excluded') return { verdict: 'queued' };
  if (status === 'deferred' && row?.outcome !== undefined) return passing(row.outcome, error, row);
  const verdict = inBaseline && isLeftAlone(effective?.values.mode) && status === 'refused' ? 'reported' : status;
  const told = { problems: problemsOf(error), settings: effective?.versions ?? [] };
  return { verdict, outcome: outcomeOf(host, verdict, told, view) };
}

/** What may pass goes over no outcome: a run waits for it, or gave up waiting, or will see it when the host is due. */
function passing(last: Outcome, error: OnboardingError, row: JournalRow): Omit<Finding, 'host'> {
  const hasGivenUp = last.status === 'failed' && last.problems.some(({ code }) => code === error.code);
  if (hasGivenUp || row.deferral !== undefined) return { verdict: last.status };
  return { verdict: 'deferred' };
}

function outcomeOf(host: HostState, status: Status, told: Told, { vcenter, now }: SweepView): Outcome {
  const { moref, name } = host;
  const at = now.toISOString();
  const nothing = { steps: [], problems: [], settings: [] };
  const found = { ...told, ...factsOf(host, told.device) };
  return { vcenter, host: { moref, name }, status, ...nothing, ...found, startedAt: at, finishedAt: at };
}
