/** A run with the journal around it: the row read before, the outcome and what stays of the row written after. */
import { addedAfter, isRemoval } from './added-adapters.ts';
import { configureHost } from './configure-host.ts';
import type { ConfigurePorts, ConfigureRequest } from './configure-request.ts';
import { withDeferral } from './deferral.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { Journal } from './ports.ts';
import { Sighting } from './sighting.ts';
import { VMOTION_STACK } from './state.ts';

/** What came of it. */
export interface RecordedRun {
  readonly outcome: Outcome;
  /** As the run found it. */
  readonly before: JournalRow | undefined;
  /** As it was written; absent for an operator's run that was kept out: the row is the other run's. */
  readonly written: JournalRow | undefined;
  /** See `ConfigureResult`. */
  readonly hasBegun: boolean;
  readonly isRolledBack: boolean;
}

/**
 * Configures the host and records it.
 * @throws OnboardingError `journal-unavailable`, and what `configureHost` throws
 */
export async function recordedRun(
  request: Omit<ConfigureRequest, 'row'>,
  ports: ConfigurePorts & { readonly journal: Journal },
): Promise<RecordedRun> {
  const { journal, clock } = ports;
  const { host } = request;
  const vcenter = ports.vcenter.name;
  const before = await journal.read(vcenter, host.moref);
  const sighting = new Sighting(ports.vcenter, clock);
  const row = withoutRemoval(before);
  const result = await configureHost({ ...request, row }, { ...ports, vcenter: sighting.vcenter });
  const { outcome, deferral } = withDeferral(result.outcome, row?.deferral, clock.now(), result.dueAt);
  const { hasBegun, isRolledBack } = result;
  const wasKeptOut = outcome.problems.some(({ code }) => code === 'lease-held' || code === 'lease-lost');
  if (wasKeptOut && request.operator !== undefined)
    return { outcome, before, written: undefined, hasBegun, isRolledBack };
  // A run that was kept out must not wipe what the run that keeps it out has begun.
  const { intent, added = [] } = wasKeptOut
    ? ((await journal.read(vcenter, host.moref)) ?? {})
    : { intent: result.intent, added: await addedAfter(row, request.runId, outcome, sighting) };
  const isOfVmotion = request.operator?.stack === VMOTION_STACK;
  const written: JournalRow = {
    vcenter,
    moref: host.moref,
    name: outcome.host.name,
    // the row tells of the provisioning stack; of the other one it keeps what is open and what is ours
    ...(isOfVmotion ? endOf(before) : { outcome, ...(deferral === undefined ? {} : { deferral }) }),
    ...(intent === undefined ? {} : { intent }),
    ...(added.length === 0 ? {} : { added }),
  };
  await journal.write(written);
  return { outcome, before, written, hasBegun, isRolledBack };
}

function endOf(row: JournalRow | undefined): Pick<JournalRow, 'outcome' | 'deferral' | 'untold'> {
  const { outcome, deferral, untold } = row ?? {};
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...(deferral === undefined ? {} : { deferral }),
    ...(untold === undefined ? {} : { untold }),
  };
}

function withoutRemoval(row: JournalRow | undefined): JournalRow | undefined {
  if (row?.intent === undefined || !isRemoval(row.intent)) return row;
  const { intent: _interrupted, ...rest } = row;
  return rest;
}
