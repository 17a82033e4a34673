/** What a run or a sweep could not tell, or had no time to, is told by the next tick; and summaries whose window is over. */
import { deliver, isDone, type TellingPorts } from './announce.ts';
import type { JournalRow } from './journal-row.ts';
import { summaryAlert } from './summary-alert.ts';

/** A tick has other work, too: what is left is told by the next one. */
const ROWS_A_TICK = 50;

/**
 * Stops at the first that cannot be told: while the topic does not answer, the next one would only take time.
 * @param rows what the journal has as due
 * @throws OnboardingError `journal-unavailable`
 */
export async function tellUntold(vcenter: string, rows: readonly JournalRow[], ports: TellingPorts): Promise<void> {
  if (await tellHosts(rows, ports)) await tellSummaries(vcenter, ports);
}

async function tellHosts(rows: readonly JournalRow[], ports: TellingPorts): Promise<boolean> {
  const now = ports.clock.now();
  const open = rows.filter(({ untold }) => untold !== undefined && new Date(untold.dueAt) <= now);
  for (const row of open.slice(0, ROWS_A_TICK)) {
    if (!(await tellHost(row, ports))) return false;
  }
  return true;
}

async function tellHost({ outcome, untold, name }: JournalRow, ports: TellingPorts): Promise<boolean> {
  const { announcer, journal, log } = ports;
  if (outcome === undefined || untold === undefined) return true;
  if (untold.alert !== undefined && !(await deliver(untold.alert, ports))) return false;
  if (untold.result && !(await isDone(() => announcer.outcome(outcome), { host: name }, log))) return false;
  await journal.markUntold(outcome, undefined);
  return true;
}

async function tellSummaries(vcenter: string, ports: TellingPorts): Promise<void> {
  const { alertWindows, announcer, clock, log } = ports;
  for (const window of await alertWindows.ended(vcenter, clock.now())) {
    const alert = summaryAlert(window, clock.now());
    if (!(await isDone(() => announcer.alert(alert), { alert: alert.id }, log))) return;
    await alertWindows.close(window);
  }
}
