import { PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type HostReference, JOURNAL_KEYS } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import {
  ALERTS_A_WINDOW,
  type AlertWindow,
  type AlertWindowStore,
  WINDOW_MILLISECONDS,
} from '../reconcile/alert-windows.ts';
import { callTable, isConditionMet, itemKey, partitionKey, readPartition, type Table } from './table-item.ts';

/** Each look may be made old by another run before the next; a few runs at once need a few. */
const LOOKS = 10;

type Change = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression'>;

const NAMES = ['told', 'held', 'endsAt'] as const;

/** Counted in: there is room, or it is one of the ten already. */
const TELL: Change = {
  UpdateExpression: 'ADD #told :hosts',
  ConditionExpression: '#endsAt > :now AND (size(#told) < :most OR contains(#told, :host))',
};

/** The window is full; or its time is over and its summary not sent yet: till then it takes more in. */
const HOLD: Change = {
  UpdateExpression: 'ADD #held :hosts',
  ConditionExpression: '(#endsAt > :now AND size(#told) >= :most) OR (#endsAt <= :now AND attribute_exists(#held))',
};

/** One item a code: its hosts in two sets, changed in place, so that no run writes over another one's. */
export class AlertWindowItem implements AlertWindowStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async admit(vcenter: string, code: string, host: HostReference, now: Date): Promise<'tell' | 'hold'> {
    return callTable('count an alert', vcenter, async () => {
      for (let look = 1; look <= LOOKS; look += 1) {
        const hosts = { ':hosts': new Set([textOf(host)]), ':now': now.toISOString(), ':most': ALERTS_A_WINDOW };
        if (await this.#change(vcenter, code, TELL, { ...hosts, ':host': textOf(host) })) return 'tell';
        if (await this.#change(vcenter, code, HOLD, hosts)) return 'hold';
        if (await this.#begin(vcenter, code, host, now)) return 'tell';
      }
      const message = `Other runs changed the window of ${code} ${LOOKS} times before this one could.`;
      throw new OnboardingError('journal-unavailable', message, { vcenter, host: host.name });
    });
  }

  async withdraw(vcenter: string, code: string, host: HostReference): Promise<boolean> {
    const change = { UpdateExpression: 'DELETE #held :hosts', ConditionExpression: 'contains(#held, :host)' };
    const values = { ':hosts': new Set([textOf(host)]), ':host': textOf(host) };
    return callTable('count an alert off', vcenter, () => this.#change(vcenter, code, change, values));
  }

  async ended(vcenter: string, now: Date): Promise<readonly AlertWindow[]> {
    const read = () => readPartition(this.#table, partitionKey('alerts', vcenter));
    const items = await callTable('read the windows of alerts', vcenter, read);
    return items
      .filter(({ endsAt }) => String(endsAt) <= now.toISOString())
      .map((item) => toWindow(vcenter, item))
      .filter(({ held }) => held.length > 0);
  }

  async close({ vcenter, code, held }: AlertWindow): Promise<void> {
    const change = { UpdateExpression: 'DELETE #held :hosts', ConditionExpression: 'attribute_exists(#held)' };
    const values = { ':hosts': new Set(held.map(textOf)) };
    await callTable('close a window of alerts', vcenter, () => this.#change(vcenter, code, change, values));
  }

  #change(vcenter: string, code: string, change: Change, values: Record<string, unknown>): Promise<boolean> {
    const { documents, name: TableName } = this.#table;
    const used = NAMES.filter((name) =>
      `${change.UpdateExpression} ${change.ConditionExpression}`.includes(`#${name}`),
    );
    const update = new UpdateCommand({
      TableName,
      Key: itemKey('alerts', vcenter, code),
      ...change,
      ExpressionAttributeNames: Object.fromEntries(used.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: values,
    });
    return isConditionMet(documents.send(update));
  }

  /** In place of one that has ended with nobody waiting in it. */
  #begin(vcenter: string, code: string, host: HostReference, now: Date): Promise<boolean> {
    const { documents, name: TableName } = this.#table;
    const put = new PutCommand({
      TableName,
      Item: {
        ...itemKey('alerts', vcenter, code),
        startedAt: now.toISOString(),
        endsAt: new Date(now.getTime() + WINDOW_MILLISECONDS).toISOString(),
        told: new Set([textOf(host)]),
      },
      ConditionExpression: 'attribute_not_exists(#endsAt) OR (#endsAt <= :now AND attribute_not_exists(#held))',
      ExpressionAttributeNames: { '#endsAt': 'endsAt', '#held': 'held' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    return isConditionMet(documents.send(put));
  }
}

function toWindow(vcenter: string, item: Record<string, unknown>): AlertWindow {
  const hosts = (member: string) => (item[member] instanceof Set ? [...item[member]].map(String).map(hostOf) : []);
  return {
    vcenter,
    code: String(item[JOURNAL_KEYS.table.sort]),
    startedAt: String(item['startedAt']),
    told: hosts('told'),
    held: hosts('held'),
  };
}

/** A managed object id holds no space. */
function textOf({ moref, name }: HostReference): string {
  return `${moref} ${name}`;
}

function hostOf(text: string): HostReference {
  const space = text.indexOf(' ');
  return { moref: text.slice(0, space), name: text.slice(space + 1) };
}
