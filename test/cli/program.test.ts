import { expect, test } from '@jest/globals';
import { runCli } from '../../lib/cli/program.ts';
import { endUnwanted } from '../../lib/cli/verb-options.ts';
import { terminal } from './terminal.ts';

async function cli(...argv: string[]) {
  const { console, results, talk } = terminal();
  const local = { start: async () => ({ close: async () => undefined }) };
  const exitCode = await runCli(argv, { console, local, version: '0' });
  return { exitCode, results, talk };
}

test.each<[string[], object]>([
  [['release', '--output', 'json'], { addresses: [] }],
  [['resume', '--output=json'], {}],
  [['remove', 'esx-1', '--output', 'json'], { hosts: [] }],
])('%j that ends with an error prints its own result, and the problem', async (argv, nothing) => {
  const { exitCode, results } = await cli(...argv);
  expect(exitCode).toBe(1);
  expect(results.map((text) => JSON.parse(text))).toEqual([
    { ...nothing, problems: [{ code: 'usage', message: expect.stringContaining('needs the journal table') }] },
  ]);
});

test('resume calls no vCenter, and offers no --debug', async () => {
  const { exitCode, talk } = await cli('resume', '--debug');
  expect([exitCode, talk.join()]).toEqual([1, expect.stringContaining("unknown option '--debug'")]);
});

test.each([
  ['json', ['{"hosts":[]}']],
  ['text', []],
] as const)('a no at the question is a result in %s, too', (output, expected) => {
  const { console, results, talk } = terminal();
  const codes: number[] = [];
  endUnwanted('Nothing was applied.', output, { console, end: (code) => void codes.push(code) });
  expect([results, talk, codes]).toEqual([expected, ['Nothing was applied.'], [1]]);
});
