import { expect, test } from '@jest/globals';
import { systemClock } from '../../lib/reconcile/system-clock.ts';

const HOUR = 3_600_000;

test('the time is that of this machine', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect([before <= now, now <= Date.now()]).toEqual([true, true]);
});

test('a pause is over when its time is', async () => {
  await expect(systemClock.sleep(0)).resolves.toBeUndefined();
});

test('a pause that is aborted before it begins is over at once', async () => {
  await expect(systemClock.sleep(HOUR, AbortSignal.abort())).resolves.toBeUndefined();
});

test('a pause that is aborted while it lasts is over at once, and that is no error', async () => {
  const leaving = new AbortController();
  const pause = systemClock.sleep(HOUR, leaving.signal);
  leaving.abort();
  await expect(pause).resolves.toBeUndefined();
});
