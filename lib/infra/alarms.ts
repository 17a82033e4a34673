import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ALARMS, type AlarmName, runbookAnchor } from './alarm-runbook.ts';

/** Props of {@link Alarms}. */
export interface AlarmsProps {
  readonly topic: ITopic;
  /** Where people find docs/operations.md. */
  readonly operationsUrl: string;
}

/** When an alarm rings. */
export interface AlarmRule {
  readonly metric: IMetric;
  /** Rings from this value on. */
  readonly from?: number;
  /** Or below this one. */
  readonly below?: number;
  /** In so many periods of the metric, one after the other. */
  readonly periods: number;
  /** What a period without data says: nothing is wrong, the state stays, or something is wrong. */
  readonly missing: 'good' | 'kept' | 'bad';
}

const MISSING = {
  good: TreatMissingData.NOT_BREACHING,
  kept: TreatMissingData.IGNORE,
  bad: TreatMissingData.BREACHING,
};

/** The alarms of a deployment: each tells people when it begins and when it ends, and links to its heading. */
export class Alarms extends Construct {
  readonly #props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#props = props;
  }

  /** @param subject what it is about: a vCenter or a function */
  add(name: AlarmName, subject: string, rule: AlarmRule): void {
    const { topic, operationsUrl } = this.#props;
    const isBelow = rule.below !== undefined;
    const alarm = new Alarm(this, `${subject}-${name}`, {
      alarmName: `${Stack.of(this).stackName}-${subject}-${name}`,
      alarmDescription: `${subject}: ${ALARMS[name]} ${operationsUrl}#${runbookAnchor(name)}`,
      metric: rule.metric,
      threshold: rule.below ?? rule.from ?? 1,
      comparisonOperator: isBelow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: rule.periods,
      treatMissingData: MISSING[rule.missing],
    });
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
