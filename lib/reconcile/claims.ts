/** One claim an address for the whole deployment, before the first write to a host, however the address came about. */
import { OnboardingError } from '../errors.ts';
import { type AddressSpace, type AddressWish, choosePoolAddress, isFromPool, settleAddress } from './address-pool.ts';
import { isInRanges } from './address-ranges.ts';
import { canonical, parseCidr } from './addresses.ts';
import type { Clock } from './ports.ts';
import type { AddressSettings } from './settings-document.ts';
import type { AddressClaim, ClaimStore, RangeStore } from './shared-stores.ts';

/** Where claims are kept. */
export interface AddressStores {
  readonly claims: ClaimStore;
  readonly ranges: RangeStore;
}

/**
 * For a plan: a pool as the static address that a run would take now. Claims nothing, so that two plans may show the
 * same one.
 * @throws OnboardingError `pool-not-ready`, `ranges-overlap`, `pool-exhausted`, `journal-unavailable`
 */
export async function provisionalAddress(wish: AddressWish, stores: AddressStores): Promise<AddressSettings> {
  return isFromPool(wish) ? settleAddress(wish, await readSpace(wish, stores)) : wish.address;
}

/**
 * For a run, before its first write: claims every address that its plan gives the adapter. A host that claims twice
 * holds it once, so a run that is repeated gets the same one.
 * @param planned addresses of both families, static or derived; none with DHCP, whose addresses are the server's
 * @returns the settings to plan again with when they are not those that were planned with: another run took the
 * address of the pool first, and this one got the next
 * @throws OnboardingError `address-claimed`, `pool-not-ready`, `ranges-overlap`, `pool-exhausted`, `journal-unavailable`
 */
export async function claimAddress(
  wish: AddressWish,
  planned: readonly string[],
  ports: AddressStores & { readonly clock: Clock },
): Promise<AddressSettings> {
  const { address } = wish;
  const isPooled = (each: string) => address.mode === 'pool' && isInRanges(each, address.ranges);
  for (const each of planned.map(canonical).filter((text) => !isPooled(text))) {
    const holder = await ports.claims.claim(claimOf(wish, each, 'settings', ports.clock));
    if (holder !== undefined) throw refused(wish, holder);
  }
  return isFromPool(wish) ? claimFromPool(wish, ports) : address;
}

/** Each lost race takes an address out of the choice, so this ends. */
async function claimFromPool(
  wish: Parameters<typeof choosePoolAddress>[0],
  ports: AddressStores & { readonly clock: Clock },
): Promise<AddressSettings> {
  let space = await readSpace(wish, ports);
  for (;;) {
    const address = choosePoolAddress(wish, space);
    const holder = await ports.claims.claim(claimOf(wish, address, 'pool', ports.clock));
    const { prefixLength } = parseCidr(wish.address.subnet).subnet;
    if (holder === undefined) return { mode: 'static', address: `${address}/${prefixLength}` };
    space = { ...space, claims: [...space.claims, holder] };
  }
}

async function readSpace({ site }: AddressWish, { claims, ranges }: AddressStores): Promise<AddressSpace> {
  const [held, swept] = await Promise.all([claims.ofSite(site), ranges.readAll()]);
  return { claims: held, swept };
}

function claimOf(wish: AddressWish, address: string, origin: AddressClaim['origin'], clock: Clock): AddressClaim {
  const { site, vcenter, host } = wish;
  return { site, address, vcenter, hostName: host.name, claimedAt: clock.now().toISOString(), origin };
}

const HOW = { pool: 'from a pool', settings: 'by its settings', seen: 'as a sweep saw it' };

function refused({ vcenter, host }: AddressWish, { address, ...holder }: AddressClaim): OnboardingError {
  const message =
    `${address} belongs to ${holder.hostName} of ${holder.vcenter} (${HOW[holder.origin]}, since ${holder.claimedAt}), ` +
    `so ${host.name} does not get it.`;
  const context = { vcenter, host: host.name, moref: host.moref, path: 'address', address };
  return new OnboardingError('address-claimed', message, context);
}
