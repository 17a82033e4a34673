/** Verifying a run, and telling a change that is shown late from one that the host drops. */
import { hasCode, OnboardingError, problemsOf } from '../errors.ts';
import { isOptional, type Progress } from './apply.ts';
import type { Assessment } from './assess.ts';
import type { Clock } from './ports.ts';
import type { Step } from './steps.ts';
import { verify } from './verify.ts';

/** So often in a row "not seen yet" may be late; after that the host drops what it is told. */
const UNSEEN_RUNS = 3;

/** What a proof needs. */
export interface ProofOptions {
  readonly clock: Clock;
  readonly read: () => Promise<Assessment>;
  /** As planned before anything was written. */
  readonly planned: Assessment;
  readonly progress: Progress;
  /** Runs in a row before this one that wrote and saw nothing of it. */
  readonly earlierRuns: number;
  readonly toleratesUnsupported: boolean;
}

/**
 * Waits until nothing is left to do but what the host was allowed to refuse; `progress` gets a problem for that.
 * @throws OnboardingError `not-verified`, `verified-wrong`, `change-ignored`, `dhcp-no-lease`
 */
export async function prove(options: ProofOptions): Promise<Assessment> {
  const { clock, read, planned, progress } = options;
  const refused = progress.steps.filter(({ applied }) => !applied).filter(isOptional);
  const ignore = (step: Step) => refused.length > 0 && isOptional(step);
  try {
    return await verify({ clock, read, applied: planned.plan.steps, ignore });
  } catch (error) {
    if (!hasCode(error, 'not-verified') || options.earlierRuns + 1 < UNSEEN_RUNS) throw error;
    const message = `The host took the change, and shows nothing of it after ${UNSEEN_RUNS} runs. ${error.message}`;
    const dropped = new OnboardingError('change-ignored', message, error.context, error);
    const left = error.context['steps'];
    const isTolerable = options.toleratesUnsupported && Array.isArray(left) && left.every(isOptional);
    if (!isTolerable) throw dropped;
    progress.problems.push(...problemsOf(dropped));
    // The sweep tries again only what counts as applied: a host that drops it each time must not be told each time.
    progress.steps = progress.steps.map((step) => (isOptional(step) ? { ...step, applied: false } : step));
    return planned;
  }
}
