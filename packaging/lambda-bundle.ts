/** How every function is bundled: for the deployment, for the tests, and for `bench/cold-start.ts`, which measures it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { trimForLambda } from './lambda-trims.ts';
import { LEFT_OUT_ON_LAMBDA } from './left-out-packages.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/**
 * CommonJS, because an import of a built-in module of Node into an ES module asks for all that it exports, and of
 * `node:http` that loads a whole second HTTP client.
 * @param entry the function's file, from the project's root
 * @param outdir where `index.js`, its source map and its `package.json` are put
 * @returns what is in it
 */
export async function bundleForLambda(entry: string, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [entry],
    outfile: join(outdir, 'index.js'),
    bundle: true,
    format: 'cjs',
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node24',
    minify: true,
    sourcemap: true,
    // what a stack trace is told by is their names and lines
    sourcesContent: false,
    alias: { ...LEFT_OUT_ON_LAMBDA },
    plugins: [trimForLambda],
    metafile: true,
    logLevel: 'warning',
  });
  // else a package.json in a folder above could make it an ES module: emulators unpack it anywhere
  await writeFile(join(outdir, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  return metafile;
}
