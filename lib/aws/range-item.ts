import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RangeStore, SweptRanges } from '../reconcile/shared-stores.ts';
import { callAws } from './aws-error.ts';
import { callTable, itemKey, partitionKey, readPartition, type Table } from './table-item.ts';

/** Read together, so all vCenters share a partition; it has no name of its own. */
const ALL_VCENTERS = '';

/** One item a vCenter: its pool ranges as its last full sweep found them. */
export class RangeItem implements RangeStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async write(swept: SweptRanges): Promise<void> {
    const Item = { ...itemKey('ranges', ALL_VCENTERS, swept.vcenter), ...swept };
    const put = new PutCommand({ TableName: this.#table.name, Item });
    await callTable('write the swept ranges', swept.vcenter, () => this.#table.documents.send(put));
  }

  async readAll(): Promise<readonly SweptRanges[]> {
    const read = () => readPartition(this.#table, partitionKey('ranges', ALL_VCENTERS));
    return (await callAws('journal-unavailable', 'read the swept ranges', read)).map(toRanges);
  }
}

function toRanges(item: Record<string, unknown>): SweptRanges {
  const list = (member: string) => (Array.isArray(item[member]) ? item[member].map(String) : []);
  return {
    vcenter: String(item['vcenter']),
    site: String(item['site']),
    ranges: list('ranges'),
    sweptAt: String(item['sweptAt']),
    conflicts: list('conflicts'),
  };
}
