/** The clock of this machine. */
import { setTimeout } from 'node:timers/promises';
import type { Clock } from './ports.ts';

/** Everything that waits or stamps gets this, or a clock of its own in a test. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    try {
      await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // An aborted wait is over; what to do about it is the caller's business.
      if (!signal?.aborted) throw error;
    }
  },
};
