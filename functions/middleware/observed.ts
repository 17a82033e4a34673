/** Errors are logged with code and stack, metrics are written at the end of every invocation. */
import type { MiddlewareObj } from '@middy/core';
import { type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import type { Log } from '../../lib/reconcile/ports.ts';
import type { FlushedMeter, FunctionLog } from '../observability.ts';
import { sourceStack } from './source-stack.ts';

/** What every function has. */
interface Observable {
  readonly log: FunctionLog;
  meter(vcenter: string): FlushedMeter;
  forgetVcenter?(name: string): void;
}

/** @param vcenterOf the vCenters that an event is about */
export function observed<Event>(
  dependencies: () => Observable,
  vcentersOf: (event: Event) => readonly string[],
): MiddlewareObj<Event, unknown> {
  const flush = (event: Event) => {
    for (const vcenter of vcentersOf(event)) dependencies().meter(vcenter).flush();
  };
  return {
    before: function observedBefore({ context }) {
      dependencies().log.startInvocation?.(context);
    },
    after: function observedAfter({ event }) {
      flush(event);
    },
    onError: function observedOnError({ event, error }) {
      logError(dependencies().log, error);
      const isStale = error instanceof OnboardingError && isOfConnection(error.code);
      if (isStale) for (const vcenter of vcentersOf(event)) dependencies().forgetVcenter?.(vcenter);
      flush(event);
    },
  };
}

/** What a corrected connection would cure. */
export function isOfConnection(code: ErrorCode): boolean {
  return code === 'vcenter-untrusted' || code === 'vcenter-unreachable';
}

/** An error outside the family is a bug of ours: only its stack helps. */
export function logError(log: Log, error: unknown): void {
  if (error instanceof OnboardingError) {
    log.error(error.message, { code: error.code, next: error.next, ...error.context });
    return;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  log.error(`Unexpected: ${message}`, { stack: stack === undefined ? undefined : sourceStack(stack) });
}
