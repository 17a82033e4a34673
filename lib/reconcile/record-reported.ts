/** A sweep's finding goes to the journal only when it is news, and never over what a run is doing. */
import { OnboardingError } from '../errors.ts';
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

/** @throws OnboardingError `journal-unavailable`; an announcement that fails is logged, the journal is the record */
export async function recordReported(
  outcome: Outcome,
  owner: string,
  { journal, leases, announcer, clock, log }: RecordPorts,
): Promise<void> {
  const { vcenter, host } = outcome;
  const row = await journal.read(vcenter, host.moref);
  if (row?.outcome !== undefined && isSame(row.outcome, outcome)) return;
  const now = clock.now();
  const holder = await leases.acquire(vcenter, host.moref, owner, new Date(now.getTime() + LEASE_MILLISECONDS), now);
  if (holder !== undefined) return;
  try {
    const latest = await journal.read(vcenter, host.moref);
    if (latest?.intent !== undefined || latest?.deferral !== undefined) return;
    await journal.write({ vcenter, moref: host.moref, name: host.name, outcome });
  } finally {
    await leases.release(vcenter, host.moref, owner);
  }
  try {
    await announcer.outcome(outcome);
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    log.error(error.message, { code: error.code, host: host.name });
  }
}

function isSame(known: Outcome, found: Outcome): boolean {
  const text = ({ status, steps }: Outcome) => [status, ...steps.map(describeStep)].join('\n');
  return text(known) === text(found);
}
