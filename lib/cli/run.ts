/** `run`: the single-machine mode, until SIGINT or SIGTERM. */
import { OnboardingError } from '../errors.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import type { Log } from '../reconcile/ports.ts';
import { type PlainConnection, readPlainConnection } from './connection.ts';
import type { Console } from './console.ts';
import { renderOutcome } from './render.ts';
import { SettingsFile } from './settings-file.ts';
import { defaultStateDirectory } from './state-directory.ts';
import { createTalkingLog } from './workplace.ts';

/** Options of `run`. */
export interface RunOptions {
  readonly settings: string;
  readonly vcenter?: string;
  /** Where the table is kept; what it knows must outlive the process. */
  readonly state?: string;
  readonly pollSeconds: number;
  readonly sweepSeconds: number;
  readonly output: 'text' | 'json';
  readonly debug?: boolean;
}

/** What the embedded AWS is asked for; `local/` provides it, the door hands it in. */
export interface LocalMode {
  start(options: LocalModeOptions): Promise<{ close(): Promise<void> }>;
}

/** See {@link LocalMode}. */
export interface LocalModeOptions {
  readonly vcenter: string;
  readonly connection: Omit<PlainConnection, 'name'>;
  /** Encoded scope to JSON text, read afresh for every host. */
  readonly settings: () => Promise<Record<string, string>>;
  readonly stateDirectory: string;
  readonly pollSeconds: number;
  readonly sweepIntervalSeconds: number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly on: {
    outcome(outcome: Outcome): void;
    alert(subject: string, text: string): void;
    sweep(result: {
      readonly hosts: number;
      readonly counts: Readonly<Record<string, number>>;
      readonly releasable: readonly unknown[];
    }): void;
    trouble(error: unknown): void;
  };
}

/**
 * Runs until the console is told to stop; then the host in hand is finished and vCenter logged out of.
 * @throws OnboardingError when it cannot begin: settings, connection, log-in, state directory
 */
export async function run(options: RunOptions, console: Console, local: LocalMode): Promise<void> {
  const file = new SettingsFile(options.settings);
  await file.check();
  const { name, ...connection } = await readPlainConnection(console.environment, options.vcenter);
  if (!/^[\w.-]{1,64}$/.test(name)) {
    const message = `"${name}" cannot name a vCenter: letters, digits, ".", "-" and "_", 64 at most. Give another with --vcenter.`;
    throw new OnboardingError('usage', message);
  }
  const log = createTalkingLog(console, options.debug ?? false);
  const mode = await local.start({
    vcenter: name,
    connection,
    settings: () => file.texts(),
    stateDirectory: options.state ?? defaultStateDirectory(connection.endpoint),
    pollSeconds: options.pollSeconds,
    sweepIntervalSeconds: options.sweepSeconds,
    log,
    signal: console.stopping,
    on: listeners(options, console),
  });
  console.writeTalk(`Watching ${name}. Hosts that are added from now on are configured; Ctrl-C ends it.`);
  try {
    await aborted(console.stopping);
    console.writeTalk('Stopping: the host in hand is finished first.');
  } finally {
    await mode.close();
  }
}

function listeners(options: RunOptions, console: Console): LocalModeOptions['on'] {
  const isJson = options.output === 'json';
  return {
    outcome: (outcome) =>
      console.writeResult(isJson ? JSON.stringify(outcome) : renderOutcome(outcome, console.hasColors)),
    // the text of a host's alert is what its outcome says already
    alert: (subject, text) => console.writeTalk(`alert: ${subject}${text.includes('\n') ? '' : `: ${text}`}`),
    sweep: ({ hosts, counts, releasable }) => {
      const words = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
      console.writeTalk(`Swept ${hosts} hosts: ${words.join(', ') || 'none'}.`);
      if (releasable.length > 0)
        console.writeTalk(`${releasable.length} claimed addresses are of hosts that are gone: "release" lists them.`);
    },
    trouble: (error) => console.writeTalk(`trouble: ${error instanceof Error ? error.message : String(error)}`),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
