/** Hosts that the journal knows and the inventory no longer has: recorded once, with nothing left to wait for. */
import { OnboardingError, problemsOf } from '../errors.ts';
import type { TellingPorts } from './announce.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { Vcenter } from './ports.ts';
import { recordFinding } from './record-finding.ts';
import type { HostState } from './state.ts';

/**
 * A host that is missing from the pages may only be one that the account does not see any more, so vCenter is asked for
 * it by its moref: gone is what it answers ManagedObjectNotFound for
 * ([decision](../../docs/decisions/2026-11-26-when-a-host-is-gone.md)).
 * @param rows as read before the hosts
 * @param hosts every page
 * @returns how many were found gone, those of earlier sweeps not among them
 * @throws OnboardingError `journal-unavailable`
 */
export async function sweepGone(
  rows: readonly JournalRow[],
  hosts: readonly HostState[],
  ports: TellingPorts & { readonly vcenter: Vcenter },
): Promise<number> {
  const there = new Set(hosts.map(({ moref }) => moref));
  const missing = rows.filter(({ moref, outcome }) => !there.has(moref) && outcome?.status !== 'gone');
  let gone = 0;
  for (const row of missing) {
    const answer = await goneError(row, ports);
    if (answer === 'vCenter is away') return gone;
    if (answer !== undefined && (await recordFinding(goneOutcome(row, answer, ports), row, ports))) gone += 1;
  }
  return gone;
}

/** @returns undefined for a host that is there, or may be */
async function goneError(
  { moref, name }: JournalRow,
  { vcenter, log }: { readonly vcenter: Vcenter } & Pick<TellingPorts, 'log'>,
): Promise<OnboardingError | 'vCenter is away' | undefined> {
  try {
    await vcenter.readHost(moref);
    log.warn(`${name} is in the inventory and was not among the hosts that vCenter listed.`, { moref });
    return undefined;
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.status === 'poison') throw error;
    if (error.code === 'host-gone') return error;
    log.info(`Whether ${name} is gone is not known: ${error.message}`, { code: error.code, moref });
    return error.status === 'deferred' && error.context.host === undefined ? 'vCenter is away' : undefined;
  }
}

/** Where it was and what it had stays readable. */
function goneOutcome(
  { moref, name, outcome: last }: JournalRow,
  error: OnboardingError,
  { vcenter, clock }: { readonly vcenter: Vcenter } & Pick<TellingPorts, 'clock'>,
): Outcome {
  const at = clock.now().toISOString();
  return {
    vcenter: vcenter.name,
    host: { moref, name },
    status: 'gone',
    steps: [],
    problems: problemsOf(error),
    ...(last?.datacenter === undefined ? {} : { datacenter: last.datacenter }),
    ...(last?.cluster === undefined ? {} : { cluster: last.cluster }),
    settings: [],
    startedAt: at,
    finishedAt: at,
  };
}
