/** What the verbs return: the JSON of `--output json`, a public contract. */
import type { HostReference } from '../contract.ts';
import { OnboardingError, type Problem, problemsOf } from '../errors.ts';
import type { AppliedStep, Outcome, Status } from '../reconcile/outcome.ts';
import type { AddressClaim } from '../reconcile/shared-stores.ts';
import type { Step } from '../reconcile/steps.ts';

/** What a plan says of a host. */
export type PlanStatus = 'changes' | 'unchanged' | 'deferred' | 'refused' | 'excluded';

/** A step as it is shown: its name, why, whether it disrupts, and each value that it changes. */
export interface ShownStep {
  readonly action: Step['action'];
  readonly reason: string;
  readonly disruptive: boolean;
  readonly changes: Step['changes'];
  /** `apply` only. */
  readonly applied?: boolean;
  /** `esxcli` where vCenter's own call did not do it; `because` says what that answered or showed. */
  readonly channel?: 'esxcli';
  readonly because?: string;
}

/** One host of a result. */
export interface HostResult<HostStatus extends string> {
  readonly host: string;
  readonly moref: string;
  readonly status: HostStatus;
  /** The adapter on the stack, `vmk2`; absent when there is none. */
  readonly device?: string;
  readonly steps: readonly ShownStep[];
  readonly problems: readonly Problem[];
  /** What people should know and nobody has to cure; absent when there is nothing. */
  readonly notes?: readonly string[];
}

/** The result of `plan`. */
export interface PlanResult {
  readonly hosts: readonly HostResult<PlanStatus>[];
  /** What is about none of these hosts, such as a name that is none; absent when there is nothing. */
  readonly problems?: readonly Problem[];
}

/** The result of `apply`. */
export interface ApplyResult {
  readonly hosts: readonly HostResult<Status>[];
}

/** The result of `resume`. */
export interface ResumeResult {
  readonly vcenter: string;
  /** How many brakes were on: one a version of the settings. */
  readonly brakes: number;
}

/** What became of an address; `candidate`: its host is gone or has another, and nothing was asked for. */
export type ReleaseStatus = 'released' | 'candidate' | 'unclaimed' | 'refused' | 'failed';

/** One address of the result of `release`. */
export interface AddressResult {
  readonly address: string;
  readonly status: ReleaseStatus;
  /** Who holds it, or held it; absent when nobody did. */
  readonly claim?: AddressClaim;
  readonly problems: readonly Problem[];
}

/** The result of `release`. */
export interface ReleaseResult {
  readonly addresses: readonly AddressResult[];
}

/** 0 done or nothing to do, 1 failed, 2 the plan has changes, 3 refused. */
export type ExitCode = 0 | 1 | 2 | 3;

const EXIT_CODES: Readonly<Record<PlanStatus | Status | ReleaseStatus, ExitCode>> = {
  released: 0,
  candidate: 0,
  unclaimed: 0,
  unchanged: 0,
  converged: 0,
  degraded: 0,
  excluded: 0,
  changes: 2,
  reported: 2,
  refused: 3,
  deferred: 1,
  failed: 1,
  gone: 1,
};

/** Done, or nothing to do. */
export function isGoodEnd(status: string): boolean {
  return isKnownStatus(status) && EXIT_CODES[status] === 0;
}

function isKnownStatus(status: string): status is keyof typeof EXIT_CODES {
  return status in EXIT_CODES;
}

/** Over several hosts a failure outweighs a refusal, and a refusal outweighs changes. */
export function exitCodeOf(results: readonly { readonly status: keyof typeof EXIT_CODES }[]): ExitCode {
  const codes = new Set(results.map(({ status }) => EXIT_CODES[status]));
  return ([1, 3, 2] as const).find((code) => codes.has(code)) ?? 0;
}

/** The exit code of a run that an error ended before there was a result. */
export function exitCodeOfError(error: OnboardingError): ExitCode {
  return error.status === 'refused' || error.code === 'settings-missing' ? 3 : 1;
}

/** A step without what only the platform needs. */
export function shownStep(step: Step & Partial<Pick<AppliedStep, 'applied' | 'channel' | 'because'>>): ShownStep {
  const { action, reason, disruptive, changes, applied, channel, because } = step;
  return {
    action,
    reason,
    disruptive,
    changes,
    ...(applied === undefined ? {} : { applied }),
    ...(channel === undefined ? {} : { channel }),
    ...(because === undefined ? {} : { because }),
  };
}

/** The result of a host that has no plan; one that cannot be read, or is gone, has none yet. @throws what is no outcome */
export function planProblem(host: HostReference, error: unknown): HostResult<PlanStatus> {
  if (!(error instanceof OnboardingError) || error.status === 'poison' || error.status === 'usage') throw error;
  const status = error.status === 'refused' || error.status === 'excluded' ? error.status : 'deferred';
  return {
    host: host.name,
    moref: host.moref,
    status,
    steps: [],
    problems: problemsOf(error),
  };
}

/** A host whose end cannot be known: the table went away. @throws what is no error of ours */
export function failedHost(host: HostReference, error: unknown): HostResult<'failed'> {
  if (!(error instanceof OnboardingError)) throw error;
  return { host: host.name, moref: host.moref, status: 'failed', steps: [], problems: problemsOf(error) };
}

/** A host that was not begun, because the command was stopped. @param why a sentence, ending in a full stop */
export function interruptedHost(host: HostReference, why: string): HostResult<'deferred'> {
  const error = new OnboardingError('interrupted', `${host.name} was not begun: ${why}`, { host: host.name });
  return { host: host.name, moref: host.moref, status: 'deferred', steps: [], problems: problemsOf(error) };
}

/** An outcome as `apply` shows it. */
export function applyResult({ host, status, device, steps, problems, notes }: Outcome): HostResult<Status> {
  return {
    host: host.name,
    moref: host.moref,
    status,
    ...(device === undefined ? {} : { device }),
    steps: steps.map(shownStep),
    problems,
    ...(notes === undefined ? {} : { notes }),
  };
}
