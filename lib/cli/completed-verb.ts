/** The program as a shell completes it: verbs, options, and what each of them takes. */
import type { Command } from 'commander';

/** What may follow an option or a verb: words of a list, a path, something that nobody can guess, or nothing. */
export type Completable = readonly string[] | 'file' | 'directory' | 'anything' | 'nothing';

/** A verb as a shell sees it. */
export interface CompletedVerb {
  /** The words that lead to it, each with a blank before it: ` settings check`; empty for the program. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly options: readonly { readonly long: string; readonly summary: string; readonly takes: Completable }[];
  readonly takes: Completable;
  readonly verbs: readonly CompletedVerb[];
}

/** @param path the words that lead to the command, see {@link CompletedVerb} */
export function completedVerb(command: Command, path: string): CompletedVerb {
  const options = command.createHelp().visibleOptions(command);
  const [argument] = command.registeredArguments;
  return {
    path,
    name: command.name(),
    summary: command.description(),
    options: options.map((option) => ({
      long: option.long ?? option.flags,
      summary: option.description,
      takes: option.argChoices ?? (option.required || option.optional ? pathIn(option.flags) : 'nothing'),
    })),
    takes: argument === undefined ? 'nothing' : (argument.argChoices ?? pathIn(argument.name())),
    verbs: command.commands.map((verb) => completedVerb(verb, `${path} ${verb.name()}`)),
  };
}

/** The placeholder tells: `--settings <file>`, `--state <directory>`. */
function pathIn(flags: string): Completable {
  return /\bfile\b/.test(flags) ? 'file' : /\bdirectory\b/.test(flags) ? 'directory' : 'anything';
}

/** The verb and all below it. */
export function everyVerb(verb: CompletedVerb): CompletedVerb[] {
  return [verb, ...verb.verbs.flatMap(everyVerb)];
}
