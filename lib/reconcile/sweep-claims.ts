/** A sweep claims every address that it sees, so that no pool hands one out that a host has. */
import { METRICS } from '../contract.ts';
import type { AddressSpace } from './address-pool.ts';
import { someOf } from './and-more.ts';
import { notify } from './announce.ts';
import type { AddressStores } from './claims.ts';
import { inParallel } from './in-parallel.ts';
import { poolsOf, stockOf, type VcenterPools } from './pools.ts';
import type { Announcer, Clock, Log, Meter, StoredDocument } from './ports.ts';
import { type AddressConflict, judgeSeen } from './seen-addresses.ts';
import type { AddressClaim, ClaimStore, SweptRanges } from './shared-stores.ts';
import type { HostState } from './state.ts';

/** Writes to the table at once: each is a few milliseconds, and a first sweep has some for every host. */
const AT_ONCE = 8;

/** So many conflicts are remembered as told; a table's item holds 400 KB. */
const CONFLICTS_KEPT = 2_000;

/** Some products give every host the same address. */
const OWNERS_SHOWN = 10;

/** What claiming works with. */
export interface SweepClaimsPorts extends AddressStores {
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** The hosts of one vCenter and its settings, as one sweep read them. */
export interface SweptVcenter {
  readonly vcenter: string;
  readonly hosts: readonly HostState[];
  readonly documents: readonly StoredDocument[];
  /** When reading the hosts began. */
  readonly readAt: Date;
}

/** A claim that nobody in the inventory needs: a person may give it back. */
export interface Releasable {
  readonly address: string;
  readonly host: string;
  /** ISO. */
  readonly since: string;
}

/** What claiming came to. */
export interface SweptClaims {
  readonly releasable: readonly Releasable[];
  /** Who has what after the sweep, for plans. */
  readonly space: AddressSpace;
}

/**
 * Claims what is missing, gives up what hosts no longer have, and says last that the vCenter has been swept. Every part
 * may be repeated: a sweep that breaks off leaves nothing wrong behind.
 * @throws OnboardingError `journal-unavailable`
 */
export async function sweepClaims(swept: SweptVcenter, ports: SweepClaimsPorts): Promise<SweptClaims> {
  const { vcenter, documents } = swept;
  const { claims, ranges, clock, log } = ports;
  const known = await ranges.readAll();
  const settings = poolsOf(documents);
  const { site } = settings;
  if (site === undefined) {
    log.warn(`No address of ${vcenter} is claimed: the settings that would name its site cannot be read.`);
    return { releasable: [], space: { claims: [], swept: [] } };
  }
  const before = known.find((each) => each.vcenter === vcenter);
  if (before !== undefined && before.site !== site) await moveClaims(before, site, ports);
  const held = await claims.ofSite(site);
  const next = rangesAfter(before, settings);
  const others = known.filter((each) => each.vcenter !== vcenter);
  const shared = others.filter((each) => each.site === site).flatMap((each) => each.ranges);
  const view = { ...swept, site, claims: held, ranges: [...next, ...shared], now: clock.now() };
  const verdict = judgeSeen(view);
  // First what is given up: another host may have it now.
  await inParallel(verdict.releases, AT_ONCE, async (claim) => void (await claims.release(claim)));
  // Whoever was faster holds it: it is claimed, and the next sweep looks at who that is.
  await inParallel(verdict.claims, AT_ONCE, async (claim) => void (await claims.claim(claim)));
  const conflicts = await tell(vcenter, verdict.conflicts, before?.conflicts ?? [], ports);
  const own = { vcenter, site, ranges: next, sweptAt: view.now.toISOString(), conflicts };
  await ranges.write(own);
  const after = [...held.filter((claim) => !verdict.releases.includes(claim)), ...verdict.claims];
  measure(settings, after, ports.meter);
  return {
    releasable: candidates(vcenter, verdict.releasable, log),
    space: { claims: after, swept: [...others, own] },
  };
}

function candidates(vcenter: string, claims: readonly AddressClaim[], log: Log): Releasable[] {
  const releasable = claims.map(({ address, hostName, claimedAt }) => ({ address, host: hostName, since: claimedAt }));
  if (releasable.length > 0) {
    log.info(`${releasable.length} addresses of ${vcenter} are claimed for hosts that are gone.`, { releasable });
  }
  return releasable;
}

/** A document that cannot be read just now may still name the ranges that it named before. */
function rangesAfter(before: SweptRanges | undefined, { pools, isWhole }: VcenterPools): string[] {
  const named = pools.flatMap((pool) => pool.ranges);
  return [...new Set(isWhole ? named : [...(before?.ranges ?? []), ...named])];
}

/** The vCenter got another site: what its hosts hold goes with it. */
async function moveClaims(
  { vcenter, site: from }: SweptRanges,
  site: string,
  { claims, log }: { readonly claims: ClaimStore; readonly log: Log },
): Promise<void> {
  const ours = (await claims.ofSite(from)).filter((claim) => claim.vcenter === vcenter);
  await inParallel(ours, AT_ONCE, async (claim) => {
    const holder = claim.origin === 'seen' ? undefined : await claims.claim({ ...claim, site });
    if (holder === undefined) await claims.release(claim);
    else log.warn(`${claim.address} stays claimed in site "${from}": "${site}" has it for ${holder.hostName}.`);
  });
}

/** @returns the addresses of which people know now */
async function tell(
  vcenter: string,
  conflicts: readonly AddressConflict[],
  told: readonly string[],
  ports: SweepClaimsPorts,
): Promise<string[]> {
  const { log, meter } = ports;
  if (conflicts.length > 0) meter.count(METRICS.addressConflicts, conflicts.length);
  const kept = conflicts.toSorted((one, other) => (one.address < other.address ? -1 : 1)).slice(0, CONFLICTS_KEPT);
  const lines = kept.map(describe);
  for (const line of lines) log.warn(`Two hosts have one address: ${line}`);
  const news = lines.filter((_, index) => !told.includes(kept[index]?.address ?? ''));
  if (news.length > 0) {
    const text =
      'Neither is changed. Give one of them another address, or name a "site" in the settings of a vCenter whose ' +
      `network is a separate one.\n\n${news.join('\n')}`;
    await notify({ vcenter, subject: `${vcenter} has hosts with one address`, text }, ports);
  }
  return kept.map(({ address }) => address);
}

/** `10.1.0.21: esx-1, esx-9 of vc02`. */
function describe({ address, owners }: AddressConflict): string {
  return `${address}: ${someOf(owners, OWNERS_SHOWN)}`;
}

function measure(settings: VcenterPools, claims: readonly AddressClaim[], meter: Meter): void {
  const taken = claims.map(({ address }) => address);
  const stock = stockOf(settings, taken);
  if (stock === undefined) return;
  meter.count(METRICS.poolFree, stock.free);
  meter.count(METRICS.poolLow, stock.isLow ? 1 : 0);
}
