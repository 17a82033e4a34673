import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { createFunctionInvoker } from '../../lib/aws/function-invoker.ts';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))));

/** A Lambda service that answers each call so (Lambda API reference, Invoke). */
async function invokerOf(status: number, body: string, headers: Record<string, string> = {}) {
  const calls: { path: string | undefined; body: string }[] = [];
  server = createServer(async (request, response) => {
    calls.push({ path: request.url, body: await text(request) });
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { calls, invoker: createFunctionInvoker(`http://127.0.0.1:${port}`) };
}

test('a function is given JSON, and its answer is JSON', async () => {
  const { calls, invoker } = await invokerOf(200, '{"queued":[]}');
  expect(await invoker.invoke('replay', { hosts: ['é'] })).toEqual({ queued: [] });
  expect(calls).toEqual([{ path: '/2015-03-31/functions/replay/invocations', body: '{"hosts":["é"]}' }]);
});

test.each([
  ['{"errorType":"TypeError","errorMessage":"a bug","trace":[]}', 'The function replay failed: a bug.'],
  ['{}', 'it does not say why'],
  ['no JSON', 'did not answer with JSON'],
])('a function that failed with %s is told of', async (body, words) => {
  const { invoker } = await invokerOf(200, body, { 'x-amz-function-error': 'Unhandled' });
  await expect(invoker.invoke('replay', {})).rejects.toMatchObject({
    code: 'function-failed',
    message: expect.stringContaining(words),
    context: { functionName: 'replay' },
  });
});

test('an answer that is no JSON is a failure', async () => {
  const { invoker } = await invokerOf(200, 'hello');
  await expect(invoker.invoke('replay', {})).rejects.toMatchObject({ code: 'function-failed' });
});

test.each([
  [404, 'ResourceNotFoundException'],
  [403, 'AccessDeniedException'],
  [429, 'TooManyRequestsException'],
])('a service that answers %i leaves it unavailable, with its words, and is asked once', async (status, name) => {
  const { calls, invoker } = await invokerOf(status, '{"Message":"not you"}', { 'x-amzn-errortype': name });
  await expect(invoker.invoke('replay', {})).rejects.toMatchObject({
    code: 'function-unavailable',
    message: expect.stringContaining(name),
    context: { awsError: name },
  });
  expect(calls).toHaveLength(1);
});

test('a service that is not there leaves it unavailable', async () => {
  const invoker = createFunctionInvoker('http://127.0.0.1:1');
  await expect(invoker.invoke('replay', {})).rejects.toMatchObject({ code: 'function-unavailable' });
  invoker.close();
});
