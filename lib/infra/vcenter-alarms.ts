/** What may go wrong with one vCenter. */
import { Duration } from 'aws-cdk-lib';
import { METRICS } from '../contract.ts';
import type { Alarms } from './alarms.ts';
import type { HostEventsQueue } from './host-events-queue.ts';
import type { VcenterContext } from './vcenter-context.ts';
import { vcenterMetric } from './vcenter-metrics.ts';

const MINUTE = Duration.minutes(1);
const QUARTER = Duration.minutes(15);

/** Longer than two redeliveries of a message take, each a visibility time-out of twelve minutes. */
const OLDEST_SECONDS = 30 * 60;

const LAG_MILLISECONDS = 5 * 60 * 1000;

/** Alarms on the queue of a vCenter, and on what its functions count. */
export function addVcenterAlarms(
  alarms: Alarms,
  { name, driftHosts }: VcenterContext,
  { queue, deadLetterQueue }: HostEventsQueue,
  sweepMinutes: number,
): void {
  const metric = (of: (typeof METRICS)[keyof typeof METRICS] | 'SweptReported', statistic: string, period: Duration) =>
    vcenterMetric(of, name, statistic, period);
  const of = { period: MINUTE, statistic: 'Maximum' };
  const depth = deadLetterQueue.metricApproximateNumberOfMessagesVisible(of);
  alarms.add('dead-letters', name, { metric: depth, from: 1, periods: 1, missing: 'good' });
  const age = queue.metricApproximateAgeOfOldestMessage(of);
  alarms.add('oldest-message', name, { metric: age, from: OLDEST_SECONDS, periods: 3, missing: 'good' });
  const polls = metric(METRICS.eventPolls, 'Sum', MINUTE);
  alarms.add('forwarder-silent', name, { metric: polls, below: 1, periods: 5, missing: 'bad' });
  const lag = metric(METRICS.eventLag, 'Maximum', MINUTE);
  alarms.add('forwarder-behind', name, { metric: lag, from: LAG_MILLISECONDS, periods: 3, missing: 'good' });
  const refused = metric(METRICS.loginRefused, 'Sum', Duration.minutes(5));
  alarms.add('login-refused', name, { metric: refused, from: 1, periods: 1, missing: 'good' });
  // a host that waits for the brake is looked at every 15 minutes
  const halted = metric(METRICS.halted, 'Sum', Duration.minutes(30));
  alarms.add('halted', name, { metric: halted, from: 1, periods: 1, missing: 'good' });
  const low = metric(METRICS.poolLow, 'Maximum', QUARTER);
  alarms.add('pool-low', name, { metric: low, from: 1, periods: 1, missing: 'kept' });
  const reported = metric('SweptReported', 'Maximum', QUARTER);
  alarms.add('drift', name, { metric: reported, from: driftHosts, periods: 1, missing: 'kept' });
  const sweeps = metric(METRICS.sweeps, 'Sum', Duration.minutes(sweepMinutes));
  alarms.add('sweep-overdue', name, { metric: sweeps, below: 1, periods: 3, missing: 'bad' });
}
