/** What the settings of a whole vCenter say of addresses: its site, and the pools of all its scopes. */
import { OnboardingErrors } from '../errors.ts';
import { countHostAddresses, insideRanges } from './address-ranges.ts';
import { parseCidr, unusableAs } from './addresses.ts';
import type { StoredDocument } from './ports.ts';
import { type AddressSettings, parseSettings, type SettingsDocument } from './settings-document.ts';

type Pool = Extract<AddressSettings, { mode: 'pool' }>;

/** The addresses of a vCenter, as far as its settings can be read. */
export interface VcenterPools {
  /** '' where no settings name one; undefined where the document that would name it cannot be read. */
  readonly site: string | undefined;
  /** Each once, however many scopes name it. */
  readonly pools: readonly Pool[];
  /** Of all scopes: a pool may inherit its gateway. */
  readonly gateways: readonly string[];
  /** Documents that cannot be read may have named more. */
  readonly isWhole: boolean;
}

/** @param documents every scope of one vCenter */
export function poolsOf(documents: readonly StoredDocument[]): VcenterPools {
  const read = documents.map((stored) => ({ scope: stored.scope, settings: readable(stored) }));
  const settings = read.flatMap((each) => each.settings ?? []);
  const defaults = read.find(({ scope }) => scope === 'defaults');
  const stacks = settings.flatMap((each) => [each, each.vmotion ?? {}]);
  const pools = stacks.flatMap(({ address }) => (address?.mode === 'pool' ? [address] : []));
  return {
    site: defaults === undefined ? '' : defaults.settings && (defaults.settings.site ?? ''),
    pools: [...new Map(pools.map((pool) => [JSON.stringify(pool), pool])).values()],
    gateways: stacks.flatMap(({ gateway }) => gateway ?? []),
    isWhole: settings.length === documents.length,
  };
}

/** Whose settings these are is told what is wrong with them, host by host. */
function readable(stored: StoredDocument): SettingsDocument | undefined {
  try {
    return parseSettings(stored);
  } catch (error) {
    if (!(error instanceof OnboardingErrors)) throw error;
    return undefined;
  }
}

/** How full the fullest of some pools is. */
export interface PoolStock {
  /** The fewest addresses that one of them has left. */
  readonly free: number;
  /** One of them has less than a tenth left, or fewer than five addresses. */
  readonly isLow: boolean;
}

/**
 * @param taken claimed addresses
 * @returns undefined where there is no pool
 */
export function stockOf({ pools, gateways }: VcenterPools, taken: readonly string[]): PoolStock | undefined {
  if (pools.length === 0) return undefined;
  const occupied = [...new Set([...taken, ...gateways])];
  const stocks = pools.map(({ subnet: cidr, ranges }) => {
    const { subnet } = parseCidr(cidr);
    const isInside = insideRanges(ranges);
    const size = countHostAddresses(ranges, subnet);
    const used = occupied.filter((address) => isInside(address) && unusableAs(address, subnet) === undefined);
    return { free: size - used.length, size };
  });
  return {
    free: Math.min(...stocks.map(({ free }) => free)),
    isLow: stocks.some(({ free, size }) => free < 5 || free < size / 10),
  };
}
