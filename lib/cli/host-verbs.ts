/** `plan` and `apply`, with their options and help. */
import { type Command, Option } from 'commander';
import { PROVISIONING_STACK, VMOTION_STACK } from '../reconcile/state.ts';
import { type ApplyOptions, apply } from './apply.ts';
import { type PlanOptions, plan } from './plan.ts';
import { renderApply, renderPlan } from './render.ts';
import { exitCodeOf } from './results.ts';
import { endUnwanted, examples, type Output, shared, tableOptions, type VerbSurroundings } from './verb-options.ts';

/** `plan`. */
export function addPlan(program: Command, { console, end }: VerbSurroundings): void {
  tableOptions(hostVerb(program, 'plan', 'Shows what would change on the hosts; writes nothing.'))
    .addHelpText(
      'after',
      examples(
        'plan esx-021.corp.example --settings settings.json',
        'plan host-21 --output json --settings settings.json',
        'plan esx-021.corp.example --stack vmotion --settings settings.json',
      ),
    )
    .action(async (hosts: string[], options: PlanOptions & { output: Output }) => {
      const result = await plan(hosts, options, console);
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : renderPlan(result, console.hasColors));
      end(exitCodeOf(result.hosts));
    });
}

/** `apply`. */
export function addApply(program: Command, { console, end }: VerbSurroundings): void {
  tableOptions(hostVerb(program, 'apply', 'Does what plan shows; asks first on a terminal.'))
    .option('--yes', 'do not ask')
    .option('--live', 'take disruptive steps although the host is not in maintenance mode')
    .addHelpText(
      'after',
      examples(
        'apply esx-021.corp.example --settings settings.json',
        'apply /DC0/host/C0/esx-021 --yes --live --settings settings.json',
        'apply esx-021.corp.example --state /var/lib/provisioning-stack',
        'apply esx-021.corp.example --allow-replace --live --settings settings.json',
      ),
    )
    .action(async (hosts: string[], options: ApplyOptions & { output: Output }) => {
      const result = await apply(hosts, options, console);
      if (result === undefined) return endUnwanted('Nothing was applied.', options.output, { console, end });
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : renderApply(result, console.hasColors));
      end(exitCodeOf(result.hosts));
    });
}

function hostVerb(program: Command, name: string, description: string): Command {
  return shared(program.command(name).description(description))
    .argument('<host...>', 'names, inventory paths or morefs')
    .option('--settings <file>', 'settings tree in a local file; without it, Parameter Store')
    .addOption(
      new Option('--stack <key>', 'TCP/IP stack to configure; vmotion takes the member "vmotion" of the settings')
        .choices([PROVISIONING_STACK, VMOTION_STACK])
        .default(PROVISIONING_STACK),
    )
    .option('--allow-replace', 'take off an adapter that is on the right portgroup and the wrong stack');
}
