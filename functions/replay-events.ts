/** Lambda, invoked by the command line: hosts back into their queue, a page at a time. */
import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { OnboardingError, problemsOf } from '../lib/errors.ts';
import { replayEvents } from '../lib/reconcile/replay-events.ts';
import { parseReplayRequest, type ReplayRequest } from '../lib/reconcile/replay-request.ts';
import { emptyReplay, type ReplayResult } from '../lib/reconcile/replay-result.ts';
import { type Dependencies, processDependencies } from './dependencies.ts';
import { isOfConnection, observed } from './middleware/observed.ts';

/** Somebody waits for it, and a connection without a word is cut by what is between: more is done by the next page. */
const PAGE_MILLISECONDS = 60_000;

/** What a page keeps for its last batch and for showing again what it has hidden. */
const RESERVE_MILLISECONDS = 20_000;

/**
 * @returns the wrapped handler: a {@link ReplayRequest} in, of which all but `vcenter` may be left out, a page of the replay
 * out. A mistake in the request is in `problems`: it is no error of the function, which an alarm would tell people of.
 */
export function createReplayEvents(dependencies: () => Dependencies) {
  return middy<unknown, ReplayResult>(async (event: unknown, context: Context) => {
    const ports = dependencies();
    try {
      const request = parseReplayRequest(withId(event));
      const startedAt = ports.clock.now().getTime();
      const remainingMilliseconds = () =>
        Math.min(
          startedAt + PAGE_MILLISECONDS - ports.clock.now().getTime(),
          context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS,
        );
      const result = await replayEvents(request, { remainingMilliseconds }, portsOf(request, ports));
      if (result.problems.some(({ code }) => isOfConnection(code))) ports.forgetVcenter(request.vcenter);
      return result;
    } catch (error) {
      if (!(error instanceof OnboardingError)) throw error;
      return { ...emptyReplay({ replay: '', vcenter: '', dryRun: false }), problems: problemsOf(error) };
    }
  }).use(observed<unknown>(dependencies, () => []));
}

/** What AWS calls. */
export const handler = createReplayEvents(processDependencies);

/** @throws OnboardingError `usage` for a vCenter that is not wired here */
function portsOf({ vcenter }: ReplayRequest, ports: Dependencies) {
  return {
    ...ports,
    queue: ports.queue(vcenter),
    deadLetters: ports.deadLetters(vcenter),
    openVcenter: () => ports.vcenter(vcenter),
  };
}

/** Whoever invokes it by hand need not think of one. */
function withId(event: unknown): unknown {
  return typeof event === 'object' && event !== null ? { replay: randomUUID(), ...event } : event;
}
