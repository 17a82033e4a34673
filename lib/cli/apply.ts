/** `apply`: the same plan, taken. */
import { randomUUID } from 'node:crypto';
import type { HostReference } from '../contract.ts';
import { configureHost } from '../reconcile/configure-host.ts';
import type { Status } from '../reconcile/outcome.ts';
import type { Console } from './console.ts';
import { planHosts } from './plan.ts';
import { renderPlan } from './render.ts';
import { type ApplyResult, applyResult, type HostResult } from './results.ts';
import { atWorkplace, findHosts, type SharedOptions, type Workplace } from './workplace.ts';

/** Options of `apply`. */
export interface ApplyOptions extends SharedOptions {
  /** Does not ask. */
  readonly yes?: boolean;
  /** Disruptive steps on a host that is not in maintenance mode. */
  readonly live?: boolean;
}

/** A person waits as long as it takes. */
const NO_LIMIT = () => Number.POSITIVE_INFINITY;

/** @returns undefined when the person said no @throws OnboardingError when there is nothing to apply to */
export function apply(
  names: readonly string[],
  options: ApplyOptions,
  console: Console,
): Promise<ApplyResult | undefined> {
  return atWorkplace(options, console, async (workplace) => {
    const hosts = await findHosts(names, workplace.vcenter);
    if (console.isInteractive && !options.yes && !(await isWanted(hosts, workplace, console))) return undefined;
    return applyHosts(hosts, options, workplace, console);
  });
}

async function isWanted(hosts: readonly HostReference[], workplace: Workplace, console: Console): Promise<boolean> {
  const plans = await planHosts(hosts, workplace);
  if (plans.hosts.every(({ status }) => status !== 'changes')) return true;
  console.writeTalk(renderPlan(plans, console.hasColors));
  return console.confirm('Apply this plan?');
}

/** One after another; a signal lets the host in hand come to its end. */
async function applyHosts(
  hosts: readonly HostReference[],
  { live }: ApplyOptions,
  workplace: Workplace,
  console: Console,
): Promise<ApplyResult> {
  console.writeTalk('No journal table is in use: nothing keeps a second run from writing to the same host.');
  const results: HostResult<Status>[] = [];
  for (const host of hosts) {
    if (console.stopping.aborted) break;
    const request = { host, operator: { live: live ?? false }, runId: randomUUID(), remainingMilliseconds: NO_LIMIT };
    const { outcome } = await configureHost(request, workplace);
    if (hosts.length > 1) console.writeTalk(`${results.length + 1} of ${hosts.length}: ${host.name} ${outcome.status}`);
    results.push(applyResult(outcome));
  }
  if (results.length < hosts.length)
    console.writeTalk(`Stopped: ${hosts.length - results.length} hosts were not touched.`);
  return { hosts: results };
}
