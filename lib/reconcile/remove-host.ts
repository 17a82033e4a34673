/** `remove`: takes off the adapters of one host that the journal says we added, and nothing else. */
import type { HostReference } from '../contract.ts';
import { OnboardingError, type Problem, problemsOf } from '../errors.ts';
import { isRemoval } from './added-adapters.ts';
import { withHostLease } from './host-lease.ts';
import { type AddedAdapter, type JournalRow, sinceOf } from './journal-row.ts';
import type { AppliedStep, Outcome, Status } from './outcome.ts';
import type { Clock, Journal, LeaseStore, Vcenter } from './ports.ts';
import { hasDevice, oursOn } from './recorded-adapters.ts';
import { servicesLost } from './rollback.ts';
import type { HostState } from './state.ts';
import type { RemoveVirtualNicStep } from './steps.ts';
import { begunAdapter } from './take-back.ts';
import { readUntil } from './verify.ts';

/** How long vCenter may go on showing an adapter that was taken off. */
const ABSENT_MILLISECONDS = 30_000;
/** A task on the host is often over in a moment. */
const TASK_PATIENCE_MILLISECONDS = 8_000;

/** What removing works with. Without a journal nobody knows what is ours, so both stores have to be there. */
export interface RemovePorts {
  readonly vcenter: Vcenter;
  readonly journal: Journal;
  readonly leases: LeaseStore;
  readonly clock: Clock;
}

/** One host. */
export interface RemoveRequest {
  readonly host: HostReference;
  /** Wanted although the host is not in maintenance mode. */
  readonly live: boolean;
  /** Unique for the run, and says who: the holder of its lease. */
  readonly runId: string;
}

/**
 * Never throws an error of the family that is about the host: those are outcomes.
 * @returns `converged` with the steps that were taken, `unchanged` when nothing of ours is on the host, `refused`
 * when an adapter is no longer as it was recorded (`adapter-not-ours`) or the host is at work
 * (`disruptive-needs-live`), `deferred` (also `intent-open`: an interrupted run comes first), `failed` or `gone`; beside
 * each, `service-not-restored` says what vCenter had switched off for the adapter and did not switch on again
 * @throws OnboardingError `journal-unavailable`
 */
export async function removeHost(request: RemoveRequest, ports: RemovePorts): Promise<Outcome> {
  const { leases, clock, vcenter } = ports;
  const removal = new Removal(request, ports);
  try {
    const lease = { leases, clock, vcenter: vcenter.name, host: request.host, owner: request.runId };
    return removal.outcome(await withHostLease(lease, (renew) => removal.toStatus(renew)));
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.status === 'poison' || error.status === 'usage') throw error;
    const outcome = removal.outcome(error.status, error);
    await removal.recordFailure(outcome);
    return outcome;
  }
}

/** The state of one removal, so that its outcome can be told at any point. */
class Removal {
  readonly #request: RemoveRequest;
  readonly #ports: RemovePorts;
  readonly #startedAt: Date;
  #name: string;
  #steps: AppliedStep[] = [];
  #row: JournalRow | undefined;
  /** What is still to be taken off; undefined before the first write is announced. */
  #left: readonly AddedAdapter[] | undefined;

  /** Services of the default stack that did not come back. */
  #lost: readonly Problem[] = [];

  constructor(request: RemoveRequest, ports: RemovePorts) {
    this.#request = request;
    this.#ports = ports;
    this.#startedAt = ports.clock.now();
    this.#name = request.host.name;
  }

