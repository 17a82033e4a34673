/** The real command line as an operator runs it: with the policy that the stack makes for operators, and no vCenter. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../end-to-end/cli-process.ts';
import type { DeployedApp } from './deployment.ts';
import { ROOT_KEYS } from './ministack.ts';
import { OPERATOR_OUTPUT } from './template-bridges.ts';

/** What the command line has answered with `--output json`. */
export interface Answered {
  readonly exitCode: number | null;
  readonly result: unknown;
}

/** The command line said nothing that is JSON. */
class NoResultError extends Error {
  override readonly name = 'NoResultError';
}

/** Runs a verb for the first vCenter to its end. */
export async function runAsOperator(app: DeployedApp, args: readonly string[]): Promise<Answered> {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...environment } = app.aws.environment;
  const AWS_CONFIG_FILE = await writeProfiles(app);
  const words = [...args, '--vcenter', app.first.name, '--output', 'json'];
  const finished = await runCli(words, { ...environment, AWS_CONFIG_FILE, AWS_PROFILE: 'operator' });
  try {
    return { exitCode: finished.exitCode, result: JSON.parse(finished.stdout) };
  } catch {
    throw new NoResultError(`${args.join(' ')}: ${JSON.stringify(finished)}`);
  }
}

/** A role is assumed as people do it: with a profile. */
async function writeProfiles({ folder, deployed }: DeployedApp): Promise<string> {
  const path = join(folder, 'profiles');
  const root = [`aws_access_key_id=${ROOT_KEYS.accessKeyId}`, `aws_secret_access_key=${ROOT_KEYS.secretAccessKey}`];
  const role = [`role_arn=${deployed.outputs[OPERATOR_OUTPUT]}`, 'source_profile=root'];
  await writeFile(path, ['[profile root]', ...root, '[profile operator]', ...role, ''].join('\n'));
  return path;
}
