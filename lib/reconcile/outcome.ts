/** How a run ended: the record that goes to the journal, to EventBridge and to the terminal. */
import type { Cause, HostReference } from '../contract.ts';
import type { Problem } from '../errors.ts';
import type { Step } from './steps.ts';

/** The closed vocabulary of ends; `docs/operations.md` says what each means and what follows. */
export type Status =
  | 'unchanged'
  | 'converged'
  | 'reported'
  | 'degraded'
  | 'deferred'
  | 'refused'
  | 'failed'
  | 'excluded'
  | 'gone';

/** A step and what became of it. */
export type AppliedStep = Step & {
  readonly applied: boolean;
  /** Set when vCenter's own call did not do it and esxcli did; `because` says what the call answered or showed. */
  readonly channel?: 'esxcli';
  readonly because?: string;
};

/** The settings documents that decided, by origin and version. */
export interface SettingsVersion {
  readonly origin: string;
  readonly version: number;
}

/** The result of one run for one host. */
export interface Outcome {
  readonly vcenter: string;
  readonly host: HostReference;
  readonly status: Status;
  /** Absent for a run by hand. */
  readonly cause?: Cause;
  readonly steps: readonly AppliedStep[];
  readonly problems: readonly Problem[];
  /** What people should know and nobody has to cure: one sentence each. */
  readonly notes?: readonly string[];
  /** The adapter on the stack, `vmk2`; absent when there is none. */
  readonly device?: string;
  /** Names as the vSphere Client shows them; absent when the host could not be read, or stands alone. */
  readonly datacenter?: string;
  readonly cluster?: string;
  /** Of that adapter, as last read: IPv4 with its prefix length, `10.20.0.11/24`; and the stack's IPv4 gateway. */
  readonly address?: string;
  readonly gateway?: string;
  /**
   * What the run leaves behind: `put-back`, what it had begun was taken back; `half-configured`, it could not be, or
   * the run has not come to its end. Absent for a host that no run has looked at.
   */
  readonly leftAs?: 'untouched' | 'changed' | 'put-back' | 'half-configured';
  /** The call that failed, by its vim25 name, or the check: `AddVirtualNic`, `verify`. */
  readonly failedStep?: string;
  readonly settings: readonly SettingsVersion[];
  /** ISO times by our clock: when the message was taken, and when the end was known. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Outcomes that people are told about. */
export function isAnnounced(status: Status): boolean {
  return status === 'degraded' || status === 'refused' || status === 'failed';
}

/** `Converged` for `converged`: the tail of a metric's name. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Why a host is reported and not touched, as a note of its outcome. */
export function leftAloneNote(why: string): string {
  return `Nothing is written by itself: ${why}.`;
}
