import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EVENT_SOURCE, type METRICS } from '../contract.ts';

/** A metric of ours: one of the contract's, or the count of hosts that ended, or were swept, with a status. */
export type OwnMetric = (typeof METRICS)[keyof typeof METRICS] | `Hosts${string}` | `Swept${string}`;

/**
 * The metric as the functions write it: Powertools adds the dimension `service`. Without a label, with which an alarm
 * would become one of metric math.
 */
export function vcenterMetric(metricName: OwnMetric, vcenter: string, statistic: string, period: Duration): Metric {
  const dimensionsMap = { service: EVENT_SOURCE, vcenter };
  return new Metric({ namespace: EVENT_SOURCE, metricName, dimensionsMap, statistic, period });
}
