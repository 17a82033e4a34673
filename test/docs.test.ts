import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES } from '../lib/errors.ts';

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

  test.each([0, 1, 2, 3])('has a heading for exit code %i', (code) => {
    expect(operations).toMatch(new RegExp(`^### Exit code ${code}$`, 'm'));
  });
});

test('every link of the documentation leads to a file', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/operations.md', 'docs/settings.md'];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, link = '']) => new URL(link, new URL(`../${page}`, import.meta.url)))
      .filter((target) => {
        try {
          readFileSync(target);
          return false;
        } catch {
          return true;
        }
      })
      .map((target) => `${page}: ${target.pathname}`),
  );
  expect(broken).toEqual([]);
});
