/** An outcome is told to others: each one as an event, to people only what they do not know yet. */
import { OnboardingError } from '../errors.ts';
import type { Outcome } from './outcome.ts';
import type { Announcer, Log } from './ports.ts';

/**
 * The journal is the record: an announcement that fails is logged, and does not make the run fail.
 * @param previous the outcome that people know; the same end for the same reason is no news
 * @returns false when news could not be told
 */
export async function announce(
  outcome: Outcome,
  previous: Outcome | undefined,
  { announcer, log }: { readonly announcer: Announcer; readonly log: Log },
): Promise<boolean> {
  const isNews = previous === undefined || endOf(previous) !== endOf(outcome);
  try {
    await announcer.outcome(outcome, isNews);
    return true;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    log.error(error.message, { code: error.code, host: outcome.host.name });
    return !isNews;
  }
}

/** People are told something that is no outcome; when they cannot be, the log has it. */
export async function alert(
  subject: string,
  text: string,
  { announcer, log }: { readonly announcer: Announcer; readonly log: Log },
): Promise<void> {
  try {
    await announcer.alert(subject, text);
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    log.error(error.message, { code: error.code, subject });
  }
}

/** Status and reasons as one text, to compare two outcomes by. */
export function endOf({ status, problems }: Outcome): string {
  return JSON.stringify([status, problems]);
}
