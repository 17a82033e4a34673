import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandFences, comparable } from './fences.ts';
import { NOT_HERE } from './not-here.ts';
import { type FenceResult, runFences } from './page-shell.ts';
import { prepareFolder } from './prepared-folder.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (page: string) => readFileSync(new URL(page, ROOT), 'utf8');
const pages = ['README.md', ...readdirSync(new URL('docs', ROOT)).map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith('.md'),
);
const withCommands = pages.filter((page) => commandFences(read(page)).length > 0);

describe.each(withCommands)('%s', (page) => {
  let prepared: Awaited<ReturnType<typeof prepareFolder>>;
  let results: FenceResult[];
  beforeAll(async () => {
    prepared = await prepareFolder();
    results = await runFences(commandFences(read(page)), prepared);
  }, 300_000);
  afterAll(() => prepared.close());

  test('has commands that do what they say', () => {
    const failed = results
      // what finds a difference ends with 2, and says so in its help
      .map((result) => ({
        ...result,
        failures: result.failures.filter((each) => !/^2 .*provisioning-stack (-- )?(plan|settings diff) /.test(each)),
      }))
      .filter(({ failures }) => failures.length > 0);
    expect(failed.map(({ line, failures, stderr }) => ({ line, failures, stderr }))).toEqual([]);
  });

  test('shows what they print', () => {
    const shown = results.filter(({ output }) => output !== undefined);
    expect(shown.map(({ line, stdout }) => [line, comparable(stdout)])).toEqual(
      shown.map(({ line, output = '' }) => [line, comparable(output)]),
    );
  });
});

test('commands that are not run are still in the documentation', () => {
  const text = pages.map(read).join('\n');
  expect(Object.keys(NOT_HERE).filter((command) => !text.includes(command))).toEqual([]);
  expect(existsSync(new URL('.ci/run', ROOT))).toBe(true);
});
