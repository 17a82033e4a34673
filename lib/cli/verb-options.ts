/** Options that several verbs share, and how their help ends. */
import { type Command, Option } from 'commander';
import type { Console } from './console.ts';
import type { ExitCode } from './results.ts';

/** What stdout gets. */
export type Output = 'text' | 'json';

/** What a verb is given by the program. */
export interface VerbSurroundings {
  readonly console: Console;
  readonly end: (code: ExitCode) => void;
}

/** What every verb takes. */
export function shared(command: Command): Command {
  return command
    .addOption(new Option('--output <format>', 'what stdout gets').choices(['text', 'json']).default('text'))
    .option('--debug', 'tell on stderr what goes on');
}

/** What every verb takes that works with the journal table. */
export function tableOptions(command: Command): Command {
  return command
    .option('--state <directory>', 'state directory of a running "run", whose table is used')
    .option('--vcenter <name>', 'name of the vCenter as it is deployed, or as "run" calls it');
}

/** The help's last paragraph. @param lines what follows the name of the program */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ provisioning-stack ${line}`).join('\n')}`;
}
