/** What a run that cannot go on owes the host: the first adapter that we began is taken off again. */
import { type ErrorCode, OnboardingError } from '../errors.ts';
import type { Intent } from './journal-row.ts';
import { type HostNetwork, type HostState, PROVISIONING_STACK, type VirtualNic } from './state.ts';

/** Refused for what the host is in, not for what is on it: what we began there is left for the next run. */
const LEAVES_ALONE: readonly ErrorCode[] = ['configuration-profile', 'disruptive-needs-live'];

/** An end that will not get better by waiting; nor does a missing lease, and an adapter without one is no use. */
export function isToBeTakenBack(error: unknown): error is OnboardingError {
  if (!(error instanceof OnboardingError) || LEAVES_ALONE.includes(error.code)) return false;
  return error.status === 'refused' || error.status === 'failed' || error.code === 'dhcp-no-lease';
}

/** The one adapter on a stack that had none when the interrupted run began: it is ours to finish or to undo. */
export function begunAdapter(host: HostState, intent: Intent | undefined): VirtualNic | undefined {
  if (intent?.before.network === undefined || host.network === undefined) return undefined;
  const [adapter, ...others] = adaptersOnStack(host.network);
  const isOnly = others.length === 0 && adaptersOnStack(intent.before.network).length === 0;
  return isOnly ? adapter : undefined;
}

/** The adapters of the stack that this release writes. */
export function adaptersOnStack(network: HostNetwork): readonly VirtualNic[] {
  return network.vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === PROVISIONING_STACK);
}
