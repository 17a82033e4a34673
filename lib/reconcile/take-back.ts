/** What a run that cannot go on owes the host: the first adapter that we began is taken off again. */
import { type ErrorCode, OnboardingError } from '../errors.ts';
import type { Assessment } from './assess.ts';
import type { Intent } from './journal-row.ts';
import { type HostNetwork, type HostState, PROVISIONING_STACK, type VirtualNic } from './state.ts';
import { describeStep, type Step } from './steps.ts';

/** Refused for what the host is in or was asked for, not for what is on it: what we began is left for the next run. */
const LEAVES_ALONE: readonly ErrorCode[] = ['configuration-profile', 'disruptive-needs-live', 'plan-stale'];

/**
 * An end that will not get better by waiting, or a host that is no longer to be configured: no host stays in between.
 * A missing lease does not get better either, and an adapter without one is no use.
 */
export function isToBeTakenBack(error: unknown): error is OnboardingError {
  if (!(error instanceof OnboardingError) || LEAVES_ALONE.includes(error.code)) return false;
  const isOver = error.status === 'refused' || error.status === 'failed' || error.status === 'excluded';
  return isOver || error.code === 'dhcp-no-lease';
}

/**
 * The one adapter on a stack that had none when the interrupted run began, and that is as that run meant it: ours to
 * finish or to undo. Another one was added by somebody else.
 */
export function begunAdapter(host: HostState, intent: Intent | undefined): VirtualNic | undefined {
  if (intent === undefined || !beganFirst(intent) || host.network === undefined) return undefined;
  const [adapter, ...others] = adaptersOnStack(host.network, intent);
  if (adapter === undefined || others.length > 0) return undefined;
  return intent.steps.some((step) => isResultOf(step, adapter)) ? adapter : undefined;
}

/** The plan changes nothing but what the interrupted run set out to change, or the adapter that it began. */
export function finishesIntent({ host, plan }: Assessment, intent: Intent | undefined): boolean {
  if (intent === undefined) return false;
  const begun = intent.steps.map(describeStep);
  return begunAdapter(host, intent) !== undefined || plan.steps.every((step) => begun.includes(describeStep(step)));
}

/** An intent to add the first adapter of a stack on which there is one by now that is not ours. */
export function isVoid(host: HostState, intent: Intent): boolean {
  const isEmpty = host.network === undefined || adaptersOnStack(host.network, intent).length === 0;
  return beganFirst(intent) && !isEmpty && begunAdapter(host, intent) === undefined;
}

function beganFirst(intent: Intent): boolean {
  const { network } = intent.before;
  return network !== undefined && adaptersOnStack(network, intent).length === 0;
}

/** The stack that an intent is about. */
export function stackOfIntent({ steps, before }: Pick<Intent, 'steps' | 'before'>): string {
  const named = steps.map((step) => {
    if (step.action === 'updateNetworkConfig') return step.edit.netStackInstanceKey;
    if (step.action === 'addVirtualNic') return step.nic.netStackInstanceKey;
    if (step.action === 'removeVirtualNic') return undefined;
    return before.network?.vnics.find(({ device }) => device === step.device)?.netStackInstanceKey;
  });
  return named.find((stack) => stack !== undefined) ?? PROVISIONING_STACK;
}

function isResultOf(step: Step, vnic: VirtualNic): boolean {
  if (step.action === 'updateVirtualNic') return step.device === vnic.device;
  if (step.action !== 'addVirtualNic') return false;
  const { ip, distributedVirtualPort: port } = step.nic;
  const hasPort = vnic.distributedVirtualPort?.portgroupKey === port?.portgroupKey;
  const isPlaced = port === undefined ? vnic.portgroup === step.portgroup : hasPort;
  return isPlaced && (ip?.dhcp ? vnic.dhcp : !vnic.dhcp && vnic.ipAddress === ip?.ipAddress);
}

function adaptersOnStack(network: HostNetwork, intent: Intent): readonly VirtualNic[] {
  const stack = stackOfIntent(intent);
  return network.vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === stack);
}
