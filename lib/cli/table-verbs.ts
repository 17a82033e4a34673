/** The verbs that are nothing without the journal table, with their options and help. */
import type { Command } from 'commander';
import { type ReleaseOptions, release } from './release.ts';
import { type RemoveOptions, remove } from './remove.ts';
import { renderRelease, renderRemove, renderResume } from './render.ts';
import { exitCodeOf } from './results.ts';
import { resume } from './resume.ts';
import {
  endUnwanted,
  examples,
  hostOptions,
  type Output,
  outputOption,
  shared,
  tableOptions,
  type VerbSurroundings,
  viewOf,
} from './verb-options.ts';

/** `remove`. */
export function addRemove(program: Command, { console, end }: VerbSurroundings): void {
  const command = program.command('remove');
  const what = 'Takes off the adapters that the journal says we added, and nothing else.';
  tableOptions(hostOptions(shared(command.description(what))))
    .option('--yes', 'do not ask')
    .option('--live', 'also from hosts that are not in maintenance mode')
    .option('--verbose', 'every host in full, also of many')
    .addHelpText(
      'after',
      examples(
        'remove esx-021.corp.example --state /var/lib/provisioning-stack',
        'remove --cluster C0 --yes --live --vcenter vc01',
      ),
    )
    .action(async (hosts: string[], options: RemoveOptions & { output: Output; verbose?: boolean }) => {
      const result = await remove(hosts, options, console);
      if (result === undefined) return endUnwanted('Nothing was removed.', options.output, { console, end });
      const isJson = options.output === 'json';
      console.writeResult(isJson ? JSON.stringify(result) : renderRemove(result, viewOf(console, options)));
      end(exitCodeOf(result.hosts));
    });
}

/** `resume`. */
export function addResume(program: Command, { console }: VerbSurroundings): void {
  const command = program.command('resume');
  tableOptions(outputOption(command.description('Lifts the brake: hosts of the vCenter are written to again.')))
    .addHelpText('after', examples('resume --state /var/lib/provisioning-stack', 'resume --vcenter vc01 --output json'))
    .action(async (options: { output: Output; state?: string; vcenter?: string }) => {
      const result = await resume(options, console);
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : renderResume(result));
    });
}

/** `release`. */
export function addRelease(program: Command, { console, end }: VerbSurroundings): void {
  const command = program.command('release [addresses...]');
  const what = 'Gives claimed addresses back; without any, lists those whose host is gone or has another.';
  tableOptions(shared(command.description(what)))
    .option('--site <name>', 'address space (default: the one of the settings of the vCenter)')
    .option('--force', 'also an address that a host has, or that is claimed in another vCenter')
    .addHelpText(
      'after',
      examples('release --vcenter vc01', 'release 10.20.0.57 10.20.0.58 --state /var/lib/provisioning-stack'),
    )
    .action(async (addresses: string[], options: ReleaseOptions & { output: Output }) => {
      const result = await release(addresses, options, console);
      const isJson = options.output === 'json';
      console.writeResult(isJson ? JSON.stringify(result) : renderRelease(result, console.hasColors));
      end(exitCodeOf(result.addresses));
    });
}
