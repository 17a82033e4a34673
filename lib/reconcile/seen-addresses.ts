/** What a sweep saw against what is claimed: which claims to make, which to give up, and who is in whose way. */
import { insideRanges } from './address-ranges.ts';
import { canonical, isIp, isLinkLocal } from './addresses.ts';
import type { AddressClaim } from './shared-stores.ts';
import type { HostState } from './state.ts';

/** What is known when every host of a vCenter has been read. */
export interface SeenView {
  readonly vcenter: string;
  readonly site: string;
  readonly hosts: readonly HostState[];
  /** Of the site, whoever's. */
  readonly claims: readonly AddressClaim[];
  /** Of every pool that hands out addresses of the site. */
  readonly ranges: readonly string[];
  /** When reading the hosts began: what was claimed after that is newer than what was seen. */
  readonly readAt: Date;
  readonly now: Date;
}

/** One address, and more than one that has or holds it: `esx-1`, `esx-9 of vc02`. */
export interface AddressConflict {
  readonly address: string;
  readonly owners: readonly string[];
}

/** What follows. */
export interface SeenVerdict {
  readonly claims: readonly AddressClaim[];
  readonly releases: readonly AddressClaim[];
  readonly conflicts: readonly AddressConflict[];
  /** Held for hosts of this vCenter that are not in its inventory: a person may give them back. */
  readonly releasable: readonly AddressClaim[];
}

/** Decides about every address of every host; nothing is written here. */
export function judgeSeen(view: SeenView): SeenVerdict {
  const { vcenter, site, now } = view;
  const seen = ownersByAddress(view.hosts);
  const inventory = new Map(view.hosts.map((host) => [host.name, host]));
  const releases = view.claims.filter((claim) => isOver(claim, view, seen, inventory));
  const given = new Set(releases.map(({ address }) => address));
  const kept = view.claims.filter(({ address }) => !given.has(address));
  const holders = new Map(kept.map((claim) => [claim.address, claim]));
  const unclaimed = [...seen].filter(([address]) => !holders.has(address));
  const claimedAt = now.toISOString();
  return {
    claims: unclaimed.flatMap(([address, [hostName]]) =>
      hostName === undefined ? [] : [{ site, address, vcenter, hostName, claimedAt, origin: 'seen' as const }],
    ),
    releases,
    conflicts: [...seen].flatMap(([address, names]) => {
      const owners = [...names, ...otherOwner(holders.get(address), names, vcenter, inventory)];
      return owners.length > 1 ? [{ address, owners }] : [];
    }),
    releasable: kept.filter(
      (claim) => claim.vcenter === vcenter && !inventory.has(claim.hostName) && isOlder(claim, view),
    ),
  };
}

/** Every address of every adapter with the names of the hosts that have it; link-local ones are everywhere. */
function ownersByAddress(hosts: readonly HostState[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const host of hosts) {
    for (const address of new Set(addressesOf(host))) {
      owners.set(address, [...(owners.get(address) ?? []), host.name]);
    }
  }
  return owners;
}

/** Every address of the host's adapters; link-local ones and none at all are left out. */
export function addressesOf({ network }: HostState): string[] {
  const vnics = network?.vnics ?? [];
  const texts = vnics.flatMap(({ ipAddress, ipv6 }) => [
    ...(ipAddress === undefined ? [] : [ipAddress]),
    ...(ipv6?.addresses ?? []).map((address) => address.ipAddress),
  ]);
  const nothing = ['0.0.0.0', '::'];
  return texts.map(canonical).filter((text) => isIp(text) && !isLinkLocal(text) && !nothing.includes(text));
}

/**
 * Only what was seen is given up by itself. A host that cannot be read may still have it, and so may one that was
 * taken out of the inventory: it keeps its adapters. Of the latter only the addresses that a pool could hand out to
 * somebody else are kept, and not when another host shows that it has them now.
 */
function isOver(
  claim: AddressClaim,
  view: SeenView,
  seen: ReadonlyMap<string, readonly string[]>,
  inventory: ReadonlyMap<string, HostState>,
): boolean {
  if (claim.vcenter !== view.vcenter || claim.origin !== 'seen' || !isOlder(claim, view)) return false;
  const owners = seen.get(claim.address) ?? [];
  if (owners.includes(claim.hostName)) return false;
  if (!inventory.has(claim.hostName)) return owners.length > 0 || !insideRanges(view.ranges)(claim.address);
  return inventory.get(claim.hostName)?.network !== undefined;
}

function isOlder({ claimedAt }: AddressClaim, { readAt }: SeenView): boolean {
  return new Date(claimedAt) < readAt;
}

/** A host that has left this inventory is in nobody's way, and one of the same name has moved between vCenters. */
function otherOwner(
  holder: AddressClaim | undefined,
  names: readonly string[],
  vcenter: string,
  inventory: ReadonlyMap<string, HostState>,
): string[] {
  if (holder === undefined || names.includes(holder.hostName)) return [];
  if (holder.vcenter !== vcenter) return [`${holder.hostName} of ${holder.vcenter}`];
  return inventory.has(holder.hostName) ? [holder.hostName] : [];
}
