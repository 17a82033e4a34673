/**
 * One host from read to proof: lease, read, settings, plan, intent, apply, verify. The Lambda and the command line
 * use this one function; what they differ in are its ports and its initiative.
 */
import { OnboardingError, problemsOf } from '../errors.ts';
import { type Assessment, assess, settingsOf } from './assess.ts';
import { refuseWhenHalted } from './brake.ts';
import type { ConfigurePorts, ConfigureRequest, ConfigureResult } from './configure-request.ts';
import { factsOf } from './host-facts.ts';
import { withHostLease } from './host-lease.ts';
import { leftAloneNote, type Outcome, type Status } from './outcome.ts';
import { fingerprintOf, refuseStale } from './plan-fingerprint.ts';
import { isLeftAlone, permission, waitUntilSettled } from './policy.ts';
import { claimedSettings, provisionalSettings } from './run-address.ts';
import type { EffectiveSettings } from './settings.ts';
import { Sighting } from './sighting.ts';
import { type HostState, PROVISIONING_STACK } from './state.ts';
import { describeStep } from './steps.ts';
import { finishesIntent, isVoid, stackOfIntent } from './take-back.ts';
import { lastTrial } from './tried-in-vain.ts';
import { readUntil } from './verify.ts';
import { Writing } from './writing.ts';

/** A task on the host is often the one that adds it, and over in a moment. */
const TASK_PATIENCE_MILLISECONDS = 8_000;

/**
 * Never throws an error of the family: those are outcomes. What else is thrown is a bug or a journal that cannot be
 * written, and is left to redelivery.
 */
export async function configureHost(request: ConfigureRequest, ports: ConfigurePorts): Promise<ConfigureResult> {
  const { leases, clock, vcenter } = ports;
  const sighting = new Sighting(vcenter, clock, request.operator?.stack ?? PROVISIONING_STACK);
  const run = new Run(request, { ...ports, vcenter: sighting.vcenter }, sighting);
  const { host, runId, renewLease } = request;
  const lease = { leases, clock, vcenter: vcenter.name, host, owner: runId };
  const toStatus = (renew: () => Promise<void>) => run.toStatus(renew);
  try {
    return run.result(await (renewLease === undefined ? withHostLease(lease, toStatus) : toStatus(renewLease)));
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.status === 'poison' || error.status === 'usage') throw error;
    ports.log.info(error.message, { code: error.code, ...error.context });
    run.writing.progress.problems.unshift(...problemsOf(error));
    run.failedStep = error.context.step;
    return run.result(await run.statusAfter(error.status), error.context['dueAt']);
  }
}

/** The state of one run: what is known so far, so that its outcome can be told at any point. */
class Run {
  readonly writing: Writing;
  failedStep: string | undefined;
  private readonly sighting: Sighting;
  private readonly startedAt: Date;
  private endKnownAt: Date | undefined;
  private readonly request: ConfigureRequest;
  private readonly ports: ConfigurePorts;
  private name: string;
  private settings: EffectiveSettings | undefined;
  private renewLease = async () => {};

  constructor(request: ConfigureRequest, ports: ConfigurePorts, sighting: Sighting) {
    this.sighting = sighting;
    this.request = request;
    this.ports = ports;
    this.startedAt = request.startedAt ?? ports.clock.now();
    this.name = request.host.name;
    this.writing = new Writing({ request, ports, renewLease: () => this.renewLease() });
  }

  async toStatus(renewLease: () => Promise<void>): Promise<Status> {
    this.renewLease = renewLease;
    const { writing } = this;
    const host = await this.withoutOtherIntent(await this.readHost());
    if (writing.intent !== undefined && isVoid(host, writing.intent)) writing.intent = undefined;
    try {
      const status = await this.decide(host);
      this.endKnownAt = this.ports.clock.now();
      return status;
    } catch (error) {
      await writing.takeBack(host, error, this.settings);
      throw error;
    }
  }

