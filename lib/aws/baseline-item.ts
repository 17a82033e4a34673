import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_KEYS } from '../contract.ts';
import type { BaselineStore } from '../reconcile/ports.ts';
import { callTable, isConditionMet, itemKey, readItem, type Table } from './table-item.ts';

/** One item a vCenter instance: a restored or replaced vCenter has another instanceUuid and its own baseline. */
export class BaselineItem implements BaselineStore {
  readonly #table: Table;
  /** A baseline is written once and never changed, so a process reads it once. */
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(table: Table) {
    this.#table = table;
  }

  async read(vcenter: string, instanceUuid: string): Promise<ReadonlySet<string> | undefined> {
    const key = itemKey('baseline', vcenter, instanceUuid);
    const known = this.#known.get(JSON.stringify(key));
    if (known !== undefined) return known;
    const item = await callTable('read the baseline', vcenter, () => readItem(this.#table, key));
    if (item === undefined) return undefined;
    const morefs = new Set(item['morefs'] as readonly string[]);
    this.#known.set(JSON.stringify(key), morefs);
    return morefs;
  }

  /** A list, since DynamoDB has no empty set; 20,000 hosts fit into an item's 400 KB. */
  async take(vcenter: string, instanceUuid: string, morefs: readonly string[]): Promise<ReadonlySet<string>> {
    const put = new PutCommand({
      TableName: this.#table.name,
      Item: { ...itemKey('baseline', vcenter, instanceUuid), morefs: [...new Set(morefs)] },
      ConditionExpression: 'attribute_not_exists(#partition)',
      ExpressionAttributeNames: { '#partition': JOURNAL_KEYS.table.partition },
    });
    const isOurs = await callTable('write the baseline', vcenter, () =>
      isConditionMet(this.#table.documents.send(put)),
    );
    // Refused also when our own first try was written and its answer lost: what is there now holds either way.
    return (isOurs ? undefined : await this.read(vcenter, instanceUuid)) ?? new Set(morefs);
  }
}
