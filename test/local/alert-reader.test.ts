import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { AwsAnnouncer } from '../../lib/aws/announcer.ts';
import type { Alert } from '../../lib/reconcile/alert.ts';
import { type AlertReader, startAlertReader } from '../../local/alert-reader.ts';
import { type EmulatedAws, startEmulatedAws } from '../aws/emulated-aws.ts';
import { untilTrue } from './until-true.ts';

let aws: EmulatedAws;
let announcer: AwsAnnouncer;
let alerts: [string, string][];
let troubles: unknown[];
beforeEach(async () => {
  aws = await startEmulatedAws();
  const { clients, eventBus, alertTopicArn: alertTopic } = aws;
  announcer = new AwsAnnouncer(clients.eventBridge, clients.sns, { eventBus, alertTopic });
  alerts = [];
  troubles = [];
});
afterEach(() => aws.close());

function alert(subject: string, text: string): Alert {
  return { id: subject, kind: 'notice', vcenter: 'vc01', subject, text, commands: [], at: '2026-11-25T10:00:02.000Z' };
}

function read(queueUrl = aws.alertsQueueUrl): AlertReader {
  return startAlertReader({
    url: aws.endpoints.sqs,
    queueUrl,
    onAlert: (...alert) => alerts.push(alert),
    onTrouble: (error) => troubles.push(error),
  });
}

test('an alert is handed over as it is published', async () => {
  const reader = read();

  await announcer.alert(alert('esx-021 failed', 'line one\n<line> "two" & ü'));
  await untilTrue(() => alerts.length === 1);
  await reader.stop();

  expect(alerts).toEqual([['esx-021 failed', 'line one\n<line> "two" & ü']]);
  expect(troubles).toEqual([]);
});

test('what was published before the end is handed over before the end', async () => {
  const reader = read();
  await Promise.all(['1', '2', '3'].map((number) => announcer.alert(alert(number, number))));

  await reader.stop();

  expect(alerts.map(([subject]) => subject).toSorted()).toEqual(['1', '2', '3']);
});

test('a queue that does not answer is trouble, and keeps nobody from stopping', async () => {
  const reader = read(`${aws.endpoints.sqs}/000000000000/absent`);

  await untilTrue(() => troubles.length === 1);
  expect(troubles).toMatchObject([{ code: 'queue-unavailable' }]);
  await reader.stop();
  expect(troubles).toHaveLength(2);
});
