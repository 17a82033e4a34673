/** Options that several verbs share, and how their help ends. */
import { type Command, Option } from 'commander';
import type { Console } from './console.ts';
import type { ApplyResult, ExitCode } from './results.ts';

/** What stdout gets. */
export type Output = 'text' | 'json';

/** What a verb is given by the program. */
export interface VerbSurroundings {
  readonly console: Console;
  readonly end: (code: ExitCode) => void;
}

/** What every verb takes. */
export function outputOption(command: Command): Command {
  return command.addOption(
    new Option('--output <format>', 'what stdout gets').choices(['text', 'json']).default('text'),
  );
}

/** What every verb takes that works with a vCenter. */
export function shared(command: Command): Command {
  return outputOption(command).option('--debug', 'tell on stderr what goes on');
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

/** A person said no: whoever asked for JSON gets it all the same, and it names no host. */
export function endUnwanted(talk: string, output: Output, { console, end }: VerbSurroundings): void {
  console.writeTalk(talk);
  if (output === 'json') console.writeResult(JSON.stringify({ hosts: [] } satisfies ApplyResult));
  end(1);
}
