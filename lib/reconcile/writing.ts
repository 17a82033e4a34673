/** The part of a run that writes: intent, steps, proof, and the way back. It knows at any time what was begun. */
import { hasCode, OnboardingError } from '../errors.ts';
import { applySteps, type Progress } from './apply.ts';
import { type Assessment, assess } from './assess.ts';
import type { ConfigurePorts, ConfigureRequest } from './configure-request.ts';
import { isFulfilled } from './fulfilled.ts';
import { GatewayQuestion } from './gateway-question.ts';
import type { Intent } from './journal-row.ts';
import type { Outcome, Status } from './outcome.ts';
import { prove } from './prove.ts';
import { type RollBackPorts, SHOWN_MILLISECONDS } from './put-back.ts';
import { rollBack } from './rollback.ts';
import type { EffectiveSettings } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';
import { stackSettings } from './stack-settings.ts';
import { type HostState, PROVISIONING_STACK, VMOTION_STACK } from './state.ts';
import type { Step } from './steps.ts';
import { begunAdapter, isToBeTakenBack, stackOfIntent } from './take-back.ts';
import { readUntil } from './verify.ts';
import { stepsBack } from './way-back.ts';

/** What is needed after the first write: steps, verify and rollback; with DHCP also the wait for the lease. */
const WRITE_MILLISECONDS = 75_000;
const DHCP_WRITE_MILLISECONDS = 110_000;

/** Some eight minutes of back-off, longer than a host takes to settle after it was added. */
const PASSING_RUNS = 4;

/** What this part is given by the run. */
export interface WritingOptions {
  readonly request: ConfigureRequest;
  readonly ports: ConfigurePorts;
  /** Called before every write. @throws OnboardingError `lease-lost` */
  readonly renewLease: () => Promise<void>;
}

/** One run's writing. */
export class Writing {
  readonly progress: Progress = { steps: [], problems: [], notes: [] };
  device: string | undefined;
  /** Open while the host may be half configured. */
  intent: Intent | undefined;
  hasBegun = false;
  isRolledBack = false;
  readonly gateway: GatewayQuestion;
  readonly #request: ConfigureRequest;
  readonly #ports: ConfigurePorts;
  readonly #renewLease: () => Promise<void>;

  constructor({ request, ports, renewLease }: WritingOptions) {
    this.#request = request;
    this.#ports = ports;
    this.#renewLease = renewLease;
    this.intent = request.row?.intent;
    const { vcenter } = ports;
    const row = request.operator?.stack === VMOTION_STACK ? undefined : request.row;
    this.gateway = new GatewayQuestion({ vcenter, progress: this.progress, row });
  }

  /** What the run leaves behind. */
  get leftAs(): NonNullable<Outcome['leftAs']> {
    const { steps, problems } = this.progress;
    const isHalf = this.intent !== undefined || problems.some(({ code }) => code === 'rollback-incomplete');
    if (isHalf) return 'half-configured';
    if (this.isRolledBack) return 'put-back';
    return steps.some(({ applied }) => applied) ? 'changed' : 'untouched';
  }

  /**
   * Nothing to write. What can still be missing is a DHCP lease, the proof of a run that was interrupted, and an answer of
   * a gateway that was silent: a host is not right again because nobody asked.
   */
  async confirm(assessment: Assessment, settings: EffectiveSettings): Promise<Status> {
    const proven = await this.#prove(assessment, settings, assessment);
    const values = this.#ofStack(settings);
    if (this.intent !== undefined || this.gateway.isOpen(values)) await this.gateway.ask(proven, values);
    this.intent = undefined;
    return this.progress.problems.length === 0 ? 'unchanged' : 'degraded';
  }

