import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { LoginBreaker, LoginEnd, LoginLeave } from '../../lib/reconcile/shared-stores.ts';
import { type Credentials, LoginGate } from '../../lib/vsphere/login-gate.ts';
import { KeptLog, ManualClock, PASSWORD } from './connect.ts';

const V1 = { username: 'svc', password: PASSWORD, version: 'v1' };
const REFUSAL = new OnboardingError('login-refused', 'Cannot complete login.');

/** A breaker that answers as it is told, and keeps what it was asked. */
class ToldBreaker implements LoginBreaker {
  readonly asked: string[] = [];
  answers: readonly LoginLeave[] = [];
  leaving: () => Promise<void> = async () => {};

  async enter(vcenter: string, version: string): Promise<LoginLeave> {
    const answer = this.answers[this.asked.length] ?? this.answers.at(-1) ?? 'granted';
    this.asked.push(`enter ${vcenter} ${version}`);
    return answer;
  }

  async leave(vcenter: string, version: string, end: LoginEnd): Promise<void> {
    this.asked.push(`leave ${vcenter} ${version} ${end}`);
    await this.leaving();
  }
}

function gateWith(breaker: LoginBreaker | undefined, ...secrets: Credentials[]) {
  const clock = new ManualClock();
  const log = new KeptLog();
  const tried: string[] = [];
  const credentials = async () => (secrets.length > 1 ? secrets.shift() : secrets[0]) ?? V1;
  const gate = new LoginGate({ name: 'vc01', credentials, breaker, clock, log });
  const logIn = (fail?: OnboardingError) =>
    gate.pass(async ({ version = 'none' }) => {
      tried.push(version);
      if (fail !== undefined) throw fail;
      return 'session';
    });
  return { clock, log, tried, logIn };
}

describe('with a shared breaker', () => {
  test.each([
    ['that succeeds', undefined, 'accepted'],
    ['that is refused', REFUSAL, 'refused'],
    ['without an answer', new OnboardingError('vcenter-timeout', 'No answer.'), 'unknown'],
  ])('a login %s is asked for and reported', async (_what, failure, end) => {
    const breaker = new ToldBreaker();
    await gateWith(breaker, V1)
      .logIn(failure)
      .catch((error: unknown) => expect(error).toBe(failure));
    expect(breaker.asked).toEqual(['enter vc01 v1', `leave vc01 v1 ${end}`]);
  });

  test('a refused secret that has changed is asked for as the new one', async () => {
    const breaker = new ToldBreaker();
    const { logIn, tried } = gateWith(breaker, V1, { ...V1, version: 'v2' });
    await expect(logIn(REFUSAL)).rejects.toBe(REFUSAL);
    expect(tried).toEqual(['v1', 'v2']);
    expect(breaker.asked.filter((each) => each.startsWith('leave'))).toEqual([
      'leave vc01 v1 refused',
      'leave vc01 v2 refused',
    ]);
  });

  test('what another process was refused is not tried, and the error says how long', async () => {
    const breaker = new ToldBreaker();
    const { logIn, tried, clock } = gateWith(breaker, V1);
    breaker.answers = [{ refusedUntil: new Date(clock.now().getTime() + 839_000) }];
    await expect(logIn()).rejects.toMatchObject({
      code: 'login-refused',
      message: expect.stringContaining('not tried for 14 min'),
    });
    expect(tried).toEqual([]);
  });

  test('waits for those who are at it', async () => {
    const breaker = new ToldBreaker();
    breaker.answers = ['wait', 'wait', 'granted'];
    const { logIn, clock } = gateWith(breaker, V1);
    const before = clock.now().getTime();
    expect(await logIn()).toBe('session');
    expect(clock.now().getTime() - before).toBe(500);
  });

  test('gives up after 20 seconds of waiting, without a login', async () => {
    const breaker = new ToldBreaker();
    breaker.answers = ['wait'];
    const { logIn, clock, tried } = gateWith(breaker, V1);
    const before = clock.now().getTime();
    await expect(logIn()).rejects.toMatchObject({ code: 'vcenter-timeout' });
    expect([clock.now().getTime() - before, tried]).toEqual([20_000, []]);
  });

  test('that cannot be told how a login ended, the login counts all the same, and the log has it', async () => {
    const breaker = new ToldBreaker();
    breaker.leaving = () => Promise.reject(new OnboardingError('journal-unavailable', 'No table.'));
    const { logIn, log } = gateWith(breaker, V1);
    expect(await logIn()).toBe('session');
    await expect(logIn(REFUSAL)).rejects.toBe(REFUSAL);
    expect(log.lines).toHaveLength(2);
  });

  test('credentials of the environment are not made known to it: their name would be made of the password', async () => {
    const breaker = new ToldBreaker();
    const { logIn, tried } = gateWith(breaker, { username: 'svc', password: PASSWORD });
    await expect(logIn(REFUSAL)).rejects.toBe(REFUSAL);
    await expect(logIn()).rejects.toMatchObject({ message: expect.stringContaining('refused before') });
    expect([breaker.asked, tried]).toEqual([[], ['none']]);
  });
});

test('without a shared breaker a process remembers what it was refused, for 15 minutes', async () => {
  const { logIn, clock, tried } = gateWith(undefined, V1);
  await expect(logIn(REFUSAL)).rejects.toBe(REFUSAL);
  await clock.sleep(899_999);
  await expect(logIn()).rejects.toMatchObject({ message: expect.stringContaining('not tried for 1 min') });
  await clock.sleep(1);
  expect(await logIn()).toBe('session');
  expect(tried).toEqual(['v1', 'v1']);
});
