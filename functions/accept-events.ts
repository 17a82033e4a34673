/** Lambda, started by the other forwarders' bus: an event in whatever shape to the queue of its vCenter. */
import middy from '@middy/core';
import type { HostMessage } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';
import { readForeignEvent } from '../lib/reconcile/foreign-event.ts';
import { type AcceptDependencies, processAcceptDependencies } from './accept-dependencies.ts';
import { observed } from './middleware/observed.ts';

/** What became of one event: 0 when it wakes no host. */
export interface AcceptResult {
  readonly accepted: 0 | 1;
}

/**
 * @returns the wrapped handler: anything in, a count out. What it throws is tried twice more by Lambda and then in the
 * failure queue, with the reason.
 */
export function createAcceptEvents(dependencies: () => AcceptDependencies) {
  // the vCenter is known only after reading, so this handler writes its metrics itself
  return middy<unknown, AcceptResult>(async (event: unknown) => accept(event, dependencies())).use(
    observed<unknown>(dependencies, () => []),
  );
}

/** What AWS calls. */
export const handler = createAcceptEvents(processAcceptDependencies);

async function accept(event: unknown, { environment, log, queue, meter }: AcceptDependencies): Promise<AcceptResult> {
  const read = readForeignEvent(event, environment.sourceNames);
  if (!read.wakes) {
    log.debug('An event that wakes no host.', { eventTypeId: read.eventTypeId });
    return { accepted: 0 };
  }
  const { vcenter, host, cause } = read.message;
  await send(read.message, queue(vcenter));
  log.info('An event of another forwarder is in the queue.', { vcenter, ...host, ...cause });
  meter(vcenter).count('EventsAccepted', 1);
  meter(vcenter).flush();
  return { accepted: 1 };
}

async function send(message: HostMessage, queue: ReturnType<AcceptDependencies['queue']>): Promise<void> {
  const [result] = await queue.send([message]);
  if (result?.accepted) return;
  const { vcenter, host } = message;
  throw new OnboardingError('message-malformed', `The queue never takes the event: ${result?.reason}`, {
    vcenter,
    moref: host.moref,
  });
}
