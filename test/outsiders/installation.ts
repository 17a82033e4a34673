/** How software of others is installed into `.outsiders/`, once, until its pins change. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInstalled, type Outsider, stampFile, stampOf } from './places.ts';

/** The tool is not on this machine, or too old. */
class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}

/** A command of the installation has failed. */
class InstallError extends Error {
  override readonly name = 'InstallError';
}

/** Runs a command to its end; what it prints is only shown when it fails. */
export function run(command: string, args: readonly string[], folder: string): void {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new InstallError(`${command} ${args.join(' ')}\n${error?.message ?? ''}${stdout}${stderr}`);
}

/** Ends the installation of an outsider, which is then left out, unless the command succeeds. */
export function requireTool(command: string, args: readonly string[], folder: string, wanted: string): void {
  if (spawnSync(command, args, { cwd: folder, stdio: 'ignore' }).status !== 0) throw new MissingToolError(wanted);
}

/** A Python of its own, with what the first of the pins names. */
export function installPython({ folder, pins: [requirements = ''] }: Outsider): void {
  const probe = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  requireTool('python3', ['-c', probe], folder, 'python3 3.11 or newer, with its venv module');
  run('python3', ['-m', 'venv', folder], dirname(folder));
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  run(join(folder, 'bin', 'pip'), ['install', ...quiet, '--requirement', requirements], folder);
}

/** @returns false when the outsider is left out: a tool is missing; stderr says which */
function install(outsider: Outsider, work: () => void): boolean {
  if (isInstalled(outsider)) return true;
  rmSync(outsider.folder, { recursive: true, force: true });
  mkdirSync(outsider.folder, { recursive: true });
  try {
    work();
  } catch (error) {
    if (!(error instanceof MissingToolError)) throw error;
    process.stderr.write(`${outsider.name} is left out, its tests are skipped: ${error.message} is missing\n`);
    return false;
  }
  writeFileSync(stampFile(outsider), stampOf(outsider));
  return true;
}

/** Installs all of them; with CI=true the process fails when one is left out. */
export function installAll(outsiders: readonly (readonly [outsider: Outsider, work: () => void])[]): void {
  const complete = outsiders.map(([outsider, work]) => install(outsider, work)).every((done) => done);
  if (complete || process.env['CI'] !== 'true') return;
  process.stderr.write('with CI=true nothing may be left out\n');
  process.exitCode = 1;
}
