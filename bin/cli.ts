#!/usr/bin/env node
/** The operator's door: the process, its terminal and its signals; everything else is in lib/cli. */
import { readFileSync, writeSync } from 'node:fs';
import * as modules from 'node:module';
import { constants } from 'node:os';
import type { Console } from '../lib/cli/console.ts';
import type { LocalMode } from '../lib/cli/run.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`provisioning-stack needs Node 22.18 or newer, and this is ${process.versions.node}.\n`);
  process.exit(1);
}
// what is imported after this is compiled once, not at every start; an older Node does not have it
modules.enableCompileCache();
const { runCli } = await import('../lib/cli/program.ts');
const { ask } = await import('../lib/cli/ask.ts');
const { abandoned } = await import('../lib/cli/host-runs.ts');
const { bugReport } = await import('../lib/cli/failures.ts');
const { wantsColors } = await import('../lib/cli/wants-colors.ts');
const { StatusLine } = await import('../lib/cli/status-line.ts');

const stopping = new AbortController();
const inHand = new Set<string>();
const statusLine = process.stderr.isTTY ? new StatusLine(process.stderr) : undefined;
const above = (print: () => void) => (statusLine === undefined ? print() : statusLine.above(print));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(constants.signals[signal]));

let isStopAsked = false;
/** The first signal asks, the second one does not wait. */
function stop(signal: number): void {
  if (isStopAsked) {
    statusLine?.show('');
    writeSync(process.stderr.fd, `${abandoned(inHand)}\n`);
    process.exit(128 + signal);
  }
  isStopAsked = true;
  stopping.abort();
}

// a reader that has gone, such as `head`, is a reason to stop, not to break off in the middle of a host
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stopping.abort());

const terminal: Console = {
  environment: process.env,
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
  hasColors: wantsColors(process.env, process.stdout.isTTY === true && process.stdout.hasColors()),
  get width() {
    // some terminals do not know how wide they are, and say 0
    return (process.stdout.isTTY && process.stdout.columns) || undefined;
  },
  writeResult: (text) => above(() => process.stdout.write(`${text}\n`)),
  writeTalk: (text) => above(() => process.stderr.write(`${text}\n`)),
  showProgress: statusLine === undefined ? undefined : (text) => statusLine.show(text),
  inHand,
  confirm: (question) =>
    ask(question, {
      input: process.stdin,
      output: process.stderr,
      stopping: stopping.signal,
      onInterrupt: () => stop(constants.signals.SIGINT),
    }),
  stopping: stopping.signal,
};

// a result that did not come where it was to go, as on a full disk, is none
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  terminal.writeTalk(`error: The result cannot be written (${error.code}).`);
  process.once('exit', () => {
    process.exitCode = 1;
  });
});

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
// nobody waits for it: an emulator, say, that ends by an event of its own
process.once('uncaughtException', (error) => {
  writeSync(process.stderr.fd, `${bugReport(error, version)}\n`);
  process.exit(1);
});
/** The embedded AWS takes as long to load as all the rest, and only one verb needs it. */
const start: LocalMode['start'] = async (options) => (await import('../local/local.ts')).startLocal(options);
process.exitCode = await runCli(process.argv.slice(2), { console: terminal, local: { start }, version });
