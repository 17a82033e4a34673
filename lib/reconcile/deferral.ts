/** When a deferred host is looked at again, and when waiting ends. */
import type { Deferral } from './journal-row.ts';
import type { Outcome } from './outcome.ts';

const FIRST_DELAY_SECONDS = 30;
const LONGEST_DELAY_SECONDS = 15 * 60;
/** After this a cause that was to pass is taken for one that does not. */
const GIVE_UP_MILLISECONDS = 24 * 60 * 60 * 1000;

/** So often an adapter is added for a DHCP server that does not answer, and taken off again. */
const LEASELESS_RUNS = 3;

/**
 * The outcome as it goes to the journal, with its deferral. Deferred for more than 24 hours is failed.
 * @param previous the deferral that the run found
 * @param dueAt a time that the cause itself named (a standalone host's settling), instead of the back-off
 */
export function withDeferral(
  outcome: Outcome,
  previous: Deferral | undefined,
  now: Date,
  dueAt?: string,
): { readonly outcome: Outcome; readonly deferral?: Deferral } {
  if (outcome.status !== 'deferred') return { outcome };
  const attempt = (previous?.attempt ?? 0) + 1;
  if (attempt >= LEASELESS_RUNS && outcome.problems[0]?.code === 'dhcp-no-lease') {
    return { outcome: { ...outcome, status: 'failed' } };
  }
  const since = previous?.since ?? outcome.startedAt;
  if (now.getTime() - new Date(since).getTime() > GIVE_UP_MILLISECONDS) {
    const problems = outcome.problems.map((problem) => ({
      ...problem,
      message: `${problem.message} So it has been since ${since}.`,
    }));
    return { outcome: { ...outcome, status: 'failed', problems } };
  }
  const unseen = outcome.problems.some(({ code }) => code === 'not-verified') ? (previous?.unseen ?? 0) + 1 : 0;
  const delaySeconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempt - 1), LONGEST_DELAY_SECONDS);
  const backedOff = new Date(now.getTime() + delaySeconds * 1000).toISOString();
  // The queue would drop a second message for the same time: this run came for it, by a clock that goes ahead.
  const isTakenUp = outcome.cause?.kind === 'deferral' && outcome.cause.dueAt === dueAt;
  return {
    outcome,
    deferral: {
      since,
      attempt,
      ...(unseen === 0 ? {} : { unseen }),
      dueAt: dueAt === undefined || isTakenUp ? backedOff : dueAt,
    },
  };
}
