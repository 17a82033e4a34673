/** How far a verb has come: one line rewritten on a terminal, a line a host elsewhere. */
import type { Clock } from '../reconcile/ports.ts';
import type { Console } from './console.ts';
import { type HostResult, isGoodEnd } from './results.ts';

/** What is told of a host that has come to its end. */
type Ended = Pick<HostResult<string>, 'host' | 'status' | 'problems'>;

/** Counts hosts that are begun and ended. */
export class Progress {
  readonly #total: number;
  readonly #console: Console;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #inHand: Set<string>;
  readonly #counts = new Map<string, number>();
  #done = 0;

  constructor(total: number, console: Console, clock: Clock) {
    this.#total = total;
    this.#console = console;
    this.#clock = clock;
    this.#inHand = console.inHand ?? new Set();
    this.#startedAt = clock.now().getTime();
  }

  begin(host: string): void {
    this.#inHand.add(host);
    this.#show();
  }

  /** One that did not go well keeps a line of its own also on a terminal. */
  end(reference: string, { host, status, problems }: Ended): void {
    this.#inHand.delete(reference);
    this.#done += 1;
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const why = this.#console.showProgress === undefined ? '' : (problems[0]?.message ?? '');
    const isTold = this.#console.showProgress === undefined || !isGoodEnd(status);
    if (this.#total > 1 && isTold) {
      this.#console.writeTalk(`${this.#done} of ${this.#total}: ${host} ${status}${why === '' ? '' : `: ${why}`}`);
    }
    this.#show();
  }

  /** Takes the line away. */
  close(): void {
    this.#console.showProgress?.('');
  }

  #show(): void {
    const counts = [...this.#counts].map(([status, count]) => `${count} ${status}`);
    const parts = [...counts, `${this.#inHand.size} in hand`, ...this.#left()];
    this.#console.showProgress?.(`${this.#done} of ${this.#total}: ${parts.join(', ')}`);
  }

  /** As long as the hosts so far took, a host; said from the second one on. */
  #left(): string[] {
    const left = this.#total - this.#done;
    if (this.#done < 2 || left === 0) return [];
    const milliseconds = this.#clock.now().getTime() - this.#startedAt;
    return [`about ${duration((milliseconds / this.#done) * left)} left`];
  }
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
