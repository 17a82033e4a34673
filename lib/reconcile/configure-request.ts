/** What the configuring of one host is given, and what it gives back. */
import type { Cause, HostReference } from '../contract.ts';
import type { Problem } from '../errors.ts';
import type { Scope } from './assess.ts';
import type { Intent, JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { PlanFingerprint } from './plan-fingerprint.ts';
import type { BaselineStore, Clock, Journal, LeaseStore, Log, SettingsSource, Vcenter } from './ports.ts';
import type { BrakeStore, ClaimStore, RangeStore } from './shared-stores.ts';

/** What a run works with. The command line may have no table, so all from the journal on may be absent. */
export interface ConfigurePorts {
  readonly vcenter: Vcenter;
  readonly settings: SettingsSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal?: Journal;
  readonly baseline?: BaselineStore;
  readonly leases?: LeaseStore;
  readonly claims?: ClaimStore;
  readonly ranges?: RangeStore;
  readonly brake?: BrakeStore;
}

/** What an operator asks for. */
export interface Operator extends Scope {
  /** Disruptive steps are wanted although the host is at work. */
  readonly live: boolean;
  /** The plan that the operator said yes to: where another one follows by now, nothing is written. */
  readonly planned?: PlanFingerprint;
}

/** One run. */
export interface ConfigureRequest {
  readonly host: HostReference;
  readonly cause?: Cause;
  /** Given by the command line; else it acts by itself. */
  readonly operator?: Operator;
  /** The journal's row of the host, read before. */
  readonly row?: JournalRow | undefined;
  /** When the message was taken; absent: now. */
  readonly startedAt?: Date;
  /** Unique for the run: the holder of its lease. */
  readonly runId: string;
  /** Given by a caller that holds the lease of the host; absent: the run takes it itself. */
  readonly renewLease?: () => Promise<void>;
  readonly remainingMilliseconds: () => number;
}

/** An outcome, with what the journal has to keep. */
export interface ConfigureResult {
  readonly outcome: Outcome;
  /** It set out to write, or went on with what another run had begun. */
  readonly hasBegun: boolean;
  /** What was begun was taken back. */
  readonly isRolledBack: boolean;
  /** Open when a run began to write and did not come to an end: the next one finishes it. */
  readonly intent?: Intent;
  /** What its gateway was told for, empty when it answered; absent when it was not asked, or that was not to be found out. */
  readonly silences?: readonly Problem[];
  /** A time that the cause itself named. */
  readonly dueAt?: string;
}
