import { describe, expect, test } from '@jest/globals';
import { chooseNetwork } from '../../lib/reconcile/network-choice.ts';
import { directory, host, network, portgroup, problemsFrom, SWITCH } from '../builders.ts';

const OTHER = '50 2a bb 02';
const member = (dvsUuid: string, pnics = ['key-vim.host.PhysicalNic-vmnic1']) => ({ dvsUuid, dvsName: 'DVS', pnics });

const choose = (name: string, over: Parameters<typeof network>[0] = {}, portgroups = directory().portgroups) =>
  chooseNetwork({ name, allowsNsx: false }, host(), network(over), directory({ portgroups }));

describe('the network that a name means', () => {
  test('is the distributed portgroup of a switch that the host is on', () => {
    expect(choose('pg-provisioning')).toEqual({
      kind: 'distributed',
      name: 'pg-provisioning',
      switchUuid: SWITCH,
      portgroupKey: 'dvportgroup-12',
    });
  });

  test("is a standard portgroup of the host's own", () => {
    expect(choose('Provisioning')).toEqual({ kind: 'standard', name: 'Provisioning' });
  });

  test('is chosen by membership where two datacenters have the name', () => {
    const both = [portgroup({ key: 'dvportgroup-90', switchUuid: OTHER, switchName: 'DVS1' }), portgroup()];
    expect(choose('pg-provisioning', {}, both)).toMatchObject({ portgroupKey: 'dvportgroup-12' });
    expect(choose('pg-provisioning', { proxySwitches: [member(OTHER)] }, both)).toMatchObject({
      portgroupKey: 'dvportgroup-90',
    });
  });
});

test.each([
  ['a name', 'pg-nowhere', 'portgroup-not-found: There is no portgroup pg-nowhere for esx-021.corp.example.'],
  [
    'a name on other switches',
    'pg-far',
    'switch-not-joined: esx-021.corp.example is not on the switch of portgroup pg-far (DVS1).',
  ],
])('%s that may be one of the portgroups that the account cannot read is told with the privilege', (_, name, told) => {
  const unreadNetworks = [
    { moref: 'dvportgroup-13', privilege: 'System.View' },
    { moref: 'dvs-9', privilege: 'System.Read' },
  ];
  const portgroups = [portgroup({ name: 'pg-far', switchUuid: OTHER, switchName: 'DVS1' })];
  const known = directory({ portgroups, unreadNetworks });
  expect(problemsFrom(() => chooseNetwork({ name, allowsNsx: false }, host(), network(), known))).toEqual([
    `${told} It may be one that the account cannot read: dvportgroup-13 takes System.View, dvs-9 takes System.Read.`,
  ]);
});

test.each<[string, string, Parameters<typeof network>[0], ReturnType<typeof portgroup>[], string]>([
  [
    'a name that nobody has is not found',
    'pg-nowhere',
    {},
    [portgroup()],
    'portgroup-not-found: There is no portgroup pg-nowhere for esx-021.corp.example.',
  ],
  [
    'names are compared letter by letter',
    'PG-Provisioning',
    {},
    [portgroup()],
    'portgroup-not-found: There is no portgroup PG-Provisioning for esx-021.corp.example.',
  ],
  [
    'a name on two switches of the host is ambiguous',
    'pg-provisioning',
    { proxySwitches: [member(SWITCH), member(OTHER)] },
    [portgroup(), portgroup({ switchUuid: OTHER, switchName: 'DVS1' })],
    'portgroup-ambiguous: Portgroup pg-provisioning exists on distributed switch DVS0 and distributed switch DVS1 of esx-021.corp.example.',
  ],
  [
    'a name on a distributed and a standard switch of the host is ambiguous',
    'Provisioning',
    {},
    [portgroup({ name: 'Provisioning' })],
    'portgroup-ambiguous: Portgroup Provisioning exists on distributed switch DVS0 and standard switch vSwitch0 of esx-021.corp.example.',
  ],
  [
    'a switch that the host is not on yet is waited for',
    'pg-provisioning',
    { proxySwitches: [] },
    [portgroup(), portgroup({ switchUuid: OTHER, switchName: 'DVS1' })],
    'switch-not-joined: esx-021.corp.example is not on the switch of portgroup pg-provisioning (DVS0, DVS1).',
  ],
  [
    'a member without an uplink is waited for',
    'pg-provisioning',
    { proxySwitches: [member(SWITCH, [])] },
    [portgroup()],
    'switch-not-joined: esx-021.corp.example has no uplink on distributed switch DVS0 of portgroup pg-provisioning.',
  ],
  [
    'the uplink portgroup is refused',
    'DVS0-uplinks',
    {},
    [portgroup({ name: 'DVS0-uplinks', isUplink: true })],
    'portgroup-is-uplink: Portgroup DVS0-uplinks is the uplink portgroup of DVS0.',
  ],
])('%s', (_, name, over, portgroups, problem) => {
  expect(problemsFrom(() => choose(name, over, portgroups))).toEqual([problem]);
});

test('a portgroup is found by the name that the client shows, whatever vCenter escapes in it', () => {
  const names = directory({ portgroups: [portgroup({ name: 'pg%2fprov' })] });
  for (const name of ['pg/prov', 'pg%2fprov']) {
    expect(chooseNetwork({ name, allowsNsx: false }, host(), network(), names)).toMatchObject({ kind: 'distributed' });
  }
});
