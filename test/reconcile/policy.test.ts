import { describe, expect, test } from '@jest/globals';
import { type Assessment, judge } from '../../lib/reconcile/assess.ts';
import { type Initiative, permission, waitUntilSettled } from '../../lib/reconcile/policy.ts';
import type { Mode } from '../../lib/reconcile/settings-document.ts';
import {
  DATACENTER,
  directory,
  disconnectedHost,
  goodNic,
  host,
  network,
  problemsFrom,
  provisioningStack,
  STANDALONE,
  settings,
  wantedDns,
} from '../builders.ts';
import { at, START } from '../fake-clock.ts';

const stack = (defaultGateway: string) => provisioningStack({ defaultGateway, dnsConfig: wantedDns() });

/** The plans of the table: nothing there; an adapter with a mild or a disruptive difference. */
const STATES = {
  new: network(),
  mild: network({ onStack: [goodNic()], stack: stack('') }),
  disruptive: network({ onStack: [goodNic()], stack: stack('10.20.0.254') }),
};

type State = keyof typeof STATES;

const assessmentOf = (state: State, mode: Mode, inMaintenanceMode = false): Assessment =>
  judge(host({ network: STATES[state], inMaintenanceMode }), settings({ mode }), directory());

const itself = (inBaseline: boolean | undefined, over: Partial<Initiative> = {}): Initiative =>
  ({ by: 'itself', inBaseline, finishesOurs: false, ...over }) as Initiative;

/** What the policy says, in one word or a reason. */
function verdict(assessment: Assessment, initiative: Initiative): string {
  let said = '';
  const problems = problemsFrom(() => {
    const permitted = permission(assessment, initiative);
    said = permitted.allowed ? 'yes' : permitted.why;
  });
  return problems[0]?.split(':')[0] ?? said;
}

const REPORT = 'the mode is report';
const HAS = 'the host has an adapter on the stack, and the mode is onboard';
const OLD = 'the host was there before this vCenter was watched, and the mode is onboard';
const AT_WORK = 'the plan is disruptive and the host is not in maintenance mode';

describe('by itself', () => {
  test.each<[Mode, State, boolean | undefined, boolean, string]>([
    ['report', 'new', false, false, REPORT],
    ['report', 'mild', true, false, REPORT],
    ['report', 'disruptive', false, true, REPORT],
    ['onboard', 'new', false, false, 'yes'],
    ['onboard', 'new', true, false, OLD],
    ['onboard', 'new', undefined, false, 'baseline-pending'],
    ['onboard', 'mild', false, false, HAS],
    ['onboard', 'mild', undefined, false, HAS],
    ['onboard', 'disruptive', false, true, HAS],
    ['enforce', 'new', true, false, 'yes'],
    ['enforce', 'new', undefined, false, 'yes'],
    ['enforce', 'mild', true, false, 'yes'],
    ['enforce', 'disruptive', false, false, AT_WORK],
    ['enforce', 'disruptive', false, true, 'yes'],
  ])(
    'mode %s, %s, in the baseline: %s, in maintenance: %s → %s',
    (mode, state, inBaseline, inMaintenance, expected) => {
      expect(verdict(assessmentOf(state, mode, inMaintenance), itself(inBaseline))).toBe(expected);
    },
  );

  test.each<[Mode, State, string]>([
    ['report', 'mild', 'yes'],
    ['onboard', 'mild', 'yes'],
    ['onboard', 'new', 'yes'],
    ['enforce', 'disruptive', 'yes'],
  ])('what an interrupted run began is finished whatever the mode: %s, %s → %s', (mode, state, expected) => {
    expect(verdict(assessmentOf(state, mode), itself(true, { finishesOurs: true }))).toBe(expected);
  });
});

describe('an operator', () => {
  test.each<[Mode, State, boolean, boolean, string]>([
    ['report', 'new', false, false, 'yes'],
    ['onboard', 'mild', false, false, 'yes'],
    ['onboard', 'disruptive', false, false, 'disruptive-needs-live'],
    ['onboard', 'disruptive', true, false, 'yes'],
    ['onboard', 'disruptive', false, true, 'yes'],
    ['enforce', 'disruptive', false, false, 'disruptive-needs-live'],
  ])('mode %s, %s, live: %s, in maintenance: %s → %s', (mode, state, live, inMaintenance, expected) => {
    expect(verdict(assessmentOf(state, mode, inMaintenance), { by: 'operator', live })).toBe(expected);
  });
});

describe('a host that is not judged', () => {
  test.each([
    [
      'whose mode is off',
      host(),
      { mode: 'off' },
      'mode-off: /provisioning-stack/vc01/defaults says "mode": "off" for esx-021.corp.example.',
    ],
    [
      'whose cluster has a configuration profile',
      host({ configurationProfile: 'managed' }),
      {},
      'configuration-profile: The cluster of esx-021.corp.example is managed by a configuration profile.',
    ],
    [
      'that is disconnected',
      disconnectedHost(),
      {},
      'host-disconnected: esx-021.corp.example is disconnected in vCenter.',
    ],
    [
      'that does not respond',
      host({ connectionState: 'notResponding' }),
      {},
      'host-disconnected: esx-021.corp.example is notResponding in vCenter.',
    ],
    [
      'that has a running task',
      host({ hasRunningTask: true }),
      {},
      'host-busy: A task is running on esx-021.corp.example or its cluster.',
    ],
  ] as const)('%s has a code', (_, state, over, problem) => {
    expect(problemsFrom(() => judge(state, settings(over), directory()))).toEqual([problem]);
  });

  test('mode "off" is said before anything that is wrong with the host', () => {
    const state = disconnectedHost({ configurationProfile: 'managed', hasRunningTask: true });
    expect(problemsFrom(() => judge(state, settings({ mode: 'off', routes: [] }), directory()))).toEqual([
      expect.stringMatching(/^mode-off/),
    ]);
  });

  test('a cluster of which nothing is known is taken for one without a profile, and a note says so', () => {
    const found = judge(host({ configurationProfile: 'unknown' }), settings(), directory());
    expect(found.notes).toContainEqual(
      expect.stringContaining('Whether a configuration profile manages the cluster is not known'),
    );
    expect(judge(host(), settings(), directory()).notes.join()).not.toContain('configuration profile');
  });
});

describe('settling', () => {
  const standalone = judge(host({ ancestors: [STANDALONE, DATACENTER] }), settings(), directory());

  test.each([
    [0, 120, 'host-settling: esx-021.corp.example is a standalone host since less than 120 s.'],
    [119, 120, 'host-settling: esx-021.corp.example is a standalone host since less than 120 s.'],
    [120, 120, undefined],
    [0, 0, undefined],
  ])('a standalone host first seen %s s ago with settleSeconds %s: %s', (seconds, settleSeconds, problem) => {
    const wait = () => waitUntilSettled(standalone, settleSeconds, new Date(START), new Date(at(seconds)));
    expect(problemsFrom(wait)[0]).toBe(problem);
  });

  test('the time at which it is settled goes with the error', () => {
    const wait = () => waitUntilSettled(standalone, 120, new Date(START), new Date(at(5)));
    expect(wait).toThrow(expect.objectContaining({ context: expect.objectContaining({ dueAt: at(120) }) }));
  });

  test('a host of a cluster waits for nothing', () => {
    const wait = () => waitUntilSettled(assessmentOf('new', 'onboard'), 120, new Date(START), new Date(START));
    expect(wait).not.toThrow();
  });
});
