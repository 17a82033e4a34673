import type { Checkpoint } from '../reconcile/ports.ts';
import { checkpointKey } from './checkpoint-item.ts';
import { callTable, partitionKey, readItem, readPartition, sortKeyOf, type Table } from './table-item.ts';

/** How far events are forwarded, and when a forwarder last began to listen. */
export interface ForwarderState {
  /** Absent until the first run has come to its first look. */
  readonly checkpoint?: Checkpoint;
  /** ISO, by the forwarder's clock; absent when an older release ran last. */
  readonly takenAt?: string;
}

/** Who writes to a host. */
export interface HeldLease {
  readonly moref: string;
  readonly owner: string;
  /** ISO; past for a run that was killed. */
  readonly until: string;
}

/** What people are shown of the items that functions write; changes nothing. May throw `journal-unavailable`. */
export class FleetReads {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** @returns undefined when no forwarder has run yet */
  async forwarder(vcenter: string): Promise<ForwarderState | undefined> {
    const read = () => readItem(this.#table, checkpointKey(vcenter));
    const item = await callTable('read the checkpoint', vcenter, read);
    if (item === undefined) return undefined;
    const checkpoint = item['checkpoint'];
    const takenAt = item['takenAt'];
    return {
      ...(isCheckpoint(checkpoint) ? { checkpoint } : {}),
      ...(typeof takenAt === 'string' ? { takenAt } : {}),
    };
  }

  async leases(vcenter: string): Promise<readonly HeldLease[]> {
    const read = () => readPartition(this.#table, partitionKey('lease', vcenter));
    const items = await callTable('read the leases', vcenter, read);
    return items.map((item) => ({
      moref: sortKeyOf(item),
      owner: String(item['owner']),
      until: new Date(Number(item['until'])).toISOString(),
    }));
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return typeof value === 'object' && value !== null && 'time' in value && typeof value.time === 'string';
}
