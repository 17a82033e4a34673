import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LoginBreakerItem } from '../../lib/aws/login-breaker-item.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

const NOW = new Date('2026-11-26T10:00:00Z');
const MINUTE = 60_000;

function later(milliseconds: number): Date {
  return new Date(NOW.getTime() + milliseconds);
}

let aws: EmulatedAws;
beforeAll(async () => {
  aws = await startEmulatedAws();
});
afterAll(() => aws.close());

let vcenters = 0;
/** As every process has it, and a vCenter that nobody else has. */
function breakerOfOne() {
  vcenters += 1;
  const vcenter = `vc${vcenters}`;
  const item = () => new LoginBreakerItem(aws.journal);
  return {
    enter: (version: string, now = NOW) => item().enter(vcenter, version, now),
    leave: (version: string, end: 'accepted' | 'refused' | 'unknown', now = NOW) =>
      item().leave(vcenter, version, end, now),
  };
}

test('two of seven processes may try a secret that nobody knows to be good', async () => {
  const { enter } = breakerOfOne();
  const answers = await Promise.all(Array.from({ length: 7 }, () => enter('v1')));
  expect(answers.toSorted()).toEqual(['granted', 'granted', ...Array(5).fill('wait')]);
});

test('a refused secret is tried by nobody for 15 minutes, also when another try ends otherwise', async () => {
  const { enter, leave } = breakerOfOne();
  await enter('v1');
  await enter('v1');
  await leave('v1', 'refused');
  await leave('v1', 'unknown');
  await leave('v1', 'accepted');
  expect(await enter('v1', later(15 * MINUTE - 1))).toEqual({ refusedUntil: later(15 * MINUTE) });
  expect(await enter('v1', later(15 * MINUTE))).toBe('granted');
});

test('after the 15 minutes two may try again', async () => {
  const { enter, leave } = breakerOfOne();
  await enter('v1');
  await leave('v1', 'refused');
  const again = later(15 * MINUTE);
  expect([await enter('v1', again), await enter('v1', again), await enter('v1', again)]).toEqual([
    'granted',
    'granted',
    'wait',
  ]);
});

test('a new version of the secret may be tried at once, and an old refusal does not touch it', async () => {
  const { enter, leave } = breakerOfOne();
  await enter('v1');
  await enter('v1');
  await leave('v1', 'refused');
  expect(await enter('v2')).toBe('granted');
  await leave('v1', 'refused');
  expect(await enter('v2')).toBe('granted');
  expect(await enter('v2')).toBe('wait');
});

test('a login that succeeded makes room for others', async () => {
  const { enter, leave } = breakerOfOne();
  await enter('v1');
  await enter('v1');
  await leave('v1', 'accepted');
  expect(await enter('v1')).toBe('granted');
});

test('a login without an answer makes room for one', async () => {
  const { enter, leave } = breakerOfOne();
  await enter('v1');
  await enter('v1');
  await leave('v1', 'unknown');
  expect([await enter('v1'), await enter('v1')]).toEqual(['granted', 'wait']);
});

test('a process that ended while it logged in is not waited for beyond three minutes', async () => {
  const { enter } = breakerOfOne();
  await enter('v1');
  await enter('v1');
  expect(await enter('v1', later(3 * MINUTE - 1))).toBe('wait');
  expect(await enter('v1', later(3 * MINUTE))).toBe('granted');
});

test('vCenters do not know of each other', async () => {
  const [one, other] = [breakerOfOne(), breakerOfOne()];
  await one.enter('v1');
  await one.leave('v1', 'refused');
  expect(await other.enter('v1')).toBe('granted');
});

test('a table that is away is a table that is away', async () => {
  const item = new LoginBreakerItem({ ...aws.journal, name: 'no-such-table' });
  await expect(item.enter('vc01', 'v1', NOW)).rejects.toMatchObject({ code: 'journal-unavailable' });
});
