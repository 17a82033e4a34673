import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulators, startEmulators } from '../../local/emulators.ts';

let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators({ secrets: { account: { text: '{"password":"hidden"}', version: '1' } } });
});
afterAll(() => emulators.close());

const CALLS = [
  ['secretsmanager', 'secretsmanager.GetSecretValue', '{"SecretId":"account"}'],
  ['ssm', 'AmazonSSM.PutParameter', '{"Name":"/a","Value":"b"}'],
  ['sqs', 'AmazonSQS.ListQueues', '{}'],
  ['dynamodb', 'DynamoDB_20120810.ListTables', '{}'],
] as const;

describe('another user of this machine', () => {
  test.each(CALLS)('is refused by %s', async (service, target, body) => {
    for (const authorization of [undefined, 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/x/aws4_request']) {
      const headers = { 'x-amz-target': target, ...(authorization === undefined ? {} : { authorization }) };
      const response = await fetch(emulators.endpoints[service], { method: 'POST', headers, body });
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain('hidden');
    }
  });

  test.each(CALLS)(
    'cannot end the process by leaving %s in the middle of a request',
    async (service, target, _body) => {
      const { port } = new URL(emulators.endpoints[service]);
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      const lines = [
        'POST / HTTP/1.1',
        'Host: 127.0.0.1',
        `X-Amz-Target: ${target}`,
        'X-Amz-Date: 20260101T000000Z',
        'Content-Type: application/x-amz-json-1.0',
        'Content-Length: 100',
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n{`);
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
      await once(socket, 'close');
      const response = await fetch(emulators.endpoints[service], {
        method: 'POST',
        headers: { 'x-amz-target': target },
      });
      expect(response.status).toBe(403);
    },
  );
});
