import {
  PutCommand,
  type PutCommandInput,
  paginateQuery,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { DEFERRED_INDEX, type HostReference, JOURNAL_KEYS } from '../contract.ts';
import type { Untold } from '../reconcile/alert.ts';
import type { Intent, JournalRow, RowEnd } from '../reconcile/journal-row.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import type { Journal, VcenterEvent } from '../reconcile/ports.ts';
import { callTable, isConditionMet, itemKey, partitionKey, readItem, type Table } from './table-item.ts';

const { table: TABLE_KEYS, deferredIndex: INDEX_KEYS } = JOURNAL_KEYS;

type Condition = Pick<
  PutCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** The journal in DynamoDB: one item a host, outcome and intent as nested maps that the console shows. */
export class JournalTable implements Journal {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async read(vcenter: string, moref: string): Promise<JournalRow | undefined> {
    const item = await callTable('read the journal', vcenter, () =>
      readItem(this.#table, itemKey('journal', vcenter, moref)),
    );
    return item === undefined ? undefined : toRow(item);
  }

  /** A put, not an update: what the row does not have, the item loses, its place in the index included. */
  async write(row: JournalRow): Promise<void> {
    const { documents, name: TableName } = this.#table;
    const Item = { ...itemKey('journal', row.vcenter, row.moref), ...row, ...indexKey(row) };
    await callTable('write the journal', row.vcenter, () => documents.send(new PutCommand({ TableName, Item })));
  }

  async replace(end: RowEnd, known: JournalRow | undefined): Promise<boolean> {
    const { vcenter, host } = end.outcome;
    const members = { ...membersOf(end), intent: undefined };
    const update = () => isConditionMet(this.#update(vcenter, host.moref, members, conditionOf(known)));
    return callTable('write the journal', vcenter, update);
  }

  async recordBeside(end: RowEnd): Promise<void> {
    const { vcenter, host } = end.outcome;
    await callTable('write the journal', vcenter, () => this.#update(vcenter, host.moref, membersOf(end)));
  }

  async markUntold({ vcenter, host, finishedAt }: Outcome, untold: Untold | undefined): Promise<void> {
    const mark = (members: Readonly<Record<string, unknown>>, condition: string) =>
      isConditionMet(
        this.#update(vcenter, host.moref, members, {
          ConditionExpression: `#outcome.#finishedAt = :finishedAt AND ${condition}`,
          ExpressionAttributeNames: { '#outcome': 'outcome', '#finishedAt': 'finishedAt', '#deferral': 'deferral' },
          ExpressionAttributeValues: { ':finishedAt': finishedAt },
        }),
      );
    await callTable('write the journal', vcenter, async () => {
      if (await mark({ untold, ...indexKey({ vcenter, untold }) }, 'attribute_not_exists(#deferral)')) return;
      // the place in the index is then that of the deferral, which only the item knows
      const place = untold === undefined ? DEFERRAL_PLACE : indexKey({ vcenter, untold });
      await mark({ untold, ...place }, 'attribute_exists(#deferral)');
    });
  }

  /** An update: the last outcome and the deferral stay, until a run has ended. */
  async openIntent(vcenter: string, host: HostReference, intent: Intent): Promise<void> {
    const members = { vcenter, ...host, intent };
    await callTable('record an intent in the journal', vcenter, () => this.#update(vcenter, host.moref, members));
  }

  /** Sets these members and removes those that are undefined; all others stay as they are. */
  #update(
    vcenter: string,
    moref: string,
    members: Readonly<Record<string, unknown>>,
    condition: Condition = {},
  ): Promise<unknown> {
    const { documents, name: TableName } = this.#table;
    const names = Object.keys(members);
    const set = names.filter((member) => members[member] !== undefined);
    const gone = names.filter((member) => members[member] === undefined);
    const values = set.filter((member) => members[member] !== DEFERRAL_DUE_AT);
    const placeholderOf = (member: string) => (values.includes(member) ? `:${member}` : DEFERRAL_DUE_AT);
    const expression = [
      ...(set.length === 0 ? [] : [`SET ${set.map((member) => `#${member} = ${placeholderOf(member)}`).join(', ')}`]),
      ...(gone.length === 0 ? [] : [`REMOVE ${gone.map((member) => `#${member}`).join(', ')}`]),
    ];
    const update = new UpdateCommand({
      TableName,
      Key: itemKey('journal', vcenter, moref),
      ...condition,
      UpdateExpression: expression.join(' '),
      ExpressionAttributeNames: {
        ...Object.fromEntries(names.map((member) => [`#${member}`, member])),
        ...condition.ExpressionAttributeNames,
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(values.map((member) => [`:${member}`, members[member]])),
        ...condition.ExpressionAttributeValues,
      },
    });
    return documents.send(update);
  }

  /** Some megabytes for thousands of hosts, once a sweep. */
  readAll(vcenter: string): Promise<readonly JournalRow[]> {
    return this.#query('read the journal', vcenter, {
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeNames: { '#partition': TABLE_KEYS.partition },
      ExpressionAttributeValues: { ':partition': partitionKey('journal', vcenter) },
      ConsistentRead: true,
    });
  }

  /** An index lags behind: a host may come once more after its run, and costs a read then. */
  due(vcenter: string, now: Date): Promise<readonly JournalRow[]> {
    return this.#query('read deferred hosts', vcenter, {
      IndexName: DEFERRED_INDEX,
      KeyConditionExpression: '#vcenter = :vcenter AND #dueAt <= :now',
      ExpressionAttributeNames: { '#vcenter': INDEX_KEYS.partition, '#dueAt': INDEX_KEYS.sort },
      ExpressionAttributeValues: { ':vcenter': vcenter, ':now': now.toISOString() },
    });
  }

  /** Kept by vCenter's time and key: the same event is one item. */
  async recordRejectedEvent(vcenter: string, event: VcenterEvent, reason: string): Promise<void> {
    const item = {
      ...itemKey('rejected', vcenter, `${event.createdTime}/${event.key}`),
      vcenter,
      event,
      reason,
    };
    await callTable('record a rejected event', vcenter, () =>
      this.#table.documents.send(new PutCommand({ TableName: this.#table.name, Item: item })),
    );
  }

  /** All pages: a page ends at 1 MB. */
  #query(doing: string, vcenter: string, query: Omit<QueryCommandInput, 'TableName'>): Promise<JournalRow[]> {
    const { documents, name } = this.#table;
    return callTable(doing, vcenter, async () => {
      const rows: JournalRow[] = [];
      for await (const { Items = [] } of paginateQuery({ client: documents }, { TableName: name, ...query })) {
        rows.push(...Items.map(toRow));
      }
      return rows;
    });
  }
}

/** All of an end: what it does not have is taken out of the row. */
function membersOf(end: RowEnd): Record<string, unknown> {
  const { outcome, since, deferral, told, untold, hasBegun } = end;
  const { vcenter, host } = outcome;
  return {
    vcenter,
    ...host,
    outcome,
    since,
    deferral,
    told,
    untold,
    hasBegun,
    ...indexKey({ vcenter, deferral, untold }),
  };
}

/** That the stored row is still the known one: its last end, and what is open in it, a tick's telling included. */
function conditionOf(known: JournalRow | undefined): Condition {
  const marks = [
    ['outcome', 'finishedAt', known?.outcome?.finishedAt],
    ['deferral', 'dueAt', known?.deferral?.dueAt],
    ['intent', 'openedAt', known?.intent?.openedAt],
    ['untold', 'dueAt', known?.untold?.dueAt],
  ] as const;
  const isSet = marks.filter(([, , value]) => value !== undefined);
  return {
    ConditionExpression: marks
      .map(([member, mark, value]) =>
        value === undefined ? `attribute_not_exists(#${member})` : `#${member}.#${mark} = :known_${member}`,
      )
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([
      ...marks.map(([member]) => [`#${member}`, member]),
      ...isSet.map(([, mark]) => [`#${mark}`, mark]),
    ]),
    ...(isSet.length === 0
      ? {}
      : {
          ExpressionAttributeValues: Object.fromEntries(isSet.map(([member, , value]) => [`:known_${member}`, value])),
        }),
  };
}

/** Members of the index, so that they are removed from an item that has no place in it any more. */
type IndexKey = Readonly<Record<string, string | undefined>>;

/**
 * A host is looked at when something of it is to be told, or its deferral is over: whatever comes first. The index sorts
 * text, so every time has the one form in which text sorts like time.
 */
function indexKey({ vcenter, deferral, untold }: Open): IndexKey {
  const times = [deferral?.dueAt, untold?.dueAt].flatMap((time) =>
    time === undefined ? [] : new Date(time).getTime(),
  );
  const isOpen = times.length > 0;
  return {
    [INDEX_KEYS.partition]: isOpen ? vcenter : undefined,
    [INDEX_KEYS.sort]: isOpen ? new Date(Math.min(...times)).toISOString() : undefined,
  };
}

interface Open extends Pick<JournalRow, 'vcenter'> {
  readonly deferral?: JournalRow['deferral'] | undefined;
  readonly untold?: Untold | undefined;
}

/** The path of a value in the item itself. */
const DEFERRAL_DUE_AT = '#deferral.#dueAt';
const DEFERRAL_PLACE: IndexKey = { [INDEX_KEYS.sort]: DEFERRAL_DUE_AT };

/** The row as it was written: all of the item but keys and index members. */
function toRow(item: Record<string, unknown>): JournalRow {
  const keys: readonly string[] = [...Object.values(TABLE_KEYS), ...Object.values(INDEX_KEYS)];
  const members = Object.entries(item).filter(([member]) => !keys.includes(member));
  return Object.fromEntries(members) as unknown as JournalRow;
}
