/** What the functions work with: table and index, forwarder, sweep and brake, queues, topic, functions. */
import { createAwsClients } from '../aws/aws-clients.ts';
import { BrakeItem } from '../aws/brake-item.ts';
import {
  type FunctionState,
  type QueueDepth,
  readFunctionStates,
  readQueueDepth,
  readSubscriptions,
  type TopicSubscription,
} from '../aws/deployment-reads.ts';
import { FleetReads, type ForwarderState } from '../aws/fleet-reads.ts';
import { JournalTable } from '../aws/journal-table.ts';
import { RangeItem } from '../aws/range-item.ts';
import { type CommandPlace, commandLine, placeOptions, resumeCommand } from '../reconcile/next-command.ts';
import type { Clock } from '../reconcile/ports.ts';
import type { RememberedTrials } from '../reconcile/shared-stores.ts';
import { type Chain, type Finding, ok, PLACE, warning } from './doctor-chain.ts';
import type { TableLocation } from './journal-door.ts';
import { ageOf, hostsText, minuteOf } from './status-texts.ts';

const TABLE = 'table';
const MINUTE_MILLISECONDS = 60_000;
/** The schedule starts a forwarder each minute, and deferred hosts are put back at each start. */
const FORWARDER_MINUTES = 5;
/** Of the deployer's context by default, and so many times the interval. */
const SWEEP_MINUTES = 15;
const SWEEPS_LATE = 8;

/** Each link in its turn; none of them writes anything. */
export async function checkDeployment(chain: Chain, location: TableLocation | undefined, clock: Clock): Promise<void> {
  const clients = createAwsClients(location?.local);
  const table = { documents: clients.documents, name: location?.table ?? '' };
  const vcenter = location?.vcenter ?? '';
  const now = clock.now().toISOString();
  try {
    await chain.check(TABLE, [PLACE], async () => {
      const rows = await new JournalTable(table).readAll(vcenter);
      return ok(`${table.name}: ${hostsText(rows.length)} of ${vcenter}`);
    });
    await chain.check('index of deferred hosts', [TABLE], async () => {
      const since = new Date(Date.parse(now) - FORWARDER_MINUTES * MINUTE_MILLISECONDS);
      return overdueFinding((await new JournalTable(table).due(vcenter, since)).length);
    });
    const fleet = new FleetReads(table);
    await chain.check('forwarder', [TABLE], async () => forwarderFinding(await fleet.forwarder(vcenter), now));
    await chain.check('sweep', [TABLE], async () => {
      const ranges = await new RangeItem(table).readAll();
      const sweptAt = ranges.find((swept) => swept.vcenter === vcenter)?.sweptAt;
      return sweepFinding(sweptAt, now, location?.deployment?.sweepMinutes);
    });
    await chain.check('brake', [TABLE], async () =>
      brakeFinding(await new BrakeItem(table).remembered(vcenter), placeOf(location)),
    );
    await checkQueues(chain, location, clients);
    await checkTelling(chain, location, clients);
  } finally {
    clients.destroy();
  }
}

function placeOf(location: TableLocation | undefined): CommandPlace {
  return { vcenter: location?.vcenter ?? '', run: location?.local && { state: location.state } };
}

type Clients = ReturnType<typeof createAwsClients>;

async function checkQueues(chain: Chain, location: TableLocation | undefined, { sqs }: Clients): Promise<void> {
  const urls = location?.local ?? location?.deployment;
  await chain.check('queue', [PLACE], async () =>
    urls === undefined ? NOT_NAMED : queueFinding(await readQueueDepth(sqs, urls.queueUrl)),
  );
  await chain.check('dead-letter queue', [PLACE], async () =>
    urls === undefined
      ? NOT_NAMED
      : deadLetterFinding(await readQueueDepth(sqs, urls.deadLetterQueueUrl), placeOf(location)),
  );
}

async function checkTelling(chain: Chain, location: TableLocation | undefined, { sns }: Clients): Promise<void> {
  const deployment = location?.deployment;
  const none = location?.local === undefined ? NOT_NAMED : NOT_OF_A_RUN;
  await chain.check('topic', [PLACE], async () =>
    deployment === undefined ? none : topicFinding(await readSubscriptions(sns, deployment.alertTopicArn)),
  );
  await chain.check('functions', [PLACE], async () =>
    deployment === undefined ? none : functionsFinding(await readFunctionStates(Object.values(deployment.functions))),
  );
}

const NOT_NAMED: Finding = {
  status: 'skipped',
  detail: 'only the parameter "deployment" names it, and the environment names the table',
};
const NOT_OF_A_RUN: Finding = { status: 'skipped', detail: 'a "run" on one machine has none' };

