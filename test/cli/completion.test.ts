import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { createProgram, runCli } from '../../lib/cli/program.ts';
import { terminal } from './terminal.ts';

const { console, results } = terminal();
const surroundings = { console, local: { start: async () => ({ close: async () => undefined }) }, version: '0' };

async function script(shell: string): Promise<string> {
  await runCli(['completion', shell], surroundings);
  return results.at(-1) ?? '';
}

/** What bash offers for a line of words, of which the last one is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const program = `${await script('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _provisioning_stack; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program, 'bash', 'provisioning-stack', ...words], {
    encoding: 'utf8',
    cwd: new URL('../..', import.meta.url),
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

const program = createProgram(surroundings, () => undefined);

test('every verb is offered', async () => {
  const verbs = program.commands.map((verb) => verb.name());
  expect(await offered('')).toEqual([...verbs, '--version', '--help']);
});

test.each(program.commands.filter((verb) => verb.commands.length === 0).map((verb) => [verb.name(), verb] as const))(
  'every option of %s is offered',
  async (name, verb) => {
    const options = verb.options.filter(({ hidden }) => !hidden).map(({ long }) => long);
    expect((await offered(name, '--')).toSorted()).toEqual([...options, '--help'].toSorted());
  },
);

test.each<[string[], string[]]>([
  [['pl'], ['plan']],
  [
    ['plan', '--output', ''],
    ['text', 'json'],
  ],
  [['plan', '--output', 'j'], ['json']],
  [['plan', '--output', '=', 'j'], ['json']],
  [
    ['plan', 'esx-021', '--all', '--stack', '='],
    ['vSphereProvisioning', 'vmotion'],
  ],
  [['plan', '--settings', 'docs/settings.ex'], ['docs/settings.example.json']],
  [['run', '--state', 'simul'], ['simulator']],
  [['plan', '--vcenter', ''], []],
  [['plan', '--settings', 'apply', '--allow'], ['--allow-replace']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish', '--help'],
  ],
  [
    ['settings', ''],
    ['check', 'explain', 'diff', 'push', 'pull', '--help'],
  ],
  [['settings', 'ch'], ['check']],
])('bash completes %j to %j', async (words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

test.each(['zsh', 'fish'])('the script of %s knows every verb and every option', async (shell) => {
  const text = await script(shell);
  const words = program.commands.flatMap((verb) => [
    verb.name(),
    ...verb.options.map(({ long }) => long?.slice(2) ?? ''),
  ]);
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
});
