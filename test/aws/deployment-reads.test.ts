import { createServer, type Server } from 'node:http';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, expect, test } from '@jest/globals';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { readSubscriptions } from '../../lib/aws/deployment-reads.ts';
import { closeServer, listenOnLoopback } from '../../local/loopback.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alerts';

let server: Server;
let client: SNSClient;
afterEach(async () => {
  client.destroy();
  await closeServer(server);
});

/** A topic with one subscription a mail address (SNS API reference, ListSubscriptionsByTopic). */
async function topicWith(arns: Readonly<Record<string, string>>): Promise<void> {
  const members = Object.entries(arns).map(
    ([endpoint, arn]) =>
      `<member><Protocol>email</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`,
  );
  const answer = `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
  server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer));
  const sns = await listenOnLoopback(server);
  const endpoints = { sqs: '', dynamodb: '', ssm: '', secretsmanager: '', eventbridge: '', sns };
  client = new SNSClient(clientOptions({ region: 'eu-central-1', endpoints }, 'sns'));
}

test('a subscription waits until it is confirmed, and one that was cancelled is none', async () => {
  await topicWith({
    'on@corp.example': `${TOPIC}:1`,
    'new@corp.example': 'PendingConfirmation',
    'off@corp.example': 'Deleted',
  });
  expect(await readSubscriptions(client, TOPIC)).toEqual([
    { protocol: 'email', endpoint: 'on@corp.example', isConfirmed: true },
    { protocol: 'email', endpoint: 'new@corp.example', isConfirmed: false },
  ]);
});
