import { describe, expect, test } from '@jest/globals';
import { statusOf } from '../../lib/cli/status.ts';
import type { StatusResult } from '../../lib/cli/status-result.ts';
import { watchStatus } from '../../lib/cli/watch-status.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { FakeClock } from '../fake-clock.ts';
import { FAILED, LOCATION, NOW, row, snapshot } from './fleet-builders.ts';
import { terminal } from './terminal.ts';

const look = (...rows: Parameters<typeof snapshot>[0][]): StatusResult[] =>
  rows.map((over) => statusOf(snapshot(over), NOW, { names: [], options: {}, location: LOCATION }));

/** Watches until there is nothing more to see, as if Ctrl-C came then. */
async function watch(looks: (StatusResult | OnboardingError)[], width?: number) {
  const { console, results: shown, talk, stop } = terminal();
  const clock = new FakeClock();
  const began = clock.now().getTime();
  const next = async () => {
    const result = looks.shift();
    if (looks.length === 0) stop();
    if (result === undefined || result instanceof OnboardingError) throw result;
    return result;
  };
  await watchStatus(next, 5_000, { ...console, width }, clock);
  return { shown, talk, milliseconds: clock.now().getTime() - began };
}

describe('watching without a terminal', () => {
  test('is the sum, then a line a change, and no line when nothing changes', async () => {
    const haltedAt = '2026-11-26T07:59:00.000Z';
    const { shown } = await watch(
      look(
        { rows: [row(21), row(22)] },
        { rows: [row(21), row(22)] },
        { rows: [row(21, FAILED), row(22), row(23)], trials: [{ settings: 'one', failed: ['a'], haltedAt }] },
        { rows: [row(21, FAILED), row(22)] },
      ),
    );
    expect(shown).toEqual([
      '2026-11-26T08:00:00Z vc01: 2 hosts: 2 converged.',
      '2026-11-26T08:00:00Z esx-021.corp.example converged -> failed gateway-silent: The gateway 10.20.0.1 does not answer. Check the gateway.',
      '2026-11-26T08:00:00Z esx-023.corp.example converged',
      '2026-11-26T08:00:00Z HALTED since 2026-11-26 07:59Z: nothing is written by itself in vc01 after a ended badly in a row.',
      '2026-11-26T08:00:00Z esx-023.corp.example is no longer shown',
      '2026-11-26T08:00:00Z The brake is off.',
    ]);
  });

  test('says once that vCenter does not answer', async () => {
    const problems = [{ code: 'login-refused' as const, message: 'The login was refused.' }];
    const { talk } = await watch(look({ problems }, { problems }, {}, { problems }));
    expect(talk).toEqual(Array(2).fill('warning: The login was refused. [login-refused]'));
  });

  test('goes on after a look that failed, and tells why', async () => {
    const away = new OnboardingError('journal-unavailable', 'Could not read the journal: TimeoutError');
    const { shown, talk } = await watch([...look({ rows: [row(21)] }), away, ...look({ rows: [row(21, FAILED)] })]);
    expect([shown.length, talk]).toEqual([2, [expect.stringContaining('[journal-unavailable]')]]);
  });

  test('ends with a mistake of the person', async () => {
    await expect(watch([new OnboardingError('host-not-found', 'There is no host.')])).rejects.toThrow('no host');
  });
});

test('a terminal is redrawn at each look', async () => {
  const { shown, milliseconds } = await watch(look({ rows: [row(21)] }, { rows: [row(21)] }), 80);
  expect(shown.map((text) => text.slice(0, 10))).toEqual(['\x1b[H\x1b[JHOST', '\x1b[H\x1b[JHOST']);
  expect(milliseconds).toBeGreaterThanOrEqual(5_000);
});
