/** A story of one host, told again with the run killed at each of its writes. */
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { comparable, type HostBytes } from './host-bytes.ts';
import type { End } from './mortal.ts';
import type { Trial, TrialAws, TrialOptions } from './trial.ts';

/** How the unharmed run goes. */
export interface Told {
  readonly writes: readonly string[];
  readonly status: Outcome['status'] | undefined;
  readonly before: HostBytes;
  readonly after: HostBytes;
}

export async function tell(aws: TrialAws, story: TrialOptions): Promise<Told> {
  const trial = await aws.newTrial(story);
  try {
    const { writes, outcome } = await trial.run();
    return { writes, status: outcome?.status, before: trial.before, after: await trial.read() };
  } finally {
    await trial.close();
  }
}

/**
 * Kills the story at each of its writes, and lets one more run follow.
 * @returns what was wrong afterwards, a line each; none is good
 */
export async function killEverywhere(aws: TrialAws, story: TrialOptions, how: End['how'], told: Told) {
  const wrong: string[] = [];
  for (const [at, write] of told.writes.entries()) {
    const trial = await aws.newTrial(story);
    try {
      await trial.run({ at, how });
      const { outcome } = await trial.run();
      const troubles = await troublesOf(trial, told);
      const words = outcome?.problems.map(({ code, message }) => `${code} ${message}`).join(' ');
      wrong.push(...troubles.map((trouble) => `${at} ${write}, ${how}: ${trouble}; ${outcome?.status} ${words}`));
    } finally {
      await trial.close();
    }
  }
  return wrong;
}

async function troublesOf(trial: Trial, { before, after }: Told): Promise<string[]> {
  const now = await trial.read();
  const row = await trial.row();
  const { AddVirtualNic: adds = 0, RemoveVirtualNic: removals = 0 } = trial.simulator.stats();
  const count = before.adapters.length + before.defaultStack.length;
  const isConverged = isSame(now, after);
  return [
    ...(isConverged || isAsItWas(now, before)
      ? []
      : [
          `the host is neither converged nor as it was: ${JSON.stringify(comparable(now))} ${JSON.stringify(comparable(after))}`,
        ]),
    ...(row?.intent === undefined ? [] : ['the intent is open']),
    ...(now.adapters.length > 1 ? ['there are two adapters'] : []),
    // each call that is counted did its work: none of the stories lets one fail
    ...(now.adapters.length + now.defaultStack.length - count === adds - removals
      ? []
      : [`${adds} adds, ${removals} removals`]),
  ];
}

function isSame(one: HostBytes, other: HostBytes): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

/** What was written to a stack stays there when its last adapter is gone, and does nothing. */
function isAsItWas(now: HostBytes, before: HostBytes): boolean {
  const stack = now.adapters.length === 0 ? before.stack : now.stack;
  return isSame({ ...now, stack }, before);
}
