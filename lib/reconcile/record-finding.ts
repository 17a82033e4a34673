/** A sweep's finding goes to the journal only when it is news, and never over what a run has written meanwhile. */
import { announce, endOf } from './announce.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { Announcer, Journal, Log } from './ports.ts';
import { describeStep } from './steps.ts';

/** What recording works with. */
interface RecordPorts {
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly log: Log;
}

/**
 * @param known the row that the sweep found, if any
 * @throws OnboardingError `journal-unavailable`
 */
export async function recordFinding(
  outcome: Outcome,
  known: JournalRow | undefined,
  ports: RecordPorts,
): Promise<void> {
  if (known?.outcome !== undefined && isSame(known.outcome, outcome) && !known.untold) return;
  if (!(await ports.journal.replace(outcome, known))) return;
  const isTold = await announce(outcome, known?.untold ? undefined : known?.outcome, ports);
  if (!isTold) await ports.journal.markUntold(outcome);
}

function isSame(known: Outcome, found: Outcome): boolean {
  const steps = (outcome: Outcome) => outcome.steps.map(describeStep).join('\n');
  return endOf(known) === endOf(found) && steps(known) === steps(found);
}
