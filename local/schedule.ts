/** Plays the schedules of forward-events and sweep-hosts for one vCenter. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { ScheduledVcenter } from '../lib/contract.ts';
import { createLambdaContext } from './lambda-context.ts';

/** A function that a schedule starts. */
export type ScheduledHandler<T> = (event: ScheduledVcenter, context: Context) => Promise<T>;

/** What is started, how often, and who is told. */
export interface ScheduleOptions<SweepResult> {
  readonly vcenter: string;
  readonly forwardEvents: ScheduledHandler<unknown>;
  readonly sweepHosts: ScheduledHandler<SweepResult>;
  readonly sweepIntervalSeconds: number;
  /** From one start of forward-events to the next, at least. */
  readonly forwardIntervalSeconds: number;
  readonly onSweep: (result: SweepResult) => void;
  readonly onTrouble: (error: unknown) => void;
  /** Ends early when the signal is aborted, and never throws. Real time unless a test brings its own. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since some moment or other, never set back. */
  readonly now?: () => number;
}

/** Time-outs of the functions on AWS. */
const FORWARD_TIMEOUT_SECONDS = 60;
const SWEEP_TIMEOUT_SECONDS = 300;

const FIRST_BACKOFF_MILLISECONDS = 1_000;
const LONGEST_BACKOFF_MILLISECONDS = 30_000;
/** A run that lasted so long has read events, or waited for an answer so long that it need not wait after it. */
const LISTENED_MILLISECONDS = 5_000;

/** The schedules of one vCenter. */
export class Schedule<SweepResult> {
  readonly #options: ScheduleOptions<SweepResult>;
  readonly #stopping = new AbortController();
  #loops: Promise<void>[] = [];
  #sweeping: Promise<void> | undefined;
  #isSweepWanted = false;

  constructor(options: ScheduleOptions<SweepResult>) {
    this.#options = options;
  }

  /** One sweep, in its own right: the first one takes the baseline before any event is forwarded. Throws what it throws. */
  async sweepOnce(): Promise<void> {
    const { sweepHosts, onSweep } = this.#options;
    onSweep(await sweepHosts(this.#event(), createLambdaContext('sweep-hosts', SWEEP_TIMEOUT_SECONDS)));
  }

  start(): void {
    this.#loops = [this.#forwardForever(), this.#sweepForever()];
  }

  /** Sweeps now; while a sweep runs, another one follows it, since it may have passed what this one is for. */
  requestSweep(): void {
    this.#isSweepWanted = true;
    this.#sweeping ??= this.#sweepWhileWanted().finally(() => {
      this.#sweeping = undefined;
    });
  }

  /** Starts nothing more; resolves when the runs in hand have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await this.#sweeping;
  }

  async #forwardForever(): Promise<void> {
    const { forwardEvents, forwardIntervalSeconds, onTrouble, now = () => performance.now() } = this.#options;
    let backoff = FIRST_BACKOFF_MILLISECONDS;
    while (!this.#stopping.signal.aborted) {
      const startedAt = now();
      try {
        await forwardEvents(this.#event(), createLambdaContext('forward-events', FORWARD_TIMEOUT_SECONDS));
        backoff = FIRST_BACKOFF_MILLISECONDS;
        // A run that ends at once must not be started in a circle.
        await this.#sleep(forwardIntervalSeconds * 1000 - (now() - startedAt));
      } catch (error) {
        onTrouble(error);
        if (now() - startedAt >= LISTENED_MILLISECONDS) backoff = FIRST_BACKOFF_MILLISECONDS;
        await this.#sleep(backoff);
        backoff = Math.min(2 * backoff, LONGEST_BACKOFF_MILLISECONDS);
      }
    }
  }

  async #sweepForever(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#sleep(this.#options.sweepIntervalSeconds * 1000);
      if (!this.#stopping.signal.aborted) {
        this.requestSweep();
        await this.#sweeping;
      }
    }
  }

  async #sweepWhileWanted(): Promise<void> {
    while (this.#isSweepWanted && !this.#stopping.signal.aborted) {
      this.#isSweepWanted = false;
      try {
        await this.sweepOnce();
      } catch (error) {
        this.#options.onTrouble(error);
      }
    }
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (milliseconds > 0 && !this.#stopping.signal.aborted) {
      await (this.#options.sleep ?? sleepOrStop)(milliseconds, this.#stopping.signal);
    }
  }

  #event(): ScheduledVcenter {
    return { 'detail-type': 'Scheduled Event', detail: { vcenter: this.#options.vcenter } };
  }
}

async function sleepOrStop(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