  /**
   * An intent on the other stack is an operator's `apply --stack vmotion` that was interrupted: undone, since nothing
   * but `apply` may finish it.
   */
  private async withoutOtherIntent(host: HostState): Promise<HostState> {
    const { operator } = this.request;
    const { intent } = this.writing;
    if (intent === undefined || stackOfIntent(intent) === (operator?.stack ?? PROVISIONING_STACK)) return host;
    const message = `A run on stack ${stackOfIntent(intent)} of ${this.name} has not come to its end.`;
    const open = new OnboardingError('intent-open', message, { host: this.name, moref: host.moref });
    if (operator !== undefined || host.hasRunningTask) throw open;
    if (!(await this.writing.undoOther(host, open, undefined))) throw open;
    return this.readHost();
  }

  private async decide(host: HostState): Promise<Status> {
    const { vcenter, settings } = this.ports;
    const { writing } = this;
    const { operator } = this.request;
    const written = await settingsOf(host, vcenter, settings);
    this.settings = written;
    const effective = await provisionalSettings(written, host, operator?.stack, this.ports);
    const assessment = await assess(host, effective, vcenter, operator);
    this.refuseOtherPlan(assessment, written, effective);
    const { adapter, steps } = assessment.plan;
    writing.device = adapter?.device;
    writing.progress.steps = steps.map((step) => ({ ...step, applied: false }));
    writing.progress.notes.push(...assessment.notes);
    if (steps.length === 0) return writing.confirm(assessment, effective);
    const inVain = await this.endOfLastTrial(assessment, effective);
    if (inVain !== undefined) return inVain;
    if (!(await this.isAllowed(assessment, effective))) {
      await this.abandon(host);
      return 'reported';
    }
    return this.write(assessment, written);
  }

  /** @throws OnboardingError `plan-stale` when the operator said yes to another plan than this one */
  private refuseOtherPlan(assessment: Assessment, written: EffectiveSettings, settled: EffectiveSettings): void {
    const planned = this.request.operator?.planned;
    if (planned !== undefined) refuseStale(planned, fingerprintOf(assessment, written, settled), assessment.host);
  }

  /** The address may be another one than was planned with: somebody else got that one first. */
  private async write(planned: Assessment, written: EffectiveSettings): Promise<Status> {
    const { vcenter, brake } = this.ports;
    const { operator, host: reference } = this.request;
    if (operator === undefined && this.writing.intent === undefined && brake !== undefined) {
      await refuseWhenHalted({ ...reference, name: this.name }, vcenter.name, written.versions, brake);
    }
    const settings = await claimedSettings(written, planned.host, planned.desired, this.ports);
    const assessment = await assess(planned.host, settings, vcenter, operator);
    this.refuseOtherPlan(assessment, written, settings);
    this.writing.progress.steps = assessment.plan.steps.map((step) => ({ ...step, applied: false }));
    return this.writing.write(assessment, settings);
  }

  /** What was begun and may not be finished is taken back: no host stays in between. */
  private async abandon(host: HostState): Promise<void> {
    if (this.writing.intent === undefined) return;
    const message = `What an interrupted run began on ${this.name} may not be finished by itself.`;
    const because = new OnboardingError('intent-open', message, { host: this.name, moref: host.moref });
    if (!(await this.writing.undoOther(host, because, this.settings))) throw because;
  }

  /** Three events of one host are no reason to add and take off an adapter three times. */
  private async endOfLastTrial(assessment: Assessment, settings: EffectiveSettings): Promise<Status | undefined> {
    const { progress, intent } = this.writing;
    const last = intent === undefined ? lastTrial(this.request, progress.steps, settings.versions) : undefined;
    if (last === undefined) return undefined;
    progress.steps = [...last.steps];
    progress.problems = [...last.problems];
    if (last.status === 'degraded') await this.writing.askAgain(assessment, settings);
    return last.status;
  }

