import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeRequest } from '../../lib/vsphere/encode-request.ts';

test('references, derived types, dates and unset members are written as node-soap needs them', () => {
  const value = {
    _this: { type: 'HostSystem', value: 'host-1' },
    selectSet: [{ _type: 'TraversalSpec', name: undefined, path: null, skip: false }],
    beginTime: new Date('2026-01-15T09:00:00Z'),
    empty: [],
    text: '',
  };
  expect(encodeRequest(value, 'Op')).toEqual({
    _this: { $attributes: { type: 'HostSystem' }, $value: 'host-1' },
    selectSet: [{ $attributes: { 'xsi:type': 'TraversalSpec' }, skip: false }],
    beginTime: '2026-01-15T09:00:00.000Z',
    empty: [],
    text: '',
  });
});

test.each([
  ['a CDATA section', '<![CDATA[</vim25:portgroup><vim25:evil/>]]>'],
  ['NUL', 'a\u0000'],
  ['a control character', 'a\u0007b'],
  ['half a surrogate pair', 'a\uD800'],
  ['a number that is none', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a date that is none', new Date('never')],
])('%s is refused by its path, and not shown', (_what, value) => {
  const encode = () => encodeRequest({ nic: [{ portgroup: value }] }, 'AddVirtualNic');
  expect(encode).toThrow(
    expect.objectContaining({
      code: 'settings-invalid',
      message: expect.stringContaining('AddVirtualNic.nic[0].portgroup'),
    }),
  );
  expect(encode).not.toThrow('evil');
});

test('whatever text is accepted is XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let accepted: unknown;
      try {
        accepted = encodeRequest(text, 'x');
      } catch {
        return;
      }
      expect(accepted).toBe(text);
      expect(text).toMatch(/^[\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
    }),
  );
});
