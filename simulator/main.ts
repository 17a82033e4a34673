import { help, parseCommandLine, UsageError } from './command-line.ts';
import { ScenarioError } from './scenario-error.ts';
import { startSimulator } from './server.ts';

/** Runs the simulator until it is told to stop. Exit codes: 0 stopped, 1 cannot listen, 2 bad flags or scenario. */
async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === 'help') return void process.stdout.write(help);
  const simulator = await startSimulator(options);
  const stop = (): void => {
    simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify(simulator.ready)}\n`);
}

main().catch((error: unknown) => {
  const wrongUse = error instanceof UsageError || error instanceof ScenarioError;
  const text =
    error instanceof ScenarioError
      ? error.problems.map((problem) => `--scenario: ${problem}`).join('\n')
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${wrongUse ? text : `simulator: ${text}`}\n`);
  process.exit(wrongUse ? 2 : 1);
});
