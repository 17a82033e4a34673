/**
 * Installs the outsiders into `.outsiders/`: `node test/outsiders/install.ts`.
 * Without Python or Go that outsider is left out and its tests are skipped; with CI=true this is a failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  govmomi,
  govmomiProgram,
  isInstalled,
  type Outsider,
  python,
  pythonProgram,
  stampFile,
  stampOf,
} from './places.ts';

/** The tool is not on this machine, or too old. */
class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}

/** A command of the installation has failed. */
class InstallError extends Error {
  override readonly name = 'InstallError';
}

/** Runs a command to its end; what it prints is only shown when it fails. */
function run(command: string, args: readonly string[], folder: string): void {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new InstallError(`${command} ${args.join(' ')}\n${error?.message ?? ''}${stdout}${stderr}`);
}

function require(command: string, args: readonly string[], folder: string, wanted: string): void {
  if (spawnSync(command, args, { cwd: folder, stdio: 'ignore' }).status !== 0) throw new MissingToolError(wanted);
}

function installPython(): void {
  const probe = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  require('python3', ['-c', probe], python.folder, 'python3 3.11 or newer, with its venv module');
  run('python3', ['-m', 'venv', python.folder], dirname(python.folder));
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  const [requirements = ''] = python.pins;
  run(pythonProgram('pip'), ['install', ...quiet, '--requirement', requirements], python.folder);
}

function installGovmomi(): void {
  const [file = ''] = govmomi.pins;
  const module = dirname(file);
  // Reads the module, so a Go that is too old for it, and cannot fetch a newer one, fails here.
  require('go', ['list', '-m'], module, 'go 1.25 or newer');
  run('go', ['build', '-trimpath', '-o', govmomiProgram, '.'], module);
}

/** @returns false when the outsider is left out */
function install(outsider: Outsider, work: () => void): boolean {
  if (isInstalled(outsider)) return true;
  rmSync(outsider.folder, { recursive: true, force: true });
  mkdirSync(outsider.folder, { recursive: true });
  try {
    work();
  } catch (error) {
    if (!(error instanceof MissingToolError)) throw error;
    process.stderr.write(
      `outsiders: ${outsider.name} is left out, its tests are skipped: ${error.message} is missing\n`,
    );
    return false;
  }
  writeFileSync(stampFile(outsider), stampOf(outsider));
  return true;
}

const complete = [install(python, installPython), install(govmomi, installGovmomi)].every((done) => done);
if (!complete && process.env['CI'] === 'true') {
  process.stderr.write('outsiders: with CI=true every outsider has to run\n');
  process.exitCode = 1;
}
