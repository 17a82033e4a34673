/** The CDK command line against an emulated AWS: the real app, synthesised with a context and deployed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Ministack } from './ministack.ts';
import { PROJECT } from './places.ts';
import { bridge } from './template-bridges.ts';

const STACK = 'provisioning-stack';

/** A deployment takes ten seconds; a resource that is never finished would keep the CDK for ever. */
const DEADLINE = 150_000;

/** A command of the CDK has failed; the message is what it printed. */
class CdkError extends Error {
  override readonly name = 'CdkError';
}

/** What a deployment left. */
export interface Deployed {
  /** The stack's outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What of the template was otherwise than the app wrote it. */
  readonly changes: readonly string[];
}

/** Prepares account and region; the app is not asked. */
export async function bootstrap({ environment, account, region }: Ministack, folder: string): Promise<void> {
  await cdk(['bootstrap', `aws://${account}/${region}`], environment, folder);
}

/**
 * Synthesises the app, checked by cdk-nag as always, and deploys it, new or over what is there.
 * @param context what the deployer tells
 */
export async function deployApp({ environment }: Ministack, folder: string, context: unknown): Promise<Deployed> {
  const output = join(folder, 'cdk.out');
  const contextFile = join(folder, 'context.json');
  const outputsFile = join(folder, 'outputs.json');
  await mkdir(folder, { recursive: true });
  await writeFile(contextFile, JSON.stringify(context));
  await cdk(['synth', '--quiet', '--output', output, '--context', `${STACK}=${contextFile}`], environment, PROJECT);
  const changes = await bridgeIn(output);
  const unattended = ['--require-approval', 'never', '--outputs-file', outputsFile];
  await cdk(['deploy', '--app', output, ...unattended], environment, folder);
  const outputs: Record<string, Record<string, string>> = JSON.parse(await readFile(outputsFile, 'utf8'));
  return { outputs: outputs[STACK] ?? {}, changes };
}

/** Deletes the stack; needs the folder of its last deployment. */
export async function destroyApp({ environment }: Ministack, folder: string): Promise<void> {
  await cdk(['destroy', '--force', '--app', join(folder, 'cdk.out')], environment, folder);
}

async function bridgeIn(output: string): Promise<readonly string[]> {
  const path = join(output, `${STACK}.template.json`);
  const { template, changes } = bridge(JSON.parse(await readFile(path, 'utf8')));
  await writeFile(path, JSON.stringify(template, undefined, 1));
  return changes;
}

async function cdk(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<void> {
  const program = join(PROJECT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const child = spawn(process.execPath, [program, '--no-notices', ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE,
  });
  const [[exitCode], ...printed] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  if (exitCode !== 0) throw new CdkError(`cdk ${args.join(' ')} ended with ${exitCode}\n${printed.join('')}`);
}
