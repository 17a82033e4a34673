/** `resume`: lifts the brake of a vCenter, so that hosts are written to again. */
import { OnboardingError } from '../errors.ts';
import type { Console } from './console.ts';
import { requireTable, type TableLocation, type TableOptions } from './journal-door.ts';
import type { ResumeResult } from './results.ts';
import type { Stores } from './stores.ts';

/** @throws OnboardingError `usage`, also for a vCenter that the table does not know, `door-closed`, `journal-unavailable` */
export async function resume(options: TableOptions, console: Console): Promise<ResumeResult> {
  const table = await requireTable('resume', options, console.environment);
  const { withStores } = await import('./stores.ts');
  return withStores(table, (stores) => liftBrakes(table, stores));
}

/** A deployed table has many vCenters, and whoever mistypes one must not believe that its brake is off. */
export async function liftBrakes(
  { vcenter, local }: Pick<TableLocation, 'vcenter' | 'local'>,
  { brake, ranges, journal }: Pick<Stores, 'brake' | 'ranges' | 'journal'>,
): Promise<ResumeResult> {
  const brakes = await brake.release(vcenter);
  // a running "run" has one vCenter, and its door knows the name
  if (brakes > 0 || local !== undefined) return { vcenter, brakes };
  const known = (await ranges.readAll()).map((swept) => swept.vcenter);
  if (known.includes(vcenter) || (await journal.readAll(vcenter)).length > 0) return { vcenter, brakes };
  const those = known.length === 0 ? 'it has none yet' : `it has ${known.toSorted().join(', ')}`;
  throw new OnboardingError('usage', `This table knows no vCenter ${vcenter}: ${those}.`, { vcenter });
}
