/** `resume`: lifts the brake of a vCenter, so that hosts are written to again. */
import type { Console } from './console.ts';
import { requireTable, type TableOptions } from './journal-door.ts';
import type { ResumeResult } from './results.ts';

/** @throws OnboardingError `usage`, `door-closed`, `journal-unavailable` */
export async function resume(options: TableOptions, console: Console): Promise<ResumeResult> {
  const table = await requireTable('resume', options, console.environment);
  const { withStores } = await import('./stores.ts');
  const brakes = await withStores(table, ({ brake }) => brake.release(table.vcenter));
  return { vcenter: table.vcenter, brakes };
}
