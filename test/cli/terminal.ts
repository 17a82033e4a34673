/** A console of values: what was written where, and a person who answers. */
import type { Console } from '../../lib/cli/console.ts';

export interface Terminal {
  readonly console: Console;
  readonly results: string[];
  readonly talk: string[];
  /** Each text of the line that is rewritten. */
  readonly progress: string[];
  readonly questions: string[];
  /** Talk and questions in their order. */
  readonly dialogue: string[];
  stop(): void;
}

/** @param answer of the person; absent: nobody is there, and stderr is no terminal */
export function terminal(
  answer?: boolean | (() => Promise<boolean>),
  environment: Record<string, string> = {},
): Terminal {
  const results: string[] = [];
  const talk: string[] = [];
  const progress: string[] = [];
  const questions: string[] = [];
  const dialogue: string[] = [];
  const stopping = new AbortController();
  const console: Console = {
    environment,
    isInteractive: answer !== undefined,
    hasColors: false,
    writeResult: (text) => void results.push(text),
    writeTalk: (text) => {
      talk.push(text);
      dialogue.push(text);
    },
    showProgress: answer === undefined ? undefined : (text) => void progress.push(text),
    inHand: new Set(),
    confirm: async (question) => {
      questions.push(question);
      dialogue.push(question);
      return typeof answer === 'function' ? answer() : answer === true;
    },
    stopping: stopping.signal,
  };
  return { console, results, talk, progress, questions, dialogue, stop: () => stopping.abort() };
}
