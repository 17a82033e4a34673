/** The whole story of one host, as the journal and vCenter tell it. */
import type { HeldLease } from '../aws/fleet-reads.ts';
import type { Cause } from '../contract.ts';
import type { AddedAdapter, Deferral, JournalRow } from '../reconcile/journal-row.ts';
import { commandLine, nextCommands, placeOptions } from '../reconcile/next-command.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import type { FleetHost } from './fleet.ts';
import { type ShownStep, shownStep } from './results.ts';

/** A host with everything that is known of it. */
export interface HostStory extends FleetHost {
  /** What woke the last run; absent for one by hand, and for what a sweep found. */
  readonly trigger?: Cause;
  readonly startedAt?: string;
  readonly steps: readonly ShownStep[];
  readonly leftAs?: NonNullable<Outcome['leftAs']>;
  readonly failedStep?: string;
  readonly deferral?: Deferral;
  /** What a run was about to do, and nobody knows whether it did. */
  readonly intent?: { readonly openedAt: string; readonly steps: readonly ShownStep[] };
  /** The adapters that we added: what `remove` would take off. */
  readonly added: readonly AddedAdapter[];
  /** Who writes to it now. */
  readonly lease?: { readonly owner: string; readonly until: string };
  /** Commands to type next, the one that does the work last. */
  readonly next: readonly string[];
}

/** What a story needs besides the host. */
export interface StorySources {
  readonly row: JournalRow | undefined;
  readonly lease: HeldLease | undefined;
  readonly vcenter: string;
  /** Of a `run`, with the state directory by which it was found, if by that; absent on AWS. */
  readonly run: { readonly state: string | undefined } | undefined;
}

/** The host, and what else is known. */
export function storyOf(host: FleetHost, sources: StorySources): HostStory {
  const { row, lease } = sources;
  const { outcome, deferral, intent, added = [] } = row ?? {};
  return {
    ...host,
    ...(outcome?.cause === undefined ? {} : { trigger: outcome.cause }),
    ...(outcome === undefined ? {} : { startedAt: outcome.startedAt }),
    steps: (outcome?.steps ?? []).map(shownStep),
    ...(outcome?.leftAs === undefined ? {} : { leftAs: outcome.leftAs }),
    ...(outcome?.failedStep === undefined ? {} : { failedStep: outcome.failedStep }),
    ...(deferral === undefined ? {} : { deferral }),
    ...(intent === undefined ? {} : { intent: { openedAt: intent.openedAt, steps: intent.steps.map(shownStep) } }),
    added,
    ...(lease === undefined ? {} : { lease: { owner: lease.owner, until: lease.until } }),
    next: nextOf(host, sources),
  };
}

/** Nothing for a host that is right, or that comes by itself. */
function nextOf({ host, status, problems, inventory }: FleetHost, { vcenter, run }: StorySources): string[] {
  if (inventory === 'absent') return [];
  const place = placeOptions({ vcenter, run });
  const plan = commandLine('plan', host, ...place);
  if (status === 'unrecorded') return [plan];
  if (status === 'reported') return [plan, commandLine('apply', host, ...place)];
  if (!['failed', 'refused', 'degraded', 'deferred'].includes(status)) return [];
  const commands = problems.flatMap(({ code }) => nextCommands(code, { vcenter, host, run }));
  return [...new Set(commands)];
}
