/** `completion`: a script that lets a shell complete verbs, options and their values, made from the program itself. */
import { Argument, type Command } from 'commander';
import { completedVerb, everyVerb } from './completed-verb.ts';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import type { Console } from './console.ts';
import { examples } from './verb-options.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `completion`. */
export function addCompletion(program: Command, console: Console): void {
  program
    .command('completion')
    .description('Prints a script with which a shell completes verbs, options and their values.')
    .addArgument(new Argument('<shell>', 'the shell that reads it').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', examples('completion bash > ~/.local/share/bash-completion/completions/provisioning-stack'))
    .action((shell: keyof typeof SCRIPTS) => {
      const root = completedVerb(program, '');
      console.writeResult(SCRIPTS[shell](program.name(), root, everyVerb(root)).trimEnd());
    });
}