/** @param count hosts whose time came long ago */
export function overdueFinding(count: number): Finding {
  if (count === 0) return ok('no deferred host is overdue');
  const fix = 'See the link forwarder: it puts them back into the queue.';
  return warning(`${hostsText(count)} deferred, due for more than ${FORWARDER_MINUTES} min and not put back`, fix);
}

/** @param now ISO */
export function forwarderFinding(state: ForwarderState | undefined, now: string): Finding {
  const fix =
    'See the log of forward-events, and operations.md, alarm forwarder-silent; the sweep finds what it misses.';
  const takenAt = state?.takenAt;
  if (takenAt === undefined) return warning('none has begun to listen yet', fix);
  const text = `began to listen ${minuteOf(takenAt)}, ${ageOf(takenAt, now)}`;
  const isSilent = Date.parse(now) - Date.parse(takenAt) > FORWARDER_MINUTES * MINUTE_MILLISECONDS;
  return isSilent ? { status: 'broken', detail: text, fix } : ok(text);
}

/**
 * @param now ISO
 * @param sweepMinutes between two sweeps; releases before did not write it down
 */
export function sweepFinding(sweptAt: string | undefined, now: string, sweepMinutes = SWEEP_MINUTES): Finding {
  const fix = 'See the log of sweep-hosts, and operations.md, alarm sweep-overdue.';
  if (sweptAt === undefined) return warning('none has come to its end yet', fix);
  const text = `ended ${minuteOf(sweptAt)}, ${ageOf(sweptAt, now)}`;
  const isLate = Date.parse(now) - Date.parse(sweptAt) > SWEEPS_LATE * sweepMinutes * MINUTE_MILLISECONDS;
  return isLate ? warning(text, fix) : ok(text);
}

function brakeFinding(trials: readonly RememberedTrials[], place: CommandPlace): Finding {
  const halted = trials.filter(({ haltedAt }) => haltedAt !== undefined);
  if (halted.length === 0) return ok('off');
  const hosts = halted.flatMap(({ failed }) => failed).join(', ');
  const fix = `Look at these hosts, then correct the settings or: ${resumeCommand(place)}`;
  return {
    status: 'broken',
    detail: `on, after ${hosts} ended badly in a row: nothing is written by itself`,
    fix,
    code: 'halted',
  };
}

function queueFinding({ waiting, inFlight, deadLetterQueue }: QueueDepth): Finding {
  const text = `${waiting} waiting, ${inFlight} in flight`;
  if (deadLetterQueue !== undefined) return ok(text);
  return warning(`${text}; it has no dead-letter queue`, 'Deploy again: what is never worked on would vanish.');
}

/** What is there could not be worked on. */
export function deadLetterFinding({ waiting, inFlight }: QueueDepth, place: CommandPlace): Finding {
  const count = waiting + inFlight;
  if (count === 0) return ok('empty');
  const replay = commandLine('replay', ...placeOptions(place), '--dead-letters');
  const fix = `See operations.md, alarm dead-letters; once the cause is gone: ${replay}`;
  return warning(`${count} that could not be worked on`, fix);
}

/** Whether anybody hears of failures. */
export function topicFinding(subscriptions: readonly TopicSubscription[]): Finding {
  const waiting = subscriptions.filter(({ isConfirmed }) => !isConfirmed);
  const told = subscriptions.length - waiting.length;
  const names = waiting.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`).join(', ');
  if (waiting.length > 0) {
    return warning(`${told} confirmed; not confirmed: ${names}`, 'Let them follow the link in the mail of Amazon SNS.');
  }
  return told > 0
    ? ok(`${told} subscriptions, all confirmed`)
    : warning('nobody is subscribed', 'Add an alert address to the context of the deployer.');
}

/** `Inactive` is how Lambda calls a function that was not used for long: it wakes when it is called. */
export function functionsFinding(states: readonly (FunctionState & { readonly name: string })[]): Finding {
  const bad = states.filter(({ state, lastUpdateStatus }) => state === 'Failed' || lastUpdateStatus === 'Failed');
  if (bad.length > 0) {
    const names = bad.map(({ name, reason }) => `${name}${reason === undefined ? '' : ` (${reason})`}`).join(', ');
    return {
      status: 'broken',
      detail: `failed: ${names}`,
      fix: 'Deploy again, and see what Lambda says of the function.',
    };
  }
  const pending = states.filter(
    ({ state, lastUpdateStatus }) => state === 'Pending' || lastUpdateStatus === 'InProgress',
  );
  if (pending.length > 0) {
    return warning(`not ready: ${pending.map(({ name }) => name).join(', ')}`, 'Look again in a minute.');
  }
  return ok(`${states.map(({ name }) => name).join(', ')} are there`);
}
