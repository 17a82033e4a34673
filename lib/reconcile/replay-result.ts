/** What a replay did: the answer of the function, and the JSON of the command line. */
import type { Cause } from '../contract.ts';
import type { ErrorCode, Problem } from '../errors.ts';
import type { Status } from './outcome.ts';

/** Why a host is in a replay. */
export type ReplayReason =
  /** Somebody named it. */
  | { readonly kind: 'host'; readonly named: string }
  /** vCenter has this event of it; the newest, when there are several. */
  | { readonly kind: 'event'; readonly eventTypeId: string; readonly key: number; readonly createdTime: string }
  /** Its last outcome. */
  | {
      readonly kind: 'outcome';
      readonly status: Status;
      readonly codes: readonly ErrorCode[];
      readonly finishedAt: string;
    }
  /** A message in the dead-letter queue, and why that one was sent. */
  | { readonly kind: 'dead-letter'; readonly messageId: string; readonly cause: Cause };

/** A host that is in the queue again; in a dry run, that would be. */
export interface ReplayedHost {
  readonly host: string;
  readonly moref: string;
  readonly cause: ReplayReason;
  /** Of its last outcome; absent when the journal has none. */
  readonly status?: Status;
  /** What may keep this run from writing: deferred, leased, halted. */
  readonly notes?: readonly string[];
}

/** What was not moved, and why: it is where it was. */
export interface LeftBehind {
  readonly code: ErrorCode;
  readonly reason: string;
  /** Of a dead letter. */
  readonly messageId?: string;
  /** `vc01/host-21`, as the queue has it. */
  readonly group?: string;
  /** ISO: since when it is in the dead-letter queue. */
  readonly sentAt?: string;
  readonly host?: string;
  readonly moref?: string;
  /** Of an event. */
  readonly key?: number;
}

/** A replay, or a page of one. */
export interface ReplayResult {
  readonly replay: string;
  readonly vcenter: string;
  readonly dryRun: boolean;
  readonly queued: readonly ReplayedHost[];
  readonly left: readonly LeftBehind[];
  /** Dead letters of hosts that were not asked for. */
  readonly skipped: number;
  /** Further dead letters of a host that is queued once. */
  readonly merged: number;
  /** About the whole of it. */
  readonly notes: readonly string[];
  /** What ended it before its time; what is queued stays queued. */
  readonly problems: readonly Problem[];
  /** More is to be done: the same request with this as `after`. */
  readonly next?: string;
}

/** A replay that has done nothing yet. */
export function emptyReplay({
  replay,
  vcenter,
  dryRun,
}: Pick<ReplayResult, 'replay' | 'vcenter' | 'dryRun'>): ReplayResult {
  return { replay, vcenter, dryRun, queued: [], left: [], skipped: 0, merged: 0, notes: [], problems: [] };
}

/** Whether a JSON value is one; what the function of another release answers may not be. */
export function isReplayResult(value: unknown): value is ReplayResult {
  const member = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return (
    ['replay', 'vcenter'].every((name) => typeof member(name) === 'string') &&
    typeof member('dryRun') === 'boolean' &&
    ['queued', 'left', 'notes', 'problems'].every((name) => Array.isArray(member(name))) &&
    ['skipped', 'merged'].every((name) => typeof member(name) === 'number')
  );
}
