/** Log and metrics as AWS Powertools write them. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { EVENT_SOURCE } from '../lib/contract.ts';
import type { Log, Meter } from '../lib/reconcile/ports.ts';

/** A meter that writes what it has collected when asked to. */
export interface FlushedMeter extends Meter {
  flush(): void;
}

/** A log whose lines can be told apart by invocation. */
export interface FunctionLog extends Log {
  /** From here on each line carries function name and AWS request id. */
  startInvocation?(context: Context): void;
}

/** A structured log; the level is Powertools' own environment variable. */
export function createLog(): FunctionLog {
  const logger = new Logger({ serviceName: EVENT_SOURCE });
  return {
    debug: (message, detail = {}) => logger.debug(message, detail),
    info: (message, detail = {}) => logger.info(message, detail),
    warn: (message, detail = {}) => logger.warn(message, detail),
    error: (message, detail = {}) => logger.error(message, detail),
    startInvocation: (context) => logger.addContext(context),
  };
}

/** Metrics with the vCenter as their one dimension: a dimension per host would cost as much as the hosts. */
export function createMeter(vcenter: string, isQuiet: boolean): FlushedMeter {
  if (isQuiet) return { count: () => {}, milliseconds: () => {}, flush: () => {} };
  const metrics = new Metrics({ namespace: EVENT_SOURCE, serviceName: EVENT_SOURCE, defaultDimensions: { vcenter } });
  return {
    count: (name, value) => metrics.addMetric(name, MetricUnit.Count, value),
    milliseconds: (name, value) => metrics.addMetric(name, MetricUnit.Milliseconds, value),
    flush: () => metrics.publishStoredMetrics(),
  };
}
