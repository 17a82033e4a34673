import { expect, test } from '@jest/globals';
import { differenceBetween } from '../../lib/reconcile/settings-difference.ts';
import { stored } from '../builders.ts';

test('scopes and members that differ are told from both sides, in the order of the scopes', () => {
  const before = [
    stored({ mtu: 1500, gateway: '10.20.0.1', dns: null }),
    stored({ mode: 'off' }, 'hosts/gone'),
    stored({ mode: 'off' }, 'hosts/same'),
  ];
  const file = [
    stored({ mode: 'off' }, 'hosts/same'),
    stored({ mtu: 9000, gateway: '10.20.0.1', tcp: {} }),
    stored({}, 'datacenters/DC0'),
  ];
  expect(differenceBetween(before, file)).toEqual([
    {
      scope: 'defaults',
      status: 'changed',
      members: [
        { member: 'mtu', from: 1500, to: 9000 },
        { member: 'dns', from: null },
        { member: 'tcp', to: {} },
      ],
      stored: before[0],
      file: file[1],
    },
    { scope: 'datacenters/DC0', status: 'added', members: [], file: file[2] },
    { scope: 'hosts/gone', status: 'removed', members: [{ member: 'mode', from: 'off' }], stored: before[1] },
    { scope: 'hosts/same', status: 'equal', members: [], stored: before[2], file: file[0] },
  ]);
});

test('white space and the order of members do not count, also inside', () => {
  const one = stored('{"dns": {"servers": [], "domain": "a"}, "mtu": 9000}');
  const other = stored('{"mtu":9000,"dns":{"domain":"a","servers":[]}}');
  expect(differenceBetween([one], [other])[0]?.status).toBe('equal');
});

test.each(['{', '[]', 'null', ''])('a document of %j in Parameter Store is not equal to an empty one', (text) => {
  expect(differenceBetween([stored(text)], [stored({})])[0]?.status).toBe('changed');
});
