import { describe, expect, test } from '@jest/globals';
import { toldWithoutTable } from '../../lib/cli/without-table.ts';
import { type ErrorCode, OnboardingError, type Problem, problemsOf } from '../../lib/errors.ts';
import type { Outcome, Status } from '../../lib/reconcile/outcome.ts';
import { START } from '../fake-clock.ts';

const ended = (status: Status, problems: readonly Problem[]): Outcome => ({
  vcenter: 'vc01',
  host: { moref: 'host-21', name: 'esx-021' },
  status,
  steps: [],
  problems,
  settings: [],
  startedAt: START,
  finishedAt: START,
});

const problem = (code: ErrorCode) => problemsOf(new OnboardingError(code, 'It was not to be.'));
const told = (status: Status, code: ErrorCode) => toldWithoutTable(ended(status, problem(code))).problems[0]?.message;

describe('a host that is deferred where nobody comes again', () => {
  test.each<[ErrorCode, string]>([
    ['fault-passing', 'Repeat the command, which reads the host first: without a journal table nobody comes again.'],
    ['host-busy', 'Repeat the command, which reads the host first: without a journal table nobody comes again.'],
    [
      'dhcp-no-lease',
      'Check the DHCP server or relay of the portgroup. Then repeat the command: without a journal table nobody comes again.',
    ],
    [
      'host-disconnected',
      'Connect the host in vCenter. Then repeat the command: without a journal table nobody comes again.',
    ],
    ['not-verified', 'Repeat the command in a minute, which reads first; a run by itself comes again.'],
  ])('by %s: %s', (code, advice) => {
    expect(told('deferred', code)).toBe(`It was not to be. ${advice}`);
  });

  test('keeps what else is told of it', () => {
    const rest: Problem = { code: 'rollback-incomplete', message: 'esx-021 is not as it was.' };
    const { problems } = toldWithoutTable(ended('deferred', [...problem('fault-passing'), rest]));
    expect(problems.map(({ code }) => code)).toEqual(['fault-passing', 'rollback-incomplete']);
    expect(problems[1]).toEqual(rest);
  });

  test('tells the advice once where a rollback tells its own line under the same code', () => {
    const back: Problem = {
      code: 'dhcp-no-lease',
      message: 'vmk1 was removed from esx-021 again; the host is as it was.',
    };
    const { problems } = toldWithoutTable(ended('deferred', [...problem('dhcp-no-lease'), back]));
    expect(problems[1]).toEqual(back);
  });

  test('and one that has come to another end is told as everywhere', () => {
    expect(told('degraded', 'fault-passing')).toContain('Nothing: vSphere says that it may pass.');
  });
});
