import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import type { Deferral, JournalRow } from '../../lib/reconcile/journal-row.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import type { Journal } from '../../lib/reconcile/ports.ts';
import { intent } from '../builders.ts';
import { InMemoryJournal } from '../in-memory-ports.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws;
beforeAll(async () => {
  aws = await startEmulatedAws();
});
afterAll(() => aws.close());

const BASE = { vcenter: 'vc01', name: 'esx-021' };
const ADDED = [
  { device: 'vmk2', portgroup: 'pg', netStackInstanceKey: 'vmotion', addedAt: '2026-11-25T10:00:00.000Z' },
];
const DEFERRAL: Deferral = {
  since: '2026-11-25T10:00:00.000Z',
  attempt: 1,
  dueAt: '2026-11-25T10:00:30.000Z',
};
const TIME = new Date('2026-11-26');
let hosts = 0;

describe.each([
  ['the table', (): Journal => new JournalTable(aws.journal)],
  ['its double', (): Journal => new InMemoryJournal()],
])('the journal in %s', (_, create) => {
  /** A row of a host of its own. */
  const start = async (over: Partial<JournalRow> | undefined) => {
    hosts += 1;
    const moref = `host-${hosts}`;
    const journal = create();
    const row = over === undefined ? undefined : { ...BASE, moref, ...over };
    if (row !== undefined) await journal.write(row);
    return { journal, row, moref, base: { ...BASE, moref } };
  };
  const outcome = (moref: string, finishedAt = '2026-11-25T10:00:09.000Z'): Outcome => ({
    vcenter: 'vc01',
    host: { moref, name: 'esx-021' },
    status: 'reported',
    steps: [],
    problems: [],
    settings: [],
    startedAt: '2026-11-25T10:00:00.000Z',
    finishedAt,
  });
  const LAST = outcome('host', '2026-11-25T09:00:00.000Z');

  test.each<[string, Partial<JournalRow> | undefined]>([
    ['a host without a row', undefined],
    ['a row that only says what is ours', { added: ADDED }],
    ['a row with an outcome', { outcome: LAST, untold: true, added: ADDED }],
  ])('takes a finding about %s, and what is ours stays', async (_row, over) => {
    const { journal, row, moref, base } = await start(over);
    expect(await journal.replace(outcome(moref), row)).toBe(true);
    const added = over?.added === undefined ? {} : { added: ADDED };
    expect(await journal.read('vc01', moref)).toEqual({ ...base, outcome: outcome(moref), ...added });
  });

  test('takes a finding also when an adapter was recorded since the sweep looked', async () => {
    const { journal, moref, base } = await start({ added: ADDED });
    expect(await journal.replace(outcome(moref), undefined)).toBe(true);
    expect(await journal.read('vc01', moref)).toEqual({ ...base, outcome: outcome(moref), added: ADDED });
  });

  test.each<[string, Partial<JournalRow>, Partial<JournalRow> | undefined]>([
    ['has an outcome by now', { outcome: LAST }, undefined],
    ['has another outcome by now', { outcome: LAST }, { outcome: outcome('host') }],
    ['has an intent', { intent: intent() }, undefined],
    ['has an intent beside its outcome', { outcome: LAST, intent: intent() }, { outcome: LAST }],
    ['waits', { deferral: DEFERRAL }, undefined],
    ['waits with its outcome', { outcome: LAST, deferral: DEFERRAL }, { outcome: LAST }],
  ])('takes no finding over a row that %s', async (_row, over, known) => {
    const { journal, row, moref, base } = await start(over);
    expect(await journal.replace(outcome(moref), known === undefined ? undefined : { ...base, ...known })).toBe(false);
    expect(await journal.read('vc01', moref)).toEqual(row);
  });

  test('keeps intent and record when the end of a run beside is written', async () => {
    const { journal, moref, base } = await start({ outcome: LAST, untold: true, intent: intent(), added: ADDED });
    await journal.recordBeside(outcome(moref), DEFERRAL);
    const row = { ...base, outcome: outcome(moref), deferral: DEFERRAL, intent: intent(), added: ADDED };
    expect(await journal.read('vc01', moref)).toEqual(row);
    const due = async () => (await journal.due('vc01', TIME)).filter((each) => each.moref === moref);
    expect(await due()).toEqual([row]);
    await journal.recordBeside(outcome(moref), undefined);
    const { deferral: _over, ...rest } = row;
    expect(await journal.read('vc01', moref)).toEqual(rest);
    expect(await due()).toEqual([]);
  });

  test('has a row of a host whose first run was kept out', async () => {
    const { journal, moref, base } = await start(undefined);
    await journal.recordBeside(outcome(moref), undefined);
    expect(await journal.read('vc01', moref)).toEqual({ ...base, outcome: outcome(moref) });
  });

  test('marks an outcome as untold while it is the last one, whatever is open', async () => {
    const { journal, row, moref } = await start({ outcome: LAST, intent: intent() });
    await journal.markUntold(outcome(moref));
    expect(await journal.read('vc01', moref)).toEqual(row);
    await journal.markUntold(outcome(moref, LAST.finishedAt));
    expect(await journal.read('vc01', moref)).toEqual({ ...row, untold: true });
  });

  test('marks nothing where there is no row', async () => {
    const { journal, moref } = await start(undefined);
    await journal.markUntold(outcome(moref));
    expect(await journal.read('vc01', moref)).toBeUndefined();
  });
});
