import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { VCENTER } from '../builders.ts';
import { START } from '../fake-clock.ts';
import { keep, morefs, replay, replayShop, row, sent } from './replaying.ts';

const event = (key: number, moref: string, createdTime = START, eventTypeId = 'HostAddedEvent') => ({
  ...{ key, eventTypeId, createdTime },
  host: { moref, name: `esx-${moref.slice(5)}` },
});

describe('hosts by name', () => {
  test('are queued with the replay as their cause, each once', async () => {
    const shop = replayShop();
    keep(shop, row('host-21', 'failed', ['verified-wrong']));
    const result = await replay(shop, { hosts: ['ESX-21', 'host-21'] });
    expect(result).toMatchObject({ replay: 'r-1', problems: [], left: [] });
    expect(result.queued).toEqual([
      { host: 'esx-21', moref: 'host-21', cause: { kind: 'host', named: 'host-21' }, status: 'failed' },
    ]);
    expect(shop.queue.messages).toEqual([
      {
        version: 1,
        vcenter: VCENTER,
        host: { moref: 'host-21', name: 'esx-21' },
        cause: { kind: 'replay', replay: 'r-1' },
      },
    ]);
    expect(shop.vcenter.calls.counts).toEqual({});
  });

  test('are looked up in vCenter when the journal does not know them, or has two of the name', async () => {
    const shop = replayShop();
    keep(shop, row('host-9', 'unchanged', [], { name: 'esx-22' }), row('host-22', 'failed'));
    const result = await replay(shop, { hosts: ['esx-22', 'esx-23'] });
    expect([morefs(result), shop.vcenter.calls.counts]).toEqual([['host-22', 'host-23'], { findHost: 2 }]);
  });

  test('that are gone under an old moref are those that vCenter has by now', async () => {
    const shop = replayShop();
    keep(shop, row('host-9', 'gone', [], { name: 'esx-22' }));
    expect(morefs(await replay(shop, { hosts: ['esx-22'] }))).toEqual(['host-22']);
  });

  test('of which one is unknown are none of them queued', async () => {
    const shop = replayShop();
    const result = await replay(shop, { hosts: ['esx-21', 'esx-99'] });
    expect(result.problems).toEqual([
      { code: 'host-not-found', message: expect.stringContaining('There is no host esx-99.') },
    ]);
    expect([result.queued, sent(shop)]).toEqual([[], []]);
  });
});

describe('by code or status of the last outcome', () => {
  const shop = replayShop();
  keep(
    shop,
    row('host-21', 'refused', ['settings-invalid', 'mtu-above-switch']),
    row('host-22', 'failed', ['settings-invalid']),
    row('host-23', 'refused', ['portgroup-not-found']),
    row('host-24', 'converged'),
    { vcenter: VCENTER, moref: 'host-25', name: 'esx-25' },
  );

  test.each([
    [{ codes: ['settings-invalid'] }, ['host-21', 'host-22']],
    [{ codes: ['mtu-above-switch', 'portgroup-not-found'] }, ['host-21', 'host-23']],
    [{ statuses: ['refused'] as const }, ['host-21', 'host-23']],
    [{ codes: ['settings-invalid'], statuses: ['failed', 'converged'] as const }, ['host-22']],
    [{ codes: ['settings-invalid'], hosts: ['esx-21', 'esx-23'] }, ['host-21']],
    [{ codes: ['pool-exhausted'] }, []],
  ])('%j finds %j', async (filter, expected) => {
    expect(morefs(await replay(shop, { ...filter, dryRun: true }))).toEqual(expected);
    expect(shop.vcenter.calls.counts).toEqual({});
  });

  test('each host says what it ended with', async () => {
    const { queued } = await replay(shop, { codes: ['mtu-above-switch'], dryRun: true });
    expect(queued[0]?.cause).toEqual({
      ...{ kind: 'outcome', status: 'refused', finishedAt: START },
      codes: ['settings-invalid', 'mtu-above-switch'],
    });
  });
});

