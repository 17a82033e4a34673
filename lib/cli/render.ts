/** Results as text for people; the one place that lays them out. */
import { type OnboardingError, problemsOf } from '../errors.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { paint, statusColor } from './paint.ts';
import { renderHosts } from './render-hosts.ts';
import type { AddressResult, ApplyResult, PlanResult, ReleaseResult, ResumeResult } from './results.ts';
import type { TableSurroundings } from './table.ts';

/** How results are shown: with colours or without, within the width of the terminal, in full or briefly. */
export interface View extends TableSurroundings {
  /** Many hosts in full, too. */
  readonly isVerbose?: boolean | undefined;
}

/** A plan, host by host, and the sum. */
export function renderPlan({ hosts, problems = [] }: PlanResult, view: View): string {
  const disruptive = hosts.filter(({ steps }) => steps.some((step) => step.disruptive)).length;
  const live = `${disruptive} of them with disruptive steps, taken with --live or in maintenance mode only.`;
  return [
    ...renderHosts(hosts, view),
    ...problems.map(({ code, message }) => `! ${message} [${code}]`),
    sumOf(hosts, 'Plan'),
    ...(disruptive === 0 ? [] : [live]),
  ].join('\n');
}

/** What was applied, host by host, and the sum. */
export function renderApply({ hosts }: ApplyResult, view: View): string {
  return [...renderHosts(hosts, view), sumOf(hosts, 'Applied')].join('\n');
}

/** What was taken off, host by host, and the sum. */
export function renderRemove({ hosts }: ApplyResult, view: View): string {
  return [...renderHosts(hosts, view), sumOf(hosts, 'Removed')].join('\n');
}

/** Whether the brake was on. */
export function renderResume({ vcenter, brakes }: ResumeResult): string {
  if (brakes === 0) return `No brake was on in ${vcenter}.`;
  const versions = brakes === 1 ? 'one version' : `${brakes} versions`;
  return `The brake of ${vcenter} was on for ${versions} of the settings, and is off now.`;
}

/** Address by address, and the sum. */
export function renderRelease({ addresses }: ReleaseResult, hasColors: boolean): string {
  return [...addresses.map((each) => renderAddress(each, hasColors)), sumOf(addresses, 'Addresses')].join('\n');
}

/** An error that ended a verb: what, where and what to do. */
export function renderError(error: OnboardingError): string {
  return problemsOf(error)
    .map(({ code, message }) => `error: ${message} [${code}]`)
    .join('\n');
}

/** One line of `run` for an outcome. */
export function renderOutcome(outcome: Outcome, hasColors: boolean): string {
  const { host, status, device, cause, finishedAt, problems, steps } = outcome;
  const status_ = paint(status.padEnd(9), statusColor(status), hasColors);
  const seconds = cause?.kind === 'event' ? (Date.parse(finishedAt) - Date.parse(cause.createdTime)) / 1000 : undefined;
  const since =
    cause?.kind === 'event' && seconds !== undefined ? ` ${seconds.toFixed(1)} s after ${cause.eventTypeId}` : '';
  const left = status === 'reported' && problems.length === 0 ? [`${steps.length} differences, left alone`] : [];
  const told = [...left, ...problems.map(({ message }) => message)];
  const head = `${finishedAt.slice(11, 19)} ${status_} ${host.name}${device === undefined ? '' : ` ${device}`}${since}`;
  return [head, ...told.map((line) => `         ${line}`)].join('\n');
}

function sumOf(results: readonly { readonly status: string }[], title: string): string {
  const counts = new Map<string, number>();
  for (const { status } of results) counts.set(status, (counts.get(status) ?? 0) + 1);
  const sum = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  return `${title}: ${sum || 'none'}.`;
}

function renderAddress({ address, status, claim, problems }: AddressResult, hasColors: boolean): string {
  const held = claim === undefined ? '' : ` ${claim.hostName} of ${claim.vcenter}, ${claim.origin}, ${claim.claimedAt}`;
  const head = `${paint(address, 'bold', hasColors)}${held}: ${paint(status, statusColor(status), hasColors)}`;
  return [head, ...problems.map(({ code, message }) => `  ! ${message} [${code}]`)].join('\n');
}
