import { describe, expect, test } from '@jest/globals';
import { renderReplay } from '../../lib/cli/render-replay.ts';
import { exitCodeOfReplay, replayPages } from '../../lib/cli/replay.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { parseReplayRequest } from '../../lib/reconcile/replay-request.ts';
import { emptyReplay, type ReplayedHost, type ReplayResult } from '../../lib/reconcile/replay-result.ts';
import { ADDED } from '../builders.ts';
import { START } from '../fake-clock.ts';

const REQUEST = parseReplayRequest({ vcenter: 'vc01', replay: 'r-1', deadLetters: true });

const host = (moref: string, over: Partial<ReplayedHost> = {}): ReplayedHost => ({
  ...{ host: `esx-${moref.slice(5)}`, moref, cause: { kind: 'host', named: moref } },
  ...over,
});

const result = (over: Partial<ReplayResult>): ReplayResult => ({ ...emptyReplay(REQUEST), ...over });

const LETTER = {
  code: 'message-malformed',
  messageId: 'm-1',
  group: 'vc01/host-9',
  reason: 'The message is no JSON.',
} as const;

/** @param stopAfter pages, of which each is asked for only when the one before says that there is more */
async function pages(all: readonly (ReplayResult | OnboardingError)[], stopAfter = Number.POSITIVE_INFINITY) {
  const talk: string[] = [];
  const asked: (string | undefined)[] = [];
  const stopping = new AbortController();
  const page = async ({ after }: { readonly after?: string | undefined }) => {
    asked.push(after);
    if (asked.length >= stopAfter) stopping.abort();
    const next = all[asked.length - 1] ?? result({});
    if (next instanceof OnboardingError) throw next;
    return next;
  };
  const terminal = { stopping: stopping.signal, writeTalk: (text: string) => void talk.push(text) };
  return { asked, talk, sum: await replayPages(REQUEST, page, terminal) };
}

describe('pages of a replay', () => {
  test('are one result: hosts and letters once, counts together', async () => {
    const first = result({
      queued: [host('host-1'), host('host-2')],
      left: [LETTER],
      skipped: 3,
      notes: ['a'],
      next: 'x',
    });
    const second = result({
      queued: [host('host-2'), host('host-3')],
      left: [LETTER],
      skipped: 3,
      merged: 1,
      notes: ['a'],
    });
    const { sum, asked, talk } = await pages([first, second]);
    expect([asked, talk]).toEqual([[undefined, 'x'], ['2 hosts queued so far']]);
    expect(sum).toEqual(
      result({
        ...{ queued: [host('host-1'), host('host-2'), host('host-3')], left: [LETTER] },
        ...{ skipped: 3, merged: 2, notes: ['a'] },
      }),
    );
  });

  test('of which one cannot be done keep what is done', async () => {
    const error = new OnboardingError('function-unavailable', 'No answer.');
    const { sum } = await pages([result({ queued: [host('host-1')], next: 'x' }), error]);
    expect([sum.queued.length, sum.problems]).toEqual([
      1,
      [{ code: 'function-unavailable', message: expect.stringContaining('No answer.') }],
    ]);
  });

  test('of which the first cannot be done are no result', async () => {
    await expect(pages([new OnboardingError('function-failed', 'Broken.')])).rejects.toMatchObject({
      code: 'function-failed',
    });
  });

  test('end after one with a problem, and when somebody says stop, with how to go on', async () => {
    const problem = { code: 'queue-unavailable', message: 'No queue.' } as const;
    expect((await pages([result({ next: 'x', problems: [problem] })])).asked).toHaveLength(1);
    const { sum, asked } = await pages([result({ next: 'x' })], 1);
    expect([asked.length, sum.notes]).toEqual([1, [expect.stringContaining('--replay r-1')]]);
  });
});

test.each<[Partial<ReplayResult>, number]>([
  [{}, 0],
  [{ queued: [host('host-1')], notes: ['The brake is on.'], skipped: 2 }, 0],
  [{ queued: [host('host-1')], left: [LETTER] }, 1],
  [{ queued: [host('host-1')], next: 'host-1' }, 1],
  [{ problems: [{ code: 'host-not-found', message: '' }] }, 1],
  [{ problems: [{ code: 'settings-invalid', message: '' }] }, 3],
])('%j ends with exit code %i', (over, code) => {
  expect(exitCodeOfReplay(result(over))).toBe(code);
});

test('as text, hosts are a table, and what stays is told with its reason', () => {
  const text = renderReplay(
    result({
      queued: [
        host('host-1', { status: 'failed' }),
        host('host-2', { cause: { kind: 'event', eventTypeId: 'HostAddedEvent', key: 7, createdTime: START } }),
        host('host-3', {
          cause: { kind: 'outcome', status: 'refused', codes: ['mtu-above-switch'], finishedAt: START },
        }),
        host('host-4', {
          cause: { kind: 'dead-letter', messageId: 'm-4', cause: ADDED },
          notes: ['Deferred until noon.'],
        }),
      ],
      left: [LETTER, { code: 'event-not-found', key: 77, reason: 'There is none.' }],
      ...{ notes: ['The brake is on.'], problems: [{ code: 'queue-unavailable', message: 'No queue.' }] },
      ...{ merged: 2, skipped: 3 },
    }),
    { hasColors: false },
  );
  expect(text.split('\n')).toEqual([
    'HOST   MOREF   WAS     BECAUSE',
    'esx-1  host-1  failed  named',
    `esx-2  host-2          HostAddedEvent 7, ${START}`,
    `esx-3  host-3          mtu-above-switch, ${START}`,
    'esx-4  host-4          dead letter m-4',
    '  esx-4: Deferred until noon.',
    '! dead letter m-1 of vc01/host-9 stays: The message is no JSON. [message-malformed]',
    '! event 77: There is none. [event-not-found]',
    '* The brake is on.',
    '! No queue. [queue-unavailable]',
    'Replay r-1: 4 hosts queued, 2 further messages of these hosts with them, 3 dead letters of other hosts left alone, 2 not.',
  ]);
});

test('a dry run says that nothing was done', () => {
  expect(renderReplay(result({ queued: [host('host-1')], dryRun: true }), { hasColors: false })).toMatch(
    /\n1 host would be queued\.$/,
  );
});
