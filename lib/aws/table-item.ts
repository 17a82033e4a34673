/** Keys of the items in the one table, and the calls that all its stores make. */
import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_KEYS } from '../contract.ts';
import { callAws, isNamed } from './aws-error.ts';

/** What the table holds; each kind has its own partitions, so that a query meets no other. */
export type ItemKind =
  | 'journal'
  | 'rejected'
  | 'baseline'
  | 'checkpoint'
  | 'lease'
  /** Partitioned by site, not by vCenter. */
  | 'claim'
  /** All vCenters in one partition. */
  | 'ranges'
  | 'brake'
  /** Alerts of one code in ten minutes. */
  | 'alerts'
  /** Credentials that are being tried, or were refused. */
  | 'login';

/** The table, and the client that reaches it. */
export interface Table {
  readonly documents: DynamoDBDocumentClient;
  readonly name: string;
}

/** The partition key of a kind of a vCenter: names may hold any character, the kind holds no slash. */
export function partitionKey(kind: ItemKind, vcenter: string): string {
  return `${kind}/${vcenter}`;
}

/** The primary key of an item. */
export function itemKey(kind: ItemKind, vcenter: string, sort: string): Record<string, string> {
  return { [JOURNAL_KEYS.table.partition]: partitionKey(kind, vcenter), [JOURNAL_KEYS.table.sort]: sort };
}

/** The sort key of an item as it was read. */
export function sortKeyOf(item: Readonly<Record<string, unknown>>): string {
  return String(item[JOURNAL_KEYS.table.sort]);
}

/** One call to the table. @throws OnboardingError `journal-unavailable` */
export function callTable<T>(doing: string, vcenter: string, call: () => Promise<T>): Promise<T> {
  return callAws('journal-unavailable', doing, call, { vcenter });
}

/** @returns false when the write's condition was not met */
export function isConditionMet(write: Promise<unknown>): Promise<boolean> {
  return write.then(
    () => true,
    (error: unknown) => {
      if (isNamed(error, 'ConditionalCheckFailedException')) {
        return false;
      }
      throw error;
    },
  );
}

/** The item as it is now, not as a replica may still have it. */
export async function readItem(
  { documents, name }: Table,
  key: Record<string, string>,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documents.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }));
  return Item;
}

/** Every item of a partition, as they are now; all pages, since a page ends at 1 MB. */
export async function readPartition({ documents, name }: Table, partition: string): Promise<Record<string, unknown>[]> {
  const query = {
    TableName: name,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': JOURNAL_KEYS.table.partition },
    ExpressionAttributeValues: { ':partition': partition },
    ConsistentRead: true,
  };
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateQuery({ client: documents }, query)) items.push(...Items);
  return items;
}
