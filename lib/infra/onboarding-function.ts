import { fileURLToPath } from 'node:url';
import type { Duration } from 'aws-cdk-lib';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Props of {@link OnboardingFunction}. */
export interface OnboardingFunctionProps {
  /** Name of its file in `functions/`, without the ending. */
  readonly entry: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
}

/** node-soap requires built-in modules at run time, which an ES module bundle cannot do without this. */
const REQUIRE_BANNER =
  "import { createRequire as topLevelCreateRequire } from 'module';const require = topLevelCreateRequire(import.meta.url);";

/** What node-soap loads and we never use. */
const LEFT_OUT = fileURLToPath(new URL('../vsphere/left-out.ts', import.meta.url));

/** One of the functions: bundled with its SDK, Node 24 on arm64, with a log group of its own. */
export class OnboardingFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: OnboardingFunctionProps) {
    super(scope, id);
    this.function = new NodejsFunction(this, 'Function', {
      entry: fileURLToPath(new URL(`../../functions/${props.entry}.ts`, import.meta.url)),
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      environment: { ...props.environment },
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS }),
      bundling: {
        format: OutputFormat.ESM,
        mainFields: ['module', 'main'],
        bundleAwsSDK: true,
        minify: true,
        sourceMap: true,
        banner: REQUIRE_BANNER,
        esbuildArgs: { '--alias:axios': LEFT_OUT, '--alias:axios-ntlm': LEFT_OUT },
      },
    });
  }
}
