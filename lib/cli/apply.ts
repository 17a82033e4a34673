/** `apply`: the same plan, taken. */
import { OnboardingError } from '../errors.ts';
import type { Scope } from '../reconcile/assess.ts';
import { configureHost } from '../reconcile/configure-host.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { recordedRun } from '../reconcile/recorded-run.ts';
import type { SavedPlan } from '../reconcile/saved-plan.ts';
import type { Console } from './console.ts';
import { checkChoice, chooseHosts, type HostChoice, isByPlace, refuseMissing } from './host-choice.ts';
import { type RunsOptions, runHosts } from './host-runs.ts';
import { locateTable, TABLE_VARIABLE, type TableOptions } from './journal-door.ts';
import { operatorRun } from './operator-run.ts';
import { planResult } from './plan.ts';
import { readPlanFile } from './plan-file.ts';
import { planHosts } from './plan-hosts.ts';
import type { ApplyResult } from './results.ts';
import { SettingsOnce } from './settings-once.ts';
import type { Stores } from './stores.ts';
import { viewOf } from './verb-options.ts';
import { isWanted, plannedIn, unlooked, type Wanted, type WantedHost, wantedOf } from './wanted-hosts.ts';
import { toldWithoutTable } from './without-table.ts';
import { atWorkplace, type SharedOptions, type Workplace } from './workplace.ts';

/** Options of `apply`. */
export interface ApplyOptions extends SharedOptions, TableOptions, Scope, HostChoice, RunsOptions {
  /** `--plan FILE`: hosts, stack and steps are those of the file. */
  readonly plan?: string;
  /** Does not ask. */
  readonly yes?: boolean;
  /** Disruptive steps on a host that is not in maintenance mode. */
  readonly live?: boolean;
  /** Many hosts in full, too. */
  readonly verbose?: boolean;
}

const NO_TABLE = `No journal table is in use: nothing keeps a second run from writing to the same host. \
--state DIR or ${TABLE_VARIABLE} names one.`;

/** A person waits as long as it takes. */
const NO_LIMIT = () => Number.POSITIVE_INFINITY;

/** @returns undefined when the person said no @throws OnboardingError when there is nothing to apply to */
export async function apply(
  names: readonly string[],
  options: ApplyOptions,
  console: Console,
): Promise<ApplyResult | undefined> {
  const saved = await savedPlan(names, options);
  const asked = saved === undefined ? options : { ...options, stack: saved.stack, allowReplace: saved.allowReplace };
  const table = await locateTable(options, console.environment);
  const work = async (opened: Workplace, stores?: Stores) => {
    const isMany = saved !== undefined || isByPlace(options);
    const place = isMany ? { ...opened, settings: new SettingsOnce(opened.settings) } : opened;
    const wanted = await whatIsWanted(names, asked, saved, { ...place, stores, console });
    return wanted === undefined ? undefined : applyTo(wanted, asked, place, console, stores);
  };
  if (table === undefined) return atWorkplace(options, console, work);
  const { withStores } = await import('./stores.ts');
  return withStores(table, (stores) => atWorkplace(options, console, (place) => work(place, stores), table));
}

/** A file says which hosts and which stack, so nothing else may. */
async function savedPlan(names: readonly string[], options: ApplyOptions): Promise<SavedPlan | undefined> {
  if (options.plan === undefined) {
    checkChoice(names, options);
    return undefined;
  }
  if (names.length > 0 || isByPlace(options) || options.allowReplace || options.stack !== undefined) {
    const message = '--plan says which hosts, which stack and what: it does not go with any of them.';
    throw new OnboardingError('usage', message);
  }
  return readPlanFile(options.plan);
}

/** What a person was asked about is done as it was shown, or not at all. @returns undefined after a no */
async function whatIsWanted(
  names: readonly string[],
  options: ApplyOptions,
  saved: SavedPlan | undefined,
  planning: Parameters<typeof planHosts>[2],
): Promise<Wanted | undefined> {
  const { console, vcenter } = planning;
  const isAsked = console.isInteractive && !options.yes;
  if (saved === undefined && !isAsked) return unlooked(await chooseHosts(names, options, vcenter));
  const { planned, missing } =
    saved === undefined
      ? await planHosts(names, options, planning)
      : { planned: await plannedIn(saved, planning), missing: [] };
  refuseMissing(missing);
  if (isAsked && !(await isWanted(planResult({ planned, missing }), viewOf(console, options), console)))
    return undefined;
  return wantedOf(planned);
}

async function applyTo(
  { hosts, unplanned, order }: Wanted,
  options: ApplyOptions,
  workplace: Workplace,
  console: Console,
  stores: Stores | undefined,
): Promise<ApplyResult> {
  if (stores === undefined) console.writeTalk(NO_TABLE);
  const work = (host: WantedHost) => applyHost(host, options, workplace, stores);
  const results = await runHosts(hosts, work, options, { console, clock: workplace.clock });
  const byMoref = new Map([...results, ...unplanned].map((result) => [result.moref, result]));
  return { hosts: order.flatMap((moref) => byMoref.get(moref) ?? []) };
}

async function applyHost(
  { planned, ...host }: WantedHost,
  { live = false, stack, allowReplace = false }: ApplyOptions,
  workplace: Workplace,
  stores: Stores | undefined,
): Promise<Outcome> {
  const operator = {
    live,
    allowReplace,
    ...(stack === undefined ? {} : { stack }),
    ...(planned === undefined ? {} : { planned }),
  };
  const request = { host, operator, runId: operatorRun('apply'), remainingMilliseconds: NO_LIMIT };
  if (stores === undefined) return toldWithoutTable((await configureHost(request, workplace)).outcome);
  return (await recordedRun(request, { ...workplace, ...stores })).outcome;
}
