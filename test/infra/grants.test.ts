import { beforeAll, describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { type Statement, statementsOf, synthesise, toStatement } from './synthesised.ts';

/** What every function in a VPC does before any of ours. */
const RUNS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const STANDS_IN_VPC = /^ec2:/;
const WORKS_OFF_QUEUE = [
  ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
  ...['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
];
const ANNOUNCES = ['events:PutEvents', 'sns:Publish', 'kms:Decrypt', 'kms:GenerateDataKey'];
const CONNECTS = ['ssm:GetParameter', 'secretsmanager:GetSecretValue'];

/** Each function, and what its calls to AWS need; derived from the stores that it is handed. */
const CALLS: Record<string, readonly string[]> = {
  'configure-host': [
    ...[...RUNS, ...WORKS_OFF_QUEUE, ...ANNOUNCES, ...CONNECTS, 'ssm:GetParameters'],
    ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((each) => `dynamodb:${each}`),
  ],
  'forward-events': [
    ...[...RUNS, ...ANNOUNCES, ...CONNECTS, 'sqs:SendMessage'],
    ...['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
  ],
  'sweep-hosts': [
    ...[...RUNS, ...ANNOUNCES, ...CONNECTS, 'sqs:SendMessage', 'ssm:GetParametersByPath'],
    ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((each) => `dynamodb:${each}`),
  ],
  'replay-events': [
    ...[...RUNS, ...CONNECTS, 'kms:Decrypt', 'dynamodb:UpdateItem', 'dynamodb:Query', 'sqs:SendMessage'],
    ...['GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage', 'ChangeMessageVisibility', 'DeleteMessage'].map(
      (each) => `sqs:${each}`,
    ),
  ],
};

const actionsOf = (statements: readonly Statement[]) => [...new Set(statements.flatMap(({ actions }) => actions))];

let template: Template;

beforeAll(() => {
  template = synthesise().template;
});

describe('the role of each function', () => {
  test.each(Object.keys(CALLS))('of %s allows what it calls, and no other action', (name) => {
    const actions = actionsOf(statementsOf(template, name)).filter((action) => !STANDS_IN_VPC.test(action));
    expect(actions.toSorted()).toEqual([...(CALLS[name] ?? [])].toSorted());
  });

  test.each(Object.keys(CALLS))('of %s has no wildcard for an action, and * only for network interfaces', (name) => {
    for (const { actions, resources } of statementsOf(template, name)) {
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      if (resources.includes('"*"')) expect(actions.every((action) => STANDS_IN_VPC.test(action))).toBe(true);
    }
  });

  test('lets the forwarder query the windows of alerts in the table, and the index of hosts that are due', () => {
    const queries = statementsOf(template, 'forward-events').filter(({ actions }) =>
      actions.includes('dynamodb:Query'),
    );
    const table = expect.stringMatching(/^\{"Fn::GetAtt":\["JournalTable\w+","Arn"\]\}$/);
    expect(queries.map(({ resources }) => resources)).toEqual([[table], [expect.stringContaining('/index/deferred')]]);
  });

  test('names the secrets, and the key of the one that has its own', () => {
    const statements = statementsOf(template, 'configure-host');
    const [secrets] = statements.filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'));
    expect(secrets?.resources).toEqual([
      expect.stringContaining('vc01-AbCdEf'),
      expect.stringContaining('vc02-GhIjKl'),
    ]);
    const keys = statements
      .filter(({ actions }) => actions.includes('kms:Decrypt'))
      .flatMap(({ resources }) => resources);
    expect(keys).toContain('"arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"');
  });

  test('is its own: no policy of AWS, no role shared', () => {
    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    template.resourceCountIs('AWS::IAM::Role', Object.keys(CALLS).length + 1);
  });
});

describe('alarms', () => {
  const cloudWatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };
  const Condition = Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });

  test('may use the key of the topic, without which CloudWatch drops what it would tell', () => {
    const Action = ['kms:Decrypt', 'kms:GenerateDataKey*'];
    const Statement = Match.arrayWith([Match.objectLike({ ...cloudWatch, Action, Condition })]);
    template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: Match.objectLike({ Statement }) });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  });

  test('may publish to the topic, whose policy of its own is in place of the default one', () => {
    const Statement = Match.arrayWith([Match.objectLike({ ...cloudWatch, Action: 'sns:Publish', Condition })]);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: Match.objectLike({ Statement }) });
  });
});

describe('the policy of operators', () => {
  let statements: Statement[];

  beforeAll(() => {
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    statements = policy?.['Properties'].PolicyDocument.Statement.map(toStatement) ?? [];
  });

  const resourcesOf = (action: string, effect = 'Allow') =>
    statements
      .filter((each) => each.effect === effect && each.actions.includes(action))
      .flatMap((each) => each.resources);

  test('writes the scopes of settings, and is kept from connection and deployment', () => {
    const names = resourcesOf('ssm:PutParameter').map((text) => /parameter(.*?)"/.exec(text)?.[1] ?? '');
    expect(names.toSorted()).toEqual([
      '/provisioning-stack/*/datacenters/*',
      '/provisioning-stack/*/defaults',
      '/provisioning-stack/*/hosts/*',
    ]);
    expect(resourcesOf('ssm:PutParameter', 'Deny')).toEqual([
      expect.stringContaining('/provisioning-stack/*/connection'),
      expect.stringContaining('/provisioning-stack/*/deployment'),
    ]);
  });

  test('reads all settings, also by the root path, to compare the trees of all vCenters', () => {
    expect(resourcesOf('ssm:GetParametersByPath')).toEqual([
      expect.stringMatching(/parameter\/provisioning-stack"/),
      expect.stringContaining('parameter/provisioning-stack/*'),
    ]);
  });

  test("has what the command line needs of the table, and nobody's password", () => {
    for (const action of ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query']) {
      expect(resourcesOf(`dynamodb:${action}`)).not.toEqual([]);
    }
    expect(actionsOf(statements).filter((action) => /secretsmanager|iam|kms/.test(action))).toEqual([]);
  });

  test('moves dead letters back, and starts a sweep and a replay', () => {
    expect([resourcesOf('sqs:StartMessageMoveTask'), resourcesOf('lambda:InvokeFunction')]).toEqual([
      [expect.stringContaining(':Test-*')],
      [expect.stringContaining('replayevents'), expect.stringContaining('sweephosts')],
    ]);
  });

  test('looks at the functions, and at who is subscribed to the alerts', () => {
    expect(resourcesOf('lambda:GetFunctionConfiguration')).toHaveLength(4);
    expect(resourcesOf('sns:ListSubscriptionsByTopic')).toEqual([expect.stringContaining('Alert')]);
  });

  test('fits into what IAM takes', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(JSON.stringify(policy?.['Properties'].PolicyDocument).length).toBeLessThan(6_144);
  });
});
