/** One message to its end: configured, journalled, announced. What a function does with a record. */
import { type HostMessage, METRICS } from '../contract.ts';
import { announce, notify, type TellingPorts } from './announce.ts';
import { afterRun, haltNotice, type Trial } from './brake.ts';
import type { ConfigurePorts } from './configure-request.ts';
import { capitalized, type Outcome } from './outcome.ts';
import type { Meter } from './ports.ts';
import { recordedRun } from './recorded-run.ts';
import type { BrakeStore } from './shared-stores.ts';

/** {@link ConfigurePorts} with everything that a run by itself has. */
export interface RunPorts extends ConfigurePorts, TellingPorts {
  readonly journal: TellingPorts['journal'];
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
  const { outcome, before, news } = await recordedRun(request, { ...ports, beforeRecord });
  measure(outcome, ports.meter);
  await announce(outcome, news, before, ports);
  return outcome;
}

/** People are told once that nothing more is written. */
async function countForBrake(trial: Trial, ports: RunPorts): Promise<void> {
  const { vcenter } = trial.outcome;
  const trials = await afterRun(trial, ports);
  if (trials === undefined) return;
  ports.meter.count(METRICS.halted, 1);
  await notify(haltNotice(vcenter, trials), ports);
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
