import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_KEYS } from '../contract.ts';
import type { AddressClaim, ClaimStore } from '../reconcile/shared-stores.ts';
import { callAws } from './aws-error.ts';
import { callTable, isConditionMet, itemKey, partitionKey, readItem, readPartition, type Table } from './table-item.ts';

/** One item an address, those of a site in one partition. */
export class ClaimItem implements ClaimStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async claim(claim: AddressClaim): Promise<AddressClaim | undefined> {
    const { site, address, vcenter, hostName } = claim;
    const isOurs = await callTable('claim an address', vcenter, () => isConditionMet(this.#put(claim)));
    if (isOurs) return undefined;
    const item = await callTable('read a claim', vcenter, () => readItem(this.#table, itemKey('claim', site, address)));
    // It was given back since the refusal.
    if (item === undefined) return this.claim(claim);
    const holder = toClaim(item);
    // Refused also when our own first try was written and its answer lost.
    return holder.vcenter === vcenter && holder.hostName === hostName ? undefined : holder;
  }

  async ofSite(site: string): Promise<readonly AddressClaim[]> {
    const read = () => readPartition(this.#table, partitionKey('claim', site));
    return (await callAws('journal-unavailable', 'read the claims', read, { site })).map(toClaim);
  }

  release({ site, address, vcenter, hostName, origin }: AddressClaim): Promise<boolean> {
    const remove = new DeleteCommand({
      TableName: this.#table.name,
      Key: itemKey('claim', site, address),
      ConditionExpression: '#vcenter = :vcenter AND #hostName = :hostName AND #origin = :origin',
      ExpressionAttributeNames: { '#vcenter': 'vcenter', '#hostName': 'hostName', '#origin': 'origin' },
      ExpressionAttributeValues: { ':vcenter': vcenter, ':hostName': hostName, ':origin': origin },
    });
    return callTable('release an address', vcenter, () => isConditionMet(this.#table.documents.send(remove)));
  }

  /** What was only seen of a host becomes ours to keep when a run claims it, and never the other way round. */
  #put(claim: AddressClaim): Promise<unknown> {
    const put = { TableName: this.#table.name, Item: { ...itemKey('claim', claim.site, claim.address), ...claim } };
    const partition = { '#partition': JOURNAL_KEYS.table.partition };
    const condition =
      claim.origin === 'seen'
        ? { ConditionExpression: 'attribute_not_exists(#partition)', ExpressionAttributeNames: partition }
        : {
            ConditionExpression:
              'attribute_not_exists(#partition) OR (#origin = :seen AND #vcenter = :vcenter AND #hostName = :hostName)',
            ExpressionAttributeNames: {
              ...partition,
              '#origin': 'origin',
              '#vcenter': 'vcenter',
              '#hostName': 'hostName',
            },
            ExpressionAttributeValues: { ':seen': 'seen', ':vcenter': claim.vcenter, ':hostName': claim.hostName },
          };
    return this.#table.documents.send(new PutCommand({ ...put, ...condition }));
  }
}

function toClaim(item: Record<string, unknown>): AddressClaim {
  const text = (member: string) => String(item[member]);
  const origin = item['origin'];
  return {
    site: text('site'),
    address: text('address'),
    vcenter: text('vcenter'),
    hostName: text('hostName'),
    claimedAt: text('claimedAt'),
    origin: origin === 'pool' || origin === 'seen' ? origin : 'settings',
  };
}
