/** One message to its end: configured, journalled, announced. What a function does with a record. */
import type { HostMessage } from '../contract.ts';
import { announce } from './announce.ts';
import type { ConfigurePorts } from './configure-request.ts';
import { capitalized, type Outcome } from './outcome.ts';
import type { Announcer, Journal, Meter } from './ports.ts';
import { recordedRun } from './recorded-run.ts';

/** {@link ConfigurePorts} with everything that a run by itself has. */
export interface RunPorts extends ConfigurePorts {
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly meter: Meter;
}

/**
 * @returns the outcome as journalled
 * @throws OnboardingError `journal-unavailable`: the message is left to redelivery
 */
export async function runHost(
  message: HostMessage,
  run: { readonly runId: string; readonly remainingMilliseconds: () => number },
  ports: RunPorts,
): Promise<Outcome> {
  const { host, cause } = message;
  const request = { host, cause, startedAt: ports.clock.now(), ...run };
  const { outcome, before, written } = await recordedRun(request, ports);
  measure(outcome, ports.meter);
  const isTold = await announce(outcome, before?.untold ? undefined : before?.outcome, ports);
  if (!isTold && written !== undefined) await ports.journal.write({ ...written, untold: true });
  return outcome;
}

function measure(outcome: Outcome, meter: Meter): void {
  const finished = new Date(outcome.finishedAt).getTime();
  meter.count(`Hosts${capitalized(outcome.status)}`, 1);
  meter.milliseconds('MessageToOutcome', finished - new Date(outcome.startedAt).getTime());
  if (outcome.status !== 'converged' || outcome.cause?.kind !== 'event') return;
  meter.milliseconds('EventToVerified', finished - new Date(outcome.cause.createdTime).getTime());
}
