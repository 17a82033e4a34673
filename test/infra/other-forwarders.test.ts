import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { OtherForwarders } from '../../lib/infra/other-forwarders.ts';

const ROLE = 'arn:aws:iam::444455556666:role/event-router';

function templateOf(senders: readonly string[]): Template {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Test');
  const vcenters = ['vc01', 'vc02'].map((name) => ({
    name,
    queue: new Queue(stack, name, { fifo: true }),
    sourceNames: [`https://${name}.example.com/sdk`, `${name}-alias`],
  }));
  const surroundings = { logRetention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.RETAIN };
  const operationsUrl = 'https://docs.example.com/operations';
  const alertTopic = new Topic(stack, 'Alerts');
  new OtherForwarders(stack, 'OtherForwarders', { vcenters, senders, alertTopic, operationsUrl, surroundings });
  return Template.fromStack(stack);
}

describe("the other forwarders' door", () => {
  let template: Template;

  beforeAll(() => {
    template = templateOf(['111122223333', ROLE, ROLE]);
  });

  test('is a bus of its own, into which the named accounts and roles may put events, and nobody else', () => {
    template.resourceCountIs('AWS::Events::EventBus', 1);
    template.resourceCountIs('AWS::Events::EventBusPolicy', 2);
    const only = (AWS: unknown) => ({
      Statement: Match.objectLike({ Effect: 'Allow', Action: 'events:PutEvents', Principal: { AWS } }),
    });
    template.hasResourceProperties('AWS::Events::EventBusPolicy', only(ROLE));
    template.hasResourceProperties(
      'AWS::Events::EventBusPolicy',
      only({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] }),
    );
  });

  test('lets no other account in unless one is named', () => {
    templateOf([]).resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });

  test.each(['*', '1111', 'arn:aws:iam::444455556666:user/somebody'])('refuses %s as a sender', (sender) => {
    expect(() => templateOf([sender])).toThrow(/is neither an account id nor the ARN of a role/);
  });

  test('has a rule that speaks of detail only, as VMware Event Router needs it, and one for events without a subject', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    expect(rules.map(({ Properties }) => Properties.EventPattern)).toEqual([
      {
        detail: { subject: ['HostAddedEvent', 'HostConnectedEvent', 'DvsHostJoinedEvent', 'ExitMaintenanceModeEvent'] },
      },
      { detail: { subject: [{ exists: false }] } },
    ]);
    const { EventBusName } = rules[0]?.Properties ?? {};
    expect(rules.map(({ Properties }) => Properties.EventBusName)).toEqual([EventBusName, EventBusName]);
    template.hasOutput('*', { Description: 'The rule for VMware Event Router' });
    template.hasOutput('*', { Description: 'Other forwarders put events here' });
  });

  test('keeps what could not be accepted, or not even delivered, in an encrypted queue for 14 days', () => {
    const [failures] = Object.keys(
      template.findResources('AWS::SQS::Queue', {
        Properties: { FifoQueue: Match.absent(), SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 },
      }),
    );
    const arn = { 'Fn::GetAtt': [failures, 'Arn'] };
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 1);
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: arn } },
    });
    template.resourcePropertiesCountIs(
      'AWS::Events::Rule',
      { Targets: [Match.objectLike({ DeadLetterConfig: { Arn: arn } })] },
      2,
    );
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            Resource: arn,
          }),
        ]),
      },
    });
  });

  test('tells people from the first failure on, with the page that says what to do', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [Match.anyValue()],
      AlarmDescription: Match.stringLikeRegexp('https://docs.example.com/operations#alarm-refused-events$'),
    });
  });

  test('knows the queues and the names of the vCenters, and neither table nor topic', () => {
    const [lambda] = Object.values(template.findResources('AWS::Lambda::Function'));
    const { Variables } = lambda?.Properties.Environment ?? {};
    expect(JSON.parse(Variables.SOURCE_NAMES)).toEqual({
      vc01: ['https://vc01.example.com/sdk', 'vc01-alias'],
      vc02: ['https://vc02.example.com/sdk', 'vc02-alias'],
    });
    expect(Object.keys(Variables)).toEqual(expect.arrayContaining(['HOST_EVENTS_QUEUES', 'SOURCE_NAMES']));
    expect(Object.keys(Variables)).not.toContain('TABLE_NAME');
  });

  test('may send to queues and write its log, and do nothing else', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const actions = new Set(statements.flatMap(({ Action }) => Action));
    const beyond = [...actions].filter((action) => !/^(sqs:SendMessage|logs:\w+)$/.test(String(action)));
    expect(beyond).toEqual([]);
    const kinds = JSON.stringify(template.toJSON());
    expect(kinds).not.toMatch(/secretsmanager|ssm:|dynamodb/);
  });
});
