/** Taking the steps of a plan, in their order, each under the lease. No decision is made here but to stop. */
import { hasCode, OnboardingError, type Problem, problemsOf, sentence } from '../errors.ts';
import type { Assessment } from './assess.ts';
import type { AppliedStep } from './outcome.ts';
import type { Clock, HostWriter } from './ports.ts';
import { applyByCommands, type CommandPorts, isOptional } from './second-channel.ts';
import type { HostState } from './state.ts';
import type { Step, UpdateNetworkConfigStep } from './steps.ts';
import { boundedPatience, LEASE_MILLISECONDS, lacksLease, readUntil } from './verify.ts';

/** What became of a plan while it was applied; kept by the caller, so that it is known after an error too. */
export interface Progress {
  steps: AppliedStep[];
  problems: Problem[];
  notes: string[];
  /** The adapter that this run added. */
  addedDevice?: string;
}

/** What applying needs; `commands` is absent where the settings say "esxcli": "never". */
export interface ApplyOptions extends Pick<CommandPorts, 'renewLease'> {
  readonly vcenter: HostWriter;
  readonly commands?: CommandPorts['commands'];
  readonly clock: Clock;
  /** Reads and plans afresh. */
  readonly read: () => Promise<Assessment>;
  /** What the host refuses of the optional parts is a note, not an end. */
  readonly toleratesUnsupported: boolean;
  readonly remainingMilliseconds: () => number;
}

/**
 * Applies the steps; `progress` says at any time how far it came.
 * @throws OnboardingError what vCenter answered, `lease-lost`, `dhcp-no-lease`, `gateway-outside-lease`
 */
export async function applySteps(assessment: Assessment, progress: Progress, options: ApplyOptions): Promise<void> {
  let hasLease = !assessment.desired.address.dhcp || isLeased(assessment);
  for (const [index, planned] of assessment.plan.steps.entries()) {
    if (!hasLease && planned.action === 'updateNetworkConfig') {
      await waitForLease(options);
      hasLease = true;
    }
    const step = await stillToDo(planned, progress, options);
    if (step === undefined) {
      progress.steps[index] = { ...planned, applied: true };
      continue;
    }
    await options.renewLease();
    try {
      await applyStep(assessment, step, progress, options);
    } catch (error) {
      if (!isOptional(step) || !isUnsupported(error)) throw namingChanges(step, error);
      await applyOtherwise(step, index, error, progress, { ...options, host: assessment.host });
      continue;
    }
    progress.steps[index] = { ...step, applied: true };
  }
}

/**
 * Routes are sent as a delta, and a stack that had no adapter may show what it kept only now that it has one: whether
 * a route may be added again is unconfirmed, so it is looked at again.
 */
async function stillToDo(planned: Step, progress: Progress, { read }: ApplyOptions): Promise<Step | undefined> {
  if (!isOptional(planned) || planned.part !== 'routes' || progress.addedDevice === undefined) return planned;
  const { plan, host } = await read();
  const isShown = host.network?.vnics.some(({ device }) => device === progress.addedDevice) ?? false;
  return isShown ? plan.steps.find((step) => isOptional(step) && step.part === 'routes') : planned;
}

/**
 * Takes an optional step by esxcli, after vCenter's own call did not do it.
 * @throws OnboardingError when that does not do it either, and the settings do not bear it
 */
export async function applyOtherwise(
  step: UpdateNetworkConfigStep,
  index: number,
  because: OnboardingError,
  progress: Progress,
  options: Pick<ApplyOptions, 'commands' | 'renewLease' | 'toleratesUnsupported'> & { readonly host: HostState },
): Promise<void> {
  const { commands, renewLease, toleratesUnsupported, host } = options;
  let failure = because;
  try {
    if (commands !== undefined) {
      await applyByCommands(step, host, { commands, renewLease });
      progress.steps[index] = { ...step, applied: true, channel: 'esxcli', because: because.message };
      return;
    }
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.retry === 'later') throw error;
    const message = `${sentence(because.message)} By esxcli: ${error.message}`;
    failure = new OnboardingError(error.code, message, error.context, because);
  }
  // a read-back names them itself
  if (isUnsupported(because)) failure = namingChanges(step, failure);
  if (!toleratesUnsupported) throw failure;
  // vCenter may have said yes to it before
  progress.steps[index] = { ...step, applied: false };
  progress.problems.push(...problemsOf(failure));
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
    case 'removeVirtualNic':
      return vcenter.removeVirtualNic(networkSystem, step.device);
    case 'updateNetworkConfig':
      return vcenter.updateNetworkConfig(networkSystem, step.edit);
  }
}

/** One call sets gateways, DNS or routes of a stack: which of them it was, neither its name nor a fault says. */
function namingChanges<Met>(step: Step, error: Met): Met | OnboardingError {
  if (step.action !== 'updateNetworkConfig' || !(error instanceof OnboardingError)) return error;
  const fields = step.changes.map(({ field }) => field).join(', ');
  return new OnboardingError(error.code, `${sentence(error.message)} It was to set: ${fields}.`, error.context, error);
}

function isLeased(assessment: Assessment): boolean {
  return assessment.plan.adapter?.dhcp === true && !lacksLease(assessment);
}

function isUnsupported(error: unknown): error is OnboardingError {
  return hasCode(error, 'fault-refused') || hasCode(error, 'method-missing');
}

/** The lease says which subnet the gateway has to lie in, so the gateway is written after it. */
async function waitForLease({ clock, read, remainingMilliseconds }: ApplyOptions): Promise<void> {
  const isDone = (assessment: Assessment) => assessment.plan.adapter !== undefined && !lacksLease(assessment);
  const patience = boundedPatience(LEASE_MILLISECONDS, remainingMilliseconds());
  const last = await readUntil(clock, read, isDone, patience);
  if (isDone(last)) return;
  const message = `No DHCP lease on ${last.host.name} after ${Math.round(patience / 1000)} s.`;
  throw new OnboardingError('dhcp-no-lease', message, {
    host: last.host.name,
    moref: last.host.moref,
    step: 'addVirtualNic',
  });
}
