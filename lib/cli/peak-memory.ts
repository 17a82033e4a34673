/** The most memory that this process has held at once. */
import { existsSync, readFileSync } from 'node:fs';

/** Of Linux; proc(5). */
const STATUS = '/proc/self/status';

/**
 * In megabytes, rounded up. Where there is a `VmHWM` it is that: getrusage(2), which Node's `resourceUsage` asks, counts
 * in the most that the process which started this one held until it did, since an exec takes that over.
 */
export function peakMegabytes(): number {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Math.ceil(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024);
}
