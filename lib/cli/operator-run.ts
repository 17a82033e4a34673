/** Who holds a lease, in words that lead to the person. */
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** The id of one run of a verb: `apply by ann@ws7, pid 4711, run 3f2a91c0`. */
export function operatorRun(verb: string): string {
  return `${verb} by ${userName()}@${hostname()}, pid ${process.pid}, run ${randomBytes(4).toString('hex')}`;
}

/** A container may run under a number that no user has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
