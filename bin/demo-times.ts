/** How long a host took, and how that is said. */
import type { LocalOutcome } from '../local/local-options.ts';

/** Of a converged host; `event` by vCenter's clock, which is this machine's here. */
export function timesOf(outcome: LocalOutcome | undefined): {
  eventToVerifiedMilliseconds?: number;
  engineMilliseconds?: number;
} {
  if (outcome?.status !== 'converged') return {};
  const finished = Date.parse(outcome.finishedAt);
  const engineMilliseconds = finished - Date.parse(outcome.startedAt);
  if (outcome.cause?.kind !== 'event') return { engineMilliseconds };
  return { eventToVerifiedMilliseconds: finished - Date.parse(outcome.cause.createdTime), engineMilliseconds };
}

/** One line for an outcome, with the operator's message where there is a problem. */
export function lineOf(outcome: LocalOutcome): string {
  const times = timesOf(outcome);
  const head = `  ${outcome.host.name.padEnd(24)} ${outcome.status.padEnd(10)} ${(outcome.device ?? '').padEnd(5)}`;
  if (times.eventToVerifiedMilliseconds === undefined) {
    return [head.trimEnd(), ...outcome.problems.map(({ message }) => `    ${message}`)].join('\n');
  }
  return `${head} ${seconds(times.eventToVerifiedMilliseconds)} after its event, our part ${seconds(times.engineMilliseconds ?? 0)}`;
}

/** The middle one; 0 of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** `1.4 s`, or `80 ms` below one second. */
export function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `3 reported, 1 unchanged`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ') || 'none'
  );
}
