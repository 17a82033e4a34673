import { beforeAll, describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { ALARMS } from '../../lib/infra/alarm-runbook.ts';
import { synthesise } from './synthesised.ts';

/** Of an alarm of each name: what it looks at and when it rings. */
const RULES: Record<string, object> = {
  'dead-letters': { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, TreatMissingData: 'notBreaching' },
  'oldest-message': { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 1800, EvaluationPeriods: 3 },
  'forwarder-silent': {
    ...{ MetricName: 'EventPolls', Threshold: 1, ComparisonOperator: 'LessThanThreshold' },
    ...{ EvaluationPeriods: 5, Period: 60, TreatMissingData: 'breaching' },
  },
  'forwarder-behind': { MetricName: 'EventLag', Threshold: 300_000, TreatMissingData: 'notBreaching' },
  'login-refused': { MetricName: 'LoginRefused', Threshold: 1, TreatMissingData: 'notBreaching' },
  halted: { MetricName: 'Halted', Threshold: 1, TreatMissingData: 'notBreaching' },
  'pool-low': { MetricName: 'PoolLow', Threshold: 1, TreatMissingData: 'ignore' },
  drift: { MetricName: 'SweptReported', Threshold: 5, TreatMissingData: 'ignore' },
  'sweep-overdue': {
    ...{ MetricName: 'Sweeps', Threshold: 1, ComparisonOperator: 'LessThanThreshold' },
    ...{ EvaluationPeriods: 3, Period: 900, TreatMissingData: 'breaching' },
  },
};

let template: Template;

beforeAll(() => {
  template = synthesise().template;
});

describe('alarms', () => {
  test.each(Object.entries(RULES))('%s rings by its rule, for each vCenter', (name, rule) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: `Test-vc01-${name}`, ...rule });
    template.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { AlarmName: Match.stringLikeRegexp(`^Test-vc0[12]-${name}$`) },
      2,
    );
  });

  test.each(['configure-host', 'forward-events', 'sweep-hosts', 'replay-events'])(
    'tell errors and throttles of %s',
    (name) => {
      for (const [alarm, MetricName] of [
        ['function-errors', 'Errors'],
        ['function-throttled', 'Throttles'],
      ]) {
        const AlarmName = `Test-${name}-${alarm}`;
        template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName, MetricName, Namespace: 'AWS/Lambda' });
      }
    },
  );

  test('look at one metric each: the emulator, on which the stack is tested, deploys no others', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.absent(),
      MetricName: Match.anyValue(),
    });
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
  });

  test('look at our metrics with the dimensions that the functions write', () => {
    const Dimensions = [
      { Name: 'service', Value: 'provisioning-stack' },
      { Name: 'vcenter', Value: 'vc01' },
    ];
    const AlarmName = 'Test-vc01-forwarder-silent';
    const Properties = { AlarmName, Namespace: 'provisioning-stack', Dimensions };
    template.hasResourceProperties('AWS::CloudWatch::Alarm', Properties);
  });

  test('tell people when they begin and when they end, and link to their heading', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    for (const { Properties } of alarms) {
      expect([Properties.AlarmActions, Properties.OKActions].map((actions) => actions.length)).toEqual([1, 1]);
      const name = Object.keys(ALARMS).find((each) => Properties.AlarmName.endsWith(each));
      expect(Properties.AlarmDescription).toContain(
        `https://wiki.corp.example/provisioning-stack/operations#alarm-${name}`,
      );
    }
  });

  test('are each of the table, and each of the table is there', () => {
    const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.AlarmName,
    );
    for (const alarm of Object.keys(ALARMS)) expect(names).toContainEqual(expect.stringMatching(`-${alarm}$`));
  });

  test.each([5, 60, 61, 1440])('look back no longer than CloudWatch takes with a sweep each %i minutes', (minutes) => {
    const { template: other } = synthesise({ sweepMinutes: minutes });
    const [alarm] = Object.values(
      other.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmName: 'Test-vc01-sweep-overdue' } }),
    );
    const { Period, EvaluationPeriods } = alarm?.['Properties'] ?? {};
    // CloudWatch API reference, PutMetricAlarm: a day, or seven with periods of an hour and more
    expect(Period * EvaluationPeriods).toBeLessThanOrEqual((Period < 3600 ? 1 : 7) * 86_400);
  });
});

test('the dashboard answers four questions', () => {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard?.['Properties'].DashboardBody);
  for (const text of [
    ...['Are events flowing?', 'How many hosts are right?', 'What is stuck?', 'How long does it take?'],
    ...['EventPolls', 'EventLag', 'SweptUnchanged', 'ApproximateAgeOfOldestMessage', 'EventToVerified', 'PoolFree'],
  ]) {
    expect(body).toContain(text);
  }
});
