import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Checkpoint, CheckpointStore } from '../reconcile/ports.ts';
import { callTable, isConditionMet, itemKey, type Table } from './table-item.ts';

/** One item a vCenter; it holds the id of the run that may write it, and when that took it, which people are shown. */
export class CheckpointItem implements CheckpointStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async take(vcenter: string, runId: string): Promise<Checkpoint | undefined> {
    const update = new UpdateCommand({
      TableName: this.#table.name,
      Key: checkpointKey(vcenter),
      UpdateExpression: 'SET #runId = :runId, #takenAt = :takenAt',
      ExpressionAttributeNames: { '#runId': 'runId', '#takenAt': 'takenAt' },
      ExpressionAttributeValues: { ':runId': runId, ':takenAt': new Date().toISOString() },
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes } = await callTable('take the checkpoint', vcenter, () => this.#table.documents.send(update));
    return Attributes?.['checkpoint'] as Checkpoint | undefined;
  }

  async save(vcenter: string, runId: string, checkpoint: Checkpoint): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.#table.name,
      Key: checkpointKey(vcenter),
      UpdateExpression: 'SET #checkpoint = :checkpoint',
      ConditionExpression: '#runId = :runId',
      ExpressionAttributeNames: { '#checkpoint': 'checkpoint', '#runId': 'runId' },
      ExpressionAttributeValues: { ':checkpoint': checkpoint, ':runId': runId },
    });
    return callTable('save the checkpoint', vcenter, () => isConditionMet(this.#table.documents.send(update)));
  }
}

/** The primary key of the one item of a vCenter. */
export function checkpointKey(vcenter: string): Record<string, string> {
  return itemKey('checkpoint', vcenter, 'events');
}
