/** Counts the calls of an in-memory port, and makes some of them fail. */
import type { OnboardingError } from '../lib/errors.ts';

interface Trouble {
  readonly error: Error;
  times: number;
  /** The call does its work first: only the answer is lost. */
  readonly afterwards: boolean;
}

/** One port's calls. */
export class CallLog {
  readonly counts: Record<string, number> = {};
  private readonly troubles = new Map<string, Trouble[]>();
  private readonly hooks = new Map<string, () => void | Promise<void>>();

  /** The next `times` calls of `method` throw. */
  fail(method: string, error: OnboardingError | Error, { times = 1, afterwards = false } = {}): void {
    this.troubles.set(method, [...(this.troubles.get(method) ?? []), { error, times, afterwards }]);
  }

  /** Before the next call of `method` somebody else does something. */
  before(method: string, hook: () => void | Promise<void>): void {
    this.hooks.set(method, hook);
  }

  async run<Result>(method: string, work: () => Result): Promise<Result> {
    this.counts[method] = (this.counts[method] ?? 0) + 1;
    const hook = this.hooks.get(method);
    this.hooks.delete(method);
    await hook?.();
    const trouble = this.troubles.get(method)?.find(({ times }) => times > 0);
    if (trouble === undefined) return work();
    trouble.times -= 1;
    if (trouble.afterwards) work();
    throw trouble.error;
  }
}
