import { beforeAll, describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { parseConnection } from '../../lib/aws/connection-document.ts';
import { example, synthesise } from './synthesised.ts';

/** Those that speak to vCenter; accept-events of the other forwarders' door does not. */
const FUNCTIONS = 4;

describe('the stack of two vCenters', () => {
  let template: Template;

  beforeAll(() => {
    template = synthesise().template;
  });

  const parametersNamed = (pattern: RegExp) =>
    Object.values(template.findResources('AWS::SSM::Parameter'))
      .map(({ Properties }) => Properties)
      .filter(({ Name }) => pattern.test(Name));

  test('has a FIFO queue for each, whose poison goes to its own dead-letter queue after three receives', () => {
    template.resourcePropertiesCountIs('AWS::SQS::Queue', { FifoQueue: true, SqsManagedSseEnabled: true }, 4);
    template.resourcePropertiesCountIs(
      'AWS::SQS::Queue',
      { RedrivePolicy: { maxReceiveCount: 3, deadLetterTargetArn: Match.anyValue() } },
      2,
    );
    template.resourcePropertiesCountIs(
      'AWS::SQS::Queue',
      { FifoQueue: true, MessageRetentionPeriod: 14 * 24 * 60 * 60 },
      2,
    );
  });

  test('hides a message for six times the time-out of the function that works on it', () => {
    const [timeout] = Object.values(template.findResources('AWS::Lambda::Function'))
      .filter(({ Properties }) => JSON.stringify(Properties.Role).includes('configurehost'))
      .map(({ Properties }) => Number(Properties.Timeout));
    template.resourcePropertiesCountIs('AWS::SQS::Queue', { VisibilityTimeout: 6 * (timeout ?? 0) }, 2);
  });

  test('lets nobody reach queues and topic without TLS', () => {
    for (const type of ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']) {
      for (const { Properties } of Object.values(template.findResources(type))) {
        expect(JSON.stringify(Properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"');
      }
    }
    template.resourceCountIs('AWS::SQS::QueuePolicy', 5);
  });

  test('works the queues off one message at a time, each with its own concurrency, with partial failures', () => {
    const vcenters = [example['vcenters']].flat().map((each, index) => ({ ...Object(each), concurrency: 4 + index }));
    const mapping = { BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] };
    const { template: other } = synthesise({ vcenters });
    for (const MaximumConcurrency of [4, 5]) {
      const Properties = { ...mapping, ScalingConfig: { MaximumConcurrency } };
      other.resourcePropertiesCountIs('AWS::Lambda::EventSourceMapping', Properties, 1);
    }
  });

  test.each([
    ['rate(1 minute)', 2],
    ['rate(15 minutes)', 2],
  ])('starts at %s for each, and never late', (ScheduleExpression, count) => {
    const RetryPolicy = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 };
    const Properties = { ScheduleExpression, Targets: [Match.objectLike({ RetryPolicy })] };
    template.resourcePropertiesCountIs('AWS::Events::Rule', Properties, count);
  });

  test('has no start tried again by Lambda, which would be two times, for six hours', () => {
    const never = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
    template.resourcePropertiesCountIs('AWS::Lambda::EventInvokeConfig', never, FUNCTIONS);
  });

  test('writes for each vCenter the connection that the functions read', () => {
    const parameters = parametersNamed(/connection$/);
    expect(parameters.map(({ Name }) => Name)).toEqual([
      '/provisioning-stack/vc01/connection',
      '/provisioning-stack/vc02/connection',
    ]);
    expect(parseConnection('vc01', 'connection', parameters[0]?.['Value'])).toEqual({
      endpoint: 'https://vcenter.corp.example/sdk',
      secret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:vcenter/vc01-AbCdEf',
      thumbprint: expect.stringMatching(/^5F:2C/),
      names: ['vcenter.corp.example', '10.0.0.21'],
    });
  });

  test('writes for each vCenter where it is deployed, for the command line', async () => {
    const [parameter, second] = parametersNamed(/deployment$/);
    expect([parameter?.['Name'], second?.['Name']]).toEqual([
      '/provisioning-stack/vc01/deployment',
      '/provisioning-stack/vc02/deployment',
    ]);
    const text = JSON.stringify(parameter?.['Value']);
    const members = ['table', 'queueUrl', 'deadLetterQueueUrl', 'functions', 'alertTopicArn', 'sweepMinutes'];
    expect(members.filter((member) => !text.includes(`\\"${member}\\":`))).toEqual([]);
    for (const name of ['forwardevents', 'configurehost', 'sweephosts', 'replayevents']) {
      expect(text).toContain(`"Ref":"Functions${name}Function`);
    }
    expect(text).toContain('Queuevc01DeadLetterQueue');
    expect(text).not.toContain('vc02');
  });

  test('runs its functions on Node 24 and arm64, with logs that end', () => {
    const Properties = { Runtime: 'nodejs24.x', Architectures: ['arm64'] };
    template.resourcePropertiesCountIs('AWS::Lambda::Function', Properties, FUNCTIONS + 1);
    template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { RetentionInDays: 90 }, FUNCTIONS + 1);
  });

  test('keeps journal, key and logs when it is deleted', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
      template.allResources(type, { DeletionPolicy: 'Retain' });
    }
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'deferred' })],
    });
  });

  test('tells the name of its table, which the command line works on, too', () => {
    template.hasOutput('JournalTable', { Description: 'PROVISIONING_STACK_TABLE' });
  });
});

