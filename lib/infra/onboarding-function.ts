import { fileURLToPath } from 'node:url';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type EventInvokeConfigOptions, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from './acknowledgements.ts';
import { functionBundling } from './function-bundling.ts';
import type { FunctionNetwork } from './function-network.ts';

/** What all functions share. */
export interface FunctionSurroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly network?: FunctionNetwork | undefined;
}

/** Props of {@link OnboardingFunction}. */
export interface OnboardingFunctionProps extends FunctionSurroundings {
  /** Name of its file in `functions/`, without the ending. */
  readonly entry: string;
  readonly timeout: Duration;
  /** What becomes of a start that nobody waits for; absent: it is not tried again, the next one does its work. */
  readonly asynchronous?: EventInvokeConfigOptions;
}

/** Lambda itself would try twice more, for six hours. */
const NEVER_AGAIN: EventInvokeConfigOptions = { retryAttempts: 0, maxEventAge: Duration.seconds(60) };

const PROJECT = new URL('../../', import.meta.url);

/**
 * What a function in a VPC makes and removes its network interfaces with (AWS Lambda developer guide, "Required IAM
 * permissions" of VPC access).
 */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** One of the functions: bundled with its SDK, Node 24 on arm64, with a role and a log group of its own. */
export class OnboardingFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OnboardingFunctionProps) {
    super(scope, id);
    const { network } = props;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new LogGroup(this, 'Log', { retention: props.logRetention, removalPolicy: props.removalPolicy });
    this.logGroup.grantWrite(this.role);
    if (network !== undefined) {
      this.role.addToPolicy(new PolicyStatement({ actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] }));
    }
    this.function = new NodejsFunction(this, 'Function', {
      entry: fileURLToPath(new URL(`functions/${props.entry}.ts`, PROJECT)),
      // looked for from where the command is typed, if it is not said
      depsLockFilePath: fileURLToPath(new URL('package-lock.json', PROJECT)),
      projectRoot: fileURLToPath(PROJECT),
      handler: 'handler',
      role: this.role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      environment: { ...props.environment },
      logGroup: this.logGroup,
      ...(props.asynchronous ?? NEVER_AGAIN),
      ...(network === undefined
        ? {}
        : { vpc: network.vpc, vpcSubnets: { subnets: [...network.subnets] }, securityGroups: [network.securityGroup] }),
      bundling: functionBundling(),
    });
    acknowledgeFindings(this, props);
  }
}

function acknowledgeFindings(scope: OnboardingFunction, { network, asynchronous }: OnboardingFunctionProps): void {
  acknowledge(scope, {
    'Serverless-LambdaTracing':
      'Logs have the request id and metrics the times; tracing would send the names of hosts to one more service.',
    'Serverless-LambdaDLQ':
      'What SQS starts has the dead-letter queue of its queue; other starts end in a destination, or the next does it.',
  });
  if (asynchronous?.onFailure === undefined) {
    acknowledge(scope, {
      'Serverless-LambdaAsyncFailureDestination':
        'A start by schedule is worth nothing later: the next one does its work, and an alarm says when none does.',
    });
  }
  if (network !== undefined) {
    acknowledgeWildcards(scope, ['*'], 'The interfaces of a function in a VPC have no names before they are made.');
  }
}
