/** The completion script of zsh. */
import type { Completable, CompletedVerb } from './completed-verb.ts';

/** @param all `root` and every verb below it */
export function zshCompletion(program: string, _root: CompletedVerb, all: readonly CompletedVerb[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  const paths = all.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `#compdef ${program}
# zsh completion of ${program}: source it, or keep it as _${program} in a folder of $fpath
${name}() {
  local before=\${words[CURRENT - 1]} verb= index
  local -a items
  if compset -P 1 '--*='; then before=\${IPREFIX%=}; fi
  for ((index = 2; index < CURRENT; index++)); do
    case "$verb \${words[index]}" in
      ${paths.join(' | ')}) verb="$verb \${words[index]}" ;;
    esac
  done
  case "$verb $before" in
${all.flatMap(optionCases).join('\n')}
  esac
  case $verb in
${all.map(verbCase).join('\n')}
  esac
  _describe ${program} items
}
if [[ \${funcstack[1]} == ${name} ]]; then ${name} "$@"; else compdef ${name} ${program}; fi
`;
}

function optionCases({ path, options }: CompletedVerb): string[] {
  return options
    .filter(({ takes }) => takes !== 'nothing')
    .map(({ long, takes }) => `    ${quoted(`${path} ${long}`)}) ${offer(takes)}return ;;`);
}

function verbCase({ path, options, takes, verbs }: CompletedVerb): string {
  const described = [...verbs.map(({ name, summary }) => [name, summary]), ...options.map((o) => [o.long, o.summary])];
  const values = typeof takes === 'string' ? [] : takes;
  const items = [...described.map(([word, summary]) => `${word}:${summary}`), ...values].map(quoted);
  const paths = takes === 'file' || takes === 'directory' ? offer(takes) : '';
  return `    ${quoted(path)}) ${paths}items=(${items.join(' ')}) ;;`;
}

function offer(takes: Completable): string {
  switch (takes) {
    case 'file':
      return '_files; ';
    case 'directory':
      return '_files -/; ';
    case 'anything':
    case 'nothing':
      return '';
    default:
      return `compadd -- ${takes.map(quoted).join(' ')}; `;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
