/** The result of `status`: its JSON is a public contract, `docs/schemas/status.json`. */
import type { Problem } from '../errors.ts';
import type { FleetHost, FleetStatus } from './fleet.ts';
import type { HostStory } from './fleet-story.ts';

/** A brake that is on. */
export interface Brake {
  /** ISO. */
  readonly haltedAt: string;
  /** Names of the hosts in a row that ended badly. */
  readonly hosts: readonly string[];
}

/** The fleet of one vCenter at one moment. */
export interface StatusResult {
  readonly vcenter: string;
  /** ISO: when it was put together. */
  readonly madeAt: string;
  readonly sources: {
    /** The journal table. */
    readonly table: string;
    /** Of a `run` on this machine, or on AWS. */
    readonly place: 'run' | 'aws';
    /** Whether vCenter's inventory is in it. */
    readonly inventory: boolean;
  };
  /** Of every host, whatever is shown. */
  readonly total: number;
  /** Of the hosts that are shown. */
  readonly counts: Readonly<Partial<Record<FleetStatus, number>>>;
  readonly brakes: readonly Brake[];
  /** Deferred hosts whose time has come, and which no run has taken up yet. */
  readonly dueDeferrals: number;
  /** ISO: when the last full sweep ended; absent before the first. */
  readonly lastSweep?: string;
  /** ISO, vCenter's clock: the newest event that was forwarded. */
  readonly checkpoint?: string;
  /** ISO: when a forwarder last began to listen. */
  readonly listeningSince?: string;
  /** Of hosts that were named, everything that is known. */
  readonly hosts: readonly (FleetHost | HostStory)[];
  /** What kept a source from being read. */
  readonly problems: readonly Problem[];
}

/** Whether the result is a worry: a shown host failed or is refused, or a brake is on. */
export function isWorrying({ counts, brakes }: StatusResult): boolean {
  return (counts.failed ?? 0) > 0 || (counts.refused ?? 0) > 0 || brakes.length > 0;
}
