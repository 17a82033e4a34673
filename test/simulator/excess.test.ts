/** Requests that are deeper or larger than any client's are refused at once, and cost nobody else anything. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type Answer,
  type Bench,
  bodyOf,
  collector,
  envelope,
  faultOf,
  send,
  startBench,
  textAt,
} from './soap-client.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
const text = (answer: Answer): string => textAt(bodyOf(answer), 'faultstring') ?? '';
const traverse = (depth: number): Promise<Answer> => {
  const spec = '<selectSet xsi:type="TraversalSpec"><type>Folder</type><path>childEntity</path>';
  return bench.client.call(
    'RetrievePropertiesEx',
    collector,
    '<specSet><propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj>' +
      `${nested(spec, '</selectSet>', depth)}</objectSet></specSet><options/>`,
  );
};

test('elements that are nested deeper than 200 are an InvalidRequest', async () => {
  const answer = await send(bench.simulator.ready, { body: envelope(nested('<a>', '</a>', 200_000)) });

  expect([answer.status, faultOf(answer)]).toEqual([500, 'InvalidRequest']);
  expect(text(answer)).toContain('elements are nested deeper than 200');
  expect(text(answer)).toContain('before method was determined');
});

test('traversals are nested as deep as elements may be', async () => {
  expect(faultOf(await traverse(3000))).toBe('InvalidRequest');
  expect((await traverse(194)).status).toBe(200);
});

/** Posts blocks of 1 MiB over a connection that is to be kept; what was answered, after all of it was taken. */
async function post(path: string, blocks: number, length?: number) {
  const { url, certificate } = bench.simulator.ready;
  const agent = new Agent({ keepAlive: true, ca: readFileSync(certificate) });
  const headers = length === undefined ? {} : { 'Content-Length': length };
  const call = request(new URL(path, url), { method: 'POST', headers, agent });
  const block = Buffer.alloc(2 ** 20, ' ');
  const sent = (async () => {
    for (let number = 0; number < blocks; number += 1) if (!call.write(block)) await once(call, 'drain');
    call.end();
  })();
  const [[response]] = (await Promise.all([once(call, 'response'), sent])) as [[IncomingMessage], undefined];
  const { statusCode: status = 0, headers: answered } = response;
  const body = await textOf(response);
  agent.destroy();
  return { answer: { status, headers: answered, text: body }, connection: answered.connection };
}

test.each([
  ['with a length', 30 * 2 ** 20],
  ['in chunks', undefined],
])('a request of 30 MiB %s is read to its end, refused, and the connection closed', async (_how, length) => {
  const { answer, connection } = await post('/sdk', 30, length);

  expect([answer.status, faultOf(answer), connection]).toEqual([500, 'InvalidRequest', 'close']);
  expect(text(answer)).toContain('larger than 16777216 bytes');
});

test.each(['/scenario', '/pbm'])('%s answers 413 to it', async (path) => {
  const { answer, connection } = await post(path, 30);

  expect([answer.status, answer.text, connection]).toEqual([413, 'the request is larger than 16777216 bytes', 'close']);
});

test('a request that does not end is cut', async () => {
  await expect(post('/sdk', 1024)).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) });
});
