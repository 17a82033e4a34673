/** How far it goes by itself: what the mode, the operator and the history of a host allow for a plan. */
import { type ErrorCode, OnboardingError } from '../errors.ts';
import { type Assessment, DEFAULT_MODE } from './assess.ts';
import type { Mode } from './settings-document.ts';

/** Who asks. */
export type Initiative =
  | {
      readonly by: 'itself' /** In the inventory when we first swept this vCenter; undefined before that. */;
      readonly inBaseline:
        | boolean
        | undefined /** The plan only finishes what a run of ours began that was interrupted. */;
      readonly finishesOurs: boolean;
    }
  | {
      readonly by: 'operator' /** Disruptive steps are wanted although the host is at work. */;
      readonly live: boolean;
    };

/** `report`: nothing is written, and the difference is said. */
export type Permission = { readonly allowed: true } | { readonly allowed: false; readonly why: string };

/**
 * Whether the steps of a plan may be taken.
 * @throws OnboardingError `disruptive-needs-live` (operator), `baseline-pending` (by itself, before the first sweep)
 */
export function permission(assessment: Assessment, initiative: Initiative): Permission {
  const { host, mode, plan } = assessment;
  // Half a change is worse than the rest of it: what is there now is what has to end.
  const isBegun = initiative.by === 'itself' && initiative.finishesOurs;
  const disrupts = plan.steps.some(({ disruptive }) => disruptive) && !host.inMaintenanceMode && !isBegun;
  if (initiative.by === 'operator') {
    if (disrupts && !initiative.live)
      throw stop(
        assessment,
        'disruptive-needs-live',
        `The plan for ${host.name} is disruptive, and it is not in maintenance mode.`,
      );
    return { allowed: true };
  }
  if (disrupts) return refused('the plan is disruptive and the host is not in maintenance mode');
  if (initiative.finishesOurs) return { allowed: true };
  if (assessment.hostProfile !== undefined) {
    return refused(`host profile ${assessment.hostProfile} is attached, and would take the change for drift`);
  }
  if (mode === 'report') return refused('the mode is report');
  if (mode === 'enforce') return { allowed: true };
  if (plan.adapter !== undefined) return refused('the host has an adapter on the stack, and the mode is onboard');
  if (initiative.inBaseline === undefined) {
    throw stop(assessment, 'baseline-pending', `Whether ${host.name} is new is not known before the first sweep.`);
  }
  if (initiative.inBaseline)
    return refused('the host was there before this vCenter was watched, and the mode is onboard');
  return { allowed: true };
}

const DEFAULT_SETTLE_SECONDS = 120;

/** Whether this mode never touches the hosts of the baseline. @param mode undefined: not set, or not readable */
export function isLeftAlone(mode: Mode = DEFAULT_MODE): boolean {
  return mode === 'onboard';
}

/**
 * A standalone host waits: hosts on their way into a cluster pass through there, and the move raises no event
 * (vCenter 8.0 U3 event catalogue; `Folder.BatchAddHostsToCluster_Task`).
 * @param firstSeen when the host first came to our notice
 * @throws OnboardingError `host-settling`, with `dueAt` in its context
 */
export function waitUntilSettled(
  assessment: Assessment,
  settleSeconds: number = DEFAULT_SETTLE_SECONDS,
  firstSeen: Date,
  now: Date,
): void {
  if (assessment.host.ancestors.some(({ type }) => type === 'ClusterComputeResource')) return;
  const settledAt = new Date(firstSeen.getTime() + settleSeconds * 1000);
  if (settledAt <= now) return;
  const message = `${assessment.host.name} is a standalone host since less than ${settleSeconds} s.`;
  throw stop(assessment, 'host-settling', message, { dueAt: settledAt.toISOString() });
}

function refused(why: string): Permission {
  return { allowed: false, why };
}

function stop(
  { host }: Assessment,
  code: ErrorCode,
  message: string,
  detail: Record<string, unknown> = {},
): OnboardingError {
  return new OnboardingError(code, message, { host: host.name, moref: host.moref, ...detail });
}
