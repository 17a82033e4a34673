/** How often people are told of one thing at once: ten alerts with one code in ten minutes of one vCenter, then a summary. */
import type { HostReference } from '../contract.ts';

/** So many hosts are told of one by one. */
export const ALERTS_A_WINDOW = 10;
/** How long one window takes in. */
export const WINDOW_MILLISECONDS = 10 * 60 * 1000;

/** One code of one vCenter for ten minutes. */
export interface AlertWindow {
  readonly vcenter: string;
  /** An error code, or `recovered`. */
  readonly code: string;
  /** ISO. */
  readonly startedAt: string;
  /** Those that people were told of one by one. */
  readonly told: readonly HostReference[];
  /** Those beyond: told of by the summary. */
  readonly held: readonly HostReference[];
}

/** The windows, shared by all runs; each call is atomic. May throw `journal-unavailable`. */
export interface AlertWindowStore {
  /**
   * Counts a host; one that was counted before is not counted twice.
   * @returns `hold` when there were ten before it: then the summary of the window tells of it, and it is not lost
   */
  admit(vcenter: string, code: string, host: HostReference, now: Date): Promise<'tell' | 'hold'>;
  /** Takes a host off those that wait for the summary. @returns whether it was one */
  withdraw(vcenter: string, code: string, host: HostReference): Promise<boolean>;
  /** Windows that have ended and hold hosts of which nobody has been told. */
  ended(vcenter: string, now: Date): Promise<readonly AlertWindow[]>;
  /** The held hosts of the window, as it was read, have been told of; what was added meanwhile stays. */
  close(window: AlertWindow): Promise<void>;
}
