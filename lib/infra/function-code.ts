import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A function's code, bundled by `packaging/bundle-function.ts`: the bundler behind the CDK's own construct takes no plugin,
 * and without one a fifth of what a cold start compiles is code of the SDK that nobody calls. Stacks that
 * `aws:cdk:bundling-stacks` leaves out are not bundled.
 * @param entry the name of its file in `functions/`, without the ending
 */
export function functionCode(entry: string): AssetCode {
  const command = ['packaging/bundle-function.ts', `functions/${entry}.ts`];
  return Code.fromAsset(PROJECT, {
    // of what is bundled, not of all that the project holds
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // the CDK would bundle in it if we had not
      image: DockerImage.fromRegistry('none'),
      // also what tells one function's asset from another's
      command,
      local: { tryBundle: (outputDir) => bundled([...command, outputDir]) },
    },
  });
}

/** @throws what the process ends with; its words are on stderr */
function bundled(command: string[]): true {
  execFileSync(process.execPath, command, { cwd: PROJECT, stdio: 'inherit' });
  return true;
}
