import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import type { Console } from '../../lib/cli/console.ts';
import { createProgram, runCli } from '../../lib/cli/program.ts';
import { terminal } from './terminal.ts';

async function cli(argv: readonly string[], over: Partial<Console> = {}) {
  const { console, results, talk } = terminal();
  const surroundings = {
    console: { ...console, ...over },
    local: { start: async () => ({ close: async () => undefined }) },
    version: '0.1.0',
  };
  const exitCode = await runCli(argv, surroundings);
  return {
    exitCode,
    stdout: results.join('\n'),
    stderr: talk.join('\n'),
    program: createProgram(surroundings, () => {}),
  };
}

test('--version says what a report needs', async () => {
  const { exitCode, stdout } = await cli(['--version']);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^provisioning-stack 0\.1\.0, Node [\d.]+, \w+-\w+$/)]);
});

test('--help names environment and exit codes, and every verb is under a heading', async () => {
  const { stdout } = await cli(['--help']);
  for (const word of ['Environment:', 'VCENTER_URL', 'Exit codes:', 'the plan has changes'])
    expect(stdout).toContain(word);
  const [, unsorted = ''] = /^Commands:\n((?: .*\n)*)/m.exec(stdout) ?? [];
  expect(unsorted.match(/^ {2}\w+/gm)?.map((word) => word.trim())).toEqual(['completion', 'help']);
});

test('help of a verb has its options in groups, what it does first and what it prints last', async () => {
  const { stdout } = await cli(['apply', '--help']);
  const headings = stdout.match(/^\S.*:$/gm);
  expect(headings).toEqual(['Arguments:', 'Hosts:', 'Options:', 'vCenter, settings, table:', 'Output:', 'Examples:']);
});

test.each([60, 80, 200])('help fits a terminal of %i columns', async (width) => {
  const { stdout } = await cli(['plan', '--help'], { width });
  const [text = ''] = stdout.split('Examples:');
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(width);
});

test('help has colours only where results have them', async () => {
  const styled = await cli(['--help'], { hasColors: true });
  const plain = await cli(['--help']);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  const escapes = /\u001b\[/;
  expect([escapes.test(styled.stdout), escapes.test(plain.stdout)]).toEqual([true, false]);
});

test.each<[string[], string]>([
  [['pln'], 'Did you mean plan?'],
  [['plan', '--setings', 'x'], 'Did you mean --settings?'],
  [['settings', 'chek'], 'Did you mean check?'],
  [['plan', 'esx', '--output', 'yaml'], 'Allowed choices are text, json'],
])('%j is answered with what is nearest', async (argv, words) => {
  const { exitCode, stdout, stderr } = await cli(argv);
  expect([exitCode, stdout, stderr]).toEqual([1, '', expect.stringContaining(words)]);
});

test('every example of the help is a command that the program takes', async () => {
  const { program } = await cli(['--version']);
  const verbs = everyVerb(program).filter((verb) => verb.commands.length === 0);
  const examples = await Promise.all(verbs.map(async (verb) => (await cli([...pathOf(verb), '--help'])).stdout));
  const lines = examples.flatMap((text) => text.match(/\$ provisioning-stack .*/g) ?? []);
  expect(lines.length).toBeGreaterThan(verbs.length);
  const refused = lines.filter((line) => problemOf(program, line) !== undefined);
  expect(refused.map((line) => `${line}: ${problemOf(program, line)}`)).toEqual([]);
});

function everyVerb(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyVerb)];
}

function pathOf(verb: Command): string[] {
  return verb.parent === null ? [] : [...pathOf(verb.parent), verb.name()];
}

/** Parses the line without doing it. */
function problemOf(program: Command, line: string): string | undefined {
  for (const verb of everyVerb(program)) if (verb.commands.length === 0) verb.action(() => undefined);
  const [command = ''] = line.replace('$ provisioning-stack ', '').split(/ [>|&]/);
  const words = command.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
  try {
    program.parse(words, { from: 'user' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
