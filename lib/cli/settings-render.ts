/** Results of the verbs of `settings` as text. */
import { showScope } from '../reconcile/scope-names.ts';
import { type Color, paint } from './paint.ts';
import type {
  CheckResult,
  DiffResult,
  ExplainResult,
  PullResult,
  PushResult,
  PushResultScope,
  ShownDifference,
} from './settings-results.ts';
import { renderTable, type TableSurroundings } from './table.ts';

const MARKS = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
} as const satisfies Record<string, readonly [string, Color]>;

/** A line a problem, as compilers write them, and the sum. */
export function renderCheck({ source, documents, problems, notes = [] }: CheckResult, hasColors: boolean): string {
  const lines = problems.map(({ severity, code, message, line }) => {
    const where = line === undefined ? '' : `${source}:${line}: `;
    return `${where}${paint(severity, severity === 'error' ? 'red' : 'yellow', hasColors)}: ${message} [${code}]`;
  });
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const sum = `${source}: ${counted(documents, 'document')}, ${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}.`;
  return [...lines, ...notes, sum].join('\n');
}

/** Member by member, with the scope that it comes from and the values that it hides. */
export function renderExplain(result: ExplainResult, surroundings: TableSurroundings): string {
  const { host, datacenter, cluster, scopes, members, problems } = result;
  const where =
    cluster === undefined ? `datacenter ${datacenter}, no cluster` : `datacenter ${datacenter}, cluster ${cluster}`;
  const head = `${paint(host, 'bold', surroundings.hasColors)} (${where})`;
  const from = scopes.map(({ scope, origin, version }) =>
    origin === undefined
      ? `  ${showScope(scope) ?? scope}: nothing`
      : `  ${origin}${origin.includes('#') ? '' : `, version ${version}`}`,
  );
  const scopeOf = (origin: string, version = 1) => {
    const scope = scopes.find((each) => each.origin === origin)?.scope ?? origin;
    // a file has no versions, and a parameter has no # in its name
    return `${showScope(scope) ?? scope}${origin.includes('#') ? '' : ` v${version}`}`;
  };
  const rows = members.map(({ member, state, value, origin, version, hides }) => [
    member,
    shownValue(state, value),
    origin === undefined ? '' : scopeOf(origin, version),
    hides.map((hidden) => `${JSON.stringify(hidden.value)} of ${scopeOf(hidden.origin, hidden.version)}`).join('; '),
  ]);
  const columns = [{ title: 'member', isWhole: true }, { title: 'value' }, { title: 'from' }, { title: 'hides' }];
  const table = rows.length === 0 ? [] : ['', renderTable(columns, rows, surroundings)];
  return [head, ...from, ...table, ...problems.map(({ code, message }) => `  ! ${message} [${code}]`)].join('\n');
}

function shownValue(state: ExplainResult['members'][number]['state'], value: unknown) {
  if (state === 'not managed') return { text: 'not managed', color: 'dim' } as const;
  if (state === 'none') return 'none (said explicitly)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return state === 'default' ? ({ text: `${text} (default)`, color: 'dim' } as const) : text;
}

/** Scope by scope, member by member; `+` is in the file only, `-` in Parameter Store only. */
export function renderDiff({ vcenter, file, scopes }: DiffResult, hasColors: boolean): string {
  const lines = scopes.flatMap((scope) => renderScope(scope, hasColors));
  const count = (status: ShownDifference['status']) => scopes.filter((scope) => scope.status === status).length;
  const sum = `${file} and Parameter Store of ${vcenter}: ${count('equal')} equal, ${count('changed')} changed, ${count('added')} only in the file, ${count('removed')} only in Parameter Store.`;
  return [...lines, sum].join('\n');
}

function renderScope({ scope, status, version, members }: ShownDifference, hasColors: boolean): string[] {
  if (status === 'equal') return [];
  const [mark, color] = MARKS[status];
  const of = version === undefined ? '' : ` (version ${version})`;
  const values = members.map((each) => {
    const [sign, paintIn] = MARKS[!('from' in each) ? 'added' : !('to' in each) ? 'removed' : 'changed'];
    const texts = ['from', 'to'].flatMap((side) => (side in each ? JSON.stringify(Reflect.get(each, side)) : []));
    return paint(`    ${sign} ${each.member}: ${texts.join(' -> ')}`, paintIn, hasColors);
  });
  return [paint(`${mark} ${scope}${of}`, color, hasColors), ...values];
}

const DONE = { create: 'created', replace: 'replaced', delete: 'deleted' } as const;
const WORDS: Readonly<Record<PushResultScope['status'], readonly [string, Color]>> = {
  planned: ['would be', 'yellow'],
  written: ['is', 'green'],
  skipped: ['was not', 'yellow'],
  conflict: ['was not', 'red'],
  failed: ['could not be', 'red'],
  left: ['is only in Parameter Store, and stays; --prune deletes it', 'dim'],
};

/** A line a scope that differed, and in full what is lost. */
export function renderPush({ vcenter, file, scopes }: PushResult, hasColors: boolean): string {
  if (scopes.length === 0) return `Parameter Store of ${vcenter} is as ${file} says.`;
  const lines = scopes.flatMap(({ scope, status, action, version, lost = [], standing = [], problems }) => {
    const [word, color] = WORDS[status];
    const how = action === undefined ? word : `${word} ${DONE[action]}`;
    const as = version === undefined || status === 'left' ? '' : ` as version ${version}`;
    return [
      `${scope} ${paint(how, color, hasColors)}${as}`,
      ...problems.map(({ code, message }) => `  ! ${message} [${code}]`),
      ...lost.map((each) => `  lost, version ${each.version}: ${each.text}`),
      ...standing.map((each) => `  standing, version ${each.version}: ${each.text}`),
    ];
  });
  const isIn = (...statuses: PushResultScope['status'][]) => scopes.some(({ status }) => statuses.includes(status));
  const again = isIn('conflict', 'failed', 'skipped') ? ['What was written stays. It is safe to push again.'] : [];
  return [...lines, ...again].join('\n');
}

/** Where it is now. */
export function renderPull({ vcenter, file, status, settings }: PullResult): string {
  const scopes = counted(Object.keys(settings).length, 'scope');
  return status === 'unchanged'
    ? `${file} is as Parameter Store of ${vcenter} already, ${scopes}.`
    : `${file} has the settings of ${vcenter} now, ${scopes}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