  /** See {@link GatewayQuestion.askAgain}. */
  async askAgain(assessment: Assessment, settings: EffectiveSettings): Promise<void> {
    await this.gateway.askAgain(assessment, this.#ofStack(settings));
  }

  /** @throws OnboardingError what stopped it; then {@link takeBack} is due */
  async write(assessment: Assessment, settings: EffectiveSettings): Promise<Status> {
    const { vcenter, clock, journal } = this.#ports;
    const { host, desired, plan } = assessment;
    this.#refuseShortTime(host, desired.address.dhcp ? DHCP_WRITE_MILLISECONDS : WRITE_MILLISECONDS);
    const { before = host, steps = [] } = this.intent ?? {};
    this.intent = { steps: withoutTwins([...steps, ...plan.steps]), before, openedAt: clock.now().toISOString() };
    await journal?.openIntent(vcenter.name, host, this.intent);
    this.hasBegun = true;
    const read = () => this.#reassess(settings);
    const toleratesUnsupported = this.#tolerates(settings);
    const { remainingMilliseconds } = this.#request;
    const options = { ...this.#channels(settings), clock, read, toleratesUnsupported, remainingMilliseconds };
    await applySteps(assessment, this.progress, options).catch((error: unknown) => this.#giveUp(error));
    const proven = await this.#prove(assessment, settings);
    this.device = proven.plan.adapter?.device;
    await this.gateway.ask(proven, this.#ofStack(settings));
    this.intent = undefined;
    return this.progress.problems.length === 0 ? 'converged' : 'degraded';
  }

  /** Leaves nothing half made behind, whether this run began it or the interrupted one before it. */
  async takeBack(found: HostState, error: unknown, settings: EffectiveSettings | undefined): Promise<void> {
    const { intent } = this;
    if (!isToBeTakenBack(error) || found.hasRunningTask || intent === undefined) return;
    const host = this.hasBegun ? await this.#lookAgain(found, intent) : found;
    if (host?.network === undefined) return;
    // What an earlier run changed under an adapter is not undone by an operator who was only refused something else.
    const isAsked = this.hasBegun || this.#request.operator === undefined;
    if (isAsked || begunAdapter(host, intent) !== undefined || stepsBack(intent, host.network).length === 0) {
      await this.#undo(host, error, settings);
    }
  }

  /** Takes back what another run began: no trial of this run's settings. @returns false when some is left */
  async undoOther(
    host: HostState,
    because: OnboardingError,
    settings: EffectiveSettings | undefined,
  ): Promise<boolean> {
    if (this.intent !== undefined && isFulfilled(this.intent, host)) {
      this.progress.notes.push(`What a run on stack ${stackOfIntent(this.intent)} had begun is all there.`);
      this.intent = undefined;
      return true;
    }
    await this.#undo(host, because, settings);
    if (this.intent !== undefined) return false;
    this.isRolledBack = false;
    this.progress.notes.push(...this.progress.problems.map(({ message }) => message));
    this.progress.problems = [];
    return true;
  }

  /** Takes back what the open intent began, and closes it when nothing is left. */
  async #undo(host: HostState, error: OnboardingError, settings: EffectiveSettings | undefined): Promise<void> {
    const { intent } = this;
    if (host.network === undefined || intent === undefined) return;
    const device = this.progress.addedDevice ?? begunAdapter(host, intent)?.device;
    if (device === undefined && stepsBack(intent, host.network).length === 0) {
      this.intent = undefined;
      return;
    }
    const ports = { ...this.#channels(settings), clock: this.#ports.clock };
    const { isClean, problems } = await rollBack({ intent, host, device }, ports, error);
    this.progress.problems.push(...problems);
    if (!isClean) return;
    this.isRolledBack = true;
    this.progress.steps = this.progress.steps.map((step) => ({ ...step, applied: false }));
    this.intent = undefined;
    if (device !== undefined) this.device = undefined;
  }

  /**
   * A call that was answered with a fault may have been done all the same, and what was done may be shown late. Unseen,
   * the intent is left to the next run.
   */
  async #lookAgain({ moref }: HostState, intent: Intent): Promise<HostState | undefined> {
    const { vcenter, clock } = this.#ports;
    const isShown = (host: HostState) =>
      host.network !== undefined &&
      (stepsBack(intent, host.network).length > 0 || begunAdapter(host, intent) !== undefined);
    const isEnough = (host: HostState) => this.progress.addedDevice !== undefined || isShown(host);
    try {
      return await readUntil(clock, () => vcenter.readHost(moref), isEnough, SHOWN_MILLISECONDS);
    } catch (error) {
      if (!(error instanceof OnboardingError)) throw error;
      return undefined;
    }
  }

  /** A fault that is said to pass and does not: an adapter without its gateway is not left there for a day. */
  #giveUp(error: unknown): never {
    const { attempt = 0 } = this.#request.row?.deferral ?? {};
    if (!hasCode(error, 'fault-passing') || attempt < PASSING_RUNS) throw error;
    const message = `${error.message} So it went in ${attempt + 1} runs.`;
    throw new OnboardingError('fault-refused', message, error.context, error);
  }

  #refuseShortTime({ name, moref }: HostState, needed: number): void {
    if (this.#request.remainingMilliseconds() >= needed) return;
    const message = `Too little time is left to configure ${name}.`;
    throw new OnboardingError('time-short', message, { host: name, moref });
  }

  #prove(planned: Assessment, settings: EffectiveSettings, known?: Assessment): Promise<Assessment> {
    let alreadyRead = known;
    const read = async () => {
      const value = alreadyRead ?? (await this.#reassess(settings));
      alreadyRead = undefined;
      return value;
    };
    const { remainingMilliseconds, row } = this.#request;
    return prove({
      ...this.#channels(settings),
      clock: this.#ports.clock,
      read,
      remainingMilliseconds,
      planned,
      progress: this.progress,
      earlierRuns: row?.deferral?.unseen ?? 0,
      toleratesUnsupported: this.#tolerates(settings),
    });
  }

  /** Our own writes are tasks on the host, too, so a running task is no obstacle here. */
  async #reassess(settings: EffectiveSettings): Promise<Assessment> {
    const { vcenter } = this.#ports;
    const host = await vcenter.readHost(this.#request.host.moref);
    return assess({ ...host, hasRunningTask: false }, settings, vcenter, this.#request.operator);
  }

  #channels(settings: EffectiveSettings | undefined): Pick<RollBackPorts, 'vcenter' | 'renewLease' | 'commands'> {
    const { vcenter } = this.#ports;
    const mayUseEsxcli = settings !== undefined && this.#ofStack(settings).esxcli !== 'never';
    return { vcenter, renewLease: this.#renewLease, ...(mayUseEsxcli ? { commands: vcenter.commands } : {}) };
  }

  #tolerates(settings: EffectiveSettings): boolean {
    return this.#ofStack(settings).onUnsupported === 'warn';
  }

  #ofStack(settings: EffectiveSettings): SettingsDocument {
    return stackSettings(settings, this.#request.operator?.stack ?? PROVISIONING_STACK).values;
  }
}

/** A run that goes on with an interrupted one has the same steps again; a row holds 400 KB. */
function withoutTwins(steps: readonly Step[]): readonly Step[] {
  const texts = steps.map((step) => JSON.stringify(step));
  return steps.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}
