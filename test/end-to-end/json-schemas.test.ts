import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { schemaProblems } from '../schema.ts';
import { runCli } from './cli-process.ts';
import { NEW, type RunBench, startRunBench } from './run-bench.ts';

let bench: RunBench;
beforeAll(async () => {
  bench = await startRunBench();
});
afterAll(() => bench.close());

const problemsOfLines = (verb: string, stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => schemaProblems(verb, JSON.parse(line)));

test('every outcome that run prints is as its schema says', async () => {
  await bench.addNewHost();
  await bench.running.outcome(bench.oldHost, 'reported');
  const outcomes = bench.running.outcomes();
  expect(outcomes.length).toBeGreaterThan(2);
  expect(outcomes.flatMap((outcome) => schemaProblems('run', outcome))).toEqual([]);
});

test.each<[string, string[]]>([
  ['release', []],
  ['release', ['10.20.0.10', '10.20.0.99']],
  ['remove', [NEW]],
  ['remove', [NEW, '--live']],
  ['remove', ['nowhere']],
  ['resume', []],
])('the result of %s %j is as its schema says', async (verb, args) => {
  const { stdout } = await bench.onState(verb, ...args);
  expect([stdout.length > 2, problemsOfLines(verb, stdout)]).toEqual([true, []]);
});

test.each(['release', 'remove', 'resume', 'run'])(
  '%s that could not begin prints a result as its schema says',
  async (verb) => {
    const { exitCode, stdout } = await runCli([verb, '--output', 'json'], { PATH: process.env['PATH'] ?? '' });
    expect([exitCode, stdout.length > 2, problemsOfLines(verb, stdout)]).toEqual([1, true, []]);
  },
);

test('a schema refuses what is not in it', () => {
  expect(schemaProblems('resume', { vcenter: 'vc01', brakes: 'none' })).toEqual(['/brakes must be integer']);
});
