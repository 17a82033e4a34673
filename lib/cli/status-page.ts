/** The fleet as one page: nothing is loaded from elsewhere, whatever a name holds is text, and it says when it was made. */
import { createHash } from 'node:crypto';
import type { FleetHost } from './fleet.ts';
import { STATUS_SCRIPT, STATUS_STYLE } from './status-page-assets.ts';
import type { StatusResult } from './status-result.ts';
import { brakeText, countsText, hostsText, minuteOf, settingsText, statusText, sumLines } from './status-texts.ts';

const TITLES = ['Host', 'Cluster', 'Status', 'Address', 'Gateway', 'Since', 'Settings', 'Cause'];

/** @returns HTML, UTF-8 */
export function statusPage(result: StatusResult): string {
  const { vcenter, madeAt, hosts, brakes } = result;
  const title = `${vcenter}: provisioning stack of ${hostsText(hosts.length)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STATUS_STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>Made ${time(madeAt)} by <code>provisioning-stack status</code> from ${escaped(sourcesText(result))}.</p>
${brakes.map((brake) => `<p class="halted" role="alert">${escaped(brakeText(brake, vcenter))}</p>`).join('\n')}
<ul>${sumLines(result)
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('')}</ul>
<form id="filter">
<label>Filter <input type="search" name="words" placeholder="host, cluster, address, cause"></label>
<label>Status <select name="status"><option value="">all (${escaped(countsText(result.counts))})</option>${options(result)}</select></label>
<output name="count"></output>
</form>
<table>
<thead><tr>${TITLES.map((each) => `<th scope="col" aria-sort="none"><button type="button">${each}</button></th>`).join('')}</tr></thead>
<tbody>
${hosts.map(row).join('\n')}
</tbody>
</table>
<script>${STATUS_SCRIPT}</script>
</body>
</html>
`;
}

/** Only this style and this script run: what a name smuggles in does not, should it ever pass the escaping. */
function contentPolicy(): string {
  const source = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${source(STATUS_STYLE)}; script-src ${source(STATUS_SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function sourcesText({ sources, vcenter, problems: [problem] }: StatusResult): string {
  const table = sources.place === 'run' ? 'the journal of a "run"' : `the journal table ${sources.table}`;
  if (sources.inventory) return `${table} and the inventory of ${vcenter}`;
  return problem === undefined
    ? `${table}; vCenter was not asked`
    : `${table}; vCenter could not be read [${problem.code}]`;
}

function options({ counts }: StatusResult): string {
  return Object.keys(counts)
    .map((status) => `<option>${escaped(status)}</option>`)
    .join('');
}

function row(host: FleetHost): string {
  const { host: name, moref, cluster = '', status, address = '', gateway = '', since, problems, notes, dueAt } = host;
  const causes = [
    ...problems.map(({ code, message }) => `${message} [${code}]`),
    ...notes,
    ...(dueAt === undefined ? [] : [`Again ${minuteOf(dueAt)}.`]),
  ];
  const cells = [
    `<th scope="row" title="${escaped(moref)}">${escaped(name)}</th>`,
    cell(cluster),
    `<td><span class="status ${escaped(status)}">${escaped(statusText(host))}</span></td>`,
    cell(address),
    cell(gateway),
    `<td>${since === undefined ? '' : time(since)}</td>`,
    cell(settingsText(host)),
    `<td>${causes.map(escaped).join('<br>')}</td>`,
  ];
  return `<tr data-status="${escaped(status)}">${cells.join('')}</tr>`;
}

function cell(text: string): string {
  return `<td>${escaped(text)}</td>`;
}

function time(iso: string): string {
  return `<time datetime="${escaped(iso)}">${escaped(minuteOf(iso))}</time>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
