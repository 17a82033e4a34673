/** The command line: verbs, options, help; and the one place that turns results and errors into exit codes. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addCompletion } from './completion.ts';
import type { Console } from './console.ts';
import { addDoctor } from './doctor-verb.ts';
import { endWithError, writeProblems } from './failures.ts';
import { groupHelp, layOutHelp } from './help.ts';
import { addApply, addPlan } from './host-verbs.ts';
import { addReplay } from './replay-verb.ts';
import type { ExitCode } from './results.ts';
import { type LocalMode, run } from './run.ts';
import { addSettings } from './settings-verbs.ts';
import { addStatus } from './status-verb.ts';
import { addRelease, addRemove, addResume } from './table-verbs.ts';
import { examples, shared } from './verb-options.ts';

/** What the door knows and the program does not. */
export interface Surroundings {
  readonly console: Console;
  readonly local: LocalMode;
  /** From package.json. */
  readonly version: string;
}

/** @param argv without node and script @returns the exit code of the process */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { console } = surroundings;
  let exitCode: ExitCode = 0;
  const program = createProgram(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      writeProblems(argv, console, [{ code: 'usage', message: error.message.replace(/^error: /, '') }]);
      return 1;
    }
    return endWithError(error, argv, console, surroundings.version);
  }
}

/** All verbs with their options; `end` is told the exit code of the one that runs. */
export function createProgram({ console, local, version }: Surroundings, end: (code: ExitCode) => void): Command {
  const program = new Command('provisioning-stack')
    .description('Puts a VMkernel adapter with its own gateway and DNS on the provisioning TCP/IP stack of ESXi hosts.')
    .version(`provisioning-stack ${version}, Node ${process.versions.node}, ${process.platform}-${process.arch}`)
    .exitOverride();
  layOutHelp(program, console);
  const surroundings = { console, end };
  addPlan(program, surroundings, version);
  addApply(program, surroundings);
  addRemove(program, surroundings);
  addStatus(program, surroundings);
  addDoctor(program, surroundings);
  addReplay(program, surroundings);
  addResume(program, surroundings);
  addRelease(program, surroundings);
  addSettings(program, surroundings);
  addRun(program, console, local);
  addCompletion(program, console);
  groupHelp(program);
  return program;
}

function addRun(program: Command, console: Console, local: LocalMode): void {
  shared(program.command('run').description('Watches a vCenter and configures hosts on this machine, until Ctrl-C.'))
    .requiredOption('--settings <file>', 'settings tree in a local file')
    .option('--vcenter <name>', 'name of the vCenter; without it, the host of VCENTER_URL')
    .option('--state <directory>', 'where the journal is kept (default: .provisioning-stack/<host of VCENTER_URL>)')
    .option('--poll-seconds <seconds>', 'pause between two looks at the events', positive, 2)
    .option('--sweep-seconds <seconds>', 'pause between two sweeps of all hosts', positive, 300)
    .addHelpText(
      'after',
      examples(
        'run --settings settings.json',
        'run --settings settings.json --output json --state /var/lib/provisioning-stack',
      ),
    )
    .action((options: Parameters<typeof run>[0]) => run(options, console, local));
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It is no number of seconds.');
}
