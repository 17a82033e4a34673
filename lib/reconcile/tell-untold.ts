/** What a run or a sweep could not tell, or had no time to, is told by the next tick; and summaries whose window is over. */
import { deliver, isDone, type TellingPorts } from './announce.ts';
import type { JournalRow } from './journal-row.ts';
import { summaryAlert } from './summary-alert.ts';

/** A tick has other work, too: what is left is told by the next one. */
const ROWS_A_TICK = 50;

/**
 * A topic or bus that did not take one thing is not asked for the next one in this tick: that would only take time.
 * @param rows what the journal has as due
 * @throws OnboardingError `journal-unavailable`
 */
export async function tellUntold(vcenter: string, rows: readonly JournalRow[], ports: TellingPorts): Promise<void> {
  const tick: Tick = { failed: new Set(), hasTold: false };
  for (const row of openRows(rows, ports.clock.now())) await tellHost(row, tick, ports);
  if (tick.hasTold || !tick.failed.has('topic')) await tellSummaries(vcenter, ports);
}

interface Tick {
  readonly failed: Set<'topic' | 'bus'>;
  /** The topic took an alert: what it did not take may be that one's own fault. */
  hasTold: boolean;
}

/** People first: there may be many results for a bus that is away for long. Then what is due longest. */
function openRows(rows: readonly JournalRow[], now: Date): JournalRow[] {
  const dueAt = ({ untold }: JournalRow) => Date.parse(untold?.dueAt ?? '');
  const rank = ({ untold }: JournalRow) => (untold?.alert === undefined ? 1 : 0);
  return rows
    .filter((row) => row.untold !== undefined && dueAt(row) <= now.getTime())
    .toSorted((one, other) => rank(one) - rank(other) || dueAt(one) - dueAt(other))
    .slice(0, ROWS_A_TICK);
}

async function tellHost({ outcome, untold, name }: JournalRow, tick: Tick, ports: TellingPorts): Promise<void> {
  if (outcome === undefined || untold === undefined) return;
  const { announcer, journal, log, clock } = ports;
  const { alert, result } = untold;
  const toTopic = alert === undefined ? 'none' : await tell('topic', tick, () => deliver(alert, ports));
  const put = () => isDone(() => announcer.outcome(outcome), { host: name }, log);
  const toBus = result ? await tell('bus', tick, put) : 'none';
  if (toTopic === 'done') tick.hasTold = true;
  const isOpen = (end: End) => end === 'failed' || end === 'not asked';
  if (!isOpen(toTopic) && !isOpen(toBus)) return journal.markUntold(outcome, undefined);
  if (![toTopic, toBus].some((end) => end === 'done' || end === 'failed')) return;
  // what failed goes to the end: an alert that no topic would ever take must not keep others from theirs
  await journal.markUntold(outcome, {
    dueAt: clock.now().toISOString(),
    ...(isOpen(toTopic) && alert !== undefined ? { alert } : {}),
    ...(isOpen(toBus) ? { result: true } : {}),
  });
}

type End = 'none' | 'done' | 'failed' | 'not asked';

async function tell(whom: 'topic' | 'bus', { failed }: Tick, work: () => Promise<boolean>): Promise<End> {
  if (failed.has(whom)) return 'not asked';
  if (await work()) return 'done';
  failed.add(whom);
  return 'failed';
}

async function tellSummaries(vcenter: string, ports: TellingPorts): Promise<void> {
  const { alertWindows, announcer, clock, log } = ports;
  for (const window of await alertWindows.ended(vcenter, clock.now())) {
    const alert = summaryAlert(window, clock.now());
    if (!(await isDone(() => announcer.alert(alert), { alert: alert.id }, log))) return;
    await alertWindows.close(window);
  }
}
