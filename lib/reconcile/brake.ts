/**
 * The brake: three hosts in a row that ended badly under one version of the settings, and nothing more is written with
 * it in that vCenter. One typo does not take the fleet.
 */
import { createHash } from 'node:crypto';
import type { HostReference } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { Notice } from './alert.ts';
import type { JournalRow } from './journal-row.ts';
import { nextCommands, resumeCommand } from './next-command.ts';
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
 * The versions of the settings that a host shares with others, the widest first, each as a text of fixed length: that
 * of its vCenter's defaults, of these with its datacenter's, and of these with its cluster's.
 * @param versions of all its scopes, the widest first; that of the host itself changes nothing
 */
export function settingsDigests(versions: readonly SettingsVersion[]): readonly string[] {
  const shared = versions.filter(({ origin }) => !isHostScope(origin));
  // hosts whose settings are all their own share that
  if (shared.length === 0) return [digestOf([])];
  return shared.map((_, index) => digestOf(shared.slice(0, index + 1)));
}

function digestOf(versions: readonly SettingsVersion[]): string {
  const text = JSON.stringify(versions.map(({ origin, version }) => [origin, version]));
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
  for (const digest of settingsDigests(versions)) {
    const trials = await brake.read(vcenter, digest);
    if (trials?.haltedAt === undefined) continue;
    const message =
      `${host.name} is not written to: since ${trials.haltedAt} ${vcenter} is halted for its settings, after ` +
      `${trials.failed.join(', ')}.`;
    throw new OnboardingError('halted', message, { vcenter, host: host.name, moref: host.moref });
  }
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
  const digests = new Set(rows.filter(isWaiting).flatMap(({ outcome }) => settingsDigests(outcome?.settings ?? [])));
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
  return row !== undefined && isWaiting(row) && settingsDigests(versions).some((digest) => halted.has(digest));
}

function isWaiting({ outcome, deferral }: JournalRow): boolean {
  const isHalted = outcome?.problems.some(({ code }) => code === 'halted') === true;
  // after a day of waiting it has failed, and goes on all the same once the brake is off
  return isHalted && (deferral !== undefined || outcome?.status === 'failed');
}

/**
 * Counts the end of a run, for each version of the settings that its host shares.
 * @returns the trials when it was this run that put the brake on, so that people are told once; else undefined
 * @throws OnboardingError `journal-unavailable`
 */
export async function afterRun(trial: Trial, { brake, clock }: BrakePorts): Promise<Trials | undefined> {
  const verdict = verdictOf(trial);
  if (verdict === undefined) return undefined;
  const { vcenter, host, settings } = trial.outcome;
  let halting: Trials | undefined;
  // The widest last: it says the most, and whoever puts it on tells of them all.
  for (const digest of settingsDigests(settings).toReversed()) {
    const trials = await countFor(digest, { vcenter, name: host.name, verdict }, { brake, clock });
    if (trials === 'halted before') halting = undefined;
    else if (trials?.haltedAt !== undefined) halting = trials;
  }
  return halting;
}

/** @returns what was written; undefined when nothing had to be */
async function countFor(
  digest: string,
  { vcenter, name, verdict }: { readonly vcenter: string; readonly name: string; readonly verdict: 'good' | 'bad' },
  { brake, clock }: BrakePorts,
): Promise<Trials | 'halted before' | undefined> {
  for (let write = 1; write <= WRITES; write += 1) {
    const known = await brake.read(vcenter, digest);
    if (known?.haltedAt !== undefined) return 'halted before';
    const next = count(known?.failed ?? [], verdict, name, clock.now());
    if (next === undefined || (await brake.write(vcenter, digest, next, known))) return next;
  }
  const message = `Other runs wrote the brake of ${vcenter} ${WRITES} times before this one could.`;
  throw new OnboardingError('journal-unavailable', message, { vcenter, host: name });
}

/** What people are told when the brake goes on. */
export function haltNotice(vcenter: string, { failed, haltedAt }: Trials): Notice {
  const text =
    `${failed.length} hosts in a row ended badly under one version of the settings: ${failed.join(', ')}. Nothing ` +
    'more is written with it by itself until what these hosts share of the settings changes or "provisioning-stack ' +
    'resume" lifts the brake.';
  const [first = ''] = failed;
  const commands = [
    ...nextCommands('settings-invalid', { vcenter, host: first }).slice(0, 2),
    resumeCommand({ vcenter }),
  ];
  return {
    vcenter,
    subject: `${vcenter} is halted`,
    text,
    commands,
    ...(haltedAt === undefined ? {} : { key: haltedAt }),
  };
}

/** A run that wrote nothing says nothing about the settings. */
function verdictOf({ outcome, byItself, hasBegun, isRolledBack }: Trial): 'good' | 'bad' | undefined {
  if (!byItself || !hasBegun) return undefined;
  const isSilent = outcome.problems.some(({ code }) => code === 'gateway-silent');
  if (outcome.status === 'failed' || isRolledBack || isSilent) return 'bad';
  return outcome.status === 'converged' ? 'good' : undefined;
}

/**
 * A brake that is on is lifted by a person, not by a host in flight, so only the others are counted.
 * @returns undefined when nothing changes
 */
function count(failed: readonly string[], verdict: 'good' | 'bad', name: string, now: Date): Trials | undefined {
  if (verdict === 'good') return failed.length === 0 ? undefined : { failed: [] };
  if (failed.includes(name)) return undefined;
  const all = [...failed, name];
  return all.length < HOSTS_TO_HALT ? { failed: all } : { failed: all, haltedAt: now.toISOString() };
}
