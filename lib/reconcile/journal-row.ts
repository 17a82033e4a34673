/** What the journal keeps of a host. */

import type { Problem } from '../errors.ts';
import type { ToldCause, Untold } from './alert.ts';
import type { Outcome } from './outcome.ts';
import type { HostState } from './state.ts';
import type { Step } from './steps.ts';

/** When a deferred host is looked at again. */
export interface Deferral {
  /** ISO: since when it has been deferred without an end; after 24 hours it is failed. */
  readonly since: string;
  /** How many runs in a row ended deferred. */
  readonly attempt: number;
  /** How many of them, the latest in a row, wrote and saw nothing of it. */
  readonly unseen?: number;
  /** ISO. */
  readonly dueAt: string;
}

/** What a run was about to do when it began to write, and the state it found. */
export interface Intent {
  readonly steps: readonly Step[];
  /** As read before the first write. */
  readonly before: HostState;
  /** ISO. */
  readonly openedAt: string;
}

/** A VMkernel adapter that we created and that is still ours: what `remove` may take off. */
export interface AddedAdapter {
  /** `vmk2`. */
  readonly device: string;
  /** Its name, as shown to people. */
  readonly portgroup: string;
  /** Of a distributed one: it stays when the portgroup is renamed. */
  readonly portgroupKey?: string;
  readonly netStackInstanceKey: string;
  /** ISO. */
  readonly addedAt: string;
  /** Absent when an interrupted run added it, and a later one found it. */
  readonly runId?: string;
  /** As before it was added; present when vCenter switched a service of the default stack off for it. */
  readonly nicTypesBefore?: HostState['nicTypes'];
}

/** The journal's row of one host: the last outcome, and what is still open. */
export interface JournalRow {
  readonly vcenter: string;
  readonly moref: string;
  readonly name: string;
  /** Absent when the first run of a host was interrupted: then there is only its intent. */
  readonly outcome?: Outcome;
  /** ISO: since when the host has this status; a run that ends as the one before does not move it. */
  readonly since?: string;
  /** Of what people have been told, or are about to be, since the host was right the last time. */
  readonly told?: readonly ToldCause[];
  /** Written with the outcome and gone once it is told, so that a crash in between loses nothing. */
  readonly untold?: Untold;
  /** The run of the outcome had begun to write, or was ended because the one before had done so in vain. */
  readonly hasBegun?: true;
  readonly deferral?: Deferral;
  readonly intent?: Intent;
  /** What a gateway was told for when it was last asked; outlives every outcome, until it is asked again and answers. */
  readonly silences?: readonly Problem[];
  /** Outlives every outcome; absent when nothing on the host is ours. */
  readonly added?: readonly AddedAdapter[];
}

/** What an end leaves in the row; intent, silences, and what is ours, are not of it. */
export type RowEnd = Pick<JournalRow, 'told' | 'untold' | 'deferral' | 'hasBegun'> &
  Required<Pick<JournalRow, 'outcome' | 'since'>>;

/** Since when the host has the status of the outcome. */
export function sinceOf(outcome: Outcome, before: Pick<JournalRow, 'outcome' | 'since'> | undefined): string {
  if (before?.outcome?.status !== outcome.status) return outcome.finishedAt;
  return before.since ?? before.outcome.finishedAt;
}
