import { beforeAll, describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { readVcenters } from '../../lib/infra/context.ts';
import { OnboardingStack } from '../../lib/infra/onboarding-stack.ts';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:vc01-AbCdEf';

describe('the stack of two vCenters', () => {
  let template: Template;

  beforeAll(() => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const vcenters = ['vc01', 'vc02'].map((name) => ({ name, secretArn: SECRET }));
    template = Template.fromStack(new OnboardingStack(app, 'Test', { vcenters }));
  });

  test('has a FIFO queue for each, whose poison goes to its own dead-letter queue after three receives', () => {
    template.resourcePropertiesCountIs('AWS::SQS::Queue', { FifoQueue: true }, 4);
    template.hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      VisibilityTimeout: 720,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
    });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 60 * 60 });
  });

  test('tells the name of its table, which the command line works on, too', () => {
    template.hasOutput('JournalTable', { Description: 'PROVISIONING_STACK_TABLE' });
  });

  test('works the queues off one message at a time, four hosts at once, with partial failures', () => {
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventSourceMapping',
      { BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 4 } },
      2,
    );
  });

  test('starts a forwarder each minute for each, and never a late one', () => {
    template.resourcePropertiesCountIs(
      'AWS::Events::Rule',
      {
        ScheduleExpression: 'rate(1 minute)',
        Targets: [Match.objectLike({ RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } })],
      },
      2,
    );
  });

  test('gives the functions the settings of this product, and no other parameter', () => {
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(policies).toContain(':parameter/provisioning-stack/*');
    expect(policies).not.toContain('ssm:PutParameter');
  });

  test('keeps the journal when the stack is deleted', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'deferred' })] },
    });
  });
});

test('a wrong context is refused with everything that is wrong', () => {
  const value = [
    { name: 'vc 01', secretArn: 'password' },
    { name: 'vc02', secretArn: SECRET },
    { name: 'vc02', secretArn: SECRET },
  ];
  expect(() => readVcenters(value)).toThrow(
    /vcenters\[0\]\.name .*vcenters\[0\]\.secretArn .*vcenters names vc02 more than once/,
  );
});
