/** Bundles as the CDK makes them for Lambda. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { functionBundling } from '../lib/infra/function-bundling.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param entries the file of a function from the project's root, by a name
 * @param outdir where the bundles are put
 * @returns the file of each bundle, by name
 */
export async function bundleFunctions<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  outdir: string,
): Promise<Record<Name, string>> {
  const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8'));
  const app = new App({ context, outdir });
  const names = Object.keys(entries) as Name[];
  for (const name of names) {
    new NodejsFunction(new Stack(app, name), 'Function', {
      entry: join(PROJECT, entries[name]),
      depsLockFilePath: join(PROJECT, 'package-lock.json'),
      projectRoot: PROJECT,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      bundling: functionBundling(),
    });
  }
  app.synth();
  const files = await Promise.all(names.map(async (name) => [name, await bundleIn(outdir, name)] as const));
  return Object.fromEntries(files) as Record<Name, string>;
}

async function bundleIn(outdir: string, stack: string): Promise<string> {
  const { files } = JSON.parse(await readFile(join(outdir, `${stack}.assets.json`), 'utf8'));
  const { source } = Object.values<{ source: { path: string; packaging: string } }>(files).find(
    (file) => file.source.packaging === 'zip',
  ) ?? { source: { path: '' } };
  return join(outdir, source.path, 'index.js');
}
