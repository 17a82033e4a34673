import type { Dependencies, LocalOverrides } from '../functions/dependencies.ts';
import type { createSweepHosts } from '../functions/sweep-hosts.ts';

/** How the vCenter is reached; kept in memory only. */
export interface LocalConnection {
  /** `https://…/sdk`. */
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  /** PEM text. */
  readonly ca?: string;
  /** SHA-256. */
  readonly thumbprint?: string;
}

/** What a sweep found: the answer of sweep-hosts. */
export type LocalSweepResult = Awaited<ReturnType<ReturnType<typeof createSweepHosts>>>;

/** What the announcer is given, and what its event has more. */
export type LocalOutcome = Parameters<Dependencies['announcer']['outcome']>[0] & { readonly version: number };

/** Who is told, as it happens. */
export interface LocalListeners {
  /** Each outcome, as its event on the bus has it. */
  outcome(outcome: LocalOutcome): void;
  /** What people get by mail on AWS, without the commands: those are for a deployed vCenter. */
  alert(subject: string, text: string): void;
  sweep(result: LocalSweepResult): void;
  /** A run of a function that failed; it is started or delivered again. */
  trouble(error: unknown): void;
}

/** One vCenter on one machine. */
export interface LocalOptions {
  /** The name that messages and settings know it by. */
  readonly vcenter: string;
  readonly connection: LocalConnection;
  /** Read at every use: JSON text by encoded scope. What it throws defers the host, with its words. */
  readonly settings: () => Promise<Readonly<Record<string, string>>>;
  /** Where the journal is kept; absent: in memory. */
  readonly stateDirectory?: string;
  /** Between two looks for new events: 2. */
  readonly pollSeconds?: number;
  /** One run of forward-events: 50. */
  readonly listenSeconds?: number;
  /** 300. */
  readonly sweepIntervalSeconds?: number;
  /** Hosts at the same time: 4. */
  readonly concurrency?: number;
  readonly on: LocalListeners;
  /** Where the functions log to. */
  readonly log: NonNullable<LocalOverrides['log']>;
  /** Aborted when the process is to leave: listening ends at once. `close` is still to be called. */
  readonly signal?: AbortSignal;
}
