/** Requests that are deeper or larger than any client's are refused at once, and cost nobody else anything. */
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
