import {
  PutCommand,
  type PutCommandInput,
  paginateQuery,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { DEFERRED_INDEX, type HostReference, JOURNAL_KEYS } from '../contract.ts';
import type { Deferral, Intent, JournalRow } from '../reconcile/journal-row.ts';
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

  async replace(outcome: Outcome, known: JournalRow | undefined): Promise<boolean> {
    const { vcenter, host } = outcome;
    const members = { vcenter, ...host, outcome, untold: undefined, hasBegun: undefined };
    const update = () => isConditionMet(this.#update(vcenter, host.moref, members, conditionOf(known)));
    return callTable('write the journal', vcenter, update);
  }

  async recordBeside(outcome: Outcome, deferral: Deferral | undefined): Promise<void> {
    const { vcenter, host } = outcome;
    const index = deferral === undefined ? NO_INDEX_KEY : indexKey({ vcenter, deferral });
    const members = { vcenter, ...host, outcome, deferral, untold: undefined, hasBegun: undefined, ...index };
    await callTable('write the journal', vcenter, () => this.#update(vcenter, host.moref, members));
  }

  async markUntold({ vcenter, host, finishedAt }: Outcome): Promise<void> {
    const isLast = {
      ConditionExpression: '#outcome.#finishedAt = :finishedAt',
      ExpressionAttributeNames: { '#outcome': 'outcome', '#finishedAt': 'finishedAt' },
      ExpressionAttributeValues: { ':finishedAt': finishedAt },
    };
    const mark = () => isConditionMet(this.#update(vcenter, host.moref, { untold: true }, isLast));
    await callTable('write the journal', vcenter, mark);
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
    const expression = [
      `SET ${set.map((member) => `#${member} = :${member}`).join(', ')}`,
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
        ...Object.fromEntries(set.map((member) => [`:${member}`, members[member]])),
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

/** That the stored row is still the known one, and nobody has it in hand. */
function conditionOf(known: JournalRow | undefined): Condition {
  if (known?.outcome === undefined) {
    // no item, or one that only says what is ours
    return {
      ConditionExpression:
        'attribute_not_exists(#outcome) AND attribute_not_exists(#intent) AND attribute_not_exists(#deferral)',
      ExpressionAttributeNames: { '#outcome': 'outcome', '#intent': 'intent', '#deferral': 'deferral' },
    };
  }
  return {
    ConditionExpression:
      '#outcome.#finishedAt = :finishedAt AND attribute_not_exists(#intent) AND attribute_not_exists(#deferral)',
    ExpressionAttributeNames: {
      '#outcome': 'outcome',
      '#finishedAt': 'finishedAt',
      '#intent': 'intent',
      '#deferral': 'deferral',
    },
    ExpressionAttributeValues: { ':finishedAt': known.outcome.finishedAt },
  };
}

/** The index sorts text, so every dueAt has the one form in which text sorts like time. */
function indexKey({ vcenter, deferral }: Pick<JournalRow, 'vcenter' | 'deferral'>): Record<string, string> {
  return deferral === undefined
    ? {}
    : { [INDEX_KEYS.partition]: vcenter, [INDEX_KEYS.sort]: new Date(deferral.dueAt).toISOString() };
}

const NO_INDEX_KEY = { [INDEX_KEYS.partition]: undefined, [INDEX_KEYS.sort]: undefined };

/** The row as it was written: all of the item but keys and index members. */
function toRow(item: Record<string, unknown>): JournalRow {
  const keys: readonly string[] = [...Object.values(TABLE_KEYS), ...Object.values(INDEX_KEYS)];
  const members = Object.entries(item).filter(([member]) => !keys.includes(member));
  return Object.fromEntries(members) as unknown as JournalRow;
}
