/** The addresses of pools through one plan of many hosts: who has what is read once, and no two hosts get the same. */
import { type AddressSpace, isFromPool, settleAddress } from './address-pool.ts';
import { addressWish, withAddress } from './address-wish.ts';
import type { AddressStores } from './claims.ts';
import type { EffectiveSettings } from './settings.ts';
import type { HostState } from './state.ts';
import type { WrittenStack } from './steps.ts';

/** See the head of the file. Claims nothing: another run may take an address first. */
export class PlannedAddresses {
  readonly #vcenter: string;
  readonly #stores: AddressStores | undefined;
  readonly #spaces = new Map<string, Promise<AddressSpace>>();

  /** @param stores absent: no table, and a host with a pool stays as it is written, for the plan to refuse */
  constructor(vcenter: string, stores: AddressStores | undefined) {
    this.#vcenter = vcenter;
    this.#stores = stores;
  }

  /**
   * Settings whose pool is the address that a run would take now; others as they are.
   * @throws OnboardingError `pool-not-ready`, `ranges-overlap`, `pool-exhausted`, `journal-unavailable`
   */
  async settle(settings: EffectiveSettings, host: HostState, stack?: WrittenStack): Promise<EffectiveSettings> {
    const wish = addressWish(settings, host, this.#vcenter, stack);
    if (wish === undefined || !isFromPool(wish) || this.#stores === undefined) return settings;
    const space = await this.#spaceOf(wish.site, this.#stores);
    const address = settleAddress(wish, space);
    if (address.mode === 'static') this.#take(wish.site, address.address.replace(/\/.*/, ''), host.name, space);
    return withAddress(settings, address, stack);
  }

  #take(site: string, address: string, hostName: string, space: AddressSpace): void {
    if (space.claims.some((claim) => claim.address === address)) return;
    const claim = { site, address, vcenter: this.#vcenter, hostName, claimedAt: '', origin: 'pool' } as const;
    this.#spaces.set(site, Promise.resolve({ ...space, claims: [...space.claims, claim] }));
  }

  #spaceOf(site: string, { claims, ranges }: AddressStores): Promise<AddressSpace> {
    const known = this.#spaces.get(site);
    if (known !== undefined) return known;
    const reading = Promise.all([claims.ofSite(site), ranges.readAll()]).then(([held, swept]) => ({
      claims: held,
      swept,
    }));
    this.#spaces.set(site, reading);
    return reading;
  }
}
