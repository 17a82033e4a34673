/** The single-machine mode as a process, with its outcomes as they come. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { collect, startCli } from './cli-process.ts';
import { waitFor } from './wait-for.ts';

/** A running `provisioning-stack run`. */
export interface RunProcess {
  readonly child: ChildProcess;
  outcomes(): Outcome[];
  /** Waits for an outcome of the host with this status. */
  outcome(host: string, status: Outcome['status']): Promise<Outcome>;
  stderr(): string;
  /** @returns the exit code */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** Starts it and waits until it watches. @param program absent: from the sources */
export async function startRun(
  settingsPath: string,
  state: string,
  environment: Record<string, string>,
  more: readonly string[] = [],
  program?: string,
): Promise<RunProcess> {
  const args = [
    'run',
    '--settings',
    settingsPath,
    '--state',
    state,
    '--output',
    'json',
    '--poll-seconds',
    '0.2',
    ...more,
  ];
  const child = startCli(args, environment, undefined, program);
  const output = collect(child);
  const exited = once(child, 'close') as Promise<[number | null]>;
  const outcomes = () => completeLines(output().stdout).map((line): Outcome => JSON.parse(line));
  const running: RunProcess = {
    child,
    outcomes,
    outcome: (host, status) =>
      waitFor(`${status} of ${host}`, () =>
        outcomes().find((outcome) => outcome.host.name === host && outcome.status === status),
      ),
    stderr: () => output().stderr,
    stop: async (signal) => {
      child.kill(signal);
      const [exitCode] = await exited;
      return exitCode;
    },
  };
  await waitFor('the run watches', () =>
    child.exitCode !== null ? true : /^Watching/m.test(output().stderr) || undefined,
  );
  return running;
}

function completeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
}
