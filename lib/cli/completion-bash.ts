/** The completion script of bash, also the 3.2 of macOS. */
import type { Completable, CompletedVerb } from './completed-verb.ts';

/** @param all `root` and every verb below it */
export function bashCompletion(program: string, root: CompletedVerb, all: readonly CompletedVerb[]): string {
  const paths = all.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  return `# bash completion of ${program}: source it, or keep it in ~/.local/share/bash-completion/completions/
_${identifier(program)}() {
  local IFS=$'\\n' word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} verb= words= index
  # bash takes "--output=json" for three words
  if [[ $word == '=' ]]; then word=; elif [[ $before == '=' ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$verb \${COMP_WORDS[index]}" in
      ${paths.join(' | ')}) verb="$verb \${COMP_WORDS[index]}" ;;
    esac
  done
  COMPREPLY=()
  case "$verb $before" in
${all.flatMap(optionCases).join('\n')}
  esac
  case $verb in
${all.map(verbCase).join('\n')}
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}
complete -F _${identifier(root.name)} ${program}
`;
}

function optionCases({ path, options }: CompletedVerb): string[] {
  return options
    .filter(({ takes }) => takes !== 'nothing')
    .map(({ long, takes }) => `    '${path} ${long}') ${offer(takes)}return ;;`);
}

function verbCase({ path, options, takes, verbs }: CompletedVerb): string {
  const values = typeof takes === 'string' ? [] : takes;
  const words = [...verbs.map(({ name }) => name), ...values, ...options.map(({ long }) => long)];
  const paths = takes === 'file' || takes === 'directory' ? offer(takes) : '';
  return `    '${path}') ${paths}words=$'${words.join('\\n')}' ;;`;
}

function offer(takes: Completable): string {
  switch (takes) {
    case 'file':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); ';
    case 'directory':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word")); ';
    case 'anything':
    case 'nothing':
      return '';
    default:
      return `COMPREPLY=($(compgen -W $'${takes.join('\\n')}' -- "$word")); `;
  }
}

function identifier(program: string): string {
  return program.replaceAll('-', '_');
}
