import { expect, test } from '@jest/globals';
import { parseReplayRequest } from '../../lib/reconcile/replay-request.ts';
import { problemsFrom } from '../builders.ts';

const BASE = { vcenter: 'vc01', replay: 'r-1' };

test('a request has everything that is left out, as nothing', () => {
  expect(parseReplayRequest({ ...BASE, hosts: ['esx-1'] })).toEqual({
    ...BASE,
    ...{ hosts: ['esx-1'], events: [], codes: [], statuses: [], deadLetters: false, dryRun: false },
  });
});

test.each<[object | null, string | RegExp]>([
  [{}, /^usage: Say which hosts/],
  [{ deadLetters: true, since: '2026-11-25T10:00:00Z' }, /not by event, time, code or status/],
  [{ deadLetters: true, codes: ['halted'] }, /not by event, time, code or status/],
  [{ until: '2026-11-25T10:00:00Z' }, /An end without a beginning/],
  [{ since: '2026-11-25T10:00:00Z', until: '2026-11-25T09:00:00Z' }, /ends before it begins/],
  [{ codes: ['no-such-code'] }, /^usage: codes.0: no-such-code is no error code/],
  [{ statuses: ['bad'] }, /^usage: statuses.0: bad is none of unchanged, /],
  [{ events: [1.5] }, /^usage: events.0:/],
  [{ since: 'yesterday' }, /^usage: since:/],
  [{ hosts: ['a'], everything: true }, /everything/],
  [{ hosts: ['a'], replay: 'has a space' }, /^usage: replay: has to be 1 to 64/],
])('%j is refused: %s', (over, words) => {
  const problems = problemsFrom(() => parseReplayRequest({ ...BASE, ...over }));
  expect(problems).toEqual([words instanceof RegExp ? expect.stringMatching(words) : words]);
});

test('every problem is told at once', () => {
  const request = { ...BASE, deadLetters: true, codes: ['halted'], until: '2026-11-25T10:00:00Z' };
  expect(problemsFrom(() => parseReplayRequest(request))).toHaveLength(2);
});

test('what is no object is refused', () => {
  expect(problemsFrom(() => parseReplayRequest(null))).toEqual([expect.stringMatching(/^usage: replay:/)]);
});
