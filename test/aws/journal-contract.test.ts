import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import type { Alert, Untold } from '../../lib/reconcile/alert.ts';
import type { Deferral, JournalRow, RowEnd } from '../../lib/reconcile/journal-row.ts';
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
const TOLD = [{ cause: 'c1', code: 'settings-invalid' }];
const ALERT: Alert = {
  ...{ id: 'trouble/vc01/host/1', kind: 'trouble', vcenter: 'vc01', subject: 'esx-021', text: 'text', at: '2026' },
  commands: ['provisioning-stack replay --vcenter vc01 --host esx-021'],
};
const UNTOLD: Untold = { dueAt: '2026-11-25T10:00:20.000Z', alert: ALERT };
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
  const end = (moref: string, over: Partial<RowEnd> = {}): RowEnd => ({
    outcome: outcome(moref),
    since: '2026-11-25T08:00:00.000Z',
    ...over,
  });
  const dueOf = async (journal: Journal, moref: string, now = TIME) =>
    (await journal.due('vc01', now)).filter((row) => row.moref === moref);

  test.each<[string, Partial<JournalRow> | undefined]>([
    ['a host without a row', undefined],
    ['a row that only says what is ours', { added: ADDED }],
    ['a row with an outcome', { outcome: LAST, told: TOLD, untold: UNTOLD, hasBegun: true, added: ADDED }],
  ])('takes a finding about %s, and what is ours stays', async (_row, over) => {
    const { journal, row, moref, base } = await start(over);
    expect(await journal.replace(end(moref), row)).toBe(true);
    const added = over?.added === undefined ? {} : { added: ADDED };
    expect(await journal.read('vc01', moref)).toEqual({ ...base, ...end(moref), ...added });
    expect(await dueOf(journal, moref)).toEqual([]);
  });

  test('takes a finding also when an adapter was recorded since the sweep looked', async () => {
    const { journal, moref, base } = await start({ added: ADDED });
    expect(await journal.replace(end(moref), undefined)).toBe(true);
    expect(await journal.read('vc01', moref)).toEqual({ ...base, ...end(moref), added: ADDED });
  });

  test.each<[string, Partial<JournalRow>, Partial<JournalRow> | undefined]>([
    ['has an outcome by now', { outcome: LAST }, undefined],
    ['has another outcome by now', { outcome: LAST }, { outcome: outcome('host') }],
    ['has an intent', { intent: intent() }, undefined],
    ['has an intent beside its outcome', { outcome: LAST, intent: intent() }, { outcome: LAST }],
    ['waits', { deferral: DEFERRAL }, undefined],
    ['waits with its outcome', { outcome: LAST, deferral: DEFERRAL }, { outcome: LAST }],
    ['no longer has what was to be told', { outcome: LAST }, { outcome: LAST, untold: UNTOLD }],
  ])('takes no finding over a row that %s', async (_row, over, known) => {
    const { journal, row, moref, base } = await start(over);
    expect(await journal.replace(end(moref), known === undefined ? undefined : { ...base, ...known })).toBe(false);
    expect(await journal.read('vc01', moref)).toEqual(row);
  });

  test('closes with a finding what was open in the row that it goes over', async () => {
    const { journal, row, moref, base } = await start({ outcome: LAST, deferral: DEFERRAL, intent: intent() });
    expect(await journal.replace(end(moref), row)).toBe(true);
    expect(await journal.read('vc01', moref)).toEqual({ ...base, ...end(moref) });
    expect(await dueOf(journal, moref)).toEqual([]);
  });

  test('keeps intent and record when the end of a run beside is written', async () => {
    const { journal, moref, base } = await start({ outcome: LAST, untold: UNTOLD, intent: intent(), added: ADDED });
    await journal.recordBeside(end(moref, { deferral: DEFERRAL }));
    const row = { ...base, ...end(moref), deferral: DEFERRAL, intent: intent(), added: ADDED };
    expect(await journal.read('vc01', moref)).toEqual(row);
    expect(await dueOf(journal, moref)).toEqual([row]);
    await journal.recordBeside(end(moref));
    const { deferral: _over, ...rest } = row;
    expect(await journal.read('vc01', moref)).toEqual(rest);
    expect(await dueOf(journal, moref)).toEqual([]);
  });

  test('has a row of a host whose first run was kept out', async () => {
    const { journal, moref, base } = await start(undefined);
    await journal.recordBeside(end(moref));
    expect(await journal.read('vc01', moref)).toEqual({ ...base, ...end(moref) });
  });

  test.each<[string, (journal: Journal, moref: string) => Promise<unknown>]>([
    ['write', (journal, moref) => journal.write({ ...BASE, moref, ...end(moref, { told: TOLD, untold: UNTOLD }) })],
    ['replace', (journal, moref) => journal.replace(end(moref, { told: TOLD, untold: UNTOLD }), undefined)],
    ['recordBeside', (journal, moref) => journal.recordBeside(end(moref, { told: TOLD, untold: UNTOLD }))],
  ])('finds by its time a host of which %s left something untold', async (_how, write) => {
    const { journal, moref, base } = await start(undefined);
    await write(journal, moref);
    const row = { ...base, ...end(moref), told: TOLD, untold: UNTOLD };
    expect(await journal.read('vc01', moref)).toEqual(row);
    expect(await dueOf(journal, moref)).toEqual([row]);
    expect(await dueOf(journal, moref, new Date('2026-11-25T10:00:19.999Z'))).toEqual([]);
  });

  test('has nothing more to tell of a host once it is told, and knows that it was', async () => {
    const { journal, moref, base } = await start({ outcome: LAST, told: TOLD, untold: UNTOLD });
    await journal.markUntold(outcome(moref, LAST.finishedAt), undefined);
    expect(await journal.read('vc01', moref)).toEqual({ ...base, outcome: LAST, told: TOLD });
    expect(await dueOf(journal, moref)).toEqual([]);
  });

  test('still has a deferral when its host is told of', async () => {
    const { journal, moref, base } = await start({ outcome: LAST, deferral: DEFERRAL, untold: UNTOLD });
    expect(await dueOf(journal, moref, new Date('2026-11-25T10:00:25.000Z'))).toHaveLength(1);
    await journal.markUntold(outcome(moref, LAST.finishedAt), undefined);
    const row = { ...base, outcome: LAST, deferral: DEFERRAL };
    expect(await journal.read('vc01', moref)).toEqual(row);
    expect(await dueOf(journal, moref, new Date('2026-11-25T10:00:25.000Z'))).toEqual([]);
    expect(await dueOf(journal, moref)).toEqual([row]);
  });

  test.each<[string, Partial<JournalRow>]>([
    ['has an open intent', { intent: intent() }],
    ['waits', { deferral: DEFERRAL }],
  ])('marks an outcome as untold while it is the last one, also of a host that %s', async (_row, open) => {
    const { journal, row, moref } = await start({ outcome: LAST, ...open });
    await journal.markUntold(outcome(moref), UNTOLD);
    expect(await journal.read('vc01', moref)).toEqual(row);
    await journal.markUntold(outcome(moref, LAST.finishedAt), UNTOLD);
    expect(await dueOf(journal, moref, new Date(UNTOLD.dueAt))).toEqual([{ ...row, untold: UNTOLD }]);
  });

  test('marks nothing where there is no row', async () => {
    const { journal, moref } = await start(undefined);
    await journal.markUntold(outcome(moref), UNTOLD);
    expect(await journal.read('vc01', moref)).toBeUndefined();
  });
});
