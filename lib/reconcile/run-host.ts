/** One message to its end: configured, journalled, announced. What a function does with a record. */
import { type HostMessage, METRICS } from '../contract.ts';
import { alert, announce } from './announce.ts';
import { afterRun, haltNotice, type Trial } from './brake.ts';
import type { ConfigurePorts } from './configure-request.ts';
import { capitalized, type Outcome } from './outcome.ts';
import type { Announcer, Journal, Meter } from './ports.ts';
import { recordedRun } from './recorded-run.ts';
import type { BrakeStore } from './shared-stores.ts';

/** {@link ConfigurePorts} with everything that a run by itself has. */
export interface RunPorts extends ConfigurePorts {
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly meter: Meter;
  readonly brake: BrakeStore;
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
  const beforeRecord = (trial: Trial) => countForBrake(trial, ports);
  const { outcome, before } = await recordedRun(request, { ...ports, beforeRecord });
  measure(outcome, ports.meter);
  const isTold = await announce(outcome, before?.untold ? undefined : before?.outcome, ports);
  if (!isTold) await ports.journal.markUntold(outcome);
  await leftOverAfter(outcome, before?.outcome, ports);
  return outcome;
}

/** What could not be taken back is told apart from the outcome, with the commands to finish by hand; once. */
async function leftOverAfter(outcome: Outcome, before: Outcome | undefined, ports: RunPorts): Promise<void> {
  const leftIn = (each: Outcome | undefined) => each?.problems.find(({ code }) => code === 'rollback-incomplete');
  const left = leftIn(outcome);
  if (left === undefined || left.message === leftIn(before)?.message) return;
  await alert(`${outcome.host.name} of ${outcome.vcenter} is left half configured`, left.message, ports);
}

/** People are told once that nothing more is written. */
async function countForBrake(trial: Trial, ports: RunPorts): Promise<void> {
  const { vcenter } = trial.outcome;
  const trials = await afterRun(trial, ports);
  if (trials === undefined) return;
  ports.meter.count(METRICS.halted, 1);
  const { subject, text } = haltNotice(vcenter, trials);
  await alert(subject, text, ports);
}

function measure(outcome: Outcome, meter: Meter): void {
  const finished = new Date(outcome.finishedAt).getTime();
  meter.count(`Hosts${capitalized(outcome.status)}`, 1);
  meter.milliseconds(METRICS.messageToOutcome, finished - new Date(outcome.startedAt).getTime());
  for (const { code } of outcome.problems) {
    if (code === 'halted') meter.count(METRICS.halted, 1);
    if (code === 'login-refused') meter.count(METRICS.loginRefused, 1);
  }
  if (outcome.status !== 'converged' || outcome.cause?.kind !== 'event') return;
  meter.milliseconds(METRICS.eventToVerified, finished - new Date(outcome.cause.createdTime).getTime());
}
