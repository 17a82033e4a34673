import { expect, test } from '@jest/globals';
import { decodeReply } from '../../lib/vsphere/decode-reply.ts';

const CONTEXT = { xsiPrefixes: new Set(['xsi']) };
const decode = (value: unknown) => decodeReply(value, CONTEXT);
const typed = (type: string, $value?: unknown) => ({
  $attributes: { 'xsi:type': type },
  ...($value === undefined ? {} : { $value }),
});

test.each([
  ['a boolean that is false', typed('xsd:boolean', 'false'), false],
  ['a boolean written as 1', typed('xsd:boolean', '1'), true],
  ['an int', typed('xsd:int', '-5'), -5],
  ['a byte', typed('xsd:byte', '7'), 7],
  ['a long', typed('xsd:long', '9007199254740991'), 9007199254740991],
  ['a double', typed('xsd:double', '1.5'), 1.5],
  ['a string', typed('xsd:string', ' a '), ' a '],
  ['an empty string', typed('xsd:string'), ''],
  ['a time, microseconds and all', typed('xsd:dateTime', '2026-01-15T10:00:00.123456Z'), '2026-01-15T10:00:00.123456Z'],
  ['an enum', typed('vim25:TaskInfoState', 'running'), 'running'],
  ['an empty list', typed('ArrayOfEvent'), []],
  ['a list of one', { ...typed('ArrayOfString'), string: ['a'] }, ['a']],
  ['a list whose type is unknown, of one', { ...typed('ArrayOfFoo'), Foo: { a: 1 } }, [{ a: 1 }]],
  ['a list whose type is unknown, of two', { ...typed('ArrayOfFoo'), Foo: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
  ['a reference', { $attributes: { type: 'HostSystem' }, $value: 'host-1' }, { type: 'HostSystem', value: 'host-1' }],
  [
    'a reference in anyType',
    { $attributes: { type: 'HostSystem', 'xsi:type': 'ManagedObjectReference' }, $value: 'host-1' },
    { type: 'HostSystem', value: 'host-1' },
  ],
  ['a derived type', { ...typed('vim25:HostAddedEvent'), key: 1 }, { _type: 'HostAddedEvent', key: 1 }],
  ['an empty derived type', typed('NotFound'), { _type: 'NotFound' }],
  ['an empty element', { a: null, b: 1 }, { b: 1 }],
  ['a type under a foreign prefix', { $attributes: { 'other:type': 'X' }, a: 1 }, { a: 1 }],
])('%s is read', (_what, value, expected) => {
  expect(decode(value)).toEqual(expected);
});

test.each([
  ['a long that JavaScript cannot hold', typed('xsd:long', '9007199254740993')],
  ['a declared number that is none', { key: Number.NaN }],
  ['an int that is text', typed('xsd:int', 'many')],
])('%s makes the reply unreadable', (_what, value) => {
  expect(() => decode(value)).toThrow(expect.objectContaining({ code: 'reply-unreadable' }));
});

test('a member called __proto__ changes no prototype', () => {
  const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":1}');
  const decoded = decode(hostile) as Record<string, unknown>;
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  expect(decoded['polluted']).toBeUndefined();
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('absurd nesting is refused instead of ending the process', () => {
  let nested: unknown = 1;
  for (let depth = 0; depth < 100_000; depth += 1) nested = { a: nested };
  expect(() => decode(nested)).toThrow(expect.objectContaining({ code: 'reply-unreadable' }));
});
