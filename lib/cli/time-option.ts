/** Times on the command line. */
import { OnboardingError } from '../errors.ts';

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const FORMS =
  'a time with its zone such as 2026-11-25T10:00Z or 2026-11-25T10:00:30+01:00, or how long ago: 90s, 45m, 2h, 3d';

/**
 * A time, or how long before now.
 * @param option `--since`, for the error
 * @throws OnboardingError `usage` for anything else, and for a time without a zone, which two readers would read differently
 */
export function parseTime(option: string, text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    return new Date(now.getTime() - Number(count) * (UNIT_MILLISECONDS[unit] ?? 0));
  }
  const [, day] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const time = day === undefined || !isDay(day) ? Number.NaN : Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time);
  throw new OnboardingError('usage', `${option} ${text} is none of: ${FORMS}.`);
}

/** JavaScript takes February 31st for March 3rd. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
