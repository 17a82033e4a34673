/** How help is laid out: groups of verbs and options, environment and exit codes; the page docs/cli.md has the same. */
import { styleText } from 'node:util';
import { type Command, Help, type Option } from 'commander';
import type { Console } from './console.ts';

/** Variable or variables, and what they say. */
export const ENVIRONMENT: readonly (readonly [names: string, meaning: string])[] = [
  ['VCENTER_URL', 'such as https://vcenter.corp.example/sdk; without it --vcenter names a deployed vCenter'],
  ['VCENTER_USERNAME', 'an account that may read, and to apply has Host.Config.Network and Network.Assign'],
  ['VCENTER_PASSWORD', 'its password'],
  ['VCENTER_CA_FILE', "PEM file of the CA that signed vCenter's certificate, or"],
  ['VCENTER_THUMBPRINT', 'the SHA-256 thumbprint of that certificate'],
  ['PROVISIONING_STACK_TABLE', 'the journal table on AWS, whatever the deployment says'],
  ['AWS_REGION, AWS_PROFILE, …', 'region and credentials, as the AWS CLI takes them'],
  ['NO_COLOR, FORCE_COLOR', 'no colours at all; colours also where stdout is no terminal'],
];

/** What the exit code of the process says; each has a heading in docs/operations.md. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done, or nothing to do'],
  ['1', 'failed'],
  ['2', 'the plan has changes; settings differ'],
  ['3', 'refused: settings or safety'],
];

const HOSTS = 'Hosts:';
const PLACES = 'vCenter, settings, table:';
const OUTPUT = 'Output:';

/** Group of an option, by its attribute; an option that is not here is the verb's own. */
const OPTION_GROUPS: Readonly<Record<string, string>> = {
  host: HOSTS,
  cluster: HOSTS,
  datacenter: HOSTS,
  all: HOSTS,
  vcenter: PLACES,
  settings: PLACES,
  state: PLACES,
  site: PLACES,
  output: OUTPUT,
  html: OUTPUT,
  watch: OUTPUT,
  debug: OUTPUT,
  help: OUTPUT,
};

const VERB_GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Hosts:': ['plan', 'apply', 'remove'],
  'In operation:': ['status', 'doctor', 'replay', 'resume', 'release'],
  'Settings:': ['settings'],
  'On one machine:': ['run'],
};

/** From top to bottom; a verb has headings of options, the program those of verbs. */
const HEADINGS = [...Object.keys(VERB_GROUPS), 'Commands:', 'Options:', PLACES, OUTPUT];

/** Where nobody can tell how wide it may be. */
const PLAIN_WIDTH = 80;

/** Width, colours and order of the help of the program; its verbs inherit them, so before they are added. */
export function layOutHelp(program: Command, console: Console): void {
  program
    .configureOutput({
      writeOut: (text) => console.writeResult(text.trimEnd()),
      writeErr: (text) => console.writeTalk(text.trimEnd()),
      getOutHelpWidth: () => console.width ?? PLAIN_WIDTH,
      getErrHelpWidth: () => console.width ?? PLAIN_WIDTH,
      getOutHasColors: () => console.hasColors,
      getErrHasColors: () => false,
    })
    .configureHelp({
      styleTitle: (title) => styleText('bold', title, { validateStream: false }),
      groupItems,
      minWidthToWrap: 20,
      formatHelp,
    })
    .addHelpText('after', () => tables(program, console));
}

/** Puts verbs and options under their headings; once all of them are there. */
export function groupHelp(program: Command): void {
  for (const [heading, names] of Object.entries(VERB_GROUPS)) {
    for (const verb of program.commands.filter((command) => names.includes(command.name()))) verb.helpGroup(heading);
  }
  for (const verb of program.commands) groupOptions(verb);
}

function groupOptions(command: Command): void {
  for (const option of command.options) {
    const heading = OPTION_GROUPS[option.attributeName()];
    if (heading !== undefined && option.helpGroupHeading === undefined) option.helpGroup(heading);
  }
  if (command.options.length > 0) command.optionsGroup(OUTPUT).helpOption('-h, --help', 'this help');
  for (const each of command.commands) groupOptions(each);
}

/** Hosts first, output last, whatever a verb was given first; commander would keep the order in which they came. */
function groupItems<Item extends Command | Option>(
  unsorted: Item[],
  visible: Item[],
  headingOf: (item: Item) => string,
): Map<string, Item[]> {
  const headings = [...new Set([...unsorted, ...visible].map(headingOf))];
  const inOrder = headings.toSorted((one, other) => HEADINGS.indexOf(one) - HEADINGS.indexOf(other));
  return new Map(inOrder.map((heading) => [heading, visible.filter((item) => headingOf(item) === heading)]));
}

/** The help of a verb ends in its examples, so what it says of the rest comes before them. */
function formatHelp(command: Command, helper: Help): string {
  const text = Help.prototype.formatHelp.call(helper, command, helper);
  return command.parent === null ? text : `${text}\nEnvironment and exit codes: ${rootOf(command).name()} --help\n`;
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function tables(program: Command, { width: helpWidth = PLAIN_WIDTH }: Console): string {
  const helper = program.createHelp();
  helper.prepareContext({ helpWidth });
  const width = Math.max(...[...ENVIRONMENT, ...EXIT_CODES].map(([name]) => name.length));
  const table = (title: string, rows: typeof ENVIRONMENT) =>
    `\n${helper.styleTitle(title)}\n${rows.map(([name, meaning]) => helper.formatItem(name, width, meaning, helper)).join('\n')}`;
  return `${table('Environment:', ENVIRONMENT)}\n${table('Exit codes:', EXIT_CODES)}`;
}
