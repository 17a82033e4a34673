import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  type LoginBreaker,
  type LoginEnd,
  type LoginLeave,
  REFUSED_LOGIN_MILLISECONDS,
} from '../reconcile/shared-stores.ts';
import { callTable, isConditionMet, itemKey, partitionKey, readPartition, type Table } from './table-item.ts';

/** Wrong credentials are refused that often before everybody knows: well below the five after which vCenter locks. */
const TRIES_AT_ONCE = 2;

/** A process that ended while it logged in is not waited for: longer than the calls of a log-in may take. */
const TRY_MILLISECONDS = 3 * 60_000;

type Change = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression'>;

/** Nobody tries these credentials, or what is known of them is old. */
const BEGIN: Change = {
  UpdateExpression: 'SET #version = :version, #tries = :one, #endsAt = :endsAt REMOVE #refused',
  ConditionExpression: 'attribute_not_exists(#version) OR #version <> :version OR #endsAt <= :now',
};

const JOIN: Change = {
  UpdateExpression: 'SET #tries = #tries + :one, #endsAt = :endsAt',
  ConditionExpression: '#version = :version AND attribute_not_exists(#refused) AND #tries < :most',
};

/** A refusal stays, also when somebody else was let in at the same moment. */
const ENDS: Readonly<Record<LoginEnd, Change>> = {
  accepted: {
    UpdateExpression: 'REMOVE #version, #tries, #endsAt',
    ConditionExpression: '#version = :version AND attribute_not_exists(#refused)',
  },
  unknown: {
    UpdateExpression: 'SET #tries = #tries - :one',
    ConditionExpression: '#version = :version AND attribute_not_exists(#refused) AND #tries > :none',
  },
  refused: {
    UpdateExpression: 'SET #version = :version, #refused = :refused, #endsAt = :endsAt REMOVE #tries',
    ConditionExpression: 'attribute_not_exists(#version) OR #version = :version',
  },
};

/** One item a vCenter, of the newest credentials that were tried. Only updates and queries, so that every role may. */
export class LoginBreakerItem implements LoginBreaker {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  enter(vcenter: string, version: string, now: Date): Promise<LoginLeave> {
    const endsAt = now.getTime() + TRY_MILLISECONDS;
    return callTable('ask for a log-in', vcenter, async () => {
      if (await this.#change(vcenter, BEGIN, { version, endsAt, now: now.getTime(), one: 1 })) return 'granted';
      if (await this.#change(vcenter, JOIN, { version, endsAt, one: 1, most: TRIES_AT_ONCE })) return 'granted';
      const [item] = await readPartition(this.#table, partitionKey('login', vcenter));
      const isRefused = item?.['version'] === version && item['refused'] === true;
      return isRefused ? { refusedUntil: new Date(Number(item['endsAt'])) } : 'wait';
    });
  }

  async leave(vcenter: string, version: string, end: LoginEnd, now: Date): Promise<void> {
    const endsAt = now.getTime() + REFUSED_LOGIN_MILLISECONDS;
    const values = { version, one: 1, none: 0, refused: true, endsAt };
    await callTable('record a log-in', vcenter, () => this.#change(vcenter, ENDS[end], values));
  }

  /** Names and values that an expression does not use are refused (ValidationException). */
  #change(vcenter: string, change: Change, values: Readonly<Record<string, unknown>>): Promise<boolean> {
    const text = `${change.UpdateExpression} ${change.ConditionExpression}`;
    const used = (sign: string) => [...new Set(text.match(new RegExp(`${sign}\\w+`, 'g')))];
    const update = new UpdateCommand({
      TableName: this.#table.name,
      Key: itemKey('login', vcenter, 'breaker'),
      ...change,
      ExpressionAttributeNames: Object.fromEntries(used('#').map((name) => [name, name.slice(1)])),
      ExpressionAttributeValues: Object.fromEntries(used(':').map((name) => [name, values[name.slice(1)]])),
    });
    return isConditionMet(this.#table.documents.send(update));
  }
}
