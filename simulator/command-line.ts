import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SimulatorOptions } from './server.ts';

/** A command line that cannot be followed; the message names the flag or the file. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const help = `A vCenter that knows TCP/IP stacks, on this machine.

  node simulator/main.ts [--port N] [--hosts N] [--user U] [--password P] [--scenario FILE]

  --port N         port on 127.0.0.1; 0, the default, is any free one
  --hosts N        hosts in the cluster; default 3
  --user U         who may log in; default administrator@vsphere.local
  --password P     with what; there is a default
  --scenario FILE  JSON: inventory, unconfirmed answers, faults (docs/simulator.md)
  --help           this text

Prints one JSON line when it is ready, and runs until SIGTERM or SIGINT.

  node simulator/main.ts --hosts 10
  node simulator/main.ts --scenario simulator/scenario.example.json
`;

/** The options that a command line asks for, or 'help'. Throws UsageError. */
export function parseCommandLine(args: readonly string[]): SimulatorOptions | 'help' {
  const values = parse(args);
  if (values.help === true) return 'help';
  const port = numberFlag('--port', values.port, 65_535);
  const hosts = numberFlag('--hosts', values.hosts, 10_000);
  return {
    ...(port === undefined ? {} : { port }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(values.user === undefined ? {} : { user: values.user }),
    ...(values.password === undefined ? {} : { password: values.password }),
    ...(values.scenario === undefined ? {} : { scenario: readJson(values.scenario) }),
  };
}

interface Flags {
  readonly port?: string;
  readonly hosts?: string;
  readonly user?: string;
  readonly password?: string;
  readonly scenario?: string;
  readonly help?: boolean;
}

function parse(args: readonly string[]): Flags {
  const option = { type: 'string' } as const;
  const options = {
    port: option,
    hosts: option,
    user: option,
    password: option,
    scenario: option,
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberFlag(flag: string, text: string | undefined, largest: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > largest)
    throw new UsageError(`${flag}: must be a number from 0 to ${largest}, is "${text}"`);
  return Number(text);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--scenario ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
