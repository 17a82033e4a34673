/** `doctor`, with its options and help. */
import type { Command } from 'commander';
import { type DoctorOptions, doctor } from './doctor.ts';
import { checkChoice, isByPlace } from './host-choice.ts';
import { renderDoctor } from './render-doctor.ts';
import { examples, hostOptions, type Output, shared, tableOptions, type VerbSurroundings } from './verb-options.ts';

/** `doctor`. */
export function addDoctor(program: Command, { console, end }: VerbSurroundings): void {
  const what =
    'Checks every link of the chain, with the cure of what is broken; of hosts, which way NFC takes between them.';
  tableOptions(hostOptions(shared(program.command('doctor').description(what))))
    .option('--settings <file>', 'settings tree in a local file; without it, Parameter Store')
    .addHelpText(
      'after',
      examples(
        'doctor --vcenter vc01',
        'doctor --state /var/lib/provisioning-stack',
        'doctor esx-021.corp.example esx-022.corp.example --settings settings.json',
        'doctor --cluster C0 --vcenter vc01 --output json',
      ),
    )
    .action(async (hosts: string[], options: DoctorOptions & { output: Output }) => {
      if (hosts.length > 0 || isByPlace(options)) checkChoice(hosts, options);
      const result = await doctor(hosts, options, console);
      console.writeResult(options.output === 'json' ? JSON.stringify(result) : renderDoctor(result, console.hasColors));
      end(result.links.some(({ status }) => status === 'broken') ? 1 : 0);
    });
}
