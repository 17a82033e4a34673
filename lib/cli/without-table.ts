/** What a run that nobody repeats tells: without a journal table there is no one to come again to a deferred host. */
import { ERROR_CODES, type Problem } from '../errors.ts';
import type { Outcome } from '../reconcile/outcome.ts';

const NOBODY = 'without a journal table nobody comes again.';

/** The outcome with advice that holds where nothing is recorded: a deferred host may be left half configured. */
export function toldWithoutTable(outcome: Outcome): Outcome {
  return outcome.status === 'deferred' ? { ...outcome, problems: outcome.problems.map(byHand) } : outcome;
}

/** The advice of the code stands at the end of the message. */
function byHand({ code, message }: Problem): Problem {
  const [status, next] = ERROR_CODES[code];
  if (status !== 'deferred' || /repeat the command/i.test(next)) return { code, message };
  if (!next.startsWith('Nothing:')) return { code, message: `${message} Then repeat the command: ${NOBODY}` };
  const words = message.endsWith(next) ? message.slice(0, -next.length) : `${message} `;
  return { code, message: `${words}Repeat the command, which reads the host first: ${NOBODY}` };
}
