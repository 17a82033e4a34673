/** What people are told to type is what the command line takes. */
import { expect, test } from '@jest/globals';
import { createProgram } from '../../lib/cli/program.ts';
import { ERROR_CODES, type ErrorCode } from '../../lib/errors.ts';
import { nextCommands, replayCodeCommands, resumeCommand } from '../../lib/reconcile/next-command.ts';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
const TARGET = { vcenter: 'vc01', host: 'esx-021.corp.example' };
const console = {
  ...{ environment: {}, isInteractive: false, hasColors: false, stopping: new AbortController().signal },
  ...{ writeResult: () => {}, writeTalk: () => {}, confirm: async () => false },
};

/** The command with verb and options that the program does not have in angle brackets. */
function asKnown(command: string): string {
  const [name = '', ...words] = command.split(' ');
  const surroundings = { console, local: { start: async () => ({ close: async () => {} }) }, version: '0' };
  let verb = createProgram(surroundings, () => {});
  const known = words.map((word) => {
    const next = verb.commands.find((each) => each.name() === word);
    if (next !== undefined) verb = next;
    const isOption = word.startsWith('--') && verb.options.some(({ long }) => long === word);
    const isValue = !word.startsWith('--') && (verb.name() !== name || next !== undefined);
    return next !== undefined || isOption || isValue ? word : `<${word}>`;
  });
  return [name, ...known].join(' ');
}

test.each(CODES)('after %s is a command that the program has', (code) => {
  const commands = nextCommands(code, TARGET);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.map(asKnown)).toEqual(commands);
});

test.each(CODES)('after %s beside a "run" is a command that the program has, too', (code) => {
  const commands = nextCommands(code, { ...TARGET, run: { state: '/var/lib/ps' } });
  expect(commands.map(asKnown)).toEqual(commands);
  expect(commands.join(' ')).not.toContain('--vcenter');
});

test.each([resumeCommand({ vcenter: 'vc01' }), ...replayCodeCommands('settings-invalid', 'vc01')])(
  '%s is a command',
  (command) => {
    expect(asKnown(command)).toBe(command);
  },
);

test('a word that the program does not know would be seen', () => {
  expect(asKnown('provisioning-stack replay --vcenter vc01 --hots esx')).toContain('<--hots>');
  expect(asKnown('provisioning-stack relpay --vcenter vc01')).toContain('<relpay>');
});

test('names that a shell would take apart are quoted', () => {
  const [, , replay] = nextCommands('settings-invalid', { vcenter: 'vc 1', host: "esx's $1" });
  expect(replay).toBe(String.raw`provisioning-stack replay --vcenter 'vc 1' --host 'esx'\''s $1'`);
});

test.each<[ErrorCode, string]>([
  ['disruptive-needs-live', 'provisioning-stack apply esx-021.corp.example --vcenter vc01 --live'],
  ['adapter-on-wrong-stack', 'provisioning-stack apply esx-021.corp.example --vcenter vc01 --allow-replace --live'],
  ['halted', 'provisioning-stack resume --vcenter vc01'],
  ['settings-invalid', 'provisioning-stack replay --vcenter vc01 --host esx-021.corp.example'],
  ['rollback-incomplete', 'provisioning-stack apply esx-021.corp.example --vcenter vc01'],
  ['stack-absent', 'provisioning-stack replay --vcenter vc01 --host esx-021.corp.example'],
])('after %s comes %s', (code, command) => {
  expect(nextCommands(code, TARGET).at(-1)).toBe(command);
});
