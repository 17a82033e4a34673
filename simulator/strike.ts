import type { VimFault } from './faults.ts';
import type { BrokenReply } from './scenario.ts';

/** What a fault rule makes of a call. */
export interface Strike {
  readonly delayMs: number;
  readonly fault: VimFault | undefined;
  readonly broken: BrokenReply | undefined;
  readonly answerLost: boolean;
}
