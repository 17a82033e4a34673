import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  type MetricOptions,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, SWEPT_VERDICTS } from '../contract.ts';
import type { HostEventsQueue } from './host-events-queue.ts';
import { type OwnMetric, vcenterMetric } from './vcenter-metrics.ts';

/** Props of {@link OnboardingDashboard}. */
export interface OnboardingDashboardProps {
  /** By the name of the vCenter. */
  readonly queues: ReadonlyMap<string, HostEventsQueue>;
  readonly alarms: readonly IAlarm[];
  readonly sweepMinutes: number;
}

const FIVE_MINUTES = Duration.minutes(5);
const WIDTH = 24;

/** Four questions, a row each. */
export class OnboardingDashboard extends Construct {
  readonly #props: OnboardingDashboardProps;

  constructor(scope: Construct, id: string, props: OnboardingDashboardProps) {
    super(scope, id);
    this.#props = props;
    const rows: [question: string, widgets: IWidget[]][] = [
      ['Are events flowing?', this.#events()],
      ['How many hosts are right?', this.#hosts()],
      ['What is stuck?', this.#stuck()],
      ['How long does it take?', this.#times()],
    ];
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(12),
      widgets: rows.flatMap(([question, widgets]) => [
        [new TextWidget({ markdown: `## ${question}`, width: WIDTH, height: 1 })],
        widgets,
      ]),
    });
  }

  #events(): IWidget[] {
    return [
      graph("Looks at vCenter's events", this.#each(METRICS.eventPolls, 'Sum'), 8),
      graph('Events forwarded', this.#each(METRICS.eventsForwarded, 'Sum'), 8),
      graph('Age of the oldest unseen event, ms', this.#each(METRICS.eventLag, 'Maximum'), 8),
    ];
  }

  #hosts(): IWidget[] {
    const interval = Duration.minutes(this.#props.sweepMinutes);
    return [...this.#props.queues.keys()].map((vcenter) => {
      const metrics = SWEPT_VERDICTS.map((label) =>
        vcenterMetric(`Swept${capitalized(label)}`, vcenter, 'Maximum', interval).with({ label }),
      );
      return new SingleValueWidget({ title: `Last sweep of ${vcenter}`, metrics, width: WIDTH, height: 3 });
    });
  }

  #stuck(): IWidget[] {
    const each = (metricOf: (queues: HostEventsQueue, options: MetricOptions) => IMetric) =>
      [...this.#props.queues].map(([label, queues]) =>
        metricOf(queues, { statistic: 'Maximum', period: FIVE_MINUTES, label }),
      );
    const waiting = each(({ queue }, options) => queue.metricApproximateAgeOfOldestMessage(options));
    const dead = each(({ deadLetterQueue }, options) =>
      deadLetterQueue.metricApproximateNumberOfMessagesVisible(options),
    );
    return [
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...this.#props.alarms], width: WIDTH, height: 6 }),
      graph('Dead letters', dead, 6),
      graph('Age of the oldest message, s', waiting, 6),
      graph('Free addresses of the pools', this.#each(METRICS.poolFree, 'Minimum'), 6),
      graph('Addresses that two hosts have', this.#each(METRICS.addressConflicts, 'Maximum'), 6),
    ];
  }

  #times(): IWidget[] {
    const both = (metric: OwnMetric) => [...this.#each(metric, 'p50'), ...this.#each(metric, 'p90')];
    return [
      graph('From event to verified host, ms', both(METRICS.eventToVerified), 12),
      graph('A run, ms', both(METRICS.messageToOutcome), 12),
    ];
  }

  #each(metric: OwnMetric, statistic: string): IMetric[] {
    const labels = (vcenter: string) => (statistic.startsWith('p') ? `${vcenter} ${statistic}` : vcenter);
    return [...this.#props.queues.keys()].map((vcenter) =>
      vcenterMetric(metric, vcenter, statistic, FIVE_MINUTES).with({ label: labels(vcenter) }),
    );
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function graph(title: string, left: IMetric[], width: number): GraphWidget {
  return new GraphWidget({ title, left, width, height: 6 });
}
