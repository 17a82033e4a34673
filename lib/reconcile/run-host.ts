/** One message to its end: configured, journalled, announced. What a function does with a record. */
import type { HostMessage } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { type ConfigurePorts, type ConfigureResult, configureHost } from './configure-host.ts';
import { withDeferral } from './deferral.ts';
import type { Intent } from './journal-row.ts';
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
  const row = await journal.read(vcenter, host.moref);
  const result = await configureHost({ host, cause, row, ...run }, ports);
  const { outcome, deferral } = withDeferral(result.outcome, row?.deferral, clock.now(), result.dueAt);
  const intent = await intentToKeep(message, result, journal);
  await journal.write({
    vcenter,
    moref: host.moref,
    name: outcome.host.name,
    outcome,
    ...(deferral === undefined ? {} : { deferral }),
    ...(intent === undefined ? {} : { intent }),
  });
  measure(outcome, ports.meter);
  await announce(outcome, ports);
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

/** The journal is the record: an announcement that fails does not make the run fail. */
async function announce(outcome: Outcome, { announcer, log }: RunPorts): Promise<void> {
  try {
    await announcer.outcome(outcome);
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    log.error(error.message, { code: error.code, host: outcome.host.name });
  }
}
