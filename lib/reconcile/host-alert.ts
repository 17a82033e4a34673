/** Alerts of one host: what is wrong with it and what to do, and that it is right again. */
import type { Alert, AlertedHost, ToldCause } from './alert.ts';
import { section } from './and-more.ts';
import { nextCommands } from './next-command.ts';
import type { AppliedStep, Outcome } from './outcome.ts';
import { describeStep } from './steps.ts';

/** Of an end that people are told of. */
export function troubleAlert(outcome: Outcome, { cause, code }: ToldCause): Alert {
  const { vcenter, host, status, problems, finishedAt } = outcome;
  const isHalf = outcome.leftAs === 'half-configured' ? ', left half configured' : '';
  const decisive = problems.find((problem) => problem.code === 'rollback-incomplete') ?? problems[0];
  return {
    id: `trouble/${vcenter}/${host.moref}/${finishedAt}`,
    kind: 'trouble',
    vcenter,
    subject: `${host.name} in ${vcenter}: ${status}${problems[0] === undefined ? '' : ` (${problems[0].code})`}${isHalf}`,
    text: troubleText(outcome),
    commands: decisive === undefined ? [] : nextCommands(decisive.code, { vcenter, host: host.name }),
    at: finishedAt,
    host: alertedHost(outcome),
    code,
    cause,
  };
}

/** @param told the causes of which people know */
export function recoveredAlert(outcome: Outcome, told: readonly ToldCause[]): Alert {
  const { vcenter, host, finishedAt } = outcome;
  const recoveredFrom = [...new Set(told.map(({ code }) => code))];
  return {
    id: `recovered/${vcenter}/${host.moref}/${finishedAt}`,
    kind: 'recovered',
    vcenter,
    subject: `${host.name} in ${vcenter}: right again (was ${recoveredFrom.join(', ')})`,
    text: [...placeLines(outcome), ...section('State of the host now', [stateOf(outcome)])].join('\n'),
    commands: [],
    at: finishedAt,
    host: alertedHost(outcome),
    code: 'recovered',
    recoveredFrom,
  };
}

function troubleText(outcome: Outcome): string {
  const { problems, steps, settings, notes = [] } = outcome;
  return [
    ...placeLines(outcome),
    `Step:        ${failedStepOf(outcome)}`,
    ...section(
      'Cause',
      problems.map(({ code, message }) => `${code}: ${message}`),
    ),
    ...section('State of the host now', [stateOf(outcome)]),
    ...section(
      'Steps',
      steps.map((step) => `${step.applied ? 'applied    ' : 'not applied'} ${describeStep(step)}`),
    ),
    ...section('Notes', notes),
    ...section(
      'Settings',
      settings.map(({ origin, version }) => `${origin}, version ${version}`),
    ),
  ].join('\n');
}

function placeLines({ vcenter, host, status, datacenter, cluster, finishedAt }: Outcome): string[] {
  const standsAlone = datacenter === undefined ? 'not known' : 'none, it stands alone';
  return [
    `Host:        ${host.name} (${host.moref})`,
    `vCenter:     ${vcenter}`,
    `Datacenter:  ${datacenter ?? 'not known'}`,
    `Cluster:     ${cluster ?? standsAlone}`,
    `Status:      ${status}`,
    `Time:        ${finishedAt}`,
  ];
}

/** vSphere's own name of the call that failed, else the first step that was not taken. */
function failedStepOf({ failedStep, steps, status }: Outcome): string {
  if (failedStep !== undefined) return failedStep;
  const left = steps.find(({ applied }) => !applied);
  if (status !== 'refused' && left !== undefined) return describeStep(left);
  return 'none was taken: it ended before the first write';
}

function stateOf(outcome: Outcome): string {
  const { leftAs, device, address, gateway, steps } = outcome;
  const adapter = device === undefined ? 'no VMkernel adapter of it is known' : `${device} is`;
  const on = device === undefined ? ' on the stack' : ` on the stack${address === undefined ? '' : ` with ${address}`}`;
  const way = gateway === undefined ? 'the stack has no IPv4 gateway' : `the gateway of the stack is ${gateway}`;
  return `${STANDING[leftAs ?? 'untouched'](steps)}; ${adapter}${on}; ${way}.`;
}

const STANDING: Readonly<Record<NonNullable<Outcome['leftAs']>, (steps: readonly AppliedStep[]) => string>> = {
  untouched: () => 'Nothing was written by this run',
  changed: (steps) => `${steps.filter(({ applied }) => applied).length} of ${steps.length} steps were applied`,
  'put-back': () => 'It was put back: what was begun was taken off again',
  'half-configured': () => 'It is left half configured',
};

function alertedHost({ host, datacenter, cluster }: Outcome): AlertedHost {
  return {
    ...host,
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}
