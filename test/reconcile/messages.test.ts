import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cause } from '../../lib/contract.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { parseMessage } from '../../lib/reconcile/messages.ts';
import { ADDED, message, problemsFrom } from '../builders.ts';
import { START } from '../fake-clock.ts';

describe('a message of the queue', () => {
  test.each<[Cause]>([
    [ADDED],
    [
      {
        kind: 'event',
        eventTypeId: 'HostConnectedEvent',
        key: -2147483648,
        createdTime: '2026-03-02T09:00:00.123456+01:00',
      },
    ],
    [{ kind: 'deferral', dueAt: START }],
    [{ kind: 'sweep', sweep: 's-1' }],
    [{ kind: 'replay', replay: 'r-1' }],
  ])('is read back as it was written: %j', (cause) => {
    expect(parseMessage(JSON.stringify(message({ cause })))).toEqual(message({ cause }));
  });

  test('may hold members that this release does not know', () => {
    expect(parseMessage(JSON.stringify({ ...message(), hint: 'x' }))).toEqual(message());
  });

  test.each([
    ['no JSON', 'hello', 'message-malformed: The message is no JSON.'],
    ['nothing', '', 'message-malformed: The message is no JSON.'],
    [
      'a list',
      '[]',
      'message-malformed: The message names no host that can be looked at: message: Invalid input: expected object, received array.',
    ],
    [
      'a newer version',
      '{"version":2,"hosts":[]}',
      'message-newer: The message has version 2; this release reads version 1.',
    ],
  ])('that is %s is poison', (_, body, problem) => {
    expect(problemsFrom(() => parseMessage(body))).toEqual([problem]);
  });

  test.each([
    ['another kind of object', { host: { moref: 'vm-21', name: 'x' } }, 'host.moref'],
    ['an address to connect to', { host: { moref: 'host-21/../vm-1', name: 'x' } }, 'host.moref'],
    ['no vCenter', { vcenter: '' }, 'vcenter'],
    ['an unknown cause', { cause: { kind: 'whim' } }, 'cause.kind'],
    ['an event without a time', { cause: { ...ADDED, createdTime: 'yesterday' } }, 'cause.createdTime'],
    ['a version that is text', { version: '1' }, 'version'],
    ['an older version', { version: 0 }, 'version'],
  ])('that names %s is malformed, and says where', (_, over, path) => {
    const problems = problemsFrom(() => parseMessage(JSON.stringify({ ...message(), ...over })));
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^message-malformed: .*: ${path}: .*\\.$`))]);
  });

  test('whatever its text, is a message or poison', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        try {
          parseMessage(body);
        } catch (error) {
          expect(error).toBeInstanceOf(OnboardingError);
          expect(error).toHaveProperty('status', 'poison');
        }
      }),
    );
  });
});
