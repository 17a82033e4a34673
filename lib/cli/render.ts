/** Results as text for people; the one place that lays them out. */
import { type OnboardingError, problemsOf } from '../errors.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import { paint, statusColor } from './paint.ts';
import type {
  AddressResult,
  ApplyResult,
  HostResult,
  PlanResult,
  ReleaseResult,
  ResumeResult,
  ShownStep,
} from './results.ts';

/** A plan, host by host, and the sum. */
export function renderPlan(result: PlanResult, hasColors: boolean): string {
  return render(result.hosts, hasColors, 'Plan');
}

/** What was applied, host by host, and the sum. */
export function renderApply(result: ApplyResult, hasColors: boolean): string {
  return render(result.hosts, hasColors, 'Applied');
}

/** What was taken off, host by host, and the sum. */
export function renderRemove(result: ApplyResult, hasColors: boolean): string {
  return render(result.hosts, hasColors, 'Removed');
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

function render(hosts: readonly HostResult<string>[], hasColors: boolean, title: string): string {
  return [...hosts.map((host) => renderHost(host, hasColors)), sumOf(hosts, title)].join('\n');
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

function renderHost(host: HostResult<string>, hasColors: boolean): string {
  const device = host.device === undefined ? '' : ` ${host.device}`;
  const head = `${paint(host.host, 'bold', hasColors)} (${host.moref})${device}: ${paint(host.status, statusColor(host.status), hasColors)}`;
  const problems = host.problems.map(({ code, message }) => `  ! ${message} [${code}]`);
  const notes = (host.notes ?? []).map((note) => `  - ${note}`);
  return [head, ...host.steps.flatMap((step) => renderStep(step)), ...notes, ...problems].join('\n');
}

function renderStep({ action, reason, disruptive, changes, applied, channel, because }: ShownStep): string[] {
  const values = changes.map(
    ({ field, from, to }) => `      ${field}: ${from === null ? '' : `${from} -> `}${to ?? 'none'}`,
  );
  const by = channel === undefined ? '' : ` by ${channel}`;
  const state = applied === undefined ? '' : applied ? ` (applied${by})` : ' (not applied)';
  const why = because === undefined ? [] : [`      because: ${because}`];
  return [`  ${action}${disruptive ? ' (disruptive)' : ''}${state}: ${reason}`, ...values, ...why];
}
