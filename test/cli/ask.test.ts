import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { ask } from '../../lib/cli/ask.ts';

/** What a person types once the question is there. */
async function typed(keys: string | undefined, stopping = new AbortController()) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const interrupted: string[] = [];
  const onInterrupt = () => {
    interrupted.push('Ctrl-C');
    stopping.abort();
  };
  const answer = ask('Apply this plan?', { input, output, stopping: stopping.signal, onInterrupt });
  await once(output, 'data');
  if (keys === undefined) input.end();
  else input.write(keys);
  return { answer: await answer, interrupted };
}

test.each([
  ['y\r', true],
  ['Yes \r', true],
  ['n\r', false],
  ['\r', false],
  ['yeah\r', false],
  ['\u0004', false],
  [undefined, false],
])('%j is %j', async (keys, expected) => {
  expect(await typed(keys)).toEqual({ answer: expected, interrupted: [] });
});

test('Ctrl-C is a no, and asks to stop', async () => {
  expect(await typed('\u0003')).toEqual({ answer: false, interrupted: ['Ctrl-C'] });
});

test('a signal while nobody answers is a no', async () => {
  const stopping = new AbortController();
  const answer = typed('', stopping);
  setImmediate(() => stopping.abort());
  expect(await answer).toEqual({ answer: false, interrupted: [] });
});
