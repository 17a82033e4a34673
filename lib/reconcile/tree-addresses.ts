/** Addresses that a settings tree gives away twice: overlapping pools, and static addresses of several hosts. */
import { areSeparate } from './address-pool.ts';
import { overlapOf } from './address-ranges.ts';
import { canonical, parseCidr, unusableAs } from './addresses.ts';
import { poolsOf } from './pools.ts';
import type { StoredDocument } from './ports.ts';
import type { AddressSettings } from './settings-document.ts';
import {
  type ReadDocument,
  type SettingsProblem,
  type StackSettings,
  settingsProblem,
  stacksOf,
} from './settings-problem.ts';

type Pool = Extract<AddressSettings, { mode: 'pool' }>;
type PoolOfStack = StackSettings & { readonly pool: Pool };

/** Two pools of one vCenter. The same pool may be named by many scopes of one stack. */
export function poolProblems(read: readonly ReadDocument[]): SettingsProblem[] {
  const pools = poolsIn(read);
  return pools.flatMap((own, index) => {
    const problems = pools.slice(0, index).flatMap((other) => overlapBetween(own, other) ?? []);
    return problems.slice(0, 1);
  });
}

function overlapBetween(own: PoolOfStack, other: PoolOfStack): SettingsProblem | undefined {
  const shared = overlapOf(own.pool.ranges, other.pool.ranges);
  if (shared === undefined) return undefined;
  const isSame = JSON.stringify(own.pool) === JSON.stringify(other.pool);
  if (isSame && own.prefix === other.prefix) return undefined;
  const where = `${other.stored.origin}${other.prefix === '' ? '' : ' at vmotion.address'}`;
  const tell = (severity: SettingsProblem['severity'], text: string) =>
    settingsProblem(severity, 'settings-invalid', own.stored, `${own.prefix}address.ranges`, text);
  const overlap = `${shared[0]} overlaps ${shared[1]} of ${where}`;
  if (parseCidr(own.pool.subnet).subnet.prefixLength !== parseCidr(other.pool.subnet).subnet.prefixLength)
    return tell('error', `${overlap}, which has the subnet ${other.pool.subnet} and not ${own.pool.subnet}`);
  return own.prefix === other.prefix
    ? tell('warning', `${overlap}; both give away what is free, so neither knows how much it has`)
    : tell('warning', `${overlap}; give each stack ranges of its own`);
}

function poolsIn(read: readonly ReadDocument[]): PoolOfStack[] {
  return stacksOf(read).flatMap((each) =>
    each.settings.address?.mode === 'pool' ? [{ ...each, pool: each.settings.address }] : [],
  );
}

interface StaticAddress {
  readonly address: string;
  readonly stored: StoredDocument;
  readonly path: string;
}

/** Static addresses that no host can have, and those that two of them would have. */
export function staticProblems(read: readonly ReadDocument[]): SettingsProblem[] {
  const unusable = stacksOf(read).flatMap(({ stored, prefix, settings }) => {
    if (settings.address?.mode !== 'static') return [];
    const { address, subnet } = parseCidr(settings.address.address);
    const why = unusableAs(address, subnet);
    const text = `${address} is the ${why} address of ${subnet.network}/${subnet.prefixLength}`;
    return why === undefined
      ? []
      : [settingsProblem('error', 'address-unusable', stored, `${prefix}address.address`, text)];
  });
  const statics = staticsIn(read);
  const first = new Map(statics.toReversed().map((each) => [each.address, each]));
  const twice = statics.flatMap((own) => {
    const other = first.get(own.address);
    if (other === undefined || other === own) return [];
    const text = `${own.address} is the address of ${other.stored.origin} at ${other.path}, too`;
    return [settingsProblem('error', 'address-claimed', own.stored, own.path, text)];
  });
  return [...unusable, ...twice];
}

function staticsIn(read: readonly ReadDocument[]): StaticAddress[] {
  return stacksOf(read).flatMap(({ stored, prefix, settings: { address, ipv6 } }) => [
    ...staticOf(address, stored, `${prefix}address.address`),
    ...staticOf(ipv6, stored, `${prefix}ipv6.address`),
  ]);
}

function staticOf(
  value: { readonly mode: string; readonly address?: string } | undefined,
  stored: StoredDocument,
  path: string,
): StaticAddress[] {
  if (value?.mode !== 'static' || value.address === undefined) return [];
  return [{ address: canonical(parseCidr(value.address).address), stored, path }];
}

/**
 * What another vCenter gives away as well, unless two sites keep them apart.
 * @param documents all of this vCenter @param others of that one, named `name`
 */
export function sharedWith(
  name: string,
  documents: readonly StoredDocument[],
  others: readonly StoredDocument[],
  readers: { readonly own: readonly ReadDocument[]; readonly others: readonly ReadDocument[] },
): SettingsProblem[] {
  const { site = '' } = poolsOf(documents);
  const theirs = poolsOf(others);
  if (areSeparate(site, theirs.site ?? '')) return [];
  const ranges = poolsIn(readers.own).flatMap((own) => {
    const shared = theirs.pools.flatMap((pool) => overlapOf(own.pool.ranges, pool.ranges) ?? []);
    const text = `${shared[0]} overlaps ${shared[1]} of vCenter ${name}`;
    return shared.length === 0
      ? []
      : [settingsProblem('error', 'ranges-overlap', own.stored, `${own.prefix}address.ranges`, text)];
  });
  const taken = new Map(staticsIn(readers.others).map((each) => [each.address, each.stored.origin]));
  const statics = staticsIn(readers.own).flatMap(({ address, stored, path }) => {
    const holder = taken.get(address);
    const text = `${address} is the address of ${holder} of vCenter ${name}, too`;
    return holder === undefined ? [] : [settingsProblem('error', 'address-claimed', stored, path, text)];
  });
  return [...ranges, ...statics];
}
