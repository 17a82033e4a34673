/** Which adapters of a host are ours: those that the journal knows and those that a run added, while they are there. */
import { OnboardingError } from '../errors.ts';
import type { AddedAdapter, Intent, JournalRow } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { HostReader } from './ports.ts';
import { servicesLost } from './rollback.ts';
import type { AnsweredAdd, Sighting } from './sighting.ts';
import type { HostState, VirtualNic } from './state.ts';
import { begunAdapter } from './take-back.ts';

type Placed = Pick<VirtualNic, 'portgroup' | 'distributedVirtualPort'>;

/**
 * The adapters that are ours after a run. One that is gone, or is on another stack by now, is dropped; one that we
 * moved to another portgroup is known by that from now on.
 * @param row as it was before the run
 */
export async function addedAfter(
  row: JournalRow | undefined,
  runId: string,
  { status }: Pick<Outcome, 'status'>,
  sighting: Sighting,
): Promise<readonly AddedAdapter[]> {
  if (status === 'gone') return [];
  const { first, last, adds, updates, vcenter } = sighting;
  const adapters = new Map<string, AddedAdapter>();
  for (const known of row?.added ?? []) {
    const nic = last?.network === undefined ? undefined : onHost(known, last);
    if (last?.network !== undefined && nic === undefined) continue;
    const isMoved = nic !== undefined && updates.has(known.device);
    adapters.set(known.device, isMoved ? { ...known, ...(await placeOf(nic, vcenter)) } : known);
  }
  const begun = first === undefined ? undefined : await begunOnHost(first, row?.intent, vcenter);
  if (begun !== undefined && !adapters.has(begun.device) && isStillThere(begun, sighting)) {
    adapters.set(begun.device, { ...begun, ...switchedOff(row?.intent?.before, last) });
  }
  for (const add of adds) {
    const ours = { ...(await fromAdd(add, vcenter)), runId };
    if (isStillThere(ours, sighting)) adapters.set(add.device, { ...ours, ...switchedOff(first, last) });
  }
  return [...adapters.values()];
}

/** The first adapter of the stack that an interrupted run added, as a record. */
export async function begunOnHost(
  host: HostState,
  intent: Intent | undefined,
  vcenter: Pick<HostReader, 'directory'>,
): Promise<AddedAdapter | undefined> {
  const nic = begunAdapter(host, intent);
  if (nic === undefined || intent === undefined) return undefined;
  const { device, netStackInstanceKey } = nic;
  return { device, ...(await placeOf(nic, vcenter)), netStackInstanceKey, addedAt: intent.openedAt };
}

/** True for what `remove` was about to do: the operator's to repeat, and no leave to write to the host. */
export function isRemoval({ steps }: Intent): boolean {
  return steps.every(({ action }) => action === 'removeVirtualNic');
}

/** The adapter with the device and on the stack of the record. */
export function onHost({ device, netStackInstanceKey }: AddedAdapter, host: HostState): VirtualNic | undefined {
  return host.network?.vnics.find((nic) => nic.device === device && nic.netStackInstanceKey === netStackInstanceKey);
}

/** Name and key of the portgroup; where its name cannot be learned, the key stands for it. */
export async function placeOf(
  { portgroup, distributedVirtualPort }: Placed,
  vcenter: Pick<HostReader, 'directory'>,
): Promise<Pick<AddedAdapter, 'portgroup' | 'portgroupKey'>> {
  const key = distributedVirtualPort?.portgroupKey;
  if (key === undefined) return { portgroup: portgroup ?? '' };
  return { portgroup: (await nameOf(key, vcenter)) ?? key, portgroupKey: key };
}

async function fromAdd({ device, portgroup, nic, at }: AnsweredAdd, vcenter: HostReader): Promise<AddedAdapter> {
  const place = await placeOf({ ...nic, portgroup }, vcenter);
  const { netStackInstanceKey = '' } = nic;
  return { device, ...place, netStackInstanceKey, addedAt: at.toISOString() };
}

/** What `remove` compares the host with: vCenter may not switch on again what it switched off for our adapter. */
function switchedOff(before: HostState | undefined, last: HostState | undefined): Pick<AddedAdapter, 'nicTypesBefore'> {
  if (before === undefined || last?.network === undefined || servicesLost(before, last).length === 0) return {};
  return { nicTypesBefore: before.nicTypes };
}

/** vCenter may show late what was added; only what we took off again is gone when it is not seen. */
function isStillThere(adapter: AddedAdapter, { last, removals }: Sighting): boolean {
  return !removals.has(adapter.device) || last?.network === undefined || onHost(adapter, last) !== undefined;
}

async function nameOf(key: string, vcenter: Pick<HostReader, 'directory'>): Promise<string | undefined> {
  try {
    return (await vcenter.directory()).portgroups.find((portgroup) => portgroup.key === key)?.name;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return undefined;
  }
}
