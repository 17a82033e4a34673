import type { VimFault } from './faults.ts';
import type { BrokenReply } from './scenario.ts';

/** What a fault rule makes of a call. */
export interface Strike {
  readonly delayMs: number;
  readonly fault: VimFault | undefined;
  readonly broken: BrokenReply | undefined;
  readonly answerLost: boolean;
  /** The connection is cut at once, and the call goes on without it. */
  readonly goesOn: boolean;
  /** The fault comes after the work instead of in its place. */
  readonly afterWork: boolean;
  readonly rolledBack: boolean;
  /** The host is lost during the call, and comes back by itself after a while if that is set. */
  readonly disconnects: { readonly backAfterMs: number | undefined } | undefined;
}
