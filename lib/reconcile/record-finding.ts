/** A sweep's finding goes to the journal only when it is news, and never over what a run has written meanwhile. */
import { announce, endOf, type TellingPorts } from './announce.ts';
import { freshAlert, newsAfter } from './host-news.ts';
import { type JournalRow, sinceOf } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import { describeStep, type Step } from './steps.ts';

/**
 * @param known the row that the sweep found, if any
 * @returns whether it was written
 * @throws OnboardingError `journal-unavailable`
 */
export async function recordFinding(
  outcome: Outcome,
  known: JournalRow | undefined,
  ports: TellingPorts,
): Promise<boolean> {
  const news = newsAfter(outcome, known, { now: ports.clock.now() });
  const isNews = known?.outcome === undefined || !isSame(known.outcome, outcome);
  if (!isNews && freshAlert(news, known) === undefined && !known.untold?.result) return false;
  if (!(await ports.journal.replace({ outcome, since: sinceOf(outcome, known), ...news }, known))) return false;
  await announce(outcome, news, known, ports);
  return true;
}

function isSame(known: Outcome, found: Outcome): boolean {
  const isOfSameSettings = JSON.stringify(known.settings) === JSON.stringify(found.settings);
  const text = (step: Step) => describeStep(isOfSameSettings ? withoutAddress(step) : step);
  const steps = (outcome: Outcome) => outcome.steps.map(text).join('\n');
  return endOf(known) === endOf(found) && steps(known) === steps(found) && !hasMoved(known, found);
}

/** Of the same settings it is another one only from a pool, where it is provisional: hosts before it took theirs. */
function withoutAddress(step: Step): Step {
  return { ...step, changes: step.changes.map((each) => (each.field === 'address' ? { ...each, to: '' } : each)) };
}

/** To another datacenter or cluster, which no event tells; outcomes of earlier releases do not say where a host was. */
export function hasMoved(known: Outcome, { datacenter, cluster }: Pick<Outcome, 'datacenter' | 'cluster'>): boolean {
  return known.datacenter !== undefined && (known.datacenter !== datacenter || known.cluster !== cluster);
}
