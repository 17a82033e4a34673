import { describe, expect, test } from '@jest/globals';
import { type StatusRequest, statusOf } from '../../lib/cli/status.ts';
import { isWorrying } from '../../lib/cli/status-result.ts';
import type { FleetSnapshot } from '../../lib/cli/status-sources.ts';
import { configuredHost, disconnectedHost, host, intent } from '../builders.ts';
import { FAILED, LOCATION, NOW, ON_RUN, outcome, row, snapshot } from './fleet-builders.ts';

function look(over: Partial<FleetSnapshot>, request: Partial<StatusRequest> = {}) {
  return statusOf(snapshot(over), NOW, { names: [], options: {}, location: LOCATION, ...request });
}
const named = (number: number) => ({
  moref: `host-${number}`,
  name: `esx-${String(number).padStart(3, '0')}.corp.example`,
});

describe('the fleet', () => {
  test('is every host of journal and inventory once, by name with numbers as numbers', () => {
    const inventory = [host(named(22)), host(named(100))];
    const { hosts, total, counts } = look({ rows: [row(101), row(22), row(9)], inventory });
    expect(hosts.map(({ host: name, status, inventory: there }) => [name, status, there])).toEqual([
      ['esx-009.corp.example', 'converged', 'absent'],
      ['esx-022.corp.example', 'converged', 'present'],
      ['esx-100.corp.example', 'unrecorded', 'present'],
      ['esx-101.corp.example', 'converged', 'absent'],
    ]);
    expect([total, counts]).toEqual([4, { converged: 3, unrecorded: 1 }]);
  });

  test('is the journal alone when vCenter was not asked, and says so', () => {
    const { hosts, sources } = look({ rows: [row(21)] });
    expect([hosts[0]?.inventory, sources.inventory]).toEqual(['unknown', false]);
  });

  test('shows what vCenter says now, and the record of a host that vCenter cannot reach', () => {
    const inventory = [configuredHost(named(21)), disconnectedHost(named(22))];
    const rows = [row(21, { address: '10.9.9.9/24', cluster: 'old' }), row(22)];
    const [here, away] = look({ rows, inventory }).hosts;
    expect(here).toMatchObject({ address: '10.20.0.21/24', cluster: 'C0', connectionState: 'connected' });
    expect(away).toMatchObject({ address: '10.20.0.21/24', gateway: '10.20.0.1', connectionState: 'disconnected' });
  });

  test('takes a row of an older release for what it says', () => {
    const { since: _since, ...rest } = row(21);
    const { address: _address, cluster: _cluster, ...older } = outcome();
    const [shown] = look({ rows: [{ ...rest, outcome: older }] }).hosts;
    expect(shown).toMatchObject({ since: '2026-11-26T07:00:02.000Z', status: 'converged' });
    expect(shown).not.toHaveProperty('address');
  });

  test('calls a host interrupted whose run has begun to write, whatever its last outcome was', () => {
    const open = intent();
    const { outcome: _outcome, since: _since, ...first } = row(22);
    const { hosts } = look({ rows: [row(21, {}, { intent: open }), { ...first, intent: open }] });
    expect(hosts.map(({ status, since }) => [status, since])).toEqual([
      ['interrupted', open.openedAt],
      ['interrupted', open.openedAt],
    ]);
  });

  test('counts deferrals whose time has come', () => {
    const deferral = { since: '2026-11-26T07:00:00.000Z', attempt: 2 };
    const rows = [
      row(21, { status: 'deferred' }, { deferral: { ...deferral, dueAt: NOW.toISOString() } }),
      row(22, { status: 'deferred' }, { deferral: { ...deferral, dueAt: '2026-11-26T08:00:01.000Z' } }),
    ];
    const { dueDeferrals, hosts } = look({ rows });
    expect([dueDeferrals, hosts[1]?.dueAt]).toEqual([1, '2026-11-26T08:00:01.000Z']);
  });

  test('says which brakes are on, and when sweep and forwarder were there', () => {
    const trials = [
      { settings: 'one', failed: ['a', 'b', 'c'], haltedAt: '2026-11-26T07:30:00.000Z' },
      { settings: 'two', failed: ['a'] },
    ];
    const checkpoint = { instanceUuid: 'x', time: '2026-11-26T07:10:00.000Z', keys: [] };
    const forwarder = { checkpoint, takenAt: '2026-11-26T07:59:00.000Z' };
    const result = look({ trials, forwarder, lastSweep: '2026-11-26T07:55:00.000Z' });
    expect(result).toMatchObject({
      brakes: [{ haltedAt: '2026-11-26T07:30:00.000Z', hosts: ['a', 'b', 'c'] }],
      lastSweep: '2026-11-26T07:55:00.000Z',
      checkpoint: '2026-11-26T07:10:00.000Z',
      listeningSince: '2026-11-26T07:59:00.000Z',
    });
  });
});

