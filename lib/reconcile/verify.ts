/** Proof: the host read again and planned again, with nothing left to do. */
import { OnboardingError } from '../errors.ts';
import type { Assessment } from './assess.ts';
import { leaseOf } from './plan.ts';
import type { Clock } from './ports.ts';
import type { Step } from './steps.ts';
import { describeStep } from './steps.ts';

/** vCenter may show a change late; a DHCP server may answer late. */
const VERIFY_MILLISECONDS = 30_000;
/** How long a lease may take. */
export const LEASE_MILLISECONDS = 90_000;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 4_000;

/** How a read-back is judged. */
export interface VerifyOptions {
  readonly clock: Clock;
  /** Reads and plans afresh. */
  readonly read: () => Promise<Assessment>;
  /** The steps that were taken; what they wanted is compared with what is seen. */
  readonly applied: readonly Step[];
  /** Steps that may be left over: optional parts that the host refused. */
  readonly ignore: (step: Step) => boolean;
  readonly remainingMilliseconds: () => number;
}

/** What a rollback takes: looking again, removing or putting back, and reading that it is so. */
const ROLLBACK_MILLISECONDS = 25_000;

/** A wait that leaves the time for a rollback. */
export function boundedPatience(milliseconds: number, remaining: number): number {
  return Math.max(0, Math.min(milliseconds, remaining - ROLLBACK_MILLISECONDS));
}

/**
 * Waits until the second plan is empty and a DHCP adapter has its lease.
 * @throws OnboardingError `not-verified` (the old value is still shown), `verified-wrong` (another value is shown),
 * `dhcp-no-lease`
 */
export async function verify(options: VerifyOptions): Promise<Assessment> {
  const isDone = (assessment: Assessment) => remaining(assessment, options).length === 0 && !lacksLease(assessment);
  const { clock, read, remainingMilliseconds } = options;
  const patience = boundedPatience(VERIFY_MILLISECONDS, remainingMilliseconds());
  let last = await readUntil(clock, read, isDone, patience);
  if (lacksLease(last)) {
    const more = boundedPatience(LEASE_MILLISECONDS - VERIFY_MILLISECONDS, remainingMilliseconds());
    last = await readUntil(clock, read, isDone, more);
  }
  if (isDone(last)) return last;
  const context = { host: last.host.name, moref: last.host.moref, step: 'verify' };
  const left = remaining(last, options);
  if (left.length === 0)
    throw new OnboardingError(
      'dhcp-no-lease',
      `${last.plan.adapter?.device} on ${last.host.name} has no DHCP lease.`,
      context,
    );
  const isWrong = left.some((step) => !isUnseen(step, options.applied));
  const words = left.map(describeStep).join('; ');
  const message = isWrong
    ? `${last.host.name} shows another value than was written: ${words}.`
    : `vCenter does not show the change on ${last.host.name} yet: ${words}.`;
  throw new OnboardingError(isWrong ? 'verified-wrong' : 'not-verified', message, { ...context, steps: left });
}

/** An adapter that asked for a lease and has none. */
export function lacksLease({ desired, plan }: Assessment): boolean {
  return desired.address.dhcp && plan.adapter?.dhcp === true && leaseOf(plan.adapter) === undefined;
}

/** Reads until `isDone`, pausing 250 ms doubling to 4 s; returns the last read when the time is over. */
export async function readUntil<Value>(
  clock: Clock,
  read: () => Promise<Value>,
  isDone: (value: Value) => boolean,
  milliseconds: number,
): Promise<Value> {
  const deadline = clock.now().getTime() + milliseconds;
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
    const value = await read();
    if (isDone(value) || clock.now().getTime() + pause > deadline) return value;
    await clock.sleep(pause);
  }
}

function remaining(assessment: Assessment, { ignore }: VerifyOptions): Step[] {
  return assessment.plan.steps.filter((step) => !ignore(step));
}

/** True when everything that is still to change shows the value that it had before we wrote, or the wanted one. */
function isUnseen(step: Step, applied: readonly Step[]): boolean {
  if (step.action === 'addVirtualNic') return true;
  const before = applied.flatMap(({ changes }) => changes);
  return step.changes.every(
    ({ field, from, to }) => from === to || before.some((change) => change.field === field && change.from === from),
  );
}
