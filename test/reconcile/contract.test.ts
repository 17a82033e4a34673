import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Cause,
  connectionParameter,
  decodeVsphereName,
  deduplicationId,
  encodeScopeName,
  messageGroupId,
  settingsParameter,
} from '../../lib/contract.ts';
import { ADDED, message } from '../builders.ts';
import { InMemoryQueue } from '../in-memory-ports.ts';

const CAUSES: [Cause, string][] = [
  [ADDED, 'e/vc01/7731/1772438400000'],
  [
    { kind: 'event', eventTypeId: 'HostAddedEvent', key: -5, createdTime: '2026-03-02T09:00:00+01:00' },
    'e/vc01/-5/1772438400000',
  ],
  [{ kind: 'deferral', dueAt: '2026-03-02T08:00:30.000Z' }, 'd/vc01/host-21/2026-03-02T08:00:30.000Z'],
  [{ kind: 'sweep', sweep: 's-1' }, 's/s-1/host-21'],
  [{ kind: 'replay', replay: 'r-1' }, 'r/r-1/host-21'],
];

describe('names that both sides share', () => {
  test.each(CAUSES)('the cause %j has the deduplication id %s', (cause, id) => {
    expect(deduplicationId(message({ cause }))).toBe(id);
  });

  test('each cause sent twice within five minutes is one message, and none swallows another', async () => {
    const queue = new InMemoryQueue();
    const messages = CAUSES.map(([cause]) => message({ cause }));
    await queue.send(messages);
    await queue.send(messages);
    expect(queue.messages).toEqual(messages);
  });

  test('a host is one message group', () => {
    expect(messageGroupId(message())).toBe('vc01/host-21');
  });

  test('parameters are named by vCenter and scope', () => {
    expect(connectionParameter('vc 01')).toBe('/provisioning-stack/vc_2001/connection');
    expect(settingsParameter('vc01', 'datacenters/DC0')).toBe('/provisioning-stack/vc01/datacenters/DC0');
  });

  test.each([
    ['DC0', 'DC0'],
    ['Köln 1', 'K_C3_B6ln_201'],
    ['a_b', 'a_5Fb'],
    ['Rack%2f7', 'Rack_2F7'],
    ['Rack%2F7', 'Rack_2F7'],
    ['100%25', '100_25'],
    ['%252f', '_252f'],
    ['esx-021.corp.example', 'esx-021.corp.example'],
  ])('the vSphere name %j becomes %j', (name, encoded) => {
    expect(encodeScopeName(name)).toBe(encoded);
  });

  test('two names as the client shows them never become one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, two) => {
        const isSame = decodeVsphereName(one) === decodeVsphereName(two);
        expect(encodeScopeName(one) === encodeScopeName(two)).toBe(isSame);
      }),
    );
    // Names that differ in little are what an encoding confuses.
    const close = fc.string({ unit: fc.constantFrom('_', '%', '2', '5', 'f', 'F', 'c', 'C', '/', '\\') });
    fc.assert(
      fc.property(close, close, (one, two) => {
        const isSame = decodeVsphereName(one) === decodeVsphereName(two);
        expect(encodeScopeName(one) === encodeScopeName(two)).toBe(isSame);
      }),
    );
  });

  test('an encoded name holds only what a parameter name may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => expect(encodeScopeName(name)).toMatch(/^[A-Za-z0-9._-]*$/)),
    );
  });
});
