/** Writing to many hosts, some at once: what goes wrong with one stops no other, and a signal lets those in hand end. */
import type { HostReference } from '../contract.ts';
import { inParallel } from '../reconcile/in-parallel.ts';
import type { Outcome, Status } from '../reconcile/outcome.ts';
import type { Clock } from '../reconcile/ports.ts';
import type { Console } from './console.ts';
import { Progress } from './progress.ts';
import { applyResult, failedHost, type HostResult, interruptedHost, isGoodEnd } from './results.ts';

/** How many hosts are written to at once, where nothing else is said. */
export const HOSTS_AT_ONCE = 4;

/** How the hosts are gone through. */
export interface RunsOptions {
  /** 4 if not given. */
  readonly parallel?: number;
  /** After the first host that is not done no other one is begun. */
  readonly failFast?: boolean;
}

/** Where it is told, and by which time. */
export interface RunsSurroundings {
  readonly console: Console;
  readonly clock: Clock;
}

/**
 * Runs `work` for every host.
 * @returns a result for each, in the order of the hosts; those that were not begun are `deferred`, `interrupted`
 * @throws what is no error of ours, once the other hosts in hand have come to their end
 */
export async function runHosts<Host extends HostReference>(
  hosts: readonly Host[],
  work: (host: Host) => Promise<Outcome>,
  { parallel = HOSTS_AT_ONCE, failFast = false }: RunsOptions,
  { console, clock }: RunsSurroundings,
): Promise<readonly HostResult<Status>[]> {
  const results = new Map<Host, HostResult<Status>>();
  const progress = new Progress(hosts.length, console, clock);
  const bugs: unknown[] = [];
  let stopped: string | undefined;
  const { stopping } = console;
  const announce = () => console.writeTalk(STOPPING);
  stopping.addEventListener('abort', announce);
  await inParallel(hosts, parallel, async (host) => {
    if (stopping.aborted) stopped ??= 'the command was stopped.';
    if (stopped !== undefined) return;
    progress.begin(host.name);
    try {
      const result = await work(host).then(applyResult, (error: unknown) => failedHost(host, error));
      results.set(host, result);
      progress.end(host.name, result);
      if (failFast && !isGoodEnd(result.status))
        stopped ??= `${result.host} is ${result.status}, and --fail-fast was given.`;
    } catch (error) {
      bugs.push(error);
      stopped ??= 'another host met a bug.';
    }
  });
  stopping.removeEventListener('abort', announce);
  progress.close();
  if (bugs.length > 0) throw bugs[0];
  return hosts.map((host) => results.get(host) ?? interruptedHost(host, stopped ?? 'the command was stopped.'));
}

const STOPPING = 'Stopping: hosts in hand come to their end, no other one is begun. Another Ctrl-C ends at once.';

/** What a person is told who does not wait. */
export function abandoned(inHand: ReadonlySet<string>): string {
  if (inHand.size === 0) return 'Ended at once; no host was in hand.';
  const names = [...inHand].join(', ');
  return `Ended at once, with these hosts in hand: ${names}. They may be half configured: "apply" reads them first, then finishes.`;
}
