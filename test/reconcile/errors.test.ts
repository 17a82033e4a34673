import { describe, expect, test } from '@jest/globals';
import {
  ERROR_CODES,
  type ErrorCode,
  hasCode,
  OnboardingError,
  OnboardingErrors,
  problemsOf,
} from '../../lib/errors.ts';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

describe('the error family', () => {
  test.each(codes)('%s is an error with a status and a sentence that says what to do', (code) => {
    const error = new OnboardingError(code, 'It went wrong.', { host: 'esx-021' });
    expect(error).toMatchObject({
      name: 'OnboardingError',
      code,
      message: 'It went wrong.',
      context: { host: 'esx-021' },
    });
    expect(error.status).toBe(ERROR_CODES[code][0]);
    expect(error.next).toMatch(/^[A-Z].*\w[)"]?\.$/);
    expect(error.retry).toBe(error.status === 'deferred' ? 'later' : 'never');
  });

  test('codes are words joined by hyphens', () => {
    expect(codes.filter((code) => !/^[a-z]+6?(-[a-z]+)*$/.test(code))).toEqual([]);
  });

  test('the cause is kept, and only a known code is recognised', () => {
    const cause = new TypeError('socket closed');
    const error = new OnboardingError('vcenter-unreachable', 'vc01 does not answer.', {}, cause);
    expect(error.cause).toBe(cause);
    expect(hasCode(error, 'vcenter-unreachable')).toBe(true);
    expect(hasCode(error, 'vcenter-timeout')).toBe(false);
    expect(hasCode(cause, 'vcenter-unreachable')).toBe(false);
  });

  test.each([
    ['It went wrong', 'It went wrong. '],
    ['It said "No."', 'It said "No." '],
    ['Did you mean that?', 'Did you mean that? '],
  ])('%s is told as a sentence before the next one', (message, told) => {
    const [problem] = problemsOf(new OnboardingError('host-gone', message));
    expect(problem?.message).toBe(`${told}${ERROR_CODES['host-gone'][1]}`);
  });

  test('several errors are told one by one, and the first decides code and status', () => {
    const inner = new OnboardingErrors([new OnboardingError('gateway-unusable', 'Second.')]);
    const errors = new OnboardingErrors([new OnboardingError('settings-invalid', 'First.', { path: 'mtu' }), inner]);
    expect(errors).toMatchObject({
      code: 'settings-invalid',
      status: 'refused',
      message: 'First. Second.',
      context: { path: 'mtu' },
    });
    expect(problemsOf(errors)).toEqual([
      { code: 'settings-invalid', message: `First. ${ERROR_CODES['settings-invalid'][1]}` },
      { code: 'gateway-unusable', message: `Second. ${ERROR_CODES['gateway-unusable'][1]}` },
    ]);
  });
});
