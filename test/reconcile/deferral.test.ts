import { describe, expect, test } from '@jest/globals';
import { withDeferral } from '../../lib/reconcile/deferral.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { VCENTER } from '../builders.ts';
import { at, START } from '../fake-clock.ts';

const DAY = 24 * 60 * 60;

function outcome(over: Partial<Outcome> = {}): Outcome {
  return {
    vcenter: VCENTER,
    host: { moref: 'host-21', name: 'esx-021.corp.example' },
    status: 'deferred',
    steps: [],
    problems: [{ code: 'host-disconnected', message: 'It is disconnected.' }],
    settings: [],
    startedAt: START,
    finishedAt: START,
    ...over,
  };
}

const deferredAgain = (attempt: number, seconds = 0) =>
  withDeferral(outcome(), { since: START, attempt, dueAt: START }, new Date(at(seconds))).deferral;

describe('a deferred host', () => {
  test('comes back after 30 s for the first time', () => {
    expect(withDeferral(outcome(), undefined, new Date(at(2)))).toEqual({
      outcome: outcome(),
      deferral: { since: START, attempt: 1, dueAt: at(32) },
    });
  });

  test.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [4, 480],
    [5, 900],
    [6, 900],
    [2000, 900],
  ])('after %s runs waits %s s, doubling to 15 minutes', (attempt, delay) => {
    expect(deferredAgain(attempt)).toEqual({ since: START, attempt: attempt + 1, dueAt: at(delay) });
  });

  test('comes back when the cause itself named a time', () => {
    const { deferral } = withDeferral(outcome(), undefined, new Date(at(1)), at(120));
    expect(deferral).toEqual({ since: START, attempt: 1, dueAt: at(120) });
  });

  test('does not wait for the time that it came for: the queue would drop the second message', () => {
    const early = outcome({ cause: { kind: 'deferral', dueAt: at(120) } });
    const { deferral } = withDeferral(early, { since: START, attempt: 1, dueAt: at(120) }, new Date(at(119)), at(120));
    expect(deferral?.dueAt).toBe(at(119 + 60));
  });

  test('is deferred for 24 hours at most, and failed then, saying since when', () => {
    expect(deferredAgain(90, DAY)).toMatchObject({ attempt: 91 });
    expect(withDeferral(outcome(), { since: START, attempt: 99, dueAt: START }, new Date(at(DAY + 1)))).toEqual({
      outcome: outcome({
        status: 'failed',
        problems: [{ code: 'host-disconnected', message: `It is disconnected. So it has been since ${START}.` }],
      }),
    });
  });

  test('counts the runs in a row that saw nothing of what they wrote', () => {
    const unseen = outcome({ problems: [{ code: 'not-verified', message: 'Not yet.' }] });
    const first = withDeferral(unseen, deferredAgain(1), new Date(START)).deferral;
    const second = withDeferral(unseen, first, new Date(START)).deferral;
    expect([first, second].map((deferral) => [deferral?.attempt, deferral?.unseen])).toEqual([
      [3, 1],
      [4, 2],
    ]);
    expect(withDeferral(outcome(), second, new Date(START)).deferral).not.toHaveProperty('unseen');
  });

  test.each(['converged', 'reported', 'refused', 'failed', 'gone'] as const)(
    'that is %s now comes back no more',
    (status) => {
      expect(withDeferral(outcome({ status }), deferredAgain(3), new Date(START))).toEqual({
        outcome: outcome({ status }),
      });
    },
  );
});
