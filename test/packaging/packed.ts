/** The package as people get it: packed from a copy of the project, and installed into an empty folder without a net. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collect, type Finished } from '../end-to-end/cli-process.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** What the package is made of. A copy, because packing changes package.json for a moment. */
const SOURCES = [
  'bin',
  'functions',
  'lib',
  'local',
  'packaging',
  'docs',
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/** What `npm pack --json` says. */
export interface Tarball {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** The packed and the installed package. */
export interface Packed {
  readonly project: string;
  readonly tarball: Tarball;
  /** Where somebody installed it. */
  readonly folder: string;
  /** Runs a command there, as a shell would find it. */
  run(command: string, args: readonly string[], environment?: Record<string, string>): Promise<Finished>;
  remove(): Promise<void>;
}

/** Packs and installs. */
export async function packAndInstall(): Promise<Packed> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'provisioning-stack-package-')));
  const [project, folder] = [join(root, 'project'), join(root, 'operator')];
  for (const source of SOURCES) await cp(join(PROJECT, source), join(project, source), { recursive: true });
  await symlink(join(PROJECT, 'node_modules'), join(project, 'node_modules'), 'junction');
  await mkdir(folder);
  const packed = await finished('npm', ['pack', '--json'], project, root);
  const [tarball] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n')));
  const file = join(project, tarball.filename);
  const options = ['--prefix', folder, '--offline', '--omit=dev', '--omit=optional'];
  const installed = await finished('npm', ['install', ...options, file], folder, root);
  if (installed.exitCode !== 0) return Promise.reject(installed);
  return {
    project,
    tarball,
    folder,
    run: (command, args, environment = {}) => finished(command, args, folder, root, environment),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** @param home where npm keeps what it keeps: nothing of this machine helps */
async function finished(
  command: string,
  args: readonly string[],
  cwd: string,
  home: string,
  environment: Record<string, string> = {},
): Promise<Finished> {
  const PATH = [
    join(cwd, 'node_modules', '.bin'),
    join(PROJECT, 'node_modules', '.bin'),
    process.env['PATH'] ?? '',
  ].join(':');
  const env = {
    PATH,
    HOME: home,
    npm_config_cache: join(home, 'npm'),
    npm_config_update_notifier: 'false',
    ...environment,
  };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const [exitCode]: (number | null)[] = await once(child, 'close');
  return { exitCode: exitCode ?? null, ...output() };
}
