import { writeFile } from 'node:fs/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqsDeadLetterQueue } from '../../lib/aws/dead-letter-queue.ts';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import type { ReplayResult } from '../../lib/reconcile/replay-result.ts';
import { schemaProblems } from '../schema.ts';
import { environmentFor, runCli } from './cli-process.ts';
import { NEW, type RunBench, startRunBench } from './run-bench.ts';
import { waitFor } from './wait-for.ts';

/** Of a host that is added and then joins its switch. */
const LAST_EVENT = 'DvsHostJoinedEvent';

let bench: RunBench;
let moref: string;
beforeAll(async () => {
  bench = await startRunBench();
  // the second one is asked for by the first look at the events; it would take up what a test leaves to the replay
  await waitFor(
    'both sweeps of the start',
    () => (bench.running.stderr().match(/^Swept/gm) ?? []).length >= 2 || undefined,
  );
});
afterAll(() => bench.close());

/** The command with JSON, which fits its schema. */
async function replay(...args: string[]): Promise<{ exitCode: number | null; stderr: string; result: ReplayResult }> {
  const { exitCode, stderr, stdout } = await bench.onState('replay', ...args);
  expect(schemaProblems('replay', JSON.parse(stdout))).toEqual([]);
  return { exitCode, stderr, result: JSON.parse(stdout) };
}

/** Waits for the outcome of a run that this replay caused. */
function outcomeOf({ replay: id }: ReplayResult, name: string) {
  return waitFor(`the outcome of ${name} after replay ${id}`, () =>
    bench.running
      .outcomes()
      .find(({ host, cause }) => host.name === name && cause?.kind === 'replay' && cause.replay === id),
  );
}

/** Puts texts into the dead-letter queue, and looks into it as somebody else would. */
async function deadLetters(bodies: Readonly<Record<string, string>>) {
  const door = await bench.door();
  const client = createSqsClient(door);
  const QueueUrl = door.deadLetterQueueUrl;
  for (const [MessageGroupId, MessageBody] of Object.entries(bodies)) {
    const MessageDeduplicationId = crypto.randomUUID();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId }));
  }
  return async () => {
    const queue = new SqsDeadLetterQueue(client, door.queueUrl);
    const letters = await queue.receive();
    await queue.release(letters);
    client.destroy();
    return letters.map(({ body }) => body);
  };
}

test('a host that was refused for its settings is configured by "replay --code" after they are mended', async () => {
  const settings = (gateway: string) =>
    JSON.stringify({
      defaults: { portgroup: 'pg-provisioning', gateway, settleSeconds: 0 },
      [`hosts/${NEW}`]: { address: { mode: 'static', address: '10.20.0.10/24' } },
    });
  await writeFile(bench.settings.path, settings('10.99.0.1'));
  ({ moref } = await bench.administrator.addHost({ hostName: NEW }));
  // its last event would configure the host by itself, if the settings were mended before
  await waitFor('the end of its last event', () =>
    bench.running
      .outcomes()
      .find(({ status, cause }) => status === 'refused' && cause?.kind === 'event' && cause.eventTypeId === LAST_EVENT),
  );
  await writeFile(bench.settings.path, settings('10.20.0.1'));

  const listed = await replay('--code', 'gateway-outside-subnet', '--dry-run');
  expect([listed.exitCode, listed.result.queued, await bench.adaptersOf(moref)]).toMatchObject([
    0,
    [{ host: NEW, moref, status: 'refused', cause: { kind: 'outcome', codes: ['gateway-outside-subnet'] } }],
    0,
  ]);

  const done = await replay('--code', 'gateway-outside-subnet');
  expect([done.exitCode, done.result.queued.map(({ host }) => host), done.result.problems]).toEqual([0, [NEW], []]);
  expect(done.stderr).toContain(`Replay ${done.result.replay}`);
  expect(await outcomeOf(done.result, NEW)).toMatchObject({ status: 'converged' });
  expect(await bench.adaptersOf(moref)).toBe(1);

  expect((await replay('--code', 'gateway-outside-subnet')).result.queued).toEqual([]);
});

