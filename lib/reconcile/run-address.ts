/** The address of a host through a run: provisional while it is planned, claimed before the first write. */
import { addressWish, plannedAddresses, withAddress } from './address-wish.ts';
import { claimAddress, provisionalAddress } from './claims.ts';
import type { Desired } from './desired.ts';
import type { Clock } from './ports.ts';
import type { EffectiveSettings } from './settings.ts';
import type { ClaimStore, RangeStore } from './shared-stores.ts';
import type { HostState } from './state.ts';
import type { WrittenStack } from './steps.ts';

/** Where claims are kept; without a table there are none, and a pool is refused. */
export interface AddressPorts {
  readonly vcenter: { readonly name: string };
  readonly clock: Clock;
  readonly claims?: ClaimStore;
  readonly ranges?: RangeStore;
}

/**
 * Settings whose pool is the address that a run would take now; others as they are.
 * @throws OnboardingError `pool-not-ready`, `ranges-overlap`, `pool-exhausted`, `journal-unavailable`
 */
export async function provisionalSettings(
  settings: EffectiveSettings,
  host: HostState,
  stack: WrittenStack | undefined,
  { vcenter, claims, ranges }: AddressPorts,
): Promise<EffectiveSettings> {
  const wish = addressWish(settings, host, vcenter.name, stack);
  if (wish === undefined || wish.address.mode !== 'pool' || claims === undefined || ranges === undefined)
    return settings;
  return withAddress(settings, await provisionalAddress(wish, { claims, ranges }), stack);
}

/**
 * Claims the addresses of a plan.
 * @param settings as the operator wrote them, its pool included
 * @returns settings whose pool is the address that is ours now, which may be another than the provisional one
 * @throws OnboardingError `address-claimed`, `pool-not-ready`, `ranges-overlap`, `pool-exhausted`, `journal-unavailable`
 */
export async function claimedSettings(
  settings: EffectiveSettings,
  host: HostState,
  desired: Desired,
  { vcenter, clock, claims, ranges }: AddressPorts,
): Promise<EffectiveSettings> {
  const { netStackInstanceKey: stack } = desired;
  const wish = addressWish(settings, host, vcenter.name, stack);
  if (wish === undefined || claims === undefined || ranges === undefined) return settings;
  const address = await claimAddress(wish, plannedAddresses(desired), { claims, ranges, clock });
  return withAddress(settings, address, stack);
}
