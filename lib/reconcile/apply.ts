/** Taking the steps of a plan, in their order, each under the lease. No decision is made here but to stop. */
import { hasCode, OnboardingError, type Problem, problemsOf } from '../errors.ts';
import type { Assessment } from './assess.ts';
import type { AppliedStep } from './outcome.ts';
import type { Clock, HostWriter } from './ports.ts';
import type { Step } from './steps.ts';
import { LEASE_MILLISECONDS, lacksLease, readUntil } from './verify.ts';

/** What became of a plan while it was applied; kept by the caller, so that it is known after an error too. */
export interface Progress {
  steps: AppliedStep[];
  problems: Problem[];
  /** The adapter that this run added. */
  addedDevice?: string;
}

/** What applying needs. */
export interface ApplyOptions {
  readonly vcenter: HostWriter;
  readonly clock: Clock;
  /** Reads and plans afresh. */
  readonly read: () => Promise<Assessment>;
  /** @throws OnboardingError `lease-lost`: then nothing more is written */
  readonly renewLease: () => Promise<void>;
  /** What the host refuses of the optional parts is a note, not an end. */
  readonly toleratesUnsupported: boolean;
}

/** DNS works without being there: a host that refuses it still has its adapter and gateway. */
export function isOptional(step: Step): boolean {
  return step.action === 'updateNetworkConfig' && step.part === 'dns';
}

/**
 * Applies the steps; `progress` says at any time how far it came.
 * @throws OnboardingError what vCenter answered, `lease-lost`, `dhcp-no-lease`, `gateway-outside-lease`
 */
export async function applySteps(assessment: Assessment, progress: Progress, options: ApplyOptions): Promise<void> {
  let hasLease = !assessment.desired.address.dhcp || isLeased(assessment);
  for (const [index, step] of assessment.plan.steps.entries()) {
    if (!hasLease && step.action === 'updateNetworkConfig') {
      await waitForLease(options);
      hasLease = true;
    }
    await options.renewLease();
    try {
      await applyStep(assessment, step, progress, options);
    } catch (error) {
      if (!options.toleratesUnsupported || !isOptional(step) || !isUnsupported(error)) throw error;
      progress.problems.push(...problemsOf(error));
      continue;
    }
    progress.steps[index] = { ...step, applied: true };
  }
}

async function applyStep(
  { host }: Assessment,
  step: Step,
  progress: Progress,
  { vcenter }: ApplyOptions,
): Promise<void> {
  const networkSystem = host.networkSystem ?? '';
  switch (step.action) {
    case 'addVirtualNic':
      progress.addedDevice = await vcenter.addVirtualNic(networkSystem, step.portgroup, step.nic);
      return;
    case 'updateVirtualNic':
      return vcenter.updateVirtualNic(networkSystem, step.device, step.nic);
    case 'updateNetworkConfig':
      return vcenter.updateNetworkConfig(networkSystem, step.edit);
  }
}

function isLeased(assessment: Assessment): boolean {
  return assessment.plan.adapter?.dhcp === true && !lacksLease(assessment);
}

function isUnsupported(error: unknown): error is OnboardingError {
  return hasCode(error, 'fault-refused') || hasCode(error, 'method-missing');
}

/** The lease says which subnet the gateway has to lie in, so the gateway is written after it. */
async function waitForLease({ clock, read }: ApplyOptions): Promise<void> {
  const isDone = (assessment: Assessment) => assessment.plan.adapter !== undefined && !lacksLease(assessment);
  const last = await readUntil(clock, read, isDone, LEASE_MILLISECONDS);
  if (isDone(last)) return;
  const message = `No DHCP lease on ${last.host.name} after ${LEASE_MILLISECONDS / 1000} s.`;
  throw new OnboardingError('dhcp-no-lease', message, {
    host: last.host.name,
    moref: last.host.moref,
    step: 'addVirtualNic',
  });
}
