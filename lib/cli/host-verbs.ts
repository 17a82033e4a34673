/** `plan` and `apply`, with their options and help. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROVISIONING_STACK, VMOTION_STACK } from '../reconcile/state.ts';
import { type ApplyOptions, apply } from './apply.ts';
import { HOSTS_AT_ONCE } from './host-runs.ts';
import { type PlanOptions, plan } from './plan.ts';
import { renderApply, renderPlan } from './render.ts';
import { exitCodeOf } from './results.ts';
import {
  endUnwanted,
  examples,
  hostOptions,
  type Output,
  shared,
  tableOptions,
  type VerbSurroundings,
  viewOf,
} from './verb-options.ts';

/** `plan`. @param version of the product, for saved plans */
export function addPlan(program: Command, { console, end }: VerbSurroundings, version: string): void {
  hostVerb(program, 'plan', 'Shows what would change on the hosts; writes nothing.')
    .option('--out <file>', 'save the plan, for "apply --plan"')
    .addHelpText(
      'after',
      examples(
        'plan esx-021.corp.example --settings settings.json',
        'plan host-21 --output json --settings settings.json',
        'plan --cluster C0 --out c0.plan --settings settings.json',
        'plan --all --vcenter vc01',
        'plan esx-021.corp.example --stack vmotion --settings settings.json',
      ),
    )
    .action(async (hosts: string[], options: PlanOptions & Shown) => {
      const result = await plan(hosts, options, console, version);
      const isJson = options.output === 'json';
      console.writeResult(isJson ? JSON.stringify(result) : renderPlan(result, viewOf(console, options)));
      end(result.problems === undefined ? exitCodeOf(result.hosts) : 1);
    });
}

/** `apply`. */
export function addApply(program: Command, { console, end }: VerbSurroundings): void {
  hostVerb(program, 'apply', 'Does what plan shows; asks first on a terminal.')
    .option('--plan <file>', 'take a saved plan, host by host, where it still fits')
    .option('--yes', 'do not ask')
    .option('--live', 'take disruptive steps although the host is not in maintenance mode')
    .option('--parallel <number>', 'hosts to write to at once', hostsAtOnce, HOSTS_AT_ONCE)
    .option('--fail-fast', 'begin no other host after one that is not done')
    .addHelpText(
      'after',
      examples(
        'apply esx-021.corp.example --settings settings.json',
        'apply /DC0/host/C0/esx-021 --yes --live --settings settings.json',
        'apply --cluster C0 --parallel 8 --fail-fast --settings settings.json',
        'apply --plan c0.plan --settings settings.json',
        'apply esx-021.corp.example --state /var/lib/provisioning-stack',
        'apply esx-021.corp.example --allow-replace --live --settings settings.json',
      ),
    )
    .action(async (hosts: string[], options: ApplyOptions & Shown) => {
      const result = await apply(hosts, options, console);
      if (result === undefined) return endUnwanted('Nothing was applied.', options.output, { console, end });
      const isJson = options.output === 'json';
      console.writeResult(isJson ? JSON.stringify(result) : renderApply(result, viewOf(console, options)));
      end(exitCodeOf(result.hosts));
    });
}

interface Shown {
  readonly output: Output;
  readonly verbose?: boolean;
}

function hostVerb(program: Command, name: string, description: string): Command {
  const command = hostOptions(shared(program.command(name).description(description)))
    .option('--settings <file>', 'settings tree in a local file; without it, Parameter Store')
    .addOption(
      new Option(
        '--stack <key>',
        'TCP/IP stack to configure, the provisioning stack if not given; vmotion takes the member "vmotion" of the settings',
      ).choices([PROVISIONING_STACK, VMOTION_STACK]),
    )
    .option('--allow-replace', 'take off an adapter that is on the right portgroup and the wrong stack')
    .option('--verbose', 'every host in full, also of many');
  return tableOptions(command);
}

/** More than vCenter works on at once would only wait there. */
const MOST_AT_ONCE = 32;

function hostsAtOnce(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_AT_ONCE) return value;
  throw new InvalidArgumentError(`It is no number from 1 to ${MOST_AT_ONCE}.`);
}
