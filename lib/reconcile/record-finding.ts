/** A sweep's finding goes to the journal only when it is news, and never over what a run is doing. */
import { announce, endOf } from './announce.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { Announcer, Clock, Journal, LeaseStore, Log } from './ports.ts';
import { describeStep } from './steps.ts';

/** A write of one row takes less. */
const LEASE_MILLISECONDS = 10_000;

/** What recording works with. */
interface RecordPorts {
  readonly journal: Journal;
  readonly leases: LeaseStore;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * @param known the row that the sweep found, if any
 * @throws OnboardingError `journal-unavailable`
 */
export async function recordFinding(
  outcome: Outcome,
  known: JournalRow | undefined,
  owner: string,
  ports: RecordPorts,
): Promise<void> {
  if (known?.outcome !== undefined && isSame(known.outcome, outcome)) return;
  const { journal, leases, clock } = ports;
  const { vcenter, host } = outcome;
  const now = clock.now();
  const holder = await leases.acquire(vcenter, host.moref, owner, new Date(now.getTime() + LEASE_MILLISECONDS), now);
  if (holder !== undefined) return;
  let latest: JournalRow | undefined;
  try {
    latest = await journal.read(vcenter, host.moref);
    const isInHand = latest?.intent !== undefined || latest?.deferral !== undefined;
    const isNewer = latest?.outcome?.finishedAt !== known?.outcome?.finishedAt;
    if (isInHand || isNewer) return;
    await journal.write({ vcenter, moref: host.moref, name: host.name, outcome });
  } finally {
    await leases.release(vcenter, host.moref, owner);
  }
  await announce(outcome, latest?.outcome, ports);
}

function isSame(known: Outcome, found: Outcome): boolean {
  const steps = (outcome: Outcome) => outcome.steps.map(describeStep).join('\n');
  return endOf(known) === endOf(found) && steps(known) === steps(found);
}
