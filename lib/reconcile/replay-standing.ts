/** How the hosts of a replay stand: their last outcome, and what may keep a run from writing. */
import type { JournalRow } from './journal-row.ts';
import type { ReplayPorts } from './replay-ports.ts';
import type { ReplayRequest } from './replay-request.ts';
import type { ReplayedHost } from './replay-result.ts';
import type { Candidate } from './replay-selection.ts';

/** Read once a page of a replay. */
export interface Standing {
  /** The id of this replay. */
  readonly replay: string;
  readonly rows: ReadonlyMap<string, JournalRow>;
  /** Owner of the lease, by moref. */
  readonly leases: ReadonlyMap<string, string>;
  /** About the vCenter. */
  readonly notes: readonly string[];
}

/** @throws OnboardingError `journal-unavailable` */
export async function readStanding(
  { vcenter, replay }: Pick<ReplayRequest, 'vcenter' | 'replay'>,
  rows: readonly JournalRow[],
  { leases, brake, clock }: Pick<ReplayPorts, 'leases' | 'brake' | 'clock'>,
): Promise<Standing> {
  const [held, halts] = await Promise.all([leases.owners(vcenter, clock.now()), brake.halts(vcenter)]);
  return {
    replay,
    rows: new Map(rows.map((row) => [row.moref, row])),
    leases: held,
    notes: halts.map(
      ({ haltedAt, failed }) =>
        `The brake is on since ${haltedAt}, after ${failed.join(', ')}: hosts with the same settings are deferred until ` +
        'these change or "resume".',
    ),
  };
}

/** A candidate as it is listed. */
export function describe(
  { host: { moref, name }, cause }: Candidate,
  { replay, rows, leases }: Standing,
): ReplayedHost {
  const row = rows.get(moref);
  const notes = [...notesOf(row), ...repeatNote(row, replay), ...leaseNote(leases.get(moref))];
  return {
    host: name || (row?.name ?? moref),
    moref,
    cause,
    ...(row?.outcome === undefined ? {} : { status: row.outcome.status }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function notesOf(row: JournalRow | undefined): string[] {
  if (row === undefined) return [];
  const { deferral, intent, outcome } = row;
  const codes = outcome?.problems.map(({ code }) => code) ?? [];
  const why = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  return [
    ...(deferral === undefined ? [] : [`Deferred until ${deferral.dueAt}${why}: it would come by itself.`]),
    ...(codes.includes('halted') ? ['Halted by the brake: it waits again while that is on.'] : []),
    ...(intent === undefined ? [] : [`A run of ${intent.openedAt} has not come to its end: it is finished first.`]),
  ];
}

/** SQS says success of what it drops (SQS developer guide, exactly-once processing). */
function repeatNote(row: JournalRow | undefined, replay: string): string[] {
  const { cause, finishedAt } = row?.outcome ?? {};
  if (cause?.kind !== 'replay' || cause.replay !== replay) return [];
  return [
    `This replay had it looked at already, at ${finishedAt}: within five minutes of the first time the queue drops it ` +
      'without a word, and another look takes a replay of another id.',
  ];
}

function leaseNote(owner: string | undefined): string[] {
  return owner === undefined ? [] : [`In hand of ${owner}: this run is deferred until that is over.`];
}
