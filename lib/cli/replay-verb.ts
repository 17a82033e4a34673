/** `replay`, with its options and help. */
import { type Command, InvalidArgumentError } from 'commander';
import { renderReplay } from './render-replay.ts';
import { exitCodeOfReplay, type ReplayOptions, replay } from './replay.ts';
import { examples, type Output, shared, tableOptions, type VerbSurroundings } from './verb-options.ts';

/** What the options say together. */
const HOW = `
Options that choose hosts must all fit; the values of one option are alternatives.
Times are those of vCenter's events: 2026-11-25T10:00Z, or how long ago: 90s, 45m, 2h, 3d.`;

/** `replay`. */
export function addReplay(program: Command, { console, end }: VerbSurroundings): void {
  const command = program.command('replay [hosts...]');
  const what = 'Puts hosts back into their queue: by name, event, time, last outcome, or the dead letters.';
  replayOptions(tableOptions(shared(command.description(what))))
    .addHelpText('after', HOW)
    .addHelpText(
      'after',
      examples(
        'replay --code settings-invalid --dry-run --vcenter vc01',
        'replay --code settings-invalid --vcenter vc01',
        'replay esx-021.corp.example esx-022.corp.example --vcenter vc01',
        'replay --since 2h --status failed,refused --vcenter vc01',
        'replay --dead-letters --state /var/lib/provisioning-stack',
      ),
    )
    .action(async (hosts: string[], options: ReplayOptions & { output: Output }) => {
      const result = await replay(hosts, options, console);
      const { width, hasColors } = console;
      const asText = () => renderReplay(result, { width, hasColors });
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : asText());
      end(exitCodeOfReplay(result));
    });
}

function replayOptions(command: Command): Command {
  return command
    .option('--host <name>', 'the same as a host without an option; may be repeated', one)
    .option('--event <key>', "hosts of the event of vCenter's with this key; may be repeated", key)
    .option('--since <time>', "hosts of vCenter's events from then on, which are read again")
    .option('--until <time>', 'with --since: up to then')
    .option('--code <code,...>', 'hosts whose last outcome has one of these error codes', list)
    .option('--status <status,...>', 'hosts whose last outcome is one of these', list)
    .option('--dead-letters', 'what is in the dead-letter queue: what names a host is moved, the rest explained')
    .option('--dry-run', 'list, and change nothing')
    .option('--replay <id>', 'go on with an earlier replay: what its hosts have in the queue already is not doubled');
}

function one(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function list(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...value.split(',').filter((each) => each !== '')];
}

function key(value: string, earlier: readonly number[] = []): readonly number[] {
  // keys are signed 32-bit numbers (vSphere API, Event.key)
  if (!/^-?\d{1,10}$/.test(value)) throw new InvalidArgumentError('It is no key of an event: a whole number.');
  return [...earlier, Number(value)];
}