  /** What is wrong about a host that is left alone anyway is reported with it. */
  async statusAfter(status: Status): Promise<Status> {
    const isByItself = this.request.operator === undefined && this.writing.intent === undefined;
    if (status !== 'refused' || !isByItself || !isLeftAlone(this.settings?.values.mode)) return status;
    try {
      return (await this.isInBaseline()) ? 'reported' : status;
    } catch (error) {
      // The end is known; only whether it is news to people is not, and then it is told.
      if (!(error instanceof OnboardingError) || error.status === 'poison') throw error;
      return status;
    }
  }

  result(status: Status, dueAt?: unknown): ConfigureResult {
    const { cause, host } = this.request;
    const { progress, hasBegun, isRolledBack } = this.writing;
    const { silences } = this.writing.gateway;
    // a run that ended early has not seen its adapter again, and has added it all the same
    const device = this.writing.device ?? (isRolledBack ? undefined : progress.addedDevice);
    const { last, stack } = this.sighting;
    // of a host that is no more there is nothing left to finish
    const intent = status === 'gone' ? undefined : this.writing.intent;
    const outcome: Outcome = {
      vcenter: this.ports.vcenter.name,
      host: { moref: host.moref, name: this.name },
      status,
      ...(cause === undefined ? {} : { cause }),
      steps: progress.steps,
      problems: progress.problems,
      ...(progress.notes.length === 0 ? {} : { notes: progress.notes }),
      ...(device === undefined ? {} : { device }),
      ...(last === undefined ? {} : factsOf(last, device, stack)),
      leftAs: this.writing.leftAs,
      ...(this.failedStep === undefined ? {} : { failedStep: this.failedStep }),
      settings: this.settings?.versions ?? [],
      startedAt: this.startedAt.toISOString(),
      finishedAt: (this.endKnownAt ?? this.ports.clock.now()).toISOString(),
    };
    return {
      outcome,
      hasBegun: hasBegun || this.request.row?.intent !== undefined,
      isRolledBack,
      ...(intent === undefined ? {} : { intent }),
      ...(silences === undefined ? {} : { silences }),
      ...(typeof dueAt === 'string' ? { dueAt } : {}),
    };
  }

  private async readHost(): Promise<HostState> {
    const { vcenter, clock } = this.ports;
    const read = () => vcenter.readHost(this.request.host.moref);
    const host = await readUntil(clock, read, ({ hasRunningTask }) => !hasRunningTask, TASK_PATIENCE_MILLISECONDS);
    this.name = host.name;
    return host;
  }

  private async isAllowed(assessment: Assessment, effective: EffectiveSettings): Promise<boolean> {
    const { operator, row } = this.request;
    if (operator !== undefined) return permission(assessment, { by: 'operator', live: operator.live }).allowed;
    const { intent } = this.writing;
    const inBaseline = await this.isInBaseline();
    const finishesOurs = finishesIntent(assessment, intent);
    const permitted = permission(assessment, { by: 'itself', inBaseline, finishesOurs });
    if (!permitted.allowed) {
      this.writing.progress.notes.push(leftAloneNote(permitted.why));
      this.ports.log.info(`${this.name} is left alone: ${permitted.why}`, {
        steps: assessment.plan.steps.map(describeStep),
      });
      return false;
    }
    const isKnown = row?.outcome !== undefined && row.deferral === undefined;
    if (!isKnown && intent === undefined) {
      const firstSeen = row?.deferral === undefined ? this.startedAt : new Date(row.deferral.since);
      waitUntilSettled(assessment, effective.values.settleSeconds, firstSeen, this.startedAt);
    }
    return true;
  }

  private async isInBaseline(): Promise<boolean | undefined> {
    const { vcenter, baseline } = this.ports;
    const { instanceUuid } = await vcenter.about();
    return (await baseline?.read(vcenter.name, instanceUuid))?.has(this.request.host.moref);
  }
}
