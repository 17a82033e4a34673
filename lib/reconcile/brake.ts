/**
 * The brake: three hosts in a row that ended badly under one version of the settings, and nothing more is written with
 * it in that vCenter. One typo does not take the fleet.
 */
import { createHash } from 'node:crypto';
import type { HostReference } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { JournalRow } from './journal-row.ts';
import type { Outcome, SettingsVersion } from './outcome.ts';
import type { Clock } from './ports.ts';
import type { BrakeStore, Trials } from './shared-stores.ts';

/** So many different hosts in a row. */
const HOSTS_TO_HALT = 3;

/** Between reading and writing another run may have counted; four runs at once need four at most. */
const WRITES = 20;

/** The brake of one version of the settings. */
export interface BrakePorts {
  readonly brake: BrakeStore;
  readonly clock: Clock;
}

/** What a run did, as far as the brake counts it. */
export interface Trial {
  readonly outcome: Outcome;
  /** Not an operator's run. */
  readonly byItself: boolean;
  /** It opened an intent, or finished one: it set out to write. */
  readonly hasBegun: boolean;
  /** What it had added was taken off again. */
  readonly isRolledBack: boolean;
}

/**
 * The version of the settings that a host shares with others, as a text of fixed length.
 * @param versions of all its scopes; that of the host itself changes nothing
 */
export function settingsDigest(versions: readonly SettingsVersion[]): string {
  const shared = versions.filter(({ origin }) => !isHostScope(origin));
  const text = JSON.stringify(shared.map(({ origin, version }) => [origin, version]));
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** `/provisioning-stack/vc01/hosts/esx-1` or `settings.json#hosts/esx-1`; a vCenter may be called `hosts`. */
function isHostScope(origin: string): boolean {
  return /(^(\/[^/]+){2}\/|#)hosts\/[^/#]+$/.test(origin);
}

/**
 * @throws OnboardingError `halted` while the brake of these settings is on, `journal-unavailable`
 */
export async function refuseWhenHalted(
  host: HostReference,
  vcenter: string,
  versions: readonly SettingsVersion[],
  brake: BrakeStore,
): Promise<void> {
  const trials = await brake.read(vcenter, settingsDigest(versions));
  if (trials?.haltedAt === undefined) return;
  const message =
    `${host.name} is not written to: since ${trials.haltedAt} ${vcenter} is halted for its settings, after ` +
    `${trials.failed.join(', ')}.`;
  throw new OnboardingError('halted', message, { vcenter, host: host.name, moref: host.moref });
}

/**
 * The versions of the settings that are halted, of those under which hosts wait for it, as their digests.
 * @throws OnboardingError `journal-unavailable`
 */
export async function haltedSettings(
  vcenter: string,
  rows: readonly JournalRow[],
  brake: BrakeStore,
): Promise<ReadonlySet<string>> {
  const digests = new Set(rows.filter(isWaiting).map(({ outcome }) => settingsDigest(outcome?.settings ?? [])));
  const halted = new Set<string>();
  for (const digest of digests) {
    if ((await brake.read(vcenter, digest))?.haltedAt !== undefined) halted.add(digest);
  }
  return halted;
}

/**
 * Whether a host waits for the brake of these very settings, so that another run would wait, too.
 * @param halted see {@link haltedSettings}
 */
export function waitsForBrake(
  row: JournalRow | undefined,
  versions: readonly SettingsVersion[],
  halted: ReadonlySet<string>,
): boolean {
  return row !== undefined && isWaiting(row) && halted.has(settingsDigest(versions));
}

function isWaiting({ outcome, deferral }: JournalRow): boolean {
  const isHalted = outcome?.problems.some(({ code }) => code === 'halted') === true;
  // after a day of waiting it has failed, and goes on all the same once the brake is off
  return isHalted && (deferral !== undefined || outcome?.status === 'failed');
}

/**
 * Counts the end of a run.
 * @returns the trials when it was this run that put the brake on, so that people are told once; else undefined
 * @throws OnboardingError `journal-unavailable`
 */
export async function afterRun(trial: Trial, { brake, clock }: BrakePorts): Promise<Trials | undefined> {
  const verdict = verdictOf(trial);
  if (verdict === undefined) return undefined;
  const { vcenter, host, settings } = trial.outcome;
  const digest = settingsDigest(settings);
  for (let write = 1; write <= WRITES; write += 1) {
    const known = await brake.read(vcenter, digest);
    const next = count(known, verdict, host.name, clock.now());
    if (next === undefined) return undefined;
    if (await brake.write(vcenter, digest, next, known)) return next.haltedAt === undefined ? undefined : next;
  }
  const message = `Other runs wrote the brake of ${vcenter} ${WRITES} times before this one could.`;
  throw new OnboardingError('journal-unavailable', message, { vcenter, host: host.name });
}

/** What people are told when the brake goes on. */
export function haltNotice(vcenter: string, { failed }: Trials): { readonly subject: string; readonly text: string } {
  const text =
    `${failed.length} hosts in a row ended badly under one version of the settings: ${failed.join(', ')}. Nothing ` +
    'more is written with it by itself until the settings change or "provisioning-stack resume" lifts the brake.';
  return { subject: `${vcenter} is halted`, text };
}

/** A run that wrote nothing says nothing about the settings. */
function verdictOf({ outcome, byItself, hasBegun, isRolledBack }: Trial): 'good' | 'bad' | undefined {
  if (!byItself || !hasBegun) return undefined;
  const isSilent = outcome.problems.some(({ code }) => code === 'gateway-silent');
  if (outcome.status === 'failed' || isRolledBack || isSilent) return 'bad';
  return outcome.status === 'converged' ? 'good' : undefined;
}

/** @returns undefined when nothing changes: a brake that is on is lifted by a person, not by a host in flight */
function count(known: Trials | undefined, verdict: 'good' | 'bad', name: string, now: Date): Trials | undefined {
  const { failed = [], haltedAt } = known ?? {};
  if (haltedAt !== undefined) return undefined;
  if (verdict === 'good') return failed.length === 0 ? undefined : { failed: [] };
  if (failed.includes(name)) return undefined;
  const all = [...failed, name];
  return all.length < HOSTS_TO_HALT ? { failed: all } : { failed: all, haltedAt: now.toISOString() };
}
