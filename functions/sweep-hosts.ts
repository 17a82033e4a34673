/** Lambda, started by its schedule or on request for one vCenter: every host read and planned. */
import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { ScheduledVcenter } from '../lib/contract.ts';
import { type SweepResult, sweepHosts } from '../lib/reconcile/sweep-hosts.ts';
import { type Dependencies, processDependencies } from './dependencies.ts';
import { observed } from './middleware/observed.ts';
import { vcenterOf, vcentersNamed } from './scheduled-vcenter.ts';

/** @returns the wrapped handler: AWS's scheduled event, or our request for a sweep, in; counts out */
export function createSweepHosts(dependencies: () => Dependencies) {
  return middy<ScheduledVcenter, SweepResult>(async (event: ScheduledVcenter) => {
    const name = vcenterOf(event);
    const ports = dependencies();
    const vcenter = await ports.vcenter(name);
    return sweepHosts(randomUUID(), { ...ports, vcenter, queue: ports.queue(name), meter: ports.meter(name) });
  }).use(observed<ScheduledVcenter>(dependencies, vcentersNamed));
}

/** What AWS calls. */
export const handler = createSweepHosts(processDependencies);
