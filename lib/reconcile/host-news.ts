/** Whether the end of a run or a sweep's finding is news to people, and what they know of the host after it. */
import { createHash } from 'node:crypto';
import type { ToldCause, Untold } from './alert.ts';
import { recoveredAlert, troubleAlert } from './host-alert.ts';
import type { JournalRow } from './journal-row.ts';
import { isAnnounced, type Outcome } from './outcome.ts';

/** Longer than a run tries to publish: before that a tick would say the same a second time. */
const OWN_MILLISECONDS = 60_000;

/** A host that goes to and fro between so many troubles is told of again. */
const CAUSES_KEPT = 20;

/** What the row says of it. */
export interface HostNews {
  readonly told?: readonly ToldCause[];
  readonly untold?: Untold;
}

/** When, and who saw it. */
export interface Telling {
  readonly now: Date;
  /** An operator's own run ends before their eyes. */
  readonly byOperator?: boolean;
}

/**
 * One alert for a host and cause, however many attempts, deferrals and sweeps meet it; and one when it is right again.
 * @param before the row as it was, with what people know
 */
export function newsAfter(outcome: Outcome, before: JournalRow | undefined, telling: Telling): HostNews {
  const known = toldOf(before);
  const { untold } = before ?? {};
  if (isTrouble(outcome)) return newsOfTrouble(outcome, known, untold, telling);
  if (outcome.status === 'converged' || outcome.status === 'unchanged') {
    return newsOfRight(outcome, known, untold, telling);
  }
  if (outcome.status === 'gone' || outcome.status === 'excluded') return {};
  return hostNews(known, untold);
}

/** The alert that this end is the reason for; one that was still open before it is told by the next tick. */
export function freshAlert({ untold }: HostNews, before: JournalRow | undefined): Untold['alert'] {
  return untold?.alert?.id === before?.untold?.alert?.id ? undefined : untold?.alert;
}

function newsOfTrouble(
  outcome: Outcome,
  known: readonly ToldCause[],
  untold: Untold | undefined,
  { now, byOperator = false }: Telling,
): HostNews {
  const cause = causeOf(outcome);
  if (byOperator || known.some((each) => each.cause === cause.cause)) return hostNews(known, untold);
  // an older alert that nobody got is no longer true: its cause is news again when it comes back
  const sent = known.filter((each) => each.cause !== untold?.alert?.cause);
  return {
    told: [...sent, cause].slice(-CAUSES_KEPT),
    untold: { dueAt: dueAt(now), alert: troubleAlert(outcome, cause) },
  };
}

function newsOfRight(
  outcome: Outcome,
  known: readonly ToldCause[],
  untold: Untold | undefined,
  { now, byOperator = false }: Telling,
): HostNews {
  const sent = known.filter((each) => each.cause !== untold?.alert?.cause);
  if (sent.length > 0) {
    // an operator's command tells nobody: the next tick does
    return { untold: { dueAt: byOperator ? now.toISOString() : dueAt(now), alert: recoveredAlert(outcome, sent) } };
  }
  return untold?.alert?.kind === 'trouble' ? {} : hostNews([], untold);
}

function hostNews(told: readonly ToldCause[], untold: Untold | undefined): HostNews {
  return { ...(told.length === 0 ? {} : { told }), ...(untold === undefined ? {} : { untold }) };
}

function dueAt(now: Date): string {
  return new Date(now.getTime() + OWN_MILLISECONDS).toISOString();
}

/** Rows of earlier releases, which have no `since`, do not say it: their last end was told. */
function toldOf(row: JournalRow | undefined): readonly ToldCause[] {
  if (row?.told !== undefined) return row.told;
  if (row?.outcome === undefined || row.since !== undefined) return [];
  return isTrouble(row.outcome) ? [causeOf(row.outcome)] : [];
}

/** A host that is left in between is trouble whatever its run ended in. */
function isTrouble({ status, problems }: Outcome): boolean {
  return isAnnounced(status) || problems.some(({ code }) => code === 'rollback-incomplete');
}

/** The same for two attempts that differ only in times, numbers of runs, devices, and how many addresses others have. */
function causeOf({ status, problems }: Outcome): ToldCause {
  const [first] = problems;
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  const words = (first?.message ?? '')
    .replace(/ So it (has been since|went in) [^ ]+( runs)?\./g, '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')
    .replace(/\bvmk\d+\b/g, '')
    .replace(/\b\d+ are claimed\b/g, '')
    // networks that have nothing to do with the host
    .replace(/ It may be one that the account cannot read: .*?\.(?= |$)/g, '');
  const text = JSON.stringify([status, codes, words]);
  // counted by itself: it must not wait for the summary of those that only failed
  const code = codes.find((each) => each === 'rollback-incomplete') ?? first?.code ?? status;
  return { cause: createHash('sha256').update(text).digest('hex').slice(0, 32), code };
}
