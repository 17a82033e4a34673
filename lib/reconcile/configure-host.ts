/**
 * One host from read to proof: lease, read, settings, plan, intent, apply, verify. The Lambda and the command line
 * use this one function; what they differ in are its ports and its initiative.
 */
import { OnboardingError, problemsOf } from '../errors.ts';
import { applySteps, type Progress } from './apply.ts';
import { type Assessment, assess, settingsOf } from './assess.ts';
import type { ConfigurePorts, ConfigureRequest, ConfigureResult } from './configure-request.ts';
import { withHostLease } from './host-lease.ts';
import type { Intent } from './journal-row.ts';
import type { Outcome, Status } from './outcome.ts';
import { isLeftAlone, permission, waitUntilSettled } from './policy.ts';
import { prove } from './prove.ts';
import { rollBack } from './rollback.ts';
import type { EffectiveSettings } from './settings.ts';
import type { HostState } from './state.ts';
import { describeStep } from './steps.ts';
import { adaptersOnStack, begunAdapter, isToBeTakenBack, isVoid } from './take-back.ts';
import { lastTrial } from './tried-in-vain.ts';
import { readUntil } from './verify.ts';

/** What is needed after the first write: steps, verify and rollback; with DHCP also the wait for the lease. */
const WRITE_MILLISECONDS = 45_000;
const DHCP_WRITE_MILLISECONDS = 110_000;
/** A task on the host is often the one that adds it, and over in a moment. */
const TASK_PATIENCE_MILLISECONDS = 8_000;

/**
 * Never throws an error of the family: those are outcomes. What else is thrown is a bug or a journal that cannot be
 * written, and is left to redelivery.
 */
export async function configureHost(request: ConfigureRequest, ports: ConfigurePorts): Promise<ConfigureResult> {
  const run = new Run(request, ports);
  const { leases, clock, vcenter } = ports;
  try {
    const lease = { leases, clock, vcenter: vcenter.name, host: request.host, owner: request.runId };
    return run.result(await withHostLease(lease, (renew) => run.toStatus(renew)));
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.status === 'poison' || error.status === 'usage') throw error;
    ports.log.info(error.message, { code: error.code, ...error.context });
    run.progress.problems.unshift(...problemsOf(error));
    return run.result(await run.statusAfter(error.status), error.context['dueAt']);
  }
}

/** The state of one run: what is known so far, so that its outcome can be told at any point. */
class Run {
  readonly progress: Progress = { steps: [], problems: [] };
  private readonly startedAt: Date;
  private endKnownAt: Date | undefined;
  private hasBegun = false;
  private readonly request: ConfigureRequest;
  private readonly ports: ConfigurePorts;
  private name: string;
  private settings: EffectiveSettings | undefined;
  private device: string | undefined;
  private intent: Intent | undefined;

  constructor(request: ConfigureRequest, ports: ConfigurePorts) {
    this.request = request;
    this.ports = ports;
    this.startedAt = request.startedAt ?? ports.clock.now();
    this.name = request.host.name;
    this.intent = request.row?.intent;
  }

  async toStatus(renewLease: () => Promise<void>): Promise<Status> {
    const host = await this.readHost();
    if (this.intent !== undefined && isVoid(host, this.intent)) this.intent = undefined;
    try {
      const status = await this.decide(host, renewLease);
      this.endKnownAt = this.ports.clock.now();
      return status;
    } catch (error) {
      await this.takeBack(host, error, renewLease);
      throw error;
    }
  }

  private async decide(host: HostState, renewLease: () => Promise<void>): Promise<Status> {
    const { vcenter, settings } = this.ports;
    const effective = await settingsOf(host, vcenter, settings);
    this.settings = effective;
    const assessment = await assess(host, effective, vcenter);
    this.device = assessment.plan.adapter?.device;
    this.progress.steps = assessment.plan.steps.map((step) => ({ ...step, applied: false }));
    if (assessment.plan.steps.length === 0) return this.confirm(assessment, effective);
    if (!(await this.isAllowed(assessment, effective))) return 'reported';
    return this.endOfLastTrial(effective) ?? this.write(assessment, effective, renewLease);
  }

  /** Three events of one host are no reason to add and take off an adapter three times. */
  private endOfLastTrial({ versions }: EffectiveSettings): Status | undefined {
    const last = this.intent === undefined ? lastTrial(this.request, this.progress.steps, versions) : undefined;
    if (last === undefined) return undefined;
    this.progress.steps = [...last.steps];
    this.progress.problems = [...last.problems];
    return last.status;
  }

