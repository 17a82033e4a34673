import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import type { Intent, JournalRow } from '../../lib/reconcile/journal-row.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws;
let journal: JournalTable;
beforeAll(async () => {
  aws = await startEmulatedAws();
  journal = new JournalTable(aws.journal);
});
afterAll(() => aws.close());

const INTENT: Intent = {
  openedAt: '2026-11-25T10:00:01.000Z',
  steps: [
    {
      action: 'addVirtualNic',
      reason: 'no adapter on the stack',
      disruptive: false,
      changes: [{ field: 'address', from: null, to: 'dhcp' }],
      portgroup: '',
      nic: { ip: { dhcp: true }, netStackInstanceKey: 'vSphereProvisioning' },
    },
  ],
  before: {
    moref: 'host-21',
    name: 'esx-021',
    connectionState: 'connected',
    inMaintenanceMode: false,
    nicTypes: [],
    hasRunningTask: false,
    ancestors: [{ type: 'Folder', moref: 'group-h1', name: '' }],
    configurationProfile: 'unknown',
    network: { vnics: [], netStackInstances: [], proxySwitches: [], vswitches: [], portgroups: [] },
  },
};

function row(overrides: Partial<JournalRow> = {}): JournalRow {
  return {
    vcenter: 'vc01',
    moref: 'host-21',
    name: 'esx-021',
    outcome: {
      vcenter: 'vc01',
      host: { moref: 'host-21', name: 'esx-021' },
      status: 'converged',
      cause: { kind: 'sweep', sweep: 's1' },
      steps: [],
      problems: [],
      device: 'vmk2',
      settings: [{ origin: '/provisioning-stack/vc01/defaults', version: 3 }],
      startedAt: '2026-11-25T10:00:00.000Z',
      finishedAt: '2026-11-25T10:00:02.000Z',
    },
    ...overrides,
  };
}

function deferral(dueAt: string) {
  return { since: '2026-11-25T09:00:00.000Z', attempt: 2, dueAt };
}

test('a row is read as it was written, and a host without one has none', async () => {
  await journal.write(row());

  expect(await journal.read('vc01', 'host-21')).toEqual(row());
  expect(await journal.read('vc01', 'host-22')).toBeUndefined();
  expect(await journal.read('vc02', 'host-21')).toBeUndefined();
});

test.each(['', ' ', 'a/b#c~d', '%2f"\\\n\u0000', 'ü漢\u{1F600}', '__proto__'])(
  'a row survives the name %j of host and vCenter',
  async (name) => {
    const odd = row({ name, vcenter: `vc${name}`, moref: 'host-1' });

    await journal.write(odd);

    expect(await journal.read(`vc${name}`, 'host-1')).toEqual(odd);
  },
);

describe('the record of what we added', () => {
  const added = [
    {
      device: 'vmk2',
      portgroup: 'pg-provisioning',
      netStackInstanceKey: 'vSphereProvisioning',
      addedAt: '2026-11-25T10:00:02.000Z',
      runId: 'configure-host, request 1',
    },
  ];

  test('is read as it was written, and stays when an intent is opened', async () => {
    await journal.write(row({ vcenter: 'vc10', added }));
    await journal.openIntent('vc10', { moref: 'host-21', name: 'esx-021' }, INTENT);

    expect(await journal.read('vc10', 'host-21')).toEqual(row({ vcenter: 'vc10', added, intent: INTENT }));
  });
});

test('a member that is undefined is left out', async () => {
  await journal.write(row({ moref: 'host-30', deferral: undefined } as unknown as JournalRow));

  expect(await journal.read('vc01', 'host-30')).toEqual(row({ moref: 'host-30' }));
});

describe('an intent', () => {
  test('is added to a row and closed by the next write', async () => {
    const deferred = row({ vcenter: 'vc03', deferral: deferral('2026-11-25T10:00:30.000Z') });
    await journal.write(deferred);

    await journal.openIntent('vc03', { moref: 'host-21', name: 'renamed' }, INTENT);

    const opened = { ...deferred, name: 'renamed', intent: INTENT };
    expect(await journal.read('vc03', 'host-21')).toEqual(opened);
    expect(await journal.readAll('vc03')).toEqual([opened]);
    expect(await journal.due('vc03', new Date('2026-11-26'))).toEqual([opened]);

    await journal.write(row({ vcenter: 'vc03' }));

    expect(await journal.read('vc03', 'host-21')).toEqual(row({ vcenter: 'vc03' }));
  });

  test('of a host never seen before is a row of its own', async () => {
    await journal.openIntent('vc04', { moref: 'host-5', name: 'esx-005' }, INTENT);

    expect(await journal.readAll('vc04')).toEqual([
      { vcenter: 'vc04', moref: 'host-5', name: 'esx-005', intent: INTENT },
    ]);
  });

  test('is found among all rows, which are more than a page holds', async () => {
    const padding = { code: 'fault-refused' as const, message: 'x'.repeat(100_000) };
    for (let index = 0; index < 15; index++) {
      const { outcome, ...rest } = row({ vcenter: 'vc05', moref: `host-${index}` });
      await journal.write({ ...rest, ...(outcome ? { outcome: { ...outcome, problems: [padding] } } : {}) });
    }
    await journal.openIntent('vc05', { moref: 'host-9', name: 'esx-009' }, INTENT);
    await journal.openIntent('vc05', { moref: 'host-99', name: 'esx-099' }, INTENT);

    const rows = await journal.readAll('vc05');
    expect(rows).toHaveLength(16);
    expect(rows.filter(({ intent }) => intent !== undefined).map(({ moref }) => moref)).toEqual(['host-9', 'host-99']);
  });
});

describe('deferred hosts', () => {
  test('are due when their time has come, whatever form it was written in, and only those of the vCenter', async () => {
    const early = row({ vcenter: 'vc06', moref: 'host-1', deferral: deferral('2026-11-25T10:00:00.000Z') });
    const offset = row({ vcenter: 'vc06', moref: 'host-2', deferral: deferral('2026-11-25T12:00:05+02:00') });
    const late = row({ vcenter: 'vc06', moref: 'host-3', deferral: deferral('2026-11-25T10:01:00.000Z') });
    for (const deferred of [late, offset, early, { ...early, vcenter: 'vc07' }, row({ vcenter: 'vc06', moref: 'h' })]) {
      await journal.write(deferred);
    }

    expect(await journal.due('vc06', new Date('2026-11-25T10:00:10Z'))).toEqual([early, offset]);
  });

  test('leave the index with the write of their next end', async () => {
    await journal.write(row({ vcenter: 'vc08', deferral: deferral('2026-11-25T10:00:00.000Z') }));
    await journal.write(row({ vcenter: 'vc08' }));

    expect(await journal.due('vc08', new Date('2026-11-26'))).toEqual([]);
  });
});

test('a rejected event is kept once and is no host of the journal', async () => {
  const event = { key: 7, eventTypeId: 'HostAddedEvent', createdTime: '2026-11-25T10:00:00Z' };

  await journal.recordRejectedEvent('vc09', event, 'no host');
  await journal.recordRejectedEvent('vc09', event, 'no host');

  expect(await journal.readAll('vc09')).toEqual([]);
});

test('a table that is not there is unavailable, and the message is left to redelivery', async () => {
  const absent = new JournalTable({ ...aws.journal, name: 'absent' });

  await expect(absent.read('vc01', 'host-21')).rejects.toMatchObject({
    code: 'journal-unavailable',
    status: 'poison',
    context: { awsError: 'ResourceNotFoundException', vcenter: 'vc01', awsRequestId: expect.any(String) },
  });
});
