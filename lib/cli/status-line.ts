/** The last line of a terminal, rewritten in place; whatever else is printed goes above it. */
import { cutToWidth } from './text-width.ts';

/** A terminal. */
export interface TerminalStream {
  /** 0 where the terminal does not know how wide it is. */
  readonly columns: number;
  write(text: string): unknown;
}

/** To the first column, and everything to its right away (ECMA-48 EL). */
const CLEAR = '\r\u001b[2K';

/** See the head of the file. */
export class StatusLine {
  readonly #stream: TerminalStream;
  #text = '';

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  /** @param text without line breaks; '' takes the line away */
  show(text: string): void {
    if (text === this.#text) return;
    const shown = cutToWidth(text, (this.#stream.columns || 80) - 1);
    this.#stream.write(`${CLEAR}${shown}`);
    this.#text = text;
  }

  /** Prints something else, to this terminal or to another stream that is shown on it. */
  above(print: () => void): void {
    const text = this.#text;
    this.show('');
    print();
    this.show(text);
  }
}
