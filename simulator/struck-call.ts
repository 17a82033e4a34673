import { hostCommunication, rolledBackOnHost } from './faults.ts';
import { loseConnection } from './host-lifecycle.ts';
import type { Host } from './objects/host.ts';
import type { Strike } from './strike.ts';

/**
 * Does the work of a call that a host runs while its caller waits, as long as the scenario says, and as a fault rule
 * wants it: not at all, with another answer, undone afterwards, or with the host lost before or after it.
 * Throws VimFault: the rule's, or what the work throws; HostNotConnected when the host was lost while it waited.
 */
export async function runCall<T>(host: Host, strike: Strike | undefined, work: () => T): Promise<T> {
  const { vcenter } = host;
  await vcenter.pause(vcenter.scenario.callMs + (strike?.delayMs ?? 0));
  host.requireConnection();
  if (strike === undefined) return work();
  if (strike.rolledBack) return rollBack(host, strike, work);
  const { fault, disconnects, afterWork, answerLost } = strike;
  const worksFirst = afterWork || answerLost;
  if (fault !== undefined && disconnects === undefined && !worksFirst) throw fault;
  if (disconnects !== undefined && !worksFirst) {
    loseConnection(host, disconnects.backAfterMs);
    throw fault ?? hostCommunication();
  }
  const result = work();
  if (disconnects !== undefined) loseConnection(host, disconnects.backAfterMs);
  if (afterWork && !answerLost) throw fault ?? hostCommunication();
  return result;
}

/** vSphere's own roll-back: what was done is undone, and the call fails. */
function rollBack<T>({ network }: Host, { fault }: Strike, work: () => T): never {
  const before = structuredClone(network.state);
  work();
  network.write(() => {
    network.state = before;
  });
  throw fault ?? rolledBackOnHost();
}
