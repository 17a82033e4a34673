/** One message to its end: configured, journalled, announced. What a function does with a record. */
import type { HostMessage } from '../contract.ts';
import { announce } from './announce.ts';
import { configureHost } from './configure-host.ts';
import type { ConfigurePorts, ConfigureResult } from './configure-request.ts';
import { withDeferral } from './deferral.ts';
import type { Intent, JournalRow } from './journal-row.ts';
import { capitalized, type Outcome } from './outcome.ts';
import type { Announcer, Journal, Meter } from './ports.ts';

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
  const { journal, clock } = ports;
  const { host, vcenter, cause } = message;
  const startedAt = clock.now();
  const row = await journal.read(vcenter, host.moref);
  const result = await configureHost({ host, cause, row, startedAt, ...run }, ports);
  const { outcome, deferral } = withDeferral(result.outcome, row?.deferral, clock.now(), result.dueAt);
  const intent = await intentToKeep(message, result, journal);
  const written: JournalRow = {
    vcenter,
    moref: host.moref,
    name: outcome.host.name,
    outcome,
    ...(deferral === undefined ? {} : { deferral }),
    ...(intent === undefined ? {} : { intent }),
  };
  await journal.write(written);
  measure(outcome, ports.meter);
  const isTold = await announce(outcome, row?.untold ? undefined : row?.outcome, ports);
  if (!isTold) await journal.write({ ...written, untold: true });
  return outcome;
}

/** A run that was kept out must not wipe the intent of the run that keeps it out. */
async function intentToKeep(
  message: HostMessage,
  result: ConfigureResult,
  journal: Journal,
): Promise<Intent | undefined> {
  const wasKeptOut = result.outcome.problems.some(({ code }) => code === 'lease-held' || code === 'lease-lost');
  if (!wasKeptOut) return result.intent;
  return (await journal.read(message.vcenter, message.host.moref))?.intent;
}

function measure(outcome: Outcome, meter: Meter): void {
  const finished = new Date(outcome.finishedAt).getTime();
  meter.count(`Hosts${capitalized(outcome.status)}`, 1);
  meter.milliseconds('MessageToOutcome', finished - new Date(outcome.startedAt).getTime());
  if (outcome.status !== 'converged' || outcome.cause?.kind !== 'event') return;
  meter.milliseconds('EventToVerified', finished - new Date(outcome.cause.createdTime).getTime());
}
