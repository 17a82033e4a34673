/** `settings check|explain|diff|push|pull`, with their options and help. */
import type { Command } from 'commander';
import { type CheckOptions, check } from './settings-check.ts';
import { type DiffOptions, diff } from './settings-diff.ts';
import { type ExplainOptions, explain } from './settings-explain.ts';
import { type PullOptions, pull } from './settings-pull.ts';
import { type PushOptions, push } from './settings-push.ts';
import { renderCheck, renderDiff, renderExplain, renderPull, renderPush } from './settings-render.ts';
import { exitCodeOfCheck, exitCodeOfDiff, exitCodeOfPush } from './settings-results.ts';
import { treeText } from './settings-text.ts';
import { examples, type Output, outputOption, shared, type VerbSurroundings } from './verb-options.ts';

type With<Options> = Options & { readonly output: Output };

const BESIDE_RUN = `
A running "run" reads its settings from a file, afresh for every host: check and explain that file. Parameter Store is
for what is deployed.`;

/** `settings`, and its verbs. */
export function addSettings(program: Command, surroundings: VerbSurroundings): void {
  const settings = program
    .command('settings')
    .description('Checks and explains settings, and keeps a file and Parameter Store the same.')
    .addHelpText('after', BESIDE_RUN);
  addCheck(settings, surroundings);
  addExplain(settings, surroundings);
  addDiff(settings, surroundings);
  addPush(settings, surroundings);
  addPull(settings, surroundings);
}

const FILE = ['--settings <file>', 'settings tree in a local file'] as const;
const VCENTER = ['--vcenter <name>', 'name of the vCenter, whose settings in Parameter Store are meant'] as const;

function addCheck(settings: Command, { console, end }: VerbSurroundings): void {
  const what = 'Says everything that is wrong with a settings tree; asks no vCenter.';
  outputOption(settings.command('check').description(what))
    .option(...FILE)
    .option('--vcenter <name>', 'the tree of this vCenter in Parameter Store; with --settings, the file as that tree')
    .addHelpText(
      'after',
      examples(
        'settings check --settings settings.json',
        'settings check --vcenter vc01 --output json',
        'settings check --settings settings.json --vcenter vc01',
      ),
    )
    .action(async (options: With<CheckOptions>) => {
      const result = await check(options);
      const isJson = options.output === 'json';
      console.writeResult(isJson ? JSON.stringify(result) : renderCheck(result, console.hasColors));
      end(exitCodeOfCheck(result));
    });
}

function addExplain(settings: Command, { console }: VerbSurroundings): void {
  const what = 'Shows each value that a host has, the scope that gave it, and what that hides.';
  shared(settings.command('explain').description(what))
    .argument('<host>', 'name; with a vCenter to ask, also inventory path or moref')
    .option(...FILE)
    .option('--vcenter <name>', 'name of the vCenter as it is deployed')
    .option('--datacenter <name>', 'where the host is; then no vCenter is asked')
    .option('--cluster <name>', 'the cluster that it is in; without it a standalone host')
    .addHelpText(
      'after',
      examples(
        'settings explain esx-021.corp.example --settings settings.json',
        'settings explain esx-021.corp.example --settings settings.json --datacenter DC0 --cluster C0',
        'settings explain esx-021.corp.example --vcenter vc01',
      ),
    )
    .action(async (host: string, options: With<ExplainOptions>) => {
      const result = await explain(host, options, console);
      const { width, hasColors } = console;
      console.writeResult(
        options.output === 'json' ? JSON.stringify(result) : renderExplain(result, { width, hasColors }),
      );
    });
}

function addDiff(settings: Command, { console, end }: VerbSurroundings): void {
  const what = 'Compares a file with Parameter Store; exit code 2 when they differ.';
  outputOption(settings.command('diff').description(what))
    .requiredOption(...FILE)
    .requiredOption(...VCENTER)
    .addHelpText('after', examples('settings diff --settings settings.json --vcenter vc01'))
    .action(async (options: With<DiffOptions>) => {
      const result = await diff(options);
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : renderDiff(result, console.hasColors));
      end(exitCodeOfDiff(result));
    });
}

function addPush(settings: Command, { console, end }: VerbSurroundings): void {
  const what = 'Makes Parameter Store what a file says; checks first, and asks on a terminal.';
  outputOption(settings.command('push').description(what))
    .requiredOption(...FILE)
    .requiredOption(...VCENTER)
    .option('--prune', 'delete scopes that are in Parameter Store only')
    .option('--dry-run', 'only say what would be written; exit code 2 when anything would')
    .option('--yes', 'do not ask')
    .option('--advanced-tier', 'store documents above 4 KB in the tier that AWS charges for')
    .addHelpText(
      'after',
      examples(
        'settings push --settings settings.json --vcenter vc01 --dry-run',
        'settings push --settings settings.json --vcenter vc01 --prune --yes',
      ),
    )
    .action(async (options: With<PushOptions>) => {
      const result = await push(options, console);
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : renderPush(result, console.hasColors));
      end(exitCodeOfPush(result));
    });
}

function addPull(settings: Command, { console }: VerbSurroundings): void {
  const what = 'Writes the settings of a vCenter in Parameter Store to a file, or to stdout.';
  outputOption(settings.command('pull').description(what))
    .requiredOption(...VCENTER)
    .option('--out <file>', 'file to write; one that has something else is left alone')
    .option('--force', 'also over a file that has something else')
    .addHelpText('after', examples('settings pull --vcenter vc01 --out settings.json', 'settings pull --vcenter vc01'))
    .action(async (options: With<PullOptions>) => {
      const result = await pull(options);
      for (const { code, message } of result.problems) console.writeTalk(`warning: ${message} [${code}]`);
      if (options.output === 'json') return console.writeResult(JSON.stringify(result));
      // stdout is the file then, as somebody redirects it
      console.writeResult(result.status === 'shown' ? treeText(result.settings).trimEnd() : renderPull(result));
    });
}
