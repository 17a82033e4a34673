/** Deferred hosts whose time has come go back to the queue. */
import { deduplicationId, type HostMessage, MESSAGE_VERSION } from '../contract.ts';
import type { JournalRow } from './journal-row.ts';
import type { Clock, HostEventsQueue, Log } from './ports.ts';

/**
 * @param rows what the journal has as due
 * @param alreadySent ids that this run has sent; a host stays due until its message has been worked on
 * @returns how many were put back
 * @throws OnboardingError `queue-unavailable`
 */
export async function requeueDeferred(
  vcenter: string,
  rows: readonly JournalRow[],
  alreadySent: Set<string>,
  { queue, clock, log }: { readonly queue: HostEventsQueue; readonly clock: Clock; readonly log: Log },
): Promise<number> {
  const now = clock.now();
  const messages = rows
    .flatMap(({ moref, name, deferral }): HostMessage[] =>
      // a row may be there only because something is still to be told of its host
      deferral === undefined || new Date(deferral.dueAt) > now
        ? []
        : [
            {
              version: MESSAGE_VERSION,
              vcenter,
              host: { moref, name },
              cause: { kind: 'deferral', dueAt: deferral.dueAt },
            },
          ],
    )
    .filter((message) => !alreadySent.has(deduplicationId(message)));
  if (messages.length === 0) return 0;
  const results = await queue.send(messages);
  for (const message of messages) alreadySent.add(deduplicationId(message));
  for (const [index, result] of results.entries()) {
    if (!result.accepted)
      log.error(`The queue did not take ${messages[index]?.host.name} back: ${result.reason}`, { vcenter });
  }
  return results.filter(({ accepted }) => accepted).length;
}
