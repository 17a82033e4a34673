/** The completion script of fish. */
import type { Completable, CompletedVerb } from './completed-verb.ts';

/** @param all `root` and every verb below it */
export function fishCompletion(program: string, _root: CompletedVerb, all: readonly CompletedVerb[]): string {
  const condition = `__${program.replaceAll('-', '_')}_at`;
  const paths = all.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `# fish completion of ${program}: source it, or keep it in ~/.config/fish/completions/${program}.fish
function ${condition}
    set -l verb ''
    for word in (commandline -opc)[2..-1]
        switch "$verb $word"
            case ${paths.join(' ')}
                set verb "$verb $word"
        end
    end
    test "$verb" = "$argv[1]"
end
complete -c ${program} -f
${all.flatMap((verb) => lines(`complete -c ${program} -n "${condition} '${verb.path}'"`, verb)).join('\n')}
`;
}

function lines(begin: string, { options, takes, verbs }: CompletedVerb): string[] {
  const rest = takes === 'nothing' || takes === 'anything' ? [] : [`${begin} ${offer(takes)}`];
  return [
    ...verbs.map(({ name, summary }) => `${begin} -a ${name} -d ${quoted(summary)}`),
    ...options.map((each) => `${begin} -l ${each.long.slice(2)} ${optionOffer(each.takes)}-d ${quoted(each.summary)}`),
    ...rest,
  ];
}

function optionOffer(takes: Completable): string {
  if (takes === 'nothing') return '';
  return takes === 'file' ? '-r -F ' : `-x ${offer(takes)} `.replace('  ', ' ');
}

function offer(takes: Completable): string {
  switch (takes) {
    case 'file':
      return '-F';
    case 'directory':
      return "-a '(__fish_complete_directories)'";
    case 'anything':
    case 'nothing':
      return '';
    default:
      return `-a ${quoted(takes.join(' '))}`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
