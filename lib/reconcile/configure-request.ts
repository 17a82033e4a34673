/** What the configuring of one host is given, and what it gives back. */
import type { Cause, HostReference } from '../contract.ts';
import type { Intent, JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { BaselineStore, Clock, Journal, LeaseStore, Log, SettingsSource, Vcenter } from './ports.ts';

/** What a run works with. The command line has no table, so the last three may be absent. */
export interface ConfigurePorts {
  readonly vcenter: Vcenter;
  readonly settings: SettingsSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal?: Journal;
  readonly baseline?: BaselineStore;
  readonly leases?: LeaseStore;
}

/** One run. */
export interface ConfigureRequest {
  readonly host: HostReference;
  readonly cause?: Cause;
  /** Given by the command line; else it acts by itself. */
  readonly operator?: { readonly live: boolean };
  /** The journal's row of the host, read before. */
  readonly row?: JournalRow | undefined;
  /** When the message was taken; absent: now. */
  readonly startedAt?: Date;
  /** Unique for the run: the holder of its lease. */
  readonly runId: string;
  readonly remainingMilliseconds: () => number;
}

/** An outcome, with what the journal has to keep. */
export interface ConfigureResult {
  readonly outcome: Outcome;
  /** Open when a run began to write and did not come to an end: the next one finishes it. */
  readonly intent?: Intent;
  /** A time that the cause itself named. */
  readonly dueAt?: string;
}
