/** The result of `replay` as text. */
import type { LeftBehind, ReplayedHost, ReplayReason, ReplayResult } from '../reconcile/replay-result.ts';
import { paint, statusColor } from './paint.ts';
import { type Column, renderTable, type TableSurroundings } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'HOST', isWhole: true },
  { title: 'MOREF', isWhole: true },
  { title: 'WAS' },
  { title: 'BECAUSE' },
];

/** A line a host, then what stays where it was and why, then the sum. */
export function renderReplay(result: ReplayResult, surroundings: TableSurroundings): string {
  const { queued, left, notes, problems } = result;
  const told = (text: string) => paint(text, 'red', surroundings.hasColors);
  return [
    ...(queued.length === 0 ? [] : [renderTable(COLUMNS, queued.map(rowOf), surroundings)]),
    ...queued.flatMap((host) => (host.notes ?? []).map((note) => `  ${host.host}: ${note}`)),
    ...left.map((each) => told(`! ${nameOf(each)}: ${each.reason} [${each.code}]`)),
    ...notes.map((note) => `* ${note}`),
    ...problems.map(({ code, message }) => told(`! ${message} [${code}]`)),
    sumOf(result),
  ].join('\n');
}

function rowOf({ host, moref, status, cause }: ReplayedHost) {
  const was = status === undefined ? '' : { text: status, color: statusColor(status) };
  return [host, moref, was, because(cause)];
}

function because(cause: ReplayReason): string {
  switch (cause.kind) {
    case 'host':
      return 'named';
    case 'event':
      return `${cause.eventTypeId} ${cause.key}, ${cause.createdTime}`;
    case 'outcome':
      return [cause.codes.join(', ') || cause.status, cause.finishedAt].join(', ');
    case 'dead-letter':
      return `dead letter ${cause.messageId}`;
  }
}

function nameOf({ messageId, group, host, moref, key }: LeftBehind): string {
  if (messageId !== undefined) return `dead letter ${messageId}${group === undefined ? '' : ` of ${group}`} stays`;
  if (key !== undefined) return `event ${key}`;
  return host ?? moref ?? 'a host';
}

function sumOf({ replay, queued, left, skipped, merged, dryRun }: ReplayResult): string {
  const hosts = `${queued.length} ${queued.length === 1 ? 'host' : 'hosts'}`;
  return [
    dryRun ? `${hosts} would be queued` : `Replay ${replay}: ${hosts} queued`,
    ...(merged === 0 ? [] : [`${merged} further messages of these hosts with them`]),
    ...(skipped === 0 ? [] : [`${skipped} dead letters of other hosts left alone`]),
    ...(left.length === 0 ? [] : [`${left.length} not`]),
  ]
    .join(', ')
    .concat('.');
}
