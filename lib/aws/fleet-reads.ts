import type { Checkpoint } from '../reconcile/ports.ts';
import type { Trials } from '../reconcile/shared-stores.ts';
import { toTrials } from './brake-item.ts';
import { checkpointKey } from './checkpoint-item.ts';
import { callTable, partitionKey, readItem, readPartition, sortKeyOf, type Table } from './table-item.ts';

/** How far events are forwarded, and when a forwarder last began to listen. */
export interface ForwarderState {
  /** Absent until the first run has come to its first look. */
  readonly checkpoint?: Checkpoint;
  /** ISO, by the forwarder's clock; absent when an older release ran last. */
  readonly takenAt?: string;
}

/** Trials under one version of the settings. */
export interface RememberedTrials extends Trials {
  /** Digest of the settings' versions. */
  readonly settings: string;
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

  async trials(vcenter: string): Promise<readonly RememberedTrials[]> {
    const items = await this.#partition('read the brake', 'brake', vcenter);
    return items.map((item) => ({ settings: sortKeyOf(item), ...toTrials(item) }));
  }

  async leases(vcenter: string): Promise<readonly HeldLease[]> {
    const items = await this.#partition('read the leases', 'lease', vcenter);
    return items.map((item) => ({
      moref: sortKeyOf(item),
      owner: String(item['owner']),
      until: new Date(Number(item['until'])).toISOString(),
    }));
  }

  #partition(doing: string, kind: 'brake' | 'lease', vcenter: string): Promise<Record<string, unknown>[]> {
    return callTable(doing, vcenter, () => readPartition(this.#table, partitionKey(kind, vcenter)));
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return typeof value === 'object' && value !== null && 'time' in value && typeof value.time === 'string';
}
