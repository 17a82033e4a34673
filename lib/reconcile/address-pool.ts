/** Which address of a pool a host gets. Decided from values: the claims of the site, and what vCenters last swept. */
import type { HostReference } from '../contract.ts';
import { type ErrorCode, OnboardingError } from '../errors.ts';
import { hostAddresses, isInRanges, overlapOf } from './address-ranges.ts';
import { canonical, parseCidr } from './addresses.ts';
import type { AddressSettings } from './settings-document.ts';
import type { AddressClaim, SweptRanges } from './shared-stores.ts';

/** What is asked for one adapter of one host. */
export interface AddressWish {
  /** The member `address` of the settings of the stack. */
  readonly address: AddressSettings;
  readonly vcenter: string;
  readonly host: HostReference;
  /** The member `site` of the settings; '' where there is none. */
  readonly site: string;
  /** Never handed out: gateways of the stack and of its routes, addresses of the host's other adapters. */
  readonly reserved: readonly string[];
  /** The IPv4 address that the adapter has; absent without one, and with DHCP, whose addresses are the server's. */
  readonly current?: string;
}

/** Who has what. */
export interface AddressSpace {
  /** The claims of the wish's site. */
  readonly claims: readonly AddressClaim[];
  /** Of all vCenters. */
  readonly swept: readonly SweptRanges[];
}

type PoolWish = AddressWish & { readonly address: Extract<AddressSettings, { mode: 'pool' }> };

/** True for a wish that a pool has to answer. */
export function isFromPool(wish: AddressWish): wish is PoolWish {
  return wish.address.mode === 'pool';
}

/**
 * A pool as the static address that it comes to, provisional until it is claimed; other modes as they are.
 * @throws OnboardingError `pool-not-ready`, `ranges-overlap`, `pool-exhausted`
 */
export function settleAddress(wish: AddressWish, space: AddressSpace): AddressSettings {
  if (!isFromPool(wish)) return wish.address;
  const { prefixLength } = parseCidr(wish.address.subnet).subnet;
  return { mode: 'static', address: `${choosePoolAddress(wish, space)}/${prefixLength}` };
}

/**
 * The address of a pool for a host: the one that it was given before, else the one that it has, else another of its
 * own, else the first that is free.
 * @throws OnboardingError `pool-not-ready`, `ranges-overlap`, `pool-exhausted`
 */
export function choosePoolAddress(wish: PoolWish, space: AddressSpace): string {
  refuseUnready(wish, space.swept);
  const { ranges, subnet } = wish.address;
  const holders = new Map(space.claims.map((claim) => [claim.address, claim]));
  const reserved = new Set(wish.reserved.map(canonical));
  const isOurs = (claim: AddressClaim) => claim.vcenter === wish.vcenter && claim.hostName === wish.host.name;
  const isPossible = (address: string) => isInRanges(address, ranges) && !reserved.has(address);
  const isFree = (address: string) => isPossible(address) && !holders.has(address);
  const isOurOwn = (address: string) => {
    const holder = holders.get(address);
    return isPossible(address) && (holder === undefined || isOurs(holder));
  };
  const current = wish.current === undefined ? [] : [canonical(wish.current)];
  const ours = (origin: AddressClaim['origin']) =>
    space.claims.filter((claim) => isOurs(claim) && claim.origin === origin).map(({ address }) => address);
  const given = ours('pool');
  const kept = [...current.filter((address) => given.includes(address)), ...given, ...current, ...ours('settings')];
  const address = kept.find(isOurOwn) ?? firstOf(hostAddresses(ranges, parseCidr(subnet).subnet), isFree);
  if (address !== undefined) return address;
  const taken = space.claims.filter((claim) => isInRanges(claim.address, ranges)).length;
  const message =
    `The pool ${ranges.join(', ')} of ${subnet} has no address left for ${wish.host.name}: ${taken} are claimed, ` +
    'the rest belongs to gateways, or to other adapters of the host.';
  throw refusal('pool-exhausted', wish, message);
}

/** A pool knows what is free only after everything that is in use has been seen once. */
function refuseUnready(wish: PoolWish, swept: readonly SweptRanges[]): void {
  const { vcenter, site, host } = wish;
  const own = swept.find((each) => each.vcenter === vcenter);
  if (own?.site !== site) {
    const message = `${host.name} gets no address from a pool before a full sweep of ${vcenter}${inSite(site)}.`;
    throw refusal('pool-not-ready', wish, message);
  }
  for (const other of swept) {
    if (other.vcenter === vcenter || areSeparate(site, other.site)) continue;
    const shared = overlapOf(wish.address.ranges, other.ranges);
    if (shared === undefined) continue;
    const message =
      `The range ${shared[0]} of ${vcenter}${inSite(site)} overlaps ${shared[1]} of ${other.vcenter}` +
      `${inSite(other.site)}, last swept at ${other.sweptAt}, so ${host.name} gets no address from it.`;
    throw refusal('ranges-overlap', wish, message);
  }
}

/** Only two names say that there are two networks; a vCenter without one may be anywhere. */
export function areSeparate(one: string, other: string): boolean {
  return one !== '' && other !== '' && one !== other;
}

function inSite(site: string): string {
  return site === '' ? '' : ` in site ${site}`;
}

function firstOf(addresses: Iterable<string>, isWanted: (address: string) => boolean): string | undefined {
  for (const address of addresses) if (isWanted(address)) return address;
  return undefined;
}

function refusal(code: ErrorCode, { vcenter, host }: AddressWish, message: string): OnboardingError {
  return new OnboardingError(code, message, { vcenter, host: host.name, moref: host.moref, path: 'address' });
}
