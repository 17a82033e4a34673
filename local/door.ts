/** The door file: how the command line of the same user reaches the table and the queue of a running process. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DOOR_FILE, type LocalDoor } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';
import type { Emulators } from './emulators.ts';

/**
 * Writes the file, over that of a process that was killed, readable by its owner alone.
 * @returns what removes it
 * @throws OnboardingError `usage` when it cannot be written
 */
export async function openDoor(
  directory: string,
  watched: Pick<LocalDoor, 'vcenter' | 'endpoint'>,
  emulators: Emulators,
): Promise<() => Promise<void>> {
  const { region, endpoints, table, queueUrl, deadLetterQueueUrl } = emulators;
  const door: LocalDoor = { pid: process.pid, ...watched, region, endpoints, table, queueUrl, deadLetterQueueUrl };
  const path = join(directory, DOOR_FILE);
  const close = () => rm(path, { force: true });
  try {
    // The mode counts only for a file that is made anew.
    await close();
    await writeFile(path, JSON.stringify(door), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OnboardingError('usage', `The door file ${path} cannot be written: ${why}.`, { directory });
  }
  return close;
}
