/** Hosts of a result: a few in full, many as a table of those that are not simply as they should be. */
import { paint, statusColor } from './paint.ts';
import type { HostResult, ShownStep } from './results.ts';
import { type Column, type Row, renderTable, type TableSurroundings } from './table.ts';

/** So many hosts are shown in full without being asked. */
const FEW = 5;

const COLUMNS: readonly Column[] = [
  { title: 'HOST', isWhole: true },
  { title: 'STATUS', isWhole: true },
  { title: 'DEVICE', isWhole: true },
  { title: 'WHAT' },
];

/** Needs no line of its own among many. */
const QUIET: ReadonlySet<string> = new Set(['unchanged', 'excluded']);

/** @returns paragraphs, one below the other */
export function renderHosts(
  hosts: readonly HostResult<string>[],
  view: TableSurroundings & { readonly isVerbose?: boolean | undefined },
): readonly string[] {
  if (view.isVerbose || hosts.length <= FEW) return hosts.map((host) => renderHost(host, view.hasColors));
  const rows = hosts.filter(({ status }) => !QUIET.has(status)).map(rowOf);
  const quiet = hosts.length - rows.length;
  const hint =
    quiet === 0 ? 'In full: --verbose.' : `Not shown: ${quiet} that are as they should be; all in full: --verbose.`;
  return rows.length === 0 ? [hint] : [renderTable(COLUMNS, rows, view), hint];
}

function rowOf({ host, status, device = '', steps, problems }: HostResult<string>): Row {
  const [problem] = problems;
  const what = problem === undefined ? steps.map(briefly).join(', ') : `${problem.message} [${problem.code}]`;
  const isDisruptive = steps.some(({ disruptive }) => disruptive);
  return [
    host,
    { text: status, color: statusColor(status) },
    device,
    { text: what, color: isDisruptive ? 'red' : undefined },
  ];
}

function briefly({ action, disruptive, changes, applied }: ShownStep): string {
  const fields = [...new Set(changes.map(({ field }) => field))].join(', ');
  const marks = [...(disruptive ? ['disruptive'] : []), ...(applied === false ? ['not applied'] : [])];
  return `${action} (${[...marks, fields].join('; ')})`;
}

function renderHost(host: HostResult<string>, hasColors: boolean): string {
  const device = host.device === undefined ? '' : ` ${host.device}`;
  const head = `${paint(host.host, 'bold', hasColors)} (${host.moref})${device}: ${paint(host.status, statusColor(host.status), hasColors)}`;
  const problems = host.problems.map(({ code, message }) => `  ! ${message} [${code}]`);
  const notes = (host.notes ?? []).map((note) => `  - ${note}`);
  return [head, ...host.steps.flatMap((step) => renderStep(step, hasColors)), ...notes, ...problems].join('\n');
}

function renderStep(step: ShownStep, hasColors: boolean): string[] {
  const { action, reason, disruptive, changes, applied, channel, because } = step;
  const values = changes.map(
    ({ field, from, to }) => `      ${field}: ${from === null ? '' : `${from} -> `}${to ?? 'none'}`,
  );
  const by = channel === undefined ? '' : ` by ${channel}`;
  const state = applied === undefined ? '' : applied ? ` (applied${by})` : ' (not applied)';
  const why = because === undefined ? [] : [`      because: ${because}`];
  const mark = disruptive ? ` ${paint('(disruptive)', 'red', hasColors)}` : '';
  return [`  ${action}${mark}${state}: ${reason}`, ...values, ...why];
}
