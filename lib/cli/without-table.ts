/** What a run that nobody repeats tells: without a journal table there is no one to come again to a deferred host. */
import { ERROR_CODES, type Problem } from '../errors.ts';
import type { Outcome } from '../reconcile/outcome.ts';

const NOBODY = 'without a journal table nobody comes again.';

/** The outcome with advice that holds where nothing is recorded: a deferred host may be left half configured. */
export function toldWithoutTable(outcome: Outcome): Outcome {
  return outcome.status === 'deferred' ? { ...outcome, problems: outcome.problems.map(byHand) } : outcome;
}

/** Problems without advice of their code, such as what a rollback did, stay as they are. */
function byHand({ code, message }: Problem): Problem {
  const [status, next] = ERROR_CODES[code];
  if (status !== 'deferred' || /repeat the command/i.test(next) || !message.includes(next)) return { code, message };
  const advice = next.startsWith('Nothing:')
    ? 'Repeat the command, which reads the host first:'
    : `${next.replace(/; a run by itself comes .*(?=\.$)/, '')} Then repeat the command:`;
  return { code, message: message.replace(next, () => `${advice} ${NOBODY}`) };
}