describe('dead letters', () => {
  const letterOf = (host: { moref: string; name: string }) =>
    JSON.stringify({ version: 1, vcenter: 'x', host, cause: { kind: 'sweep', sweep: 's-1' } });

  test('are explained or moved: one that is no JSON stays, one that names a host is worked on', async () => {
    const { vcenter } = await bench.door();
    const good = letterOf({ moref, name: NEW }).replace('"x"', JSON.stringify(vcenter));
    const stay = await deadLetters({ 'x/host-1': 'no JSON', [`x/${moref}`]: good });

    const dry = await replay('--dead-letters', '--dry-run');
    expect([dry.exitCode, dry.result.queued.length, dry.result.left.length]).toEqual([1, 1, 1]);

    const { exitCode, result } = await replay('--dead-letters');
    expect([exitCode, result]).toMatchObject([
      1,
      {
        queued: [{ host: NEW, moref, cause: { kind: 'dead-letter', cause: { kind: 'sweep', sweep: 's-1' } } }],
        left: [{ code: 'message-malformed', group: 'x/host-1', reason: 'The message is no JSON.' }],
      },
    ]);
    expect(await outcomeOf(result, NEW)).toMatchObject({ status: 'unchanged' });
    expect(await stay()).toEqual(['no JSON']);
  });

  test('that stay are told of in the text, too', async () => {
    const environment = environmentFor(bench.simulator.ready);
    const { exitCode, stdout } = await runCli(['replay', '--dead-letters', '--state', bench.state], environment);
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(
        /! dead letter \S+ of x\/host-1 stays: The message is no JSON\..*0 hosts queued, 1 not\.\n$/s,
      ),
    ]);
  });
});

describe("vCenter's events", () => {
  test('of a time are read again from vCenter, and their hosts looked at', async () => {
    bench.simulator.resetStats();
    const { exitCode, result } = await replay('--since', '1h', '--host', NEW);
    expect([exitCode, result.queued]).toMatchObject([0, [{ host: NEW, moref, cause: { kind: 'event' } }]]);
    expect(bench.simulator.stats()).toMatchObject({ CreateCollectorForEvents: 1, DestroyCollector: 1 });
    expect(await outcomeOf(result, NEW)).toMatchObject({ status: 'unchanged' });
    expect(bench.writes()).toBe(0);
  });

  test('are found by their key; one that is not there is told of', async () => {
    const { result } = await replay('--since', '1h', '--host', NEW, '--dry-run');
    const [{ cause } = { cause: undefined }] = result.queued;
    const key = cause?.kind === 'event' ? cause.key : 0;
    const found = await replay('--event', String(key), '--event', '2147483647', '--dry-run');
    expect([found.exitCode, found.result.queued, found.result.left]).toMatchObject([
      1,
      [{ host: NEW, cause: { kind: 'event', key } }],
      [{ code: 'event-not-found', key: 2147483647 }],
    ]);
  });

  test('of a time that is over before the host came name it not', async () => {
    const { exitCode, result } = await replay('--since', '2026-01-01T00:00Z', '--until', '2026-01-02T00:00Z');
    expect([exitCode, result.queued]).toEqual([0, []]);
  });
});

describe('a mistake', () => {
  test.each([
    [[], /Say which hosts/],
    [['--since', 'yesterday'], /--since yesterday is none of/],
    [['--code', 'no-such'], /no-such is no error code/],
    [['--status', 'bad'], /bad is none of/],
    [['--event', 'first'], /It is no key of an event/],
    [['--dead-letters', '--since', '2h'], /not by event, time, code or status/],
  ])('as in %j is refused with what would be right, and no result but problems', async (args, words) => {
    const { exitCode, stderr, result } = await replay(...args);
    expect([exitCode, result.queued, result.left, result.problems[0]?.code]).toEqual([1, [], [], 'usage']);
    expect(result.problems[0]?.message).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('in the name of a host queues none of them', async () => {
    const { exitCode, result } = await replay(NEW, 'esx-nowhere');
    expect([exitCode, result.queued, result.problems]).toEqual([
      1,
      [],
      [{ code: 'host-not-found', message: expect.stringContaining('esx-nowhere') }],
    ]);
  });
});
