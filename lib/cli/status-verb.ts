/** `status`, with its options and help. */
import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ERROR_CODES, OnboardingError } from '../errors.ts';
import { systemClock } from '../reconcile/system-clock.ts';
import type { FleetStatus } from './fleet.ts';
import { FLEET_STATUSES } from './fleet-filter.ts';
import { renderStatus } from './render-status.ts';
import { type StatusOptions, withStatus } from './status.ts';
import { statusPage } from './status-page.ts';
import { isWorrying, type StatusResult } from './status-result.ts';
import { parseTime } from './time-option.ts';
import { examples, type Output, shared, tableOptions, type VerbSurroundings } from './verb-options.ts';
import { watchStatus } from './watch-status.ts';

type Options = StatusOptions & {
  readonly output: Output;
  readonly check?: boolean;
  readonly html?: string;
  readonly force?: boolean;
  /** Seconds; true without a number. */
  readonly watch?: number | true;
};

const WATCH_SECONDS = 5;

/** `status`. */
export function addStatus(program: Command, { console, end }: VerbSurroundings): void {
  const command = program.command('status [hosts...]');
  const what = 'Shows the fleet as the journal and vCenter see it; of hosts that are named, the whole story.';
  statusOptions(tableOptions(shared(command.description(what))))
    .addHelpText(
      'after',
      examples(
        'status --vcenter vc01',
        'status esx-021.corp.example --vcenter vc01',
        'status --status failed,refused --since 2h --vcenter vc01',
        'status --html fleet.html --vcenter vc01',
        'status --watch 10 --state /var/lib/provisioning-stack',
      ),
    )
    .action(async (hosts: string[], options: Options) => {
      refuseContradiction(options);
      await withStatus(hosts, options, console, async (look) => {
        if (options.watch !== undefined) {
          const seconds = options.watch === true ? WATCH_SECONDS : options.watch;
          return watchStatus(look, seconds * 1000, console, systemClock);
        }
        const result = await look();
        if (options.html !== undefined) await writePage(options.html, result, options.force ?? false);
        for (const { code, message } of result.problems) console.writeTalk(`warning: ${message} [${code}]`);
        const { width, hasColors } = console;
        const asText = () => renderStatus(result, { width, hasColors });
        console.writeResult(options.output === 'json' ? JSON.stringify(result) : asText());
        if (options.check && isWorrying(result)) end(1);
      });
    });
}

function statusOptions(command: Command): Command {
  return command
    .option('--status <list>', `only these, with commas between: ${FLEET_STATUSES.join(', ')}`, statuses)
    .option('--code <list>', 'only hosts with one of these error codes', codes)
    .option('--cluster <name>', 'only hosts of this cluster')
    .option('--datacenter <name>', 'only hosts of this datacenter')
    .option(
      '--since <when>',
      'only hosts whose status is younger: 90m, 2h, 3d, or a time such as 2026-11-26T07:00Z',
      since,
    )
    .option('--journal-only', 'do not ask vCenter for its inventory')
    .option('--check', 'end with 1 when a host that is shown has failed or is refused, or the brake is on')
    .addOption(
      new Option('--watch [seconds]', `look again until Ctrl-C (default: ${WATCH_SECONDS})`).argParser(seconds),
    )
    .option('--html <file>', 'write a page that can be sent to a colleague, too')
    .option('--force', 'overwrite the file of --html');
}

function refuseContradiction({ watch, html, output, check, force }: Options): void {
  if (watch !== undefined && (html !== undefined || output === 'json' || check)) {
    throw new OnboardingError(
      'usage',
      '--watch shows text and has no end: it goes with neither --html, --check nor JSON.',
    );
  }
  if (force && html === undefined) throw new OnboardingError('usage', '--force is for the file of --html.');
}

/** Never over a file that is there, unless it is forced. @throws OnboardingError `usage` */
async function writePage(file: string, result: StatusResult, isForced: boolean): Promise<void> {
  try {
    await writeFile(file, statusPage(result), { flag: isForced ? 'w' : 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable';
    const why = code === 'EEXIST' ? 'is there already; --force overwrites it' : `cannot be written (${code})`;
    throw new OnboardingError('usage', `The file ${file} ${why}.`);
  }
}

function listOf(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

function statuses(text: string): FleetStatus[] {
  return listOf(text).map((word) => {
    const status = FLEET_STATUSES.find((each) => each === word);
    if (status === undefined) throw new InvalidArgumentError(`There is no status ${word}.`);
    return status;
  });
}

/** A code that is mistyped would show no host, which reads as if all were well. */
function codes(text: string): string[] {
  return listOf(text).map((word) => {
    if (Object.hasOwn(ERROR_CODES, word)) return word;
    throw new InvalidArgumentError(`${word} is no error code; docs/operations.md has a heading for each.`);
  });
}

function since(text: string): Date {
  return parseTime('--since', text, systemClock.now());
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It is no number of seconds.');
}
