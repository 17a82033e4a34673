/** The vCenter that an event of a schedule, or our own request for a sweep, is about. */
import type { ScheduledVcenter } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';

/** None when the event is of another shape. */
export function vcentersNamed(event: ScheduledVcenter): string[] {
  const name: unknown = (event as Partial<ScheduledVcenter> | null | undefined)?.detail?.vcenter;
  return typeof name === 'string' && name !== '' ? [name] : [];
}

/** @throws OnboardingError `usage` when the event names none */
export function vcenterOf(event: ScheduledVcenter): string {
  const [name] = vcentersNamed(event);
  if (name !== undefined) return name;
  throw new OnboardingError('usage', 'The event names no vCenter: it has to have {"detail": {"vcenter": "…"}}.');
}
