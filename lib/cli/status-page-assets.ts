/** Style and script of the page that `status --html` writes. */

/** Light or dark as the reader's system is; on paper black on white, with the table's head on every sheet. */
export const STATUS_STYLE = `
:root { --line: #d0d4da; --soft: #f3f4f6; --good: #1a7f37; --wait: #8a5a00; --bad: #b3261e; --ink: #1c1e21; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a3f47; --soft: #22262c; --good: #57c878; --wait: #e0b050; --bad: #ff8a80; --ink: #e6e8eb; --paper: #15181c; }
}
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.3rem; margin: 0 0 .3rem; }
ul { padding-left: 1.2rem; }
form { display: flex; gap: 1rem; flex-wrap: wrap; align-items: center; margin: 1rem 0; }
input, select, button { font: inherit; color: inherit; }
.halted { border: 2px solid var(--bad); color: var(--bad); padding: .5rem .8rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: var(--soft); white-space: nowrap; }
thead button { border: 0; background: none; padding: 0; font-weight: 600; cursor: pointer; }
th[aria-sort=ascending] button::after { content: ' \\25B2'; }
th[aria-sort=descending] button::after { content: ' \\25BC'; }
tbody th { font-weight: 600; white-space: nowrap; }
td:nth-child(n+4):nth-child(-n+7) { overflow-wrap: normal; white-space: nowrap; }
.status { white-space: nowrap; font-weight: 600; }
.converged, .unchanged { color: var(--good); }
.degraded, .deferred, .reported, .interrupted, .unrecorded { color: var(--wait); }
.failed, .refused { color: var(--bad); }
tr[hidden] { display: none; }
@media print {
  :root { --line: #999; --soft: #fff; --ink: #000; --paper: #fff; --good: #000; --wait: #000; --bad: #000; }
  form { display: none; }
  body { margin: 0; font-size: 10pt; }
  thead { display: table-header-group; }
  thead th { position: static; }
  tr { break-inside: avoid; }
}
`;

/** A click on a title sorts by it, a second one the other way round; words and status filter. */
export const STATUS_SCRIPT = `
const form = document.getElementById('filter');
const body = document.querySelector('tbody');
const rows = [...body.rows];
const order = new Intl.Collator(undefined, { numeric: true });
function filter() {
  const words = form.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word));
    row.hidden = !fits || (form.status.value !== '' && row.dataset.status !== form.status.value);
    if (!row.hidden) count += 1;
  }
  form.count.value = count + ' of ' + rows.length + ' shown';
}
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelectorAll('thead th').forEach((title, column) => {
  title.addEventListener('click', () => {
    const sign = title.ariaSort === 'ascending' ? -1 : 1;
    for (const other of document.querySelectorAll('thead th')) other.ariaSort = 'none';
    title.ariaSort = sign === 1 ? 'ascending' : 'descending';
    const text = (row) => row.cells[column].textContent;
    body.append(...rows.sort((a, b) => sign * order.compare(text(a), text(b))));
  });
});
filter();
`;
