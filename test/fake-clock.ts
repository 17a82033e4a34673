/** A clock whose sleep advances the time at once. */
import type { Clock } from '../lib/reconcile/ports.ts';

/** Where every test begins. */
export const START = '2026-03-02T08:00:00.000Z';

/** Time that passes only when somebody sleeps or the test says so. */
export class FakeClock implements Clock {
  /** Every pause that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  private milliseconds: number;

  constructor(start = START) {
    this.milliseconds = Date.parse(start);
  }

  now(): Date {
    return new Date(this.milliseconds);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    this.sleeps.push(milliseconds);
    this.advance(milliseconds);
  }

  advance(milliseconds: number): void {
    this.milliseconds += milliseconds;
  }
}

/** The start of the tests and so many seconds more. */
export function at(seconds: number): string {
  return new Date(Date.parse(START) + seconds * 1000).toISOString();
}
