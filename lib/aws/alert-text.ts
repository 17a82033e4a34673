/** An outcome as people read it in their mail or chat. */
import type { AppliedStep, Outcome } from '../reconcile/outcome.ts';
import { describeStep } from '../reconcile/steps.ts';

/** `esx-021.corp.example in vc01: failed (permission-missing)`. */
export function alertSubject({ vcenter, host, status, problems }: Outcome): string {
  const code = problems[0] === undefined ? '' : ` (${problems[0].code})`;
  return `${host.name} in ${vcenter}: ${status}${code}`;
}

/** What happened, why, what was done, how the host stands now. */
export function alertText(outcome: Outcome): string {
  const { vcenter, host, status, problems, steps, settings, finishedAt } = outcome;
  return [
    `Host:     ${host.name} (${host.moref})`,
    `vCenter:  ${vcenter}`,
    `Status:   ${status}`,
    `Time:     ${finishedAt}`,
    ...section(
      'Problems',
      problems.map(({ code, message }) => `${code}: ${message}`),
    ),
    ...section(
      'Steps',
      steps.map((step) => `${step.applied ? 'applied    ' : 'not applied'} ${describeStep(step)}`),
    ),
    ...section('State of the host', [describeState(outcome, steps)]),
    ...section(
      'Settings',
      settings.map(({ origin, version }) => `${origin}, version ${version}`),
    ),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function describeState({ device }: Outcome, steps: readonly AppliedStep[]): string {
  const applied = steps.filter((step) => step.applied).length;
  const changed = applied === 0 ? 'No step was applied' : `${applied} of ${steps.length} steps were applied`;
  return device === undefined
    ? `${changed}; no adapter of it on the stack is known.`
    : `${changed}; ${device} is on the stack.`;
}
