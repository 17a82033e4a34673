/** Replay: hosts back into their queue, found by name, event, time, last outcome, or in the dead-letter queue. */
import type { HostReference } from '../contract.ts';
import { OnboardingError, problemsOf } from '../errors.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';
import { HOSTS_A_PAGE, ReplayPage } from './replay-page.ts';
import type { ReplayPorts, ReplayTime } from './replay-ports.ts';
import type { ReplayRequest } from './replay-request.ts';
import type { LeftBehind, ReplayedHost, ReplayResult } from './replay-result.ts';
import { type Candidate, resolveHosts, selectHosts } from './replay-selection.ts';
import { describe, readStanding } from './replay-standing.ts';

/** Sent at once, between two looks at the time. */
const HOSTS_A_CHUNK = 100;

/**
 * One page: as much as the time allows. What goes wrong is in `problems`, beside what has been done by then.
 * @throws what is no error of ours
 */
export async function replayEvents(
  request: ReplayRequest,
  time: ReplayTime,
  ports: ReplayPorts,
): Promise<ReplayResult> {
  const page = new ReplayPage(request);
  try {
    const rows = await ports.journal.readAll(request.vcenter);
    const standing = await readStanding(request, rows, ports);
    page.notes.push(...standing.notes);
    if (request.deadLetters) {
      const named = await resolveHosts(request.hosts, rows, ports);
      await replayDeadLetters(page, named, standing, time, ports);
    } else {
      const { candidates, left } = await selectHosts(request, rows, time, ports);
      page.left.push(...left);
      await queueHosts(page, candidates, (each) => describe(each, standing), time, ports);
    }
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    ports.log.warn(`The replay ended early: ${error.message}`, { ...error.context, code: error.code });
    page.problems.push(...problemsOf(error));
  }
  const { queued, left } = page;
  const { vcenter, replay } = request;
  ports.log.info('Hosts are replayed.', { vcenter, replay, queued: queued.length, left: left.length });
  return page.result();
}

async function queueHosts(
  page: ReplayPage,
  candidates: readonly Candidate[],
  shown: (candidate: Candidate) => ReplayedHost,
  time: ReplayTime,
  { queue }: Pick<ReplayPorts, 'queue'>,
): Promise<void> {
  const { after = '', dryRun } = page.request;
  const waiting = candidates.filter(({ host }) => host.moref > after);
  for (let start = 0; start < waiting.length; start += HOSTS_A_CHUNK) {
    if (start >= HOSTS_A_PAGE || (start > 0 && time.remainingMilliseconds() <= 0)) {
      page.next = waiting[start - 1]?.host.moref;
      return;
    }
    const chunk = waiting.slice(start, start + HOSTS_A_CHUNK);
    const results = dryRun ? [] : await queue.send(chunk.map(({ host }) => page.messageFor(host)));
    for (const [index, candidate] of chunk.entries()) {
      const result = results[index] ?? { accepted: true };
      if (result.accepted) page.queued.push(shown(candidate));
      else page.left.push(refused(candidate.host, result.reason));
    }
  }
}

/** One that SQS will never take. */
function refused({ moref, name }: HostReference, reason: string): LeftBehind {
  return { code: 'message-malformed', host: name, moref, reason };
}
