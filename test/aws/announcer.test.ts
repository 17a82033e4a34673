import { afterEach, describe, expect, test } from '@jest/globals';
import { AwsAnnouncer } from '../../lib/aws/announcer.ts';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import type { Outcome, Status } from '../../lib/reconcile/outcome.ts';
import type { BusEvent } from '../../local/event-bus-fake.ts';
import { drainQueue, type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';
import { type FailingService, startFailingService } from './failing-service.ts';

let aws: EmulatedAws | undefined;
let failing: FailingService | undefined;
afterEach(async () => {
  await aws?.close();
  await failing?.close();
  failing = undefined;
});

async function announcer(): Promise<[AwsAnnouncer, BusEvent[], EmulatedAws]> {
  const events: BusEvent[] = [];
  aws = await startEmulatedAws({ onEvent: (event) => events.push(event) });
  const { clients, eventBus, alertTopicArn: alertTopic } = aws;
  return [new AwsAnnouncer(clients.eventBridge, clients.sns, { eventBus, alertTopic }), events, aws];
}

async function readAlerts(from: EmulatedAws): Promise<{ Subject: string; Message: string }[]> {
  return (await drainQueue(from, from.alertsQueueUrl)).map(({ Body }) => JSON.parse(Body));
}

function outcome(status: Status, overrides: Partial<Outcome> = {}): Outcome {
  return {
    vcenter: 'vc01',
    host: { moref: 'host-21', name: 'esx-021.corp.example' },
    status,
    steps: [],
    problems: [],
    settings: [{ origin: '/provisioning-stack/vc01/defaults', version: 3 }],
    startedAt: '2026-11-25T10:00:00.000Z',
    finishedAt: '2026-11-25T10:00:02.000Z',
    ...overrides,
  };
}

const FAILED = outcome('failed', {
  device: 'vmk2',
  problems: [
    { code: 'permission-missing', message: 'Host.Config.Network is missing. Grant it.' },
    { code: 'verified-wrong', message: 'The gateway is not the one that was set.' },
  ],
  steps: [
    {
      action: 'addVirtualNic',
      reason: 'none on the stack',
      disruptive: false,
      changes: [{ field: 'address', from: null, to: 'dhcp' }],
      portgroup: '',
      nic: {},
      applied: true,
    },
    {
      action: 'updateNetworkConfig',
      part: 'gateway',
      reason: 'differs',
      disruptive: false,
      changes: [{ field: 'gateway', from: null, to: '10.20.0.1' }],
      edit: { netStackInstanceKey: 'vSphereProvisioning' },
      applied: false,
    },
  ],
});

test.each<Status>(['unchanged', 'converged', 'reported', 'deferred', 'excluded', 'gone'])(
  'an outcome %s is a versioned event on the bus and no alert',
  async (status) => {
    const [announce, events, from] = await announcer();

    await announce.outcome(outcome(status), true);

    expect(events).toEqual([
      {
        source: 'provisioning-stack',
        'detail-type': 'Host Configuration Outcome',
        detail: { version: 1, ...outcome(status) },
      },
    ]);
    expect(await readAlerts(from)).toEqual([]);
  },
);

test.each<Status>(['degraded', 'refused', 'failed'])('an outcome %s is an event and an alert', async (status) => {
  const [announce, events, from] = await announcer();

  await announce.outcome(outcome(status), true);

  expect(events).toHaveLength(1);
  expect((await readAlerts(from)).map(({ Subject }) => Subject)).toEqual([`esx-021.corp.example in vc01: ${status}`]);
});

test('a failure that people know already is an event and no alert', async () => {
  const [announce, events, from] = await announcer();

  await announce.outcome(FAILED, false);

  expect(events).toHaveLength(1);
  expect(await readAlerts(from)).toEqual([]);
});

test('an alert names vCenter, host, status, problems, steps and how the host stands', async () => {
  const [announce, , from] = await announcer();

  await announce.outcome(FAILED, true);

  const [alert] = await readAlerts(from);
  expect(alert?.Subject).toBe('esx-021.corp.example in vc01: failed (permission-missing)');
  expect(alert?.Message).toBe(`Host:     esx-021.corp.example (host-21)
vCenter:  vc01
Status:   failed
Time:     2026-11-25T10:00:02.000Z

Problems:
  permission-missing: Host.Config.Network is missing. Grant it.
  verified-wrong: The gateway is not the one that was set.

Steps:
  applied     addVirtualNic: address dhcp
  not applied updateNetworkConfig: gateway 10.20.0.1

State of the host:
  1 of 2 steps were applied; vmk2 is on the stack.

Settings:
  /provisioning-stack/vc01/defaults, version 3
`);
});

test.each([
  ['ü'.repeat(300), '?'],
  ['line one\nline two', 'line one?line two'],
  ['x'.repeat(300), 'x'.repeat(100)],
  ['', 'provisioning-stack'],
])('a subject that SNS does not take, %j, is made one', async (subject, sent) => {
  const [announce, , from] = await announcer();

  await announce.alert(subject, '');

  expect(await readAlerts(from)).toMatchObject([{ Subject: sent, Message: '-' }]);
});

test('a text that is too long for SNS is cut', async () => {
  const [announce, , from] = await announcer();

  await announce.alert('long', 'ü'.repeat(200_000));

  expect((await readAlerts(from))[0]?.Message).toMatch(/ü\n\(cut\)$/);
});

test('a sweep is asked for by an event', async () => {
  const [announce, events] = await announcer();

  await announce.requestSweep('vc01', 'checkpoint lost');

  expect(events).toMatchObject([
    { 'detail-type': 'Sweep Requested', detail: { version: 1, vcenter: 'vc01', reason: 'checkpoint lost' } },
  ]);
});

describe('when the bus does not take an event', () => {
  const REFUSED = {
    body: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'busy' }] }),
  };
  const TAKEN = { body: () => ({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] }) };

  async function announcerOnto(...answers: (typeof REFUSED | typeof TAKEN)[]): Promise<[AwsAnnouncer, EmulatedAws]> {
    const emulated = await startEmulatedAws();
    aws = emulated;
    failing = await startFailingService(answers);
    const endpoints = { ...emulated.endpoints, eventbridge: failing.url };
    const clients = createAwsClients({ ...emulated, endpoints });
    const targets = { eventBus: 'bus', alertTopic: emulated.alertTopicArn };
    return [new AwsAnnouncer(clients.eventBridge, clients.sns, targets), emulated];
  }

  test('it is put again', async () => {
    const [announce] = await announcerOnto(REFUSED, TAKEN);

    await announce.outcome(outcome('converged'), true);

    expect(failing?.requests).toHaveLength(2);
  });

  test('three times, people are told all the same, and the message is left to redelivery', async () => {
    const [announce, from] = await announcerOnto(REFUSED);

    await expect(announce.outcome(FAILED, true)).rejects.toMatchObject({
      code: 'announcement-unavailable',
      status: 'poison',
      message: 'The bus did not take an event in 3 tries: InternalFailure: busy.',
    });
    expect(failing?.requests).toHaveLength(3);
    expect(await readAlerts(from)).toHaveLength(1);
  });
});
