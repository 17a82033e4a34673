/** `apply`: the same plan, taken. */
import type { HostReference } from '../contract.ts';
import type { Scope } from '../reconcile/assess.ts';
import { configureHost } from '../reconcile/configure-host.ts';
import type { ConfigureRequest } from '../reconcile/configure-request.ts';
import type { Status } from '../reconcile/outcome.ts';
import { recordedRun } from '../reconcile/recorded-run.ts';
import type { Console } from './console.ts';
import { locateTable, TABLE_VARIABLE, type TableOptions } from './journal-door.ts';
import { operatorRun } from './operator-run.ts';
import { planHosts } from './plan.ts';
import { renderPlan } from './render.ts';
import { type ApplyResult, applyResult, failedHost, type HostResult } from './results.ts';
import type { Stores } from './stores.ts';
import { atWorkplace, findHosts, type SharedOptions, type Workplace } from './workplace.ts';

/** Options of `apply`. */
export interface ApplyOptions extends SharedOptions, TableOptions, Scope {
  /** Does not ask. */
  readonly yes?: boolean;
  /** Disruptive steps on a host that is not in maintenance mode. */
  readonly live?: boolean;
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
  const table = await locateTable(options, console.environment);
  const work = async (workplace: Workplace, stores?: Stores) => {
    const hosts = await findHosts(names, workplace.vcenter);
    if (
      console.isInteractive &&
      !options.yes &&
      !(await isWanted(hosts, options, { ...workplace, ...stores }, console))
    )
      return undefined;
    return applyHosts(hosts, options, workplace, console, stores);
  };
  if (table === undefined) return atWorkplace(options, console, work);
  const { withStores } = await import('./stores.ts');
  return withStores(table, (stores) => atWorkplace(options, console, (place) => work(place, stores), table));
}

async function isWanted(
  hosts: readonly HostReference[],
  options: ApplyOptions,
  workplace: Workplace & Partial<Stores>,
  console: Console,
): Promise<boolean> {
  const plans = await planHosts(hosts, options, workplace);
  if (plans.hosts.every(({ status }) => status !== 'changes')) return true;
  console.writeTalk(renderPlan(plans, console.hasColors));
  return console.confirm('Apply this plan?');
}

/** One after another; a signal lets the host in hand come to its end. */
async function applyHosts(
  hosts: readonly HostReference[],
  { live = false, stack, allowReplace = false }: ApplyOptions,
  workplace: Workplace,
  console: Console,
  stores: Stores | undefined,
): Promise<ApplyResult> {
  if (stores === undefined) console.writeTalk(NO_TABLE);
  const results: HostResult<Status>[] = [];
  for (const host of hosts) {
    if (console.stopping.aborted) break;
    const request = {
      host,
      operator: { live, allowReplace, ...(stack === undefined ? {} : { stack }) },
      runId: operatorRun('apply'),
      remainingMilliseconds: NO_LIMIT,
    };
    const result = await applyHost(request, workplace, stores);
    results.push(result);
    if (hosts.length > 1) console.writeTalk(`${results.length} of ${hosts.length}: ${host.name} ${result.status}`);
  }
  if (results.length < hosts.length)
    console.writeTalk(`Stopped: ${hosts.length - results.length} hosts were not touched.`);
  return { hosts: results };
}

/** A table that went away is the end of this host; the next one may find it again. */
async function applyHost(
  request: ConfigureRequest,
  workplace: Workplace,
  stores: Stores | undefined,
): Promise<HostResult<Status>> {
  if (stores === undefined) return applyResult((await configureHost(request, workplace)).outcome);
  try {
    return applyResult((await recordedRun(request, { ...workplace, ...stores })).outcome);
  } catch (error) {
    return failedHost(request.host, error);
  }
}