  async toStatus(renewLease: () => Promise<void>): Promise<Status> {
    const { vcenter, journal } = this.#ports;
    const row = await journal.read(vcenter.name, this.#request.host.moref);
    this.#row = row;
    if (row === undefined || (row.added === undefined && row.intent === undefined)) return 'unchanged';
    const host = await this.#readHost();
    const ours = await oursOn(host, row, vcenter);
    if (ours.length === 0) {
      await journal.write(withoutRecord(row));
      return 'unchanged';
    }
    this.#refuseOpenIntent(host, row);
    this.#steps = ours.map((adapter) => ({ ...removeStep(adapter), applied: false }));
    if (!host.inMaintenanceMode && !this.#request.live) {
      const message = `${host.name} is not in maintenance mode, and its adapter may carry traffic.`;
      throw new OnboardingError('disruptive-needs-live', message, this.#context('removeVirtualNic'));
    }
    await this.#remove(ours, host, renewLease);
    await journal.write(this.#ended(this.outcome('converged')));
    return 'converged';
  }

  outcome(status: Status, error?: OnboardingError): Outcome {
    const { host } = this.#request;
    return {
      vcenter: this.#ports.vcenter.name,
      host: { moref: host.moref, name: this.#name },
      status,
      steps: this.#steps,
      problems: [...(error === undefined ? [] : problemsOf(error)), ...this.#lost],
      settings: [],
      startedAt: this.#startedAt.toISOString(),
      finishedAt: this.#ports.clock.now().toISOString(),
    };
  }

  /** Only what was begun changes the row; a refusal before the first write says nothing about the host. */
  async recordFailure(outcome: Outcome): Promise<void> {
    const isTheirs = outcome.problems.some(({ code }) => code === 'lease-lost');
    if (this.#left !== undefined && !isTheirs) await this.#ports.journal.write(this.#ended(outcome));
  }

  /** An interrupted run may have taken off another adapter for the one that it began: only it can put that back. */
  #refuseOpenIntent(host: HostState, { intent }: JournalRow): void {
    if (intent === undefined || isRemoval(intent)) return;
    const hasReplaced = intent.steps.some(({ action }) => action === 'removeVirtualNic');
    if (!hasReplaced && begunAdapter(host, intent) !== undefined) return;
    const message = `A run on ${host.name} was interrupted after it had begun to write, on ${intent.openedAt}.`;
    throw new OnboardingError('intent-open', message, this.#context('removeVirtualNic'));
  }

  async #readHost(): Promise<HostState> {
    const { vcenter, clock } = this.#ports;
    const read = () => vcenter.readHost(this.#request.host.moref);
    const host = await readUntil(clock, read, ({ hasRunningTask }) => !hasRunningTask, TASK_PATIENCE_MILLISECONDS);
    this.#name = host.name;
    if (host.network === undefined || host.networkSystem === undefined) {
      throw new OnboardingError('host-disconnected', `${host.name} is ${host.connectionState}.`, this.#context());
    }
    if (host.hasRunningTask) {
      throw new OnboardingError('host-busy', `A task is running on ${host.name} or its cluster.`, this.#context());
    }
    return host;
  }

  async #remove(ours: readonly AddedAdapter[], before: HostState, renewLease: () => Promise<void>): Promise<void> {
    const { vcenter, journal, clock } = this.#ports;
    const steps = ours.map(removeStep);
    await journal.openIntent(vcenter.name, before, { steps, before, openedAt: clock.now().toISOString() });
    this.#left = ours;
    for (const [index, step] of steps.entries()) {
      await renewLease();
      const after = await this.#removeOne(step, before);
      this.#left = this.#left.filter(({ device }) => device !== step.device);
      this.#steps[index] = { ...step, applied: true };
      const nicTypes = ours[index]?.nicTypesBefore ?? before.nicTypes;
      this.#lost = [...this.#lost, ...servicesLost({ ...before, nicTypes }, after)];
    }
  }

  /** A removal may have been done although its answer says otherwise, or was lost: the host knows. */
  async #removeOne({ device }: RemoveVirtualNicStep, { networkSystem = '', moref }: HostState): Promise<HostState> {
    const { vcenter, clock } = this.#ports;
    const refusal = await errorOf(vcenter.removeVirtualNic(networkSystem, device));
    const patience = refusal?.retry === 'never' ? 0 : ABSENT_MILLISECONDS;
    const isAbsent = (host: HostState) => host.network !== undefined && !hasDevice(host, device);
    const last = await readUntil(clock, () => vcenter.readHost(moref), isAbsent, patience);
    if (isAbsent(last)) return last;
    if (refusal !== undefined) throw refusal;
    const message = `vCenter still shows ${device} on ${this.#name}.`;
    throw new OnboardingError('not-verified', message, this.#context('removeVirtualNic'));
  }

  /** The row after the first write: the intent, ours or the one that we took over, is closed. */
  #ended(outcome: Outcome): JournalRow {
    const { deferral, told, untold } = this.#row ?? {};
    const { vcenter, host } = outcome;
    return {
      vcenter,
      ...host,
      outcome,
      since: sinceOf(outcome, this.#row),
      ...(deferral === undefined ? {} : { deferral }),
      ...(told === undefined ? {} : { told }),
      ...(untold === undefined ? {} : { untold }),
      ...(this.#left?.length ? { added: this.#left } : {}),
    };
  }

  #context(step?: string) {
    const { moref } = this.#request.host;
    return { host: this.#name, moref, ...(step === undefined ? {} : { step }) };
  }
}

function removeStep({ device, portgroup, addedAt }: AddedAdapter): RemoveVirtualNicStep {
  return {
    action: 'removeVirtualNic',
    device,
    reason: `we added it on ${addedAt}`,
    disruptive: true,
    changes: [{ field: 'portgroup', from: portgroup, to: null }],
  };
}

/** Nothing of ours is there any more; what an interrupted run meant to write is still its own. */
function withoutRecord({ added: _gone, intent, ...row }: JournalRow): JournalRow {
  return intent === undefined || isRemoval(intent) ? row : { ...row, intent };
}

async function errorOf(work: Promise<void>): Promise<OnboardingError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return error;
  }
}