describe('a filter', () => {
  const rows = [
    row(21, FAILED),
    row(22, { ...FAILED, cluster: 'C1', problems: [{ code: 'halted', message: 'x' }] }),
    row(23, { datacenter: 'DC1' }, { since: '2026-11-25T07:00:00.000Z' }),
  ];
  test.each<[string, StatusRequest['options'], number[]]>([
    ['status', { status: ['failed'] }, [21, 22]],
    ['several statuses', { status: ['failed', 'converged'] }, [21, 22, 23]],
    ['code', { code: ['halted', 'lease-held'] }, [22]],
    ['cluster, whatever the case', { cluster: 'c1' }, [22]],
    ['datacenter', { datacenter: 'DC1' }, [23]],
    ['since', { since: new Date('2026-11-26T06:00:00Z') }, [21, 22]],
    ['all that are given', { status: ['failed'], cluster: 'C0' }, [21]],
  ])('by %s lets only those through, and the sum is of them', (_, options, numbers) => {
    const { hosts, counts, total } = look({ rows }, { options });
    const sum = Object.values(counts).reduce((one, other) => one + other, 0);
    expect([hosts.map(({ moref }) => moref), total, sum]).toEqual([
      numbers.map((number) => `host-${number}`),
      3,
      numbers.length,
    ]);
  });
});

test('a cluster or datacenter that no host is in is a mistake, not an empty fleet', () => {
  const filterBy = (options: StatusRequest['options']) => () => look({ rows: [row(21)] }, { options });
  expect(filterBy({ cluster: 'C9' })).toThrow(
    'There is no host of a cluster C9 in the journal, and vCenter was not asked. There are hosts of C0.',
  );
  expect(filterBy({ datacenter: 'DC9' })).toThrow('no host of a datacenter DC9');
});

describe('the story of a host', () => {
  test('has all that is open, and the commands that follow, as they find this table', () => {
    const deferral = { since: '2026-11-26T07:00:00.000Z', attempt: 2, dueAt: '2026-11-26T08:01:00.000Z' };
    const added = [
      {
        device: 'vmk1',
        portgroup: 'pg',
        netStackInstanceKey: 'vSphereProvisioning',
        addedAt: '2026-11-26T07:00:00.000Z',
      },
    ];
    const rows = [row(21, { ...FAILED, leftAs: 'put-back', failedStep: 'verify' }, { deferral, added }), row(22)];
    const leases = [{ moref: 'host-21', owner: 'apply of root', until: '2026-11-26T08:02:00.000Z' }];
    const request = { names: ['ESX-021.corp.example'], options: { state: '/var/lib/ps' }, location: ON_RUN };
    const { hosts } = look({ rows, leases }, request);
    expect(hosts).toEqual([
      expect.objectContaining({
        deferral,
        added,
        lease: { owner: 'apply of root', until: '2026-11-26T08:02:00.000Z' },
        leftAs: 'put-back',
        failedStep: 'verify',
        next: [
          'provisioning-stack plan esx-021.corp.example --state /var/lib/ps',
          'provisioning-stack replay --state /var/lib/ps --host esx-021.corp.example',
        ],
      }),
    ]);
  });

  test.each([['host-21'], ['/DC0/host/C0/esx-021.corp.example'], ['esx-021.corp.example']])(
    'is found by %s',
    (name) => {
      expect(look({ rows: [row(21), row(22)] }, { names: [name] }).hosts).toHaveLength(1);
    },
  );

  test('offers a plan for a host without a row, and nothing for one that is right or gone', () => {
    const inventory = [host(named(20)), host(named(21))];
    const rows = [row(21), row(22, FAILED)];
    const { hosts } = look({ rows, inventory }, { names: ['host-20', 'host-21', 'host-22'] });
    expect(hosts.map((each) => ('next' in each ? each.next : undefined))).toEqual([
      ['provisioning-stack plan esx-020.corp.example --vcenter vc01'],
      [],
      [],
    ]);
  });

  test('offers only what a shell takes for the name of a host, whatever that holds', () => {
    const inventory = [host({ moref: 'host-20', name: 'esx; reboot' })];
    const options = { state: '/var/lib/my state' };
    const [story] = look({ inventory }, { names: ['host-20'], options, location: ON_RUN }).hosts;
    expect(story).toMatchObject({ next: [`provisioning-stack plan 'esx; reboot' --state '/var/lib/my state'`] });
  });

  test('does not send people beside a run to the settings of AWS', () => {
    const problems = [{ code: 'gateway-outside-subnet' as const, message: 'Gateway 10.99.0.1 lies outside.' }];
    const rows = [row(21, { status: 'refused', problems })];
    const nextAt = (location: StatusRequest['location']) =>
      look({ rows }, { names: ['host-21'], location }).hosts.map((each) => ('next' in each ? each.next[0] : ''));
    expect([nextAt(LOCATION), nextAt(ON_RUN)]).toEqual([
      ['provisioning-stack settings check --vcenter vc01'],
      ['provisioning-stack plan esx-021.corp.example --vcenter vc01'],
    ]);
  });

  test('of an unknown host is a mistake that says where it was looked for', () => {
    expect(() => look({ rows: [] }, { names: ['esx-x'] })).toThrow(
      'There is no host esx-x in the journal, and vCenter was not asked.',
    );
    expect(() => look({ rows: [], inventory: [] }, { names: ['esx-x'] })).toThrow('in journal and inventory');
  });
});

test('a result is a worry when a shown host failed or is refused, or the brake is on', () => {
  const worries = [
    look({ rows: [row(21), row(22, { status: 'deferred' })] }),
    look({ rows: [row(21, FAILED)] }),
    look({ rows: [row(21, FAILED), row(22, { cluster: 'C1' })] }, { options: { cluster: 'C1' } }),
    look({ rows: [row(21, { status: 'refused' })] }),
    look({ trials: [{ settings: 'one', failed: ['a'], haltedAt: NOW.toISOString() }] }),
  ].map(isWorrying);
  expect(worries).toEqual([false, true, false, true, true]);
});
