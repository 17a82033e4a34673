/** A clock for runs against a simulator: the product's pauses pass a thousand times as fast, and really pass. */
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../lib/reconcile/ports.ts';

const HURRY = 1000;

/** The machine's time, and what pauses and tests have put it ahead. */
export class HurriedClock implements Clock {
  #aheadMilliseconds = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMilliseconds);
  }

  async sleep(milliseconds: number): Promise<void> {
    const passed = milliseconds / HURRY;
    await setTimeout(passed);
    this.advance(milliseconds - passed);
  }

  advance(milliseconds: number): void {
    this.#aheadMilliseconds += Math.max(0, milliseconds);
  }
}
