/**
 * `npm run build`: the command line as `dist/`, with everything that it needs at run time. Node strips no types below
 * node_modules, so what is packed has to be JavaScript; and a bundle starts sooner than hundreds of files.
 */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { LEFT_OUT_PACKAGES } from '../lib/infra/left-out-packages.ts';
import { thirdPartyLicences } from './third-party.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(PROJECT, 'dist');

/** Packages of CommonJS require built-in modules at run time, which an ES module cannot do without this. */
const REQUIRE_BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** Where `run` works: the table of the embedded AWS is on LevelDB, which is machine code. */
const PLATFORMS = ['darwin-x64+arm64', 'linux-arm64', 'linux-x64', 'win32-x64'];

/** dynalite names the files that it requires without their ending, which a bundle does not guess. */
const withEndings: Plugin = {
  name: 'with-endings',
  setup: ({ onLoad }) =>
    onLoad({ filter: /dynalite\/index\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /(require\('\.\/(?:actions|validations)\/' \+ action)\)/g,
        "$1 + '.js')",
      ),
    })),
};

await rm(DIST, { recursive: true, force: true });
const metafile = await bundle();
await copyLevelDb(metafile);
await writeFile(join(DIST, 'THIRD-PARTY.txt'), await thirdPartyLicences(PROJECT, metafile));

async function bundle(): Promise<Metafile> {
  const result = await build({
    absWorkingDir: PROJECT,
    entryPoints: ['bin/cli.ts'],
    outdir: DIST,
    bundle: true,
    splitting: true,
    minify: true,
    // read only when there is a stack trace to tell; the sources themselves would double the package
    sourcemap: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    alias: LEFT_OUT_PACKAGES,
    // classic-level looks for its machine code beside the file that runs
    define: { __dirname: 'import.meta.dirname' },
    plugins: [withEndings],
    banner: { js: REQUIRE_BANNER },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return result.metafile;
}

async function copyLevelDb({ inputs }: Metafile): Promise<void> {
  const [binding = ''] = Object.keys(inputs).filter((file) => file.endsWith('classic-level/binding.js'));
  const classicLevel = join(PROJECT, dirname(binding));
  for (const platform of PLATFORMS) {
    const folder = join('prebuilds', platform);
    await cp(join(classicLevel, folder), join(DIST, folder), { recursive: true });
  }
}