describe("by vCenter's events", () => {
  const later = '2026-03-02T09:00:00.000Z';
  const shop = replayShop();
  shop.vcenter.events = [
    event(1, 'host-21'),
    event(2, 'host-22', later),
    event(3, 'host-21', later, 'ExitMaintenanceModeEvent'),
    event(4, 'host-23', later, 'HostRemovedEvent'),
    { key: 5, eventTypeId: 'DvsHostJoinedEvent', createdTime: later },
    event(6, 'host-24', '2026-03-02T10:00:00.000Z'),
  ];

  test('of a time, each host is queued once, with its newest event; what wakes nobody is passed over', async () => {
    const { queued, left } = await replay(shop, { since: START, until: later, dryRun: true });
    expect(queued.map(({ moref, cause }) => [moref, cause])).toEqual([
      ['host-21', { kind: 'event', eventTypeId: 'ExitMaintenanceModeEvent', key: 3, createdTime: later }],
      ['host-22', { kind: 'event', eventTypeId: 'HostAddedEvent', key: 2, createdTime: later }],
    ]);
    expect(left).toEqual([{ code: 'event-not-found', key: 5, reason: expect.stringContaining('names no host') }]);
  });

  test('a time without an end is up to now, and both ends count', async () => {
    expect(morefs(await replay(shop, { since: later, dryRun: true }))).toEqual(['host-21', 'host-22', 'host-24']);
  });

  test('a time together with hosts or codes is both', async () => {
    const both = replayShop();
    both.vcenter.events = shop.vcenter.events;
    keep(both, row('host-21', 'failed', ['verified-wrong']), row('host-22', 'converged'));
    expect(morefs(await replay(both, { since: START, hosts: ['esx-22'], dryRun: true }))).toEqual(['host-22']);
    expect(morefs(await replay(both, { since: START, codes: ['verified-wrong'], dryRun: true }))).toEqual(['host-21']);
  });

  test('by key, the others are left alone, and a key that is not there is told', async () => {
    const { queued, left } = await replay(shop, { events: [2, 77], dryRun: true });
    expect(queued.map(({ moref }) => moref)).toEqual(['host-22']);
    expect(left).toEqual([{ code: 'event-not-found', key: 77, reason: expect.stringContaining('no event 77') }]);
  });

  test('a key that the journal has as the cause of a run is not looked for in vCenter', async () => {
    const known = replayShop();
    const there = row('host-22', 'failed');
    const cause = { kind: 'event', eventTypeId: 'HostAddedEvent', key: 7731, createdTime: START } as const;
    keep(known, { ...there, outcome: { ...there.outcome, cause } });
    expect(morefs(await replay(known, { events: [7731] }))).toEqual(['host-22']);
    expect(known.vcenter.calls.counts).toEqual({});
  });

  test('a time that cannot be read within the time of a run is refused, and nothing is queued', async () => {
    const result = await replay(shop, { since: START }, () => 0);
    expect(result.problems).toEqual([{ code: 'usage', message: expect.stringContaining('give a shorter time') }]);
    expect(sent(shop)).toEqual([]);
  });
});

