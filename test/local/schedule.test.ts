import { afterEach, expect, test } from '@jest/globals';
import type { ScheduledVcenter } from '../../lib/contract.ts';
import { Schedule, type ScheduleOptions } from '../../local/schedule.ts';
import { deferred, untilTrue } from './until-true.ts';

/** A sleep that ends when the test says so, or when the schedule stops. */
interface Sleep {
  readonly milliseconds: number;
  readonly wake: () => void;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) {
    await stop();
  }
});

function schedule(overrides: Partial<ScheduleOptions<number>>) {
  const sleeps: Sleep[] = [];
  const sweeps: number[] = [];
  const troubles: unknown[] = [];
  const running = new Schedule<number>({
    vcenter: 'vc01',
    forwardEvents: async () => undefined,
    sweepHosts: async () => 1,
    sweepIntervalSeconds: 300,
    forwardIntervalSeconds: 2,
    onSweep: (result) => sweeps.push(result),
    onTrouble: (error) => troubles.push(error),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        sleeps.push({ milliseconds, wake: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    ...overrides,
  });
  stops.push(() => running.stop());
  const sleepOf = (isWanted: (milliseconds: number) => boolean) => sleeps.filter((each) => isWanted(each.milliseconds));
  return { running, sweeps, troubles, sleepOf };
}

const isInterval = (milliseconds: number) => milliseconds === 300_000;

test("functions get AWS's scheduled event for their vCenter", async () => {
  const events: ScheduledVcenter[] = [];
  const { running } = schedule({
    sweepHosts: async (event) => events.push(event),
    forwardEvents: async (event) => events.push(event),
  });

  await running.sweepOnce();
  running.start();
  await untilTrue(() => events.length === 2);

  expect(events).toEqual(Array(2).fill({ 'detail-type': 'Scheduled Event', detail: { vcenter: 'vc01' } }));
});

test('a run of forward-events that ends early is followed by the next after the interval, not at once', async () => {
  let runs = 0;
  const { running, sleepOf } = schedule({ forwardEvents: async () => ++runs });

  running.start();
  await untilTrue(() => sleepOf((time) => !isInterval(time)).length === 1);

  const [pause] = sleepOf((time) => !isInterval(time));
  expect(pause?.milliseconds).toBeGreaterThan(1_000);
  expect(pause?.milliseconds).toBeLessThanOrEqual(2_000);
  expect(runs).toBe(1);
  pause?.wake();
  await untilTrue(() => runs === 2);
});

test('failures of forward-events are reported, with pauses from one second to thirty', async () => {
  const failure = new TypeError('vCenter is away');
  const { running, sleepOf, troubles } = schedule({
    forwardEvents: async () => {
      throw failure;
    },
  });

  running.start();
  for (let count = 1; count <= 7; count++) {
    await untilTrue(() => sleepOf((time) => !isInterval(time)).length === count);
    sleepOf((time) => !isInterval(time))
      .at(-1)
      ?.wake();
  }

  expect(
    sleepOf((time) => !isInterval(time))
      .slice(0, 7)
      .map(({ milliseconds }) => milliseconds / 1000),
  ).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(troubles.slice(0, 7)).toEqual(Array(7).fill(failure));
});

test('a run of forward-events that listened for five seconds before it failed ends the growth of the pauses', async () => {
  const lengths = [0, 0, 4_999, 5_000, 0];
  let time = 0;
  let runs = 0;
  const { running, sleepOf } = schedule({
    now: () => time,
    forwardEvents: async () => {
      time += lengths[runs++] ?? 0;
      throw new TypeError('vCenter closed the connection');
    },
  });

  running.start();
  for (let count = 1; count <= lengths.length; count++) {
    await untilTrue(() => sleepOf((length) => !isInterval(length)).length === count);
    sleepOf((length) => !isInterval(length))
      .at(-1)
      ?.wake();
  }

  const pauses = sleepOf((length) => !isInterval(length)).slice(0, lengths.length);
  expect(pauses.map(({ milliseconds }) => milliseconds / 1000)).toEqual([1, 2, 4, 1, 2]);
});

test('hosts are swept every interval, also after a sweep that failed', async () => {
  let runs = 0;
  const { running, sleepOf, sweeps, troubles } = schedule({
    sweepHosts: async () => {
      if (++runs === 1) {
        throw new TypeError('vCenter is away');
      }
      return runs;
    },
  });

  running.start();
  for (let count = 1; count <= 3; count++) {
    await untilTrue(() => sleepOf(isInterval).length === count);
    sleepOf(isInterval).at(-1)?.wake();
  }
  await untilTrue(() => runs === 3);

  expect(troubles).toHaveLength(1);
  await untilTrue(() => sweeps.length === 2);
  expect(sweeps).toEqual([2, 3]);
});

test('one sweep runs at a time, and requests during it are one more after it', async () => {
  const gates = [deferred(), deferred()];
  let runs = 0;
  const { running, sweeps } = schedule({
    sweepHosts: async () => {
      await gates[runs++]?.promise;
      return runs;
    },
  });

  running.requestSweep();
  running.requestSweep();
  running.requestSweep();
  await untilTrue(() => runs === 1);
  gates[0]?.resolve();
  await untilTrue(() => runs === 2);
  gates[1]?.resolve();
  await untilTrue(() => sweeps.length === 2);
  await running.stop();

  expect(runs).toBe(2);
});

test('stopping waits for the runs in hand and starts none', async () => {
  const gate = deferred();
  let forwards = 0;
  const { running } = schedule({
    forwardEvents: async () => {
      forwards++;
      await gate.promise;
    },
  });
  running.start();
  await untilTrue(() => forwards === 1);

  let isStopped = false;
  const stopped = running.stop().then(() => {
    isStopped = true;
  });
  running.requestSweep();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStopped).toBe(false);
  gate.resolve();
  await stopped;

  expect(forwards).toBe(1);
});

test('the first sweep throws what went wrong', async () => {
  const failure = new TypeError('wrong password');
  const { running } = schedule({
    sweepHosts: async () => {
      throw failure;
    },
  });

  await expect(running.sweepOnce()).rejects.toBe(failure);
});
