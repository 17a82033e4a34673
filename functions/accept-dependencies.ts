/** What accept-events works with: a queue for each vCenter, and nothing that reaches one. */
import { SqsHostEventsQueue } from '../lib/aws/host-events-queue.ts';
import { createSqsClient } from '../lib/aws/sqs-client.ts';
import type { HostEventsQueue } from '../lib/reconcile/ports.ts';
import { type AcceptEnvironment, readAcceptEnvironment } from './accept-environment.ts';
import { queueUrl } from './environment.ts';
import { createLog, createMeter, type FlushedMeter, type FunctionLog } from './observability.ts';

/** Handlers take it as a thunk, so importing one reads nothing. */
export interface AcceptDependencies {
  readonly environment: Pick<AcceptEnvironment, 'sourceNames'>;
  readonly log: FunctionLog;
  /** @throws OnboardingError `usage` when no queue is wired for the vCenter */
  queue(vcenter: string): HostEventsQueue;
  meter(vcenter: string): FlushedMeter;
}

/** Makes the dependencies; opens no connection yet. */
export function createAcceptDependencies(environment: AcceptEnvironment): AcceptDependencies {
  const sqs = createSqsClient(environment);
  const meters = new Map<string, FlushedMeter>();
  return {
    environment,
    log: createLog(),
    queue: (vcenter) => new SqsHostEventsQueue(sqs, queueUrl(environment, vcenter)),
    meter: (vcenter) => {
      const meter = meters.get(vcenter) ?? createMeter(vcenter, false);
      meters.set(vcenter, meter);
      return meter;
    },
  };
}

let fromProcess: AcceptDependencies | undefined;

/** The dependencies of this process, wired by its environment variables. */
export function processAcceptDependencies(): AcceptDependencies {
  fromProcess ??= createAcceptDependencies(readAcceptEnvironment(process.env));
  return fromProcess;
}