describe('the largest stack', () => {
  test('fits into what CloudFormation, Lambda and IAM take', () => {
    const [first] = [example['vcenters']].flat();
    const vcenters = Array.from({ length: 15 }, (_, index) => {
      const name = `vcenter${index + 10}`;
      return { ...Object(first), name, endpoint: `https://${name}.corp.example/sdk`, names: [`${name}.lan`] };
    });
    const { template: large } = synthesise({ vcenters });
    expect(Object.keys(large.toJSON().Resources).length).toBeLessThan(500);
    for (const { Properties } of Object.values(large.findResources('AWS::IAM::Policy'))) {
      expect(sizeOf(Properties.PolicyDocument)).toBeLessThan(10_240);
    }
    for (const { Properties } of Object.values(large.findResources('AWS::Lambda::Function'))) {
      expect(sizeOf(Properties.Environment.Variables)).toBeLessThan(4_096);
    }
  });
});

/** Bytes once CloudFormation has put in what is only known then: an ARN or URL for each reference. */
function sizeOf(value: unknown): number {
  const [arn, url, short] = [110, 120, 20].map((length) => 'x'.repeat(length));
  return JSON.stringify(value)
    .replaceAll(/\{"Fn::GetAtt":\[[^\]]*\]\}/g, arn ?? '')
    .replaceAll(/\{"Ref":"AWS::[^"]*"\}/g, short ?? '')
    .replaceAll(/\{"Ref":"[^"]*"\}/g, url ?? '').length;
}

describe('the network', () => {
  test('is that of the context: its subnets, and endpoints that only the functions reach', () => {
    const { template } = synthesise();
    const VpcConfig = { SubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'] };
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { VpcConfig: Match.objectLike(VpcConfig) }, FUNCTIONS);
    template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, 5);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      RouteTableIds: ['rtb-0a1b2c3d4e5f60718'],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ FromPort: 443, ToPort: 443, SourceSecurityGroupId: Match.anyValue() })],
    });
    // the emulator deploys no rule that is a resource of its own
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('is none without a VPC', () => {
    const { template } = synthesise({ network: undefined });
    for (const type of ['AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint']) template.resourceCountIs(type, 0);
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { VpcConfig: Match.anyValue() }, 0);
  });
});

test('destroys what it keeps only when it is told to', () => {
  const { template } = synthesise({ removalPolicy: 'destroy' });
  for (const type of ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
    template.allResources(type, { DeletionPolicy: 'Delete' });
  }
});

test.each([
  ['two vCenters in a VPC', {}],
  ['no VPC', { network: undefined }],
  ['no vCenter yet', { vcenters: [] }],
])('with %s cdk-nag finds nothing that is not acknowledged', (_, over) => {
  const { app, stack } = synthesise(over);
  const violations = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack.validateScope(stack).violations.map(({ ruleName, violatingResources }) => ({
      ruleName,
      paths: violatingResources.map(({ constructPath }) => constructPath),
    })),
  );
  expect(violations).toEqual([]);
});
