/** A question to a person at a terminal. */
import { createInterface } from 'node:readline/promises';

/** Where it is asked, and what may end it. */
export interface Asking {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly stopping: AbortSignal;
  /** Ctrl-C at the question comes as a key, not as a signal. */
  readonly onInterrupt: () => void;
}

/** @returns true for `y` or `yes`; false for anything else, Ctrl-C, Ctrl-D and an input that ends */
export async function ask(question: string, { input, output, stopping, onInterrupt }: Asking): Promise<boolean> {
  const prompt = createInterface({ input, output, terminal: true });
  const closed = new AbortController();
  prompt.once('SIGINT', onInterrupt);
  prompt.once('close', () => closed.abort());
  const signal = AbortSignal.any([stopping, closed.signal]);
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `, { signal })).trim());
  } catch (error) {
    if (!signal.aborted) throw error;
    output.write('\n');
    return false;
  } finally {
    prompt.close();
  }
}
