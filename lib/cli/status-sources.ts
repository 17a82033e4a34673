/** What `status` reads: the journal table, and vCenter's inventory where it is to be had. */
import { createAwsClients } from '../aws/aws-clients.ts';
import { BrakeItem } from '../aws/brake-item.ts';
import { FleetReads, type ForwarderState, type HeldLease } from '../aws/fleet-reads.ts';
import { JournalTable } from '../aws/journal-table.ts';
import { RangeItem } from '../aws/range-item.ts';
import { OnboardingError, type Problem, problemsOf } from '../errors.ts';
import type { JournalRow } from '../reconcile/journal-row.ts';
import type { Vcenter } from '../reconcile/ports.ts';
import type { RememberedTrials } from '../reconcile/shared-stores.ts';
import type { HostState } from '../reconcile/state.ts';
import type { Console } from './console.ts';
import type { TableLocation } from './journal-door.ts';
import { atVcenter, type SharedOptions } from './workplace.ts';

/** Everything that one look needs. */
export interface FleetSnapshot {
  readonly rows: readonly JournalRow[];
  readonly leases: readonly HeldLease[];
  readonly trials: readonly RememberedTrials[];
  readonly forwarder: ForwarderState | undefined;
  readonly lastSweep: string | undefined;
  /** Absent when vCenter was not asked, or did not answer. */
  readonly inventory?: readonly HostState[];
  readonly problems: readonly Problem[];
}

/** Options that say what is read. */
export interface SourceOptions extends SharedOptions {
  /** Leaves vCenter alone. */
  readonly journalOnly?: boolean;
}

/**
 * Opens what there is, and hands over a function that reads it afresh, in one session with vCenter; closes it after.
 * @throws OnboardingError `journal-unavailable` from the function; what is wrong with vCenter is a problem in its result
 */
export async function withFleet<Result>(
  location: TableLocation,
  options: SourceOptions,
  console: Console,
  work: (read: () => Promise<FleetSnapshot>) => Promise<Result>,
): Promise<Result> {
  const clients = createAwsClients(location.local);
  const table = { documents: clients.documents, name: location.table };
  try {
    if (options.journalOnly) return await work(() => readTable(table, location.vcenter));
    const readBoth = async (inventory: () => Promise<Inventory>): Promise<FleetSnapshot> => {
      const [snapshot, seen] = await Promise.all([readTable(table, location.vcenter), inventory()]);
      return { ...snapshot, ...seen };
    };
    return await withInventory(options, console, location, (inventory) => work(() => readBoth(inventory)));
  } finally {
    clients.destroy();
  }
}

async function readTable(table: ConstructorParameters<typeof FleetReads>[0], vcenter: string): Promise<FleetSnapshot> {
  const fleet = new FleetReads(table);
  const [rows, leases, trials, forwarder, ranges] = await Promise.all([
    new JournalTable(table).readAll(vcenter),
    fleet.leases(vcenter),
    new BrakeItem(table).remembered(vcenter),
    fleet.forwarder(vcenter),
    new RangeItem(table).readAll(),
  ]);
  const lastSweep = ranges.find((swept) => swept.vcenter === vcenter)?.sweptAt;
  return { rows, leases, trials, forwarder, lastSweep, problems: [] };
}

type Inventory = Pick<FleetSnapshot, 'inventory' | 'problems'>;

/** Without a connection there is a reason instead of hosts, each time. */
async function withInventory<Result>(
  options: SourceOptions,
  console: Console,
  location: TableLocation,
  work: (inventory: () => Promise<Inventory>) => Promise<Result>,
): Promise<Result> {
  let isOpen = false;
  try {
    return await atVcenter(
      { ...options, vcenter: location.vcenter },
      console,
      ({ vcenter }) => {
        isOpen = true;
        return work(() => inventoryOf(vcenter));
      },
      location,
    );
  } catch (error) {
    if (isOpen || !(error instanceof OnboardingError)) throw error;
    return work(async () => ({ problems: problemsOf(error) }));
  }
}

async function inventoryOf(vcenter: Vcenter): Promise<Inventory> {
  const inventory: HostState[] = [];
  try {
    for await (const page of vcenter.readHosts()) inventory.push(...page);
    return { inventory, problems: [] };
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return { problems: problemsOf(error) };
  }
}
