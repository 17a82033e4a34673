/** Whether the adapters that the journal records as ours still are on their host as they were recorded. */
import { OnboardingError } from '../errors.ts';
import { begunOnHost, onHost, placeOf } from './added-adapters.ts';
import type { AddedAdapter, JournalRow } from './journal-row.ts';
import type { HostReader } from './ports.ts';
import type { HostState } from './state.ts';

type Directory = Pick<HostReader, 'directory'>;

/**
 * What was recorded and is still there, and what an interrupted run began.
 * @throws OnboardingError `adapter-not-ours` when one of them is on another stack or portgroup by now
 */
export async function oursOn(
  host: HostState,
  { added = [], intent }: JournalRow,
  vcenter: Directory,
): Promise<readonly AddedAdapter[]> {
  const there = added.filter(({ device }) => hasDevice(host, device));
  for (const adapter of there) await refuseForeign(adapter, host, vcenter);
  const begun = await begunOnHost(host, intent, vcenter);
  const isKnown = there.some(({ device }) => device === begun?.device);
  return begun === undefined || isKnown ? there : [...there, begun];
}

/** On whatever stack. */
export function hasDevice({ network }: HostState, device: string): boolean {
  return network?.vnics.some((nic) => nic.device === device) ?? false;
}

/** Devices are named anew: `vmk1` may be another adapter by now. */
async function refuseForeign(adapter: AddedAdapter, host: HostState, vcenter: Directory): Promise<void> {
  const nic = onHost(adapter, host);
  const place = nic === undefined ? undefined : await placeOf(nic, vcenter);
  if (place !== undefined && isSamePlace(adapter, place)) return;
  const found = place === undefined ? 'another TCP/IP stack' : `portgroup ${place.portgroup}`;
  const recorded = `portgroup ${adapter.portgroup} of stack ${adapter.netStackInstanceKey}`;
  const message = `We added ${adapter.device} of ${host.name} on ${recorded}, and it is on ${found} now.`;
  throw new OnboardingError('adapter-not-ours', message, {
    host: host.name,
    moref: host.moref,
    step: 'removeVirtualNic',
  });
}

function isSamePlace(recorded: AddedAdapter, found: Pick<AddedAdapter, 'portgroup' | 'portgroupKey'>): boolean {
  if (recorded.portgroupKey !== undefined) return found.portgroupKey === recorded.portgroupKey;
  return found.portgroupKey === undefined && found.portgroup === recorded.portgroup;
}
