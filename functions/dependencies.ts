/** What a function works with that reaches a vCenter and puts messages into queues. */
import { SqsDeadLetterQueue } from '../lib/aws/dead-letter-queue.ts';
import { SqsHostEventsQueue } from '../lib/aws/host-events-queue.ts';
import { createSqsClient } from '../lib/aws/sqs-client.ts';
import type { HostEventsQueue } from '../lib/reconcile/ports.ts';
import type { DeadLetterQueue } from '../lib/reconcile/replay-ports.ts';
import { type Environment, queueUrl, readEnvironment } from './environment.ts';
import { createHostDependencies, type HostDependencies, type LocalOverrides } from './host-dependencies.ts';

/** Everything a handler needs; handlers take it as a thunk, so importing one reads nothing. */
export interface Dependencies extends HostDependencies {
  /** @throws OnboardingError `usage` when no queue is wired for the vCenter */
  queue(vcenter: string): HostEventsQueue;
  /** Of that queue. @throws OnboardingError `usage` */
  deadLetters(vcenter: string): DeadLetterQueue;
}

/** Makes the dependencies; opens no connection yet. */
export function createDependencies(environment: Environment, local: LocalOverrides = {}): Dependencies {
  const ofHosts = createHostDependencies(environment, local);
  const sqs = createSqsClient(environment);
  return {
    ...ofHosts,
    queue: (vcenter) => new SqsHostEventsQueue(sqs, queueUrl(environment, vcenter)),
    deadLetters: (vcenter) => new SqsDeadLetterQueue(sqs, queueUrl(environment, vcenter)),
    close: async () => {
      await ofHosts.close();
      sqs.destroy();
    },
  };
}

let fromProcess: Dependencies | undefined;

/** The dependencies of this process, wired by its environment variables. */
export function processDependencies(): Dependencies {
  fromProcess ??= createDependencies(readEnvironment(process.env));
  return fromProcess;
}
