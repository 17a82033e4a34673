import { afterEach, describe, expect, test } from '@jest/globals';
import { alertMessage } from '../../lib/aws/alert-text.ts';
import { AwsAnnouncer } from '../../lib/aws/announcer.ts';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import type { Alert } from '../../lib/reconcile/alert.ts';
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

const FAILED = outcome('failed', { device: 'vmk2', problems: [{ code: 'permission-missing', message: 'Grant it.' }] });

const ALERT: Alert = {
  id: 'trouble/vc01/host-21/2026-11-25T10:00:02.000Z',
  kind: 'trouble',
  vcenter: 'vc01',
  subject: 'esx-021.corp.example in vc01: failed (permission-missing)',
  text: 'Host:        esx-021.corp.example (host-21)\nCause: `Host.Config.Network`',
  commands: ['provisioning-stack replay --vcenter vc01 --host esx-021.corp.example'],
  at: '2026-11-25T10:00:02.000Z',
  host: { moref: 'host-21', name: 'esx-021.corp.example', datacenter: 'DC0', cluster: 'C0' },
  code: 'permission-missing',
  cause: 'c1',
};
const alert = (over: Partial<Alert>): Alert => ({ ...ALERT, ...over });

test.each<Status>(['unchanged', 'reported', 'deferred', 'gone', 'degraded', 'refused', 'failed'])(
  'an outcome %s is a versioned event on the bus, and no alert',
  async (status) => {
    const [announce, events, from] = await announcer();

    await announce.outcome(outcome(status));

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

test('a queue that is subscribed to the topic gets the form that Amazon Q Developer reads, too', async () => {
  const [announce, , from] = await announcer();

  await announce.alert(ALERT);

  const [received] = await readAlerts(from);
  expect(received?.Subject).toBe('esx-021.corp.example in vc01: failed (permission-missing)');
  expect(JSON.parse(received?.Message ?? '')).toEqual({
    version: '1.0',
    source: 'custom',
    id: 'trouble/vc01/host-21/2026-11-25T10:00:02.000Z',
    content: {
      textType: 'client-markdown',
      title: 'esx-021.corp.example in vc01: failed (permission-missing)',
      description: "```\nHost:        esx-021.corp.example (host-21)\nCause: 'Host.Config.Network'\n```",
      nextSteps: ['`provisioning-stack replay --vcenter vc01 --host esx-021.corp.example`'],
      keywords: ['vc01', 'permission-missing'],
    },
    metadata: {
      threadId: 'vc01/host-21',
      summary: 'esx-021.corp.example in vc01: failed (permission-missing)',
      eventType: 'trouble',
      relatedResources: ['esx-021.corp.example'],
      additionalContext: {
        vcenter: 'vc01',
        at: '2026-11-25T10:00:02.000Z',
        code: 'permission-missing',
        host: 'esx-021.corp.example',
        moref: 'host-21',
        datacenter: 'DC0',
        cluster: 'C0',
        nextCommand: 'provisioning-stack replay --vcenter vc01 --host esx-021.corp.example',
      },
    },
  });
});

test('a mail is the text, and what to type next', () => {
  const members = JSON.parse(alertMessage(ALERT));
  expect(Object.keys(members)).toEqual(['default', 'email', 'sms']);
  expect(members.email).toBe(
    'Host:        esx-021.corp.example (host-21)\nCause: `Host.Config.Network`\n\nNext:\n' +
      '  provisioning-stack replay --vcenter vc01 --host esx-021.corp.example\n',
  );
  expect(members.sms).toBe('esx-021.corp.example in vc01: failed (permission-missing)');
});

test.each([
  ['ü'.repeat(300), '?'],
  ['line one\nline two', 'line one?line two'],
  ['x'.repeat(300), 'x'.repeat(100)],
  ['', 'provisioning-stack'],
])('a subject that SNS does not take, %j, is made one', async (subject, sent) => {
  const [announce, , from] = await announcer();

  await announce.alert(alert({ subject, text: '' }));

  expect(await readAlerts(from)).toMatchObject([{ Subject: sent }]);
});

test('a text that is too long for SNS is cut, and what to do is not', async () => {
  const [announce, , from] = await announcer();
  const long = alert({ text: '\u0001"\\ü'.repeat(100_000) });

  await announce.alert(long);

  const { content } = JSON.parse((await readAlerts(from))[0]?.Message ?? '');
  expect([content.description.length, content.nextSteps.length]).toEqual([8_000 - 2, 1]);
  const { email } = JSON.parse(alertMessage(long));
  expect([email.startsWith('Next:\n  provisioning-stack replay '), email.endsWith('\n(cut)\n')]).toEqual([true, true]);
  expect(Buffer.byteLength(alertMessage(long))).toBeLessThan(256_000);
});

test('a topic that does not answer is an announcement that can be made later', async () => {
  const [announce, , from] = await announcer();
  const absent = new AwsAnnouncer(from.clients.eventBridge, from.clients.sns, {
    eventBus: from.eventBus,
    alertTopic: `${from.alertTopicArn}-absent`,
  });

  await expect(absent.alert(ALERT)).rejects.toMatchObject({ code: 'announcement-unavailable' });
  await announce.alert(ALERT);
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

    await announce.outcome(outcome('converged'));

    expect(failing?.requests).toHaveLength(2);
  });

  test('three times, it is left to be told later', async () => {
    const [announce] = await announcerOnto(REFUSED);

    await expect(announce.outcome(FAILED)).rejects.toMatchObject({
      code: 'announcement-unavailable',
      status: 'poison',
      message: 'The bus did not take an event in 3 tries: InternalFailure: busy.',
    });
    expect(failing?.requests).toHaveLength(3);
  });
});
