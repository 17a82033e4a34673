/** An outcome is told to others: each one as an event, to people only what they do not know yet. */
import { OnboardingError } from '../errors.ts';
import { type Alert, type Notice, noticeAlert } from './alert.ts';
import type { AlertWindowStore } from './alert-windows.ts';
import { freshAlert, type HostNews } from './host-news.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { Announcer, Clock, Journal, Log } from './ports.ts';

/** What telling works with. */
export interface TellingPorts {
  readonly announcer: Announcer;
  readonly journal: Journal;
  readonly alertWindows: AlertWindowStore;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The journal is the record, and holds what is to be told: an announcement that fails is logged, does not make the run
 * fail, and is made by the next tick.
 * @param news as it is in the row of the outcome
 * @param before the row before the outcome
 * @throws OnboardingError `journal-unavailable`
 */
export async function announce(
  outcome: Outcome,
  news: HostNews,
  before: JournalRow | undefined,
  ports: TellingPorts,
): Promise<void> {
  const { announcer, journal, clock, log } = ports;
  const alert = freshAlert(news, before);
  const [isOnBus, isTold] = await Promise.all([
    isDone(() => announcer.outcome(outcome), { host: outcome.host.name }, log),
    alert !== undefined && deliver(alert, ports),
  ]);
  const isNews = before?.outcome === undefined || endOf(before.outcome) !== endOf(outcome);
  const owedBefore = before?.untold?.result === true;
  const owesResult = !isOnBus && (isNews || owedBefore);
  // the row says already what is open
  if (alert === undefined && !owesResult && !owedBefore) return;
  const open = isTold ? undefined : news.untold?.alert;
  const owed = { ...(open === undefined ? {} : { alert: open }), ...(owesResult ? { result: true as const } : {}) };
  const isOver = open === undefined && !owesResult;
  await journal.markUntold(outcome, isOver ? undefined : { dueAt: clock.now().toISOString(), ...owed });
}

/** @returns whether people have been told, or will be by the summary of a window */
export async function deliver(
  alert: Alert,
  { announcer, alertWindows, clock, log }: Omit<TellingPorts, 'journal'>,
): Promise<boolean> {
  return isDone(
    async () => {
      if (!(await isHeld(alert, alertWindows, clock.now()))) await announcer.alert(alert);
    },
    { alert: alert.id },
    log,
  );
}

/** People are told something that is no outcome of one host; when they cannot be, the log has it. */
export async function notify(
  notice: Notice,
  { announcer, clock, log }: Pick<TellingPorts, 'announcer' | 'clock' | 'log'>,
): Promise<void> {
  await isDone(() => announcer.alert(noticeAlert(notice, clock.now())), { subject: notice.subject }, log);
}

/** A host that was to be in a summary and is right before that is sent was never told of. */
async function isHeld(alert: Alert, windows: AlertWindowStore, now: Date): Promise<boolean> {
  const { vcenter, host, code, recoveredFrom = [] } = alert;
  if (host === undefined || code === undefined) return false;
  if (alert.kind === 'recovered') {
    const withdrawn = await Promise.all(recoveredFrom.map((each) => windows.withdraw(vcenter, each, host)));
    if (withdrawn.length > 0 && withdrawn.every(Boolean)) return true;
  }
  return (await windows.admit(vcenter, code, host, now)) === 'hold';
}

/** Runs it; an error of the family is logged. */
export async function isDone(
  work: () => Promise<void>,
  detail: Readonly<Record<string, unknown>>,
  log: Log,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    log.error(error.message, { code: error.code, ...detail });
    return false;
  }
}

/** Status and reasons as one text, to compare two outcomes by. */
export function endOf({ status, problems }: Outcome): string {
  return JSON.stringify([status, problems]);
}
