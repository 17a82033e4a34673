import { DeleteCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_KEYS } from '../contract.ts';
import type { LeaseStore } from '../reconcile/ports.ts';
import type { LeaseReader } from '../reconcile/replay-ports.ts';
import { callTable, isConditionMet, itemKey, partitionKey, readItem, readPartition, type Table } from './table-item.ts';

/** Free, run out, or ours already: the answer to an earlier try may have been lost. */
const MAY_ACQUIRE = 'attribute_not_exists(#partition) OR #until <= :now OR #owner = :owner';

/** Ours and not run out: after a pause that long, what was read of the host is too old to go on with. */
const MAY_RENEW = '#owner = :owner AND #until > :now';

/** One item a host, while somebody writes to it; `until` in milliseconds since 1970. */
export class LeaseItem implements LeaseStore, LeaseReader {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** @param owner unique for each run */
  async acquire(vcenter: string, moref: string, owner: string, until: Date, now: Date): Promise<string | undefined> {
    if (await this.#set(MAY_ACQUIRE, vcenter, moref, owner, until, now)) {
      return undefined;
    }
    const holder = await callTable('read a lease', vcenter, () =>
      readItem(this.#table, itemKey('lease', vcenter, moref)),
    );
    // It may have been released since the refusal; the caller comes again either way.
    return typeof holder?.['owner'] === 'string' ? holder['owner'] : 'a run that has just ended';
  }

  renew(vcenter: string, moref: string, owner: string, until: Date, now: Date): Promise<boolean> {
    return this.#set(MAY_RENEW, vcenter, moref, owner, until, now);
  }

  /** Nothing happens when it is no longer ours. */
  async release(vcenter: string, moref: string, owner: string): Promise<void> {
    const remove = new DeleteCommand({
      TableName: this.#table.name,
      Key: itemKey('lease', vcenter, moref),
      ConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
    });
    await callTable('release a lease', vcenter, () => isConditionMet(this.#table.documents.send(remove)));
  }

  async owners(vcenter: string, now: Date): Promise<ReadonlyMap<string, string>> {
    const items = await callTable('read the leases', vcenter, () =>
      readPartition(this.#table, partitionKey('lease', vcenter)),
    );
    const held = items.filter(({ until }) => typeof until === 'number' && until > now.getTime());
    return new Map(held.map((item) => [String(item[JOURNAL_KEYS.table.sort]), String(item['owner'])]));
  }

  async releaseAll(vcenter: string): Promise<void> {
    const query = {
      TableName: this.#table.name,
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeNames: { '#partition': JOURNAL_KEYS.table.partition },
      ExpressionAttributeValues: { ':partition': partitionKey('lease', vcenter) },
      ConsistentRead: true,
    };
    await callTable('end the leases of a run that is gone', vcenter, async () => {
      for await (const { Items = [] } of paginateQuery({ client: this.#table.documents }, query)) {
        for (const item of Items) {
          const Key = itemKey('lease', vcenter, String(item[JOURNAL_KEYS.table.sort]));
          await this.#table.documents.send(new DeleteCommand({ TableName: this.#table.name, Key }));
        }
      }
    });
  }

  #set(condition: string, vcenter: string, moref: string, owner: string, until: Date, now: Date): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.#table.name,
      Key: itemKey('lease', vcenter, moref),
      UpdateExpression: 'SET #owner = :owner, #until = :until',
      ConditionExpression: condition,
      ExpressionAttributeNames: {
        '#owner': 'owner',
        '#until': 'until',
        ...(condition.includes('#partition') ? { '#partition': JOURNAL_KEYS.table.partition } : {}),
      },
      ExpressionAttributeValues: { ':owner': owner, ':until': until.getTime(), ':now': now.getTime() },
    });
    return callTable('take a lease', vcenter, () => isConditionMet(this.#table.documents.send(update)));
  }
}
