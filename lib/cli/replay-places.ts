/** Where a replay is done: by the deployed function, or here, on the queue and the table of a running `run`. */
import { createAwsClients } from '../aws/aws-clients.ts';
import { BrakeItem } from '../aws/brake-item.ts';
import { SqsDeadLetterQueue } from '../aws/dead-letter-queue.ts';
import { createFunctionInvoker } from '../aws/function-invoker.ts';
import { SqsHostEventsQueue } from '../aws/host-events-queue.ts';
import { JournalTable } from '../aws/journal-table.ts';
import { LeaseItem } from '../aws/lease-item.ts';
import { OnboardingError } from '../errors.ts';
import type { Vcenter } from '../reconcile/ports.ts';
import { replayEvents } from '../reconcile/replay-events.ts';
import type { ReplayRequest } from '../reconcile/replay-request.ts';
import { isReplayResult, type ReplayResult } from '../reconcile/replay-result.ts';
import { systemClock } from '../reconcile/system-clock.ts';
import { connectVcenter } from '../vsphere/vcenter.ts';
import { readConnection } from './connection.ts';
import type { Console } from './console.ts';
import type { TableLocation } from './journal-door.ts';
import { createTalkingLog } from './workplace.ts';

/** Does one page of a replay. */
export type ReplayPageOf = (request: ReplayRequest) => Promise<ReplayResult>;

/** A person waits as long as it takes; a page ends by its size. */
const NO_LIMIT = { remainingMilliseconds: () => Number.POSITIVE_INFINITY };

/** The one permission is lambda:InvokeFunction: the function reaches queue, table and vCenter. */
export async function withFunction<Result>(
  functionName: string,
  work: (page: ReplayPageOf) => Promise<Result>,
): Promise<Result> {
  const invoker = createFunctionInvoker();
  try {
    return await work(async (request) => {
      const answer = await invoker.invoke(functionName, request);
      if (isReplayResult(answer)) return answer;
      const message = `The function ${functionName} answers as another release does.`;
      throw new OnboardingError('function-failed', message, { functionName });
    });
  } finally {
    invoker.close();
  }
}

/** Beside a `run`. */
export async function withRun<Result>(
  { table: name, vcenter, local }: Required<Pick<TableLocation, 'table' | 'vcenter' | 'local'>>,
  isDebug: boolean,
  console: Console,
  work: (page: ReplayPageOf) => Promise<Result>,
): Promise<Result> {
  const clients = createAwsClients(local);
  const table = { documents: clients.documents, name };
  const log = createTalkingLog(console, isDebug);
  let connected: Vcenter | undefined;
  const openVcenter = async () => {
    const connection = await readConnection(console.environment, vcenter, { table: name, local });
    connected ??= connectVcenter({ ...connection, clock: systemClock, log });
    return connected;
  };
  const ports = {
    ...{ log, openVcenter, clock: systemClock },
    journal: new JournalTable(table),
    leases: new LeaseItem(table),
    brake: new BrakeItem(table),
    queue: new SqsHostEventsQueue(clients.sqs, local.queueUrl),
    deadLetters: new SqsDeadLetterQueue(clients.sqs, local.queueUrl),
  };
  try {
    return await work((request) => replayEvents(request, NO_LIMIT, ports));
  } finally {
    await connected?.close();
    clients.destroy();
  }
}
