/** Lambda: messages of a host events queue, one host each. */
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { OnboardingError } from '../lib/errors.ts';
import { parseMessage } from '../lib/reconcile/messages.ts';
import type { Outcome } from '../lib/reconcile/outcome.ts';
import type { Vcenter } from '../lib/reconcile/ports.ts';
import { runHost } from '../lib/reconcile/run-host.ts';
import { unavailableVcenter } from '../lib/reconcile/unavailable-vcenter.ts';
import { type Dependencies, processDependencies } from './dependencies.ts';
import { isOfConnection, logError, observed } from './middleware/observed.ts';
import { partialFailures, type SettledRecords } from './middleware/partial-failures.ts';

/** @returns the wrapped handler: an SQS event in, `batchItemFailures` out */
export function createConfigureHost(
  dependencies: () => Dependencies,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const handler = middy<SQSEvent, SettledRecords | SQSBatchResponse>(async (event: SQSEvent, context: Context) =>
    workOff(recordsOf(event), context, dependencies()),
  )
    .use(observed<SQSEvent>(dependencies, vcentersOf))
    .use(partialFailures());
  // middy's type has what the handler inside returns; partialFailures has made batchItemFailures of that
  return (event, context) => handler(event, context) as Promise<SQSBatchResponse>;
}

/** What AWS calls. */
export const handler = createConfigureHost(processDependencies);

/** Groups in parallel, the records of one host in order: after a failure its later ones fail, too. */
async function workOff(
  records: readonly SQSRecord[],
  context: Context,
  dependencies: Dependencies,
): Promise<SettledRecords> {
  const lastOfGroup = new Map<string, Promise<unknown>>();
  const work = records.map((record) => {
    const group = record.attributes.MessageGroupId ?? record.messageId;
    const before = lastOfGroup.get(group) ?? Promise.resolve();
    const done = before.then(() => configure(record, context, dependencies));
    lastOfGroup.set(group, done);
    return done;
  });
  const settled = await Promise.allSettled(work);
  for (const each of settled) if (each.status === 'rejected') logError(dependencies.log, each.reason);
  return settled;
}

async function configure(record: SQSRecord, context: Context, dependencies: Dependencies): Promise<Outcome> {
  const message = parseMessage(record.body);
  refuseUnknown(message.vcenter, dependencies);
  const runId = `configure-host, request ${context.awsRequestId}`;
  const run = { runId, remainingMilliseconds: () => context.getRemainingTimeInMillis() };
  const vcenter = await openVcenter(message.vcenter, dependencies);
  const outcome = await runHost(message, run, { ...dependencies, vcenter, meter: dependencies.meter(message.vcenter) });
  if (outcome.problems.some(({ code }) => isOfConnection(code))) dependencies.forgetVcenter(message.vcenter);
  return outcome;
}

/** No forwarder serves it, so a host that were deferred would never come back. */
function refuseUnknown(vcenter: string, { environment }: Dependencies): void {
  if (Object.hasOwn(environment.queues, vcenter)) return;
  throw new OnboardingError('message-malformed', `The message names vCenter ${vcenter}, which is not wired here.`);
}

function recordsOf({ Records }: Partial<SQSEvent>): readonly SQSRecord[] {
  if (Records !== undefined) return Records;
  throw new OnboardingError('usage', 'The event has no Records: configure-host is started by an SQS queue.');
}

/** A connection that cannot be read is an outcome of the host like a vCenter that is away. */
async function openVcenter(name: string, dependencies: Dependencies): Promise<Vcenter> {
  try {
    return await dependencies.vcenter(name);
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return unavailableVcenter(name, error);
  }
}

function vcentersOf({ Records }: Partial<SQSEvent>): string[] {
  return [...new Set((Records ?? []).flatMap(({ attributes }) => attributes.MessageGroupId?.split('/')[0] ?? []))];
}
