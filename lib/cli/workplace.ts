/** What the verbs work with: the vCenter and the settings. */
import type { Clock, Log, SettingsSource, Vcenter } from '../reconcile/ports.ts';
import { systemClock } from '../reconcile/system-clock.ts';
import { connectVcenter } from '../vsphere/vcenter.ts';
import { readConnection } from './connection.ts';
import type { Console } from './console.ts';
import type { TableLocation } from './journal-door.ts';
import { peakMegabytes } from './peak-memory.ts';
import { SettingsFile } from './settings-file.ts';

/** Options that the verbs share. */
export interface SharedOptions {
  /** `--settings FILE`; without it Parameter Store. */
  readonly settings?: string;
  readonly vcenter?: string;
  readonly debug?: boolean;
}

/** Ready to work; nothing has been called yet. */
export interface Workplace {
  readonly vcenter: Vcenter;
  readonly settings: SettingsSource;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens the workplace, runs `work`, and logs out whatever happens.
 * @param table the table in use; it says under which name the vCenter is known, and a running `run` knows the
 * connection and the settings, too
 * @throws OnboardingError `connection-invalid`, `settings-missing`, OnboardingErrors `settings-invalid`
 */
export async function atWorkplace<Result>(
  options: SharedOptions,
  console: Console,
  work: (workplace: Workplace) => Promise<Result>,
  table?: TableLocation,
): Promise<Result> {
  const settings = await openSettings(options.settings, table);
  return atVcenter(options, console, (place) => work({ ...place, settings }), table);
}

/** {@link atWorkplace} for verbs that need no settings. */
export async function atVcenter<Result>(
  options: SharedOptions,
  console: Console,
  work: (place: Omit<Workplace, 'settings'>) => Promise<Result>,
  table?: TableLocation,
): Promise<Result> {
  const log = createTalkingLog(console, options.debug ?? false);
  const connection = await readConnection(console.environment, options.vcenter ?? table?.vcenter, table);
  const vcenter = connectVcenter({ ...connection, clock: systemClock, log });
  try {
    return await work({ vcenter, clock: systemClock, log });
  } finally {
    await vcenter.close();
    log.debug('Peak memory', { megabytes: peakMegabytes() });
  }
}

async function openSettings(file: string | undefined, table: TableLocation | undefined): Promise<SettingsSource> {
  if (file === undefined) return (await import('./parameter-store.ts')).parameterStoreSettings(table?.local);
  const settings = new SettingsFile(file);
  await settings.check();
  return settings;
}

/** With `--debug` what goes on is told on stderr. */
export function createTalkingLog(console: Console, isDebug: boolean): Log {
  const talk = (level: string) => (message: string, detail?: Record<string, unknown>) => {
    if (isDebug) console.writeTalk(`${level}: ${message}${detail === undefined ? '' : ` ${JSON.stringify(detail)}`}`);
  };
  return { debug: talk('debug'), info: talk('info'), warn: talk('warn'), error: talk('error') };
}