describe('what may keep a run from writing', () => {
  test('is said of a host that is deferred, in hand, or interrupted', async () => {
    const shop = replayShop();
    const deferral = { since: START, attempt: 2, dueAt: '2026-03-02T08:05:00.000Z' };
    keep(
      shop,
      row('host-21', 'deferred', ['halted'], { deferral }),
      row('host-22', 'failed'),
      row('host-23', 'failed'),
    );
    const soon = new Date(shop.clock.now().getTime() + 60_000);
    shop.leases.held.set('host-22', { owner: 'apply by alice, pid 7', until: soon });
    shop.leases.held.set('host-23', { owner: 'a run that was killed', until: shop.clock.now() });
    const { queued } = await replay(shop, { hosts: ['host-21', 'host-22', 'host-23'] });
    expect(queued.map(({ notes }) => notes)).toEqual([
      [
        'Deferred until 2026-03-02T08:05:00.000Z (halted): it would come by itself.',
        'Halted by the brake: it waits again while that is on.',
      ],
      ['In hand of apply by alice, pid 7: this run is deferred until that is over.'],
      undefined,
    ]);
  });

  test('and that the queue may drop it, when the replay of this id had it looked at already', async () => {
    const shop = replayShop();
    const looked = row('host-21', 'refused', ['settings-invalid']);
    const by = (id: string) => ({
      ...looked,
      outcome: { ...looked.outcome, cause: { kind: 'replay', replay: id } as const },
    });
    keep(shop, by('r-1'));
    const [again] = (await replay(shop, { codes: ['settings-invalid'] })).queued;
    expect(again?.notes).toEqual([
      expect.stringMatching(/^This replay had it looked at already.* within five minutes/),
    ]);
    keep(shop, by('r-0'));
    const [first] = (await replay(shop, { codes: ['settings-invalid'] })).queued;
    expect(first?.notes).toBeUndefined();
  });

  test('is said of the vCenter whose brake is on', async () => {
    const shop = replayShop();
    shop.brake.trials.set(`${VCENTER}/digest`, { failed: ['esx-1', 'esx-2', 'esx-3'], haltedAt: START });
    shop.brake.trials.set(`${VCENTER}/other`, { failed: ['esx-1'] });
    const { notes } = await replay(shop, { hosts: ['esx-21'] });
    expect(notes).toEqual([expect.stringMatching(/^The brake is on since .* after esx-1, esx-2, esx-3: .*"resume"/)]);
  });
});

describe('a replay', () => {
  test('of more hosts than a page goes on where it ended, and queues each once', async () => {
    const shop = replayShop();
    const all = Array.from({ length: 2_350 }, (_, index) => `host-${index + 10_000}`);
    keep(shop, ...all.map((moref) => row(moref, 'failed', ['esxcli-refused'])));
    const first = await replay(shop, { codes: ['esxcli-refused'] });
    const second = await replay(shop, { codes: ['esxcli-refused'], after: first.next });
    expect([first.queued.length, second.queued.length, second.next]).toEqual([2_000, 350, undefined]);
    expect(sent(shop)).toEqual(all);
  });

  test('whose time is up says what is left to do, after some of it', async () => {
    const shop = replayShop();
    const all = Array.from({ length: 250 }, (_, index) => `host-${index + 100}`);
    keep(shop, ...all.map((moref) => row(moref, 'failed')));
    const result = await replay(shop, { statuses: ['failed'] }, () => 0);
    expect([result.queued.length, result.next]).toEqual([100, 'host-199']);
  });

  test('with the same id once more sends nothing that the queue has already', async () => {
    const shop = replayShop();
    await replay(shop, { hosts: ['esx-21'] });
    await replay(shop, { hosts: ['esx-21', 'esx-22'] });
    expect(sent(shop)).toEqual(['host-21', 'host-22']);
  });

  test('that only lists sends nothing', async () => {
    const shop = replayShop();
    const result = await replay(shop, { hosts: ['esx-21'], dryRun: true });
    expect([morefs(result), result.dryRun, shop.queue.calls.counts]).toEqual([['host-21'], true, {}]);
  });

  test('tells of a host that the queue will never take, and of an outage what was queued before', async () => {
    const shop = replayShop();
    const all = Array.from({ length: 150 }, (_, index) => `host-${index + 100}`);
    keep(shop, ...all.map((moref) => row(moref, 'failed')));
    shop.queue.refuses = ({ host }) => (host.moref === 'host-105' ? 'Not that one.' : undefined);
    shop.queue.calls.before('send', () => {
      shop.queue.calls.before('send', () => Promise.reject(new OnboardingError('queue-unavailable', 'No queue.')));
    });
    const { queued, left, problems } = await replay(shop, { statuses: ['failed'] });
    expect([queued.length, left, problems]).toEqual([
      99,
      [{ code: 'message-malformed', host: 'esx-105', moref: 'host-105', reason: 'Not that one.' }],
      [{ code: 'queue-unavailable', message: expect.stringContaining('No queue.') }],
    ]);
  });

  test('passes on what is no error of ours', async () => {
    const shop = replayShop();
    shop.journal.calls.fail('readAll', new TypeError('a bug'));
    await expect(replay(shop, { hosts: ['host-21'] })).rejects.toThrow('a bug');
  });
});
