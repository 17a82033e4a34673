import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SettingsFile } from '../lib/cli/settings-file.ts';
import { ERROR_CODES } from '../lib/errors.ts';
import { ALARMS } from '../lib/infra/alarm-runbook.ts';
import { readContext } from '../lib/infra/context.ts';
import { defaultScenario } from '../simulator/scenario.ts';
import { readScenario } from '../simulator/scenario-read.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const operations = read('docs/operations.md');

describe('docs/operations.md', () => {
  test.each(Object.entries(ERROR_CODES))(
    'has a heading for %s, with the cure that the error names',
    (code, [, next]) => {
      const section = operations.split(/^### /m).find((part) => part.startsWith(`${code}\n`));
      expect(section).toContain(next);
    },
  );

  test.each(Object.keys(ALARMS))('has a heading for alarm %s: what it means, how to see, fix and replay', (alarm) => {
    const section = operations.split(/^### /m).find((part) => part.startsWith(`Alarm ${alarm}\n`)) ?? '';
    const parts = ['*Means:*', '*See:*', '*Fix:*', '*Replay:*'];
    expect(parts.filter((part) => !section.split('\n## ')[0]?.includes(part))).toEqual([]);
  });

  test.each([0, 1, 2, 3])('has a heading for exit code %i', (code) => {
    expect(operations).toMatch(new RegExp(`^### Exit code ${code}$`, 'm'));
  });
});

test('the example of the settings is valid', async () => {
  await expect(new SettingsFile('docs/settings.example.json').check()).resolves.toHaveLength(3);
});

test("the page of the deployer's context names every member of the example, and of what is read from it", () => {
  const page = read('docs/deployment-context.md');
  const example = JSON.parse(read('docs/deployment-context.example.json'));
  const { network, vcenters, ...others } = readContext(example);
  const names = [network ?? {}, ...vcenters, others, example].flatMap((each) => Object.keys(each));
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('the context of docs/deploy.md is one, and the page names every privilege that operations.md knows', () => {
  const page = read('docs/deploy.md');
  const [, text = ''] = /## 5\. Deploy.*?```json\n(.*?)```/s.exec(page) ?? [];
  // the file of the CA is made by a step of the page
  expect(readContext(JSON.parse(text.replace(/,\s*"caFile": "[^"]+"/, ''))).vcenters).toHaveLength(1);
  const [, privileges = ''] = /## Privileges\n(.*?)On AWS/s.exec(operations) ?? [];
  const named = privileges.match(/\b(System|Host\.Config|Network|Profile)\.[A-Z]\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((privilege) => !page.includes(privilege))).toEqual([]);
});

test('the scenario of docs/simulator.md is one, and the page names every member and every answer', () => {
  const page = read('docs/simulator.md');
  const [, text = ''] = /## Scenario files[^`]*```json\n(.*?)```/s.exec(page) ?? [];
  expect(readScenario(JSON.parse(text)).answers.dns).toBe('refused');
  const names = [...Object.keys(defaultScenario), ...Object.keys(defaultScenario.answers)];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every link of the documentation leads to a file', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pagesIn('docs'), ...pagesIn('docs/decisions')];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, link = '']) => new URL(link, new URL(`../${page}`, import.meta.url)))
      .filter((target) => !existsSync(target))
      .map((target) => `${page}: ${target.pathname}`),
  );
  expect(broken).toEqual([]);
});

function pagesIn(folder: string): string[] {
  return readdirSync(new URL(`../${folder}`, import.meta.url))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
