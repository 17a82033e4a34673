import { setTimeout } from 'node:timers/promises';

/** Asks until there is an answer. The pause is between questions, not instead of them. */
export async function waitFor<Value>(
  question: string,
  ask: () => Value | undefined | Promise<Value | undefined>,
  milliseconds = 20_000,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new NeverHappened(question);
    await setTimeout(20);
  }
}

class NeverHappened extends Error {
  constructor(question: string) {
    super(`never happened: ${question}`);
    this.name = 'NeverHappened';
  }
}
