import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LEFT_OUT_ON_LAMBDA } from './left-out-packages.ts';

/**
 * How every function is bundled; `bench/cold-start.ts` measures it. CommonJS, because an import of a built-in module of
 * Node into an ES module asks for all that it exports, and of `node:http` that loads a whole second HTTP client.
 */
export function functionBundling(): BundlingOptions {
  return {
    format: OutputFormat.CJS,
    mainFields: ['module', 'main'],
    bundleAwsSDK: true,
    minify: true,
    sourceMap: true,
    // what a stack trace is told by is their names and lines
    sourcesContent: false,
    // else a package.json in a folder above could make it an ES module: emulators unpack it anywhere
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_from, to) => [`node -p "JSON.stringify({ type: 'commonjs' })" > "${to}/package.json"`],
    },
    esbuildArgs: Object.fromEntries(
      Object.entries(LEFT_OUT_ON_LAMBDA).map(([name, standIn]) => [`--alias:${name}`, standIn]),
    ),
  };
}
