import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_KEYS } from '../contract.ts';
import type { BrakeReader } from '../reconcile/replay-ports.ts';
import type { BrakeStore, RememberedTrials, Trials } from '../reconcile/shared-stores.ts';
import {
  callTable,
  isConditionMet,
  itemKey,
  partitionKey,
  readItem,
  readPartition,
  sortKeyOf,
  type Table,
} from './table-item.ts';

/** One item for each version of the settings under which hosts of a vCenter ended badly. */
export class BrakeItem implements BrakeStore, BrakeReader {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async read(vcenter: string, settings: string): Promise<Trials | undefined> {
    const key = itemKey('brake', vcenter, settings);
    const item = await callTable('read the brake', vcenter, () => readItem(this.#table, key));
    return item === undefined ? undefined : toTrials(item);
  }

  async write(vcenter: string, settings: string, trials: Trials, known: Trials | undefined): Promise<boolean> {
    const write = () => isConditionMet(this.#replace(vcenter, settings, trials, known));
    if (await callTable('write the brake', vcenter, write)) return true;
    // Refused also when our own first try was written and its answer lost.
    return textOf(await this.read(vcenter, settings)) === textOf(trials);
  }

  async remembered(vcenter: string): Promise<readonly RememberedTrials[]> {
    const read = () => readPartition(this.#table, partitionKey('brake', vcenter));
    const items = await callTable('read the brakes', vcenter, read);
    return items.map((item) => ({ settings: sortKeyOf(item), ...toTrials(item) }));
  }

  async halts(vcenter: string): Promise<readonly Trials[]> {
    return (await this.remembered(vcenter)).filter(({ haltedAt }) => haltedAt !== undefined);
  }

  async release(vcenter: string): Promise<number> {
    return callTable('release the brake', vcenter, async () => {
      const items = await readPartition(this.#table, partitionKey('brake', vcenter));
      for (const item of items) {
        const Key = itemKey('brake', vcenter, sortKeyOf(item));
        await this.#table.documents.send(new DeleteCommand({ TableName: this.#table.name, Key }));
      }
      return items.filter((item) => toTrials(item).haltedAt !== undefined).length;
    });
  }

  /** The item as a text beside its members: one comparison says that nobody has written since. */
  #replace(vcenter: string, settings: string, trials: Trials, known: Trials | undefined): Promise<unknown> {
    const { documents, name: TableName } = this.#table;
    const key = itemKey('brake', vcenter, settings);
    const condition =
      textOf(known) === EMPTY
        ? {
            ConditionExpression: 'attribute_not_exists(#partition)',
            ExpressionAttributeNames: { '#partition': JOURNAL_KEYS.table.partition },
          }
        : {
            ConditionExpression: '#text = :known',
            ExpressionAttributeNames: { '#text': 'text' },
            ExpressionAttributeValues: { ':known': textOf(known) },
          };
    if (textOf(trials) === EMPTY) return documents.send(new DeleteCommand({ TableName, Key: key, ...condition }));
    const Item = { ...key, ...trials, text: textOf(trials) };
    return documents.send(new PutCommand({ TableName, Item, ...condition }));
  }
}

/** No item, and one that remembers nothing, are the same. */
function textOf(trials: Trials | undefined): string {
  return JSON.stringify([trials?.failed ?? [], trials?.haltedAt ?? null]);
}

const EMPTY = textOf(undefined);

/** The item without its keys. */
function toTrials(item: Record<string, unknown>): Trials {
  const { failed, haltedAt } = item;
  return {
    failed: Array.isArray(failed) ? failed.map(String) : [],
    ...(typeof haltedAt === 'string' ? { haltedAt } : {}),
  };
}
