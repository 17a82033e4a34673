import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DEFERRED_INDEX } from '../contract.ts';
import { acknowledgeWildcards } from './acknowledgements.ts';
import { parameterArn } from './function-grants.ts';
import type { OnboardingFunction } from './onboarding-function.ts';

/** Props of {@link OperatorPolicy}. */
export interface OperatorPolicyProps {
  readonly table: Table;
  readonly alertTopic: ITopic;
  readonly functions: readonly OnboardingFunction[];
  /** What people may start by hand. */
  readonly invokable: readonly OnboardingFunction[];
}

/** All of a product's parameters, for every vCenter: a policy holds 6,144 characters, too few for a list of many. */
const ROOT = '/provisioning-stack';

/**
 * What the people need who run it: settings, the journal table for the command line, queues and logs. Not the secret of
 * a vCenter, and no writing of its `connection`, which decides where the password goes, or of its `deployment`.
 */
export class OperatorPolicy extends Construct {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: OperatorPolicyProps) {
    super(scope, id);
    const statements = [...this.#parameters(), ...this.#table(props), ...this.#queues(), ...functionsOf(props)];
    this.policy = new ManagedPolicy(this, 'Policy', { description: 'Operators of provisioning-stack', statements });
    acknowledgeWildcards(
      this,
      statements.flatMap(({ resources }) => resources),
      'Operators serve every vCenter and settings scope of this deployment, also those that come later.',
    );
  }

  #parameters(): PolicyStatement[] {
    const arn = (name: string) => parameterArn(Stack.of(this), `${ROOT}/${name}`);
    const read = ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'];
    const write = ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'];
    return [
      // the root itself, too: whoever checks a tree compares it with those of all vCenters
      new PolicyStatement({ actions: read, resources: [parameterArn(Stack.of(this), ROOT), arn('*')] }),
      new PolicyStatement({
        actions: write,
        resources: ['*/defaults', '*/datacenters/*', '*/hosts/*'].map(arn),
      }),
      // also when another policy allows it
      new PolicyStatement({
        effect: Effect.DENY,
        actions: write,
        resources: ['*/connection', '*/deployment'].map(arn),
      }),
    ];
  }

  #table({ table }: OperatorPolicyProps): PolicyStatement[] {
    const actions = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((action) => `dynamodb:${action}`);
    return [new PolicyStatement({ actions, resources: [table.tableArn, `${table.tableArn}/index/${DEFERRED_INDEX}`] })];
  }

  /** Looks into them, and moves dead letters back. */
  #queues(): PolicyStatement[] {
    const stack = Stack.of(this);
    const queues = stack.formatArn({
      service: 'sqs',
      resource: `${stack.stackName}-*`,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    const actions = [
      ...['GetQueueUrl', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage', 'DeleteMessage'],
      ...['StartMessageMoveTask', 'ListMessageMoveTasks', 'CancelMessageMoveTask'],
    ];
    return [new PolicyStatement({ actions: actions.map((action) => `sqs:${action}`), resources: [queues] })];
  }
}

function functionsOf({ functions, invokable, alertTopic }: OperatorPolicyProps): PolicyStatement[] {
  return [
    // what `doctor` looks at
    new PolicyStatement({
      actions: ['lambda:GetFunctionConfiguration'],
      resources: functions.map((each) => each.function.functionArn),
    }),
    new PolicyStatement({ actions: ['sns:ListSubscriptionsByTopic'], resources: [alertTopic.topicArn] }),
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: invokable.map((each) => each.function.functionArn),
    }),
    new PolicyStatement({
      actions: ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:DescribeLogStreams'],
      resources: functions.map(({ logGroup }) => logGroup.logGroupArn),
    }),
  ];
}
