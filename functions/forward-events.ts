/** Lambda, started each minute for one vCenter: its events to the queue. */
import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { ScheduledVcenter } from '../lib/contract.ts';
import { type ForwardResult, forwardEvents } from '../lib/reconcile/forward-events.ts';
import { type Dependencies, processDependencies } from './dependencies.ts';
import { observed } from './middleware/observed.ts';
import { vcenterOf, vcentersNamed } from './scheduled-vcenter.ts';

/** What a run keeps for its last poll and its way out. */
const RESERVE_MILLISECONDS = 5_000;

/** @returns the wrapped handler: AWS's scheduled event in, what was forwarded out */
export function createForwardEvents(dependencies: () => Dependencies) {
  return middy<ScheduledVcenter, ForwardResult>(async (event: ScheduledVcenter, context: Context) => {
    const vcenter = vcenterOf(event);
    const ports = dependencies();
    const { listenSeconds, pollSeconds } = ports.environment;
    const left = Math.max(0, context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS);
    const request = {
      vcenter,
      runId: randomUUID(),
      listenMilliseconds: Math.min(listenSeconds * 1000, left),
      pollMilliseconds: pollSeconds * 1000,
      stopping: ports.stopping,
    };
    return forwardEvents(request, {
      ...ports,
      openVcenter: () => ports.vcenter(vcenter),
      queue: ports.queue(vcenter),
      meter: ports.meter(vcenter),
    });
  }).use(observed<ScheduledVcenter>(dependencies, vcentersNamed));
}

/** What AWS calls. */
export const handler = createForwardEvents(processDependencies);