  /** What is wrong about a host that is left alone anyway is reported with it. */
  async statusAfter(status: Status): Promise<Status> {
    const isByItself = this.request.operator === undefined && this.intent === undefined;
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
    const outcome: Outcome = {
      vcenter: this.ports.vcenter.name,
      host: { moref: host.moref, name: this.name },
      status,
      ...(cause === undefined ? {} : { cause }),
      steps: this.progress.steps,
      problems: this.progress.problems,
      ...(this.device === undefined ? {} : { device: this.device }),
      settings: this.settings?.versions ?? [],
      startedAt: this.startedAt.toISOString(),
      finishedAt: (this.endKnownAt ?? this.ports.clock.now()).toISOString(),
    };
    return {
      outcome,
      ...(this.intent === undefined ? {} : { intent: this.intent }),
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
    const inBaseline = await this.isInBaseline();
    const hasBegunAdapter = begunAdapter(assessment.host, this.intent) !== undefined;
    const hasOpenIntent = this.intent !== undefined;
    const permitted = permission(assessment, { by: 'itself', inBaseline, hasOpenIntent, hasBegunAdapter });
    if (!permitted.allowed) {
      this.ports.log.info(`${this.name} is left alone: ${permitted.why}`, {
        steps: assessment.plan.steps.map(describeStep),
      });
      return false;
    }
    const isKnown = row?.outcome !== undefined && row.deferral === undefined;
    if (!isKnown && this.intent === undefined) {
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

  /** Nothing to write. What can still be missing is a DHCP lease, and that is worth waiting for. */
  private async confirm(assessment: Assessment, effective: EffectiveSettings): Promise<Status> {
    await this.prove(assessment, effective, assessment);
    this.intent = undefined;
    return 'unchanged';
  }

  private async write(
    assessment: Assessment,
    effective: EffectiveSettings,
    renewLease: () => Promise<void>,
  ): Promise<Status> {
    const { vcenter, clock, journal } = this.ports;
    const { host, desired, plan } = assessment;
    const needed = desired.address.dhcp ? DHCP_WRITE_MILLISECONDS : WRITE_MILLISECONDS;
    if (this.request.remainingMilliseconds() < needed) {
      const message = `Too little time is left to configure ${this.name}.`;
      throw new OnboardingError('time-short', message, { host: this.name, moref: host.moref });
    }
    const { before = host, steps = [] } = this.intent ?? {};
    this.intent = { steps: [...steps, ...plan.steps], before, openedAt: clock.now().toISOString() };
    await journal?.openIntent(vcenter.name, host, this.intent);
    this.hasBegun = true;
    const read = () => this.reassess(effective);
    const toleratesUnsupported = effective.values.onUnsupported === 'warn';
    await applySteps(assessment, this.progress, { vcenter, clock, read, renewLease, toleratesUnsupported });
    this.device = (await this.prove(assessment, effective)).plan.adapter?.device;
    this.intent = undefined;
    return this.progress.problems.length === 0 ? 'converged' : 'degraded';
  }

  private prove(planned: Assessment, effective: EffectiveSettings, known?: Assessment): Promise<Assessment> {
    const { clock } = this.ports;
    let alreadyRead = known;
    const read = async () => {
      const value = alreadyRead ?? (await this.reassess(effective));
      alreadyRead = undefined;
      return value;
    };
    const earlierRuns = this.request.row?.deferral?.unseen ?? 0;
    const toleratesUnsupported = effective.values.onUnsupported === 'warn';
    return prove({ clock, read, planned, progress: this.progress, earlierRuns, toleratesUnsupported });
  }

  /** Our own writes are tasks on the host, too, so a running task is no obstacle here. */
  private async reassess(effective: EffectiveSettings): Promise<Assessment> {
    const host = await this.ports.vcenter.readHost(this.request.host.moref);
    return assess({ ...host, hasRunningTask: false }, effective, this.ports.vcenter);
  }

  /** A call that was answered with a fault may have been done all the same. Unseen, the intent is left to the next run. */
  private async lookAgain({ moref }: HostState): Promise<HostState | undefined> {
    try {
      return await this.ports.vcenter.readHost(moref);
    } catch (error) {
      if (!(error instanceof OnboardingError)) throw error;
      return undefined;
    }
  }

  /** Leaves no half-made adapter behind, whether this run began it or the interrupted one before it. */
  private async takeBack(found: HostState, error: unknown, renewLease: () => Promise<void>): Promise<void> {
    if (!isToBeTakenBack(error) || found.hasRunningTask) return;
    const host = this.hasBegun ? await this.lookAgain(found) : found;
    if (host?.network === undefined) return;
    const device = this.progress.addedDevice ?? begunAdapter(host, this.intent)?.device;
    if (device === undefined) {
      const isUntouched = !this.progress.steps.some(({ applied }) => applied);
      const isFirst = this.request.row?.intent === undefined || adaptersOnStack(host.network).length === 0;
      if (isUntouched && isFirst) this.intent = undefined;
      return;
    }
    await renewLease();
    const { isClean, problem } = await rollBack(found, device, this.ports, error);
    this.progress.problems.push(problem);
    if (!isClean) return;
    this.progress.steps = this.progress.steps.map((step) => ({ ...step, applied: false }));
    this.intent = undefined;
    this.device = undefined;
  }
}
