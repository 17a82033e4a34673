/** The stores of a journal table; imported only when there is one, since the SDK costs half a second to load. */
import { createAwsClients } from '../aws/aws-clients.ts';
import { BrakeItem } from '../aws/brake-item.ts';
import { ClaimItem } from '../aws/claim-item.ts';
import { JournalTable } from '../aws/journal-table.ts';
import { LeaseItem } from '../aws/lease-item.ts';
import { RangeItem } from '../aws/range-item.ts';
import type { Journal, LeaseStore } from '../reconcile/ports.ts';
import type { BrakeStore, ClaimStore, RangeStore } from '../reconcile/shared-stores.ts';
import type { TableLocation } from './journal-door.ts';

/** What the functions share with the command line. */
export interface Stores {
  readonly journal: Journal;
  readonly leases: LeaseStore;
  readonly brake: BrakeStore;
  readonly claims: ClaimStore;
  readonly ranges: RangeStore;
}

/** Opens the table, runs `work`, and closes what it left open. */
export async function withStores<Result>(
  { table: name, local }: TableLocation,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  const clients = createAwsClients(local);
  const table = { documents: clients.documents, name };
  try {
    return await work({
      journal: new JournalTable(table),
      leases: new LeaseItem(table),
      brake: new BrakeItem(table),
      claims: new ClaimItem(table),
      ranges: new RangeItem(table),
    });
  } finally {
    clients.destroy();
  }
}
