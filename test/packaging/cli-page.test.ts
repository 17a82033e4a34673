import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { cliPage } from '../../packaging/cli-page.ts';

test('docs/cli.md is what the program says of itself; "npm run generate" writes it', () => {
  expect(readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')).toBe(cliPage());
});

test('every verb has a summary, an example, and a schema when it prints JSON', () => {
  const sections = cliPage().split(/^## /m).slice(1);
  const lacking = sections.flatMap((section) => {
    const [verb = ''] = section.split('\n');
    const isJson = section.includes('--output <format>');
    return [
      ...(section.includes(`Examples:\n  $ provisioning-stack ${verb}`) ? [] : [`${verb}: no example`]),
      ...(isJson && !section.includes('The schema of its JSON') ? [`${verb}: no schema`] : []),
    ];
  });
  expect(lacking).toEqual([]);
});
