/** The words of `status`, the same for a terminal and for a page. */
import type { FleetHost } from './fleet.ts';
import { FLEET_STATUSES } from './fleet-filter.ts';
import { type Color, statusColor } from './paint.ts';
import type { StatusResult } from './status-result.ts';

/** The colour of a status, the two of the fleet's own included. */
export function fleetColor(status: FleetHost['status']): Color | undefined {
  return status === 'interrupted' || status === 'unrecorded' ? 'yellow' : statusColor(status);
}

/** The status, and what vCenter says of the host where that matters. */
export function statusText({ status, inventory, connectionState }: FleetHost): string {
  if (inventory === 'absent' && status !== 'gone') return `${status} (not in vCenter)`;
  return connectionState === undefined || connectionState === 'connected' ? status : `${status} (${connectionState})`;
}

/** `clusters/C0@7`: the nearest document that decided, with its version; '' when none did. */
export function settingsText({ settings }: Pick<FleetHost, 'settings'>): string {
  const nearest = settings.at(-1);
  if (nearest === undefined) return '';
  const scope = /[^/#]*$/.exec(nearest.origin)?.[0] ?? nearest.origin;
  const kind = /(clusters|datacenters|hosts)\/[^/]+$/.exec(nearest.origin)?.[1];
  return `${kind === undefined ? '' : `${kind}/`}${scope}@${nearest.version}`;
}

/** `2026-11-26 07:36Z`. */
export function minuteOf(iso: string | undefined): string {
  return iso === undefined ? '' : `${iso.slice(0, 16).replace('T', ' ')}Z`;
}

/** `1 host`, `2 hosts`. */
export function hostsText(count: number): string {
  return count === 1 ? '1 host' : `${count} hosts`;
}

/** How long ago, in the largest unit that fits: `3 min ago`. */
export function ageOf(iso: string, now: string): string {
  const seconds = Math.round((Date.parse(now) - Date.parse(iso)) / 1000);
  if (seconds < 0) return `in ${-seconds} s`;
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h ago` : `${Math.round(seconds / 86_400)} days ago`;
}

/** `3 failed, 12 unchanged`: what is worst comes first. */
export function countsText(counts: StatusResult['counts']): string {
  const parts = FLEET_STATUSES.flatMap((status) => {
    const count = counts[status];
    return count === undefined ? [] : [`${count} ${status}`];
  });
  return parts.length === 0 ? 'no host' : parts.join(', ');
}

function timeLines({ lastSweep, listeningSince, checkpoint, madeAt }: StatusResult): string[] {
  const when = (iso: string) => `${minuteOf(iso)}, ${ageOf(iso, madeAt)}`;
  return [
    lastSweep === undefined ? 'Last sweep: none yet.' : `Last sweep: ${when(lastSweep)}.`,
    listeningSince === undefined ? 'Listening to events: not known.' : `Listening to events: ${when(listeningSince)}.`,
    ...(checkpoint === undefined ? [] : [`Newest event that was forwarded: ${when(checkpoint)}.`]),
  ];
}

/** What a brake that is on means. */
export function brakeText({ hosts, haltedAt }: StatusResult['brakes'][number], vcenter: string): string {
  const who = hosts.join(', ');
  return `HALTED since ${minuteOf(haltedAt)}: nothing is written by itself in ${vcenter} after ${who} ended badly in a row.`;
}

/** The sum of what is shown, and when what happened last; one line each. */
export function sumLines(result: StatusResult): string[] {
  const { hosts, total, dueDeferrals, counts, vcenter, sources, problems } = result;
  const some = hosts.length === total ? hostsText(total) : `${hosts.length} of ${hostsText(total)}`;
  const due = dueDeferrals === 0 ? [] : [`Deferred, due, and not taken up yet: ${hostsText(dueDeferrals)}.`];
  const why = problems[0] === undefined ? 'was not asked' : `could not be read [${problems[0].code}]`;
  const asked = sources.inventory ? [] : [`vCenter ${why}: hosts that the journal does not have are missing.`];
  return [`${vcenter}: ${some}: ${countsText(counts)}.`, ...due, ...timeLines(result), ...asked];
}
