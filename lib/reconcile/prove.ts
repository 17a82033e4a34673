/** Verifying a run: telling a change that is shown late from one that the host drops, and giving esxcli its turn. */
import { hasCode, OnboardingError, problemsOf } from '../errors.ts';
import { applyOtherwise, type Progress } from './apply.ts';
import type { Assessment } from './assess.ts';
import type { Clock } from './ports.ts';
import { type CommandPorts, isOptional, isSetOnHost } from './second-channel.ts';
import { describeStep, type Step, type UpdateNetworkConfigStep } from './steps.ts';
import { verify } from './verify.ts';

/** So often in a row "not seen yet" may be late; after that the host drops what it is told. */
const UNSEEN_RUNS = 3;
/** What esxcli, its read-back and a rollback need: with less time left the next run gives it its turn. */
const COMMAND_MILLISECONDS = 55_000;

/** What a proof needs; `commands` is absent where esxcli may not be used. */
export interface ProofOptions extends Pick<CommandPorts, 'renewLease'> {
  readonly clock: Clock;
  readonly read: () => Promise<Assessment>;
  readonly commands?: CommandPorts['commands'];
  readonly remainingMilliseconds: () => number;
  /** As planned before anything was written. */
  readonly planned: Assessment;
  readonly progress: Progress;
  /** Runs in a row before this one that wrote and saw nothing of it. */
  readonly earlierRuns: number;
  readonly toleratesUnsupported: boolean;
}

/**
 * Waits until nothing is left to do but what the host was allowed to refuse; `progress` gets a problem for that.
 * @throws OnboardingError `not-verified`, `verified-wrong`, `change-ignored`, `dhcp-no-lease`, and what esxcli answers
 */
export async function prove(options: ProofOptions): Promise<Assessment> {
  const { commands } = options;
  try {
    return await verifyOnce(options);
  } catch (error) {
    const left = leftOf(error);
    const hasTime = options.remainingMilliseconds() >= COMMAND_MILLISECONDS;
    if (left === undefined || commands === undefined) return endOfLateness(error, options);
    if (!hasTime) throw error;
    return proveByCommands(left, error as OnboardingError, { ...options, commands });
  }
}

function verifyOnce({ clock, read, planned, progress, remainingMilliseconds }: ProofOptions): Promise<Assessment> {
  const refused = progress.steps.filter(({ applied }) => !applied).filter(isOptional);
  const ignore = (step: Step) => isOptional(step) && refused.some(({ part }) => part === step.part);
  return verify({ clock, read, applied: planned.plan.steps, ignore, remainingMilliseconds });
}

/** The optional steps that a read-back still asks for, when it asks for nothing else. */
function leftOf(error: unknown): readonly UpdateNetworkConfigStep[] | undefined {
  if (!hasCode(error, 'not-verified') && !hasCode(error, 'verified-wrong')) return undefined;
  const left = error.context['steps'] as readonly Step[];
  return left.every(isOptional) ? left.filter(isOptional) : undefined;
}

/** vCenter's call was answered with yes, and nothing of it is to be seen: the host is told by the other channel. */
async function proveByCommands(
  left: readonly UpdateNetworkConfigStep[],
  error: OnboardingError,
  options: ProofOptions & CommandPorts,
): Promise<Assessment> {
  const { progress, commands, read } = options;
  const assessment = await read();
  const { host } = assessment;
  for (const step of left) {
    const planned = progress.steps.findIndex((each) => isOptional(each) && each.part === step.part);
    await applyOtherwise(step, planned < 0 ? progress.steps.length : planned, error, progress, {
      ...options,
      host,
    });
  }
  try {
    return await verifyOnce(options);
  } catch (later) {
    const unseen = leftOf(later);
    if (unseen === undefined) throw later;
    const answers = await Promise.all(unseen.map((step) => isSetOnHost(step, host, commands)));
    if (answers.includes(false)) return endOfLateness(later, options);
    progress.notes.push(`The host has it, vCenter does not show it yet: ${unseen.map(describeStep).join('; ')}.`);
    return assessment;
  }
}

/** A change that is not seen, neither by vCenter nor by esxcli's own lists, is late at first, and dropped after some runs. */
function endOfLateness(error: unknown, { progress, planned, earlierRuns, toleratesUnsupported }: ProofOptions) {
  if (!hasCode(error, 'not-verified') || earlierRuns + 1 < UNSEEN_RUNS) throw error;
  const message = `The host took the change, and shows nothing of it after ${UNSEEN_RUNS} runs. ${error.message}`;
  const dropped = new OnboardingError('change-ignored', message, error.context, error);
  if (!toleratesUnsupported || leftOf(error) === undefined) throw dropped;
  progress.problems.push(...problemsOf(dropped));
  // The sweep tries again only what counts as applied: a host that drops it each time must not be told each time.
  progress.steps = progress.steps.map((step) => (isOptional(step) ? { ...step, applied: false } : step));
  return planned;
}
