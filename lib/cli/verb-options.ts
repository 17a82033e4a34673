/** Options that several verbs share, and how their help ends. */
import { type Command, Option } from 'commander';
import type { Console } from './console.ts';
import type { View } from './render.ts';
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

/** What every verb takes that works with hosts: names, or a place that stands for all of its hosts. */
export function hostOptions(command: Command): Command {
  const collect = (value: string, earlier: readonly string[] = []) => [...earlier, value];
  return command
    .argument('[hosts...]', 'names, inventory paths or morefs')
    .option('--cluster <name>', 'every host of this cluster, by name or inventory path; may be repeated', collect)
    .option('--datacenter <name>', 'every host of this datacenter; with --cluster, the clusters in it', collect)
    .option('--all', 'every host of the vCenter');
}

/** How a result is shown here. */
export function viewOf({ hasColors, width }: Console, { verbose }: { readonly verbose?: boolean }): View {
  return { hasColors, width, isVerbose: verbose };
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
