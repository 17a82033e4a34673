import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Alarms } from './alarms.ts';

const PERIOD = Duration.minutes(15);

/**
 * Errors and throttles of a function.
 * @param name its file in `functions/`, without the ending
 * @param tolerated errors in a quarter of an hour that say nothing yet
 */
export function addFunctionAlarms(alarms: Alarms, name: string, lambda: IFunction, tolerated: number): void {
  const errors = lambda.metricErrors({ period: PERIOD, statistic: 'Sum' });
  alarms.add('function-errors', name, { metric: errors, from: tolerated + 1, periods: 1, missing: 'good' });
  const throttles = lambda.metricThrottles({ period: PERIOD, statistic: 'Sum' });
  alarms.add('function-throttled', name, { metric: throttles, from: 1, periods: 1, missing: 'good' });
}
