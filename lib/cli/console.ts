/** The terminal as the verbs see it; the door hands in the real one. */

/** Where text goes and comes from. Results go to stdout and nothing else does; talk goes to stderr. */
export interface Console {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** True when a person can answer a question. */
  readonly isInteractive: boolean;
  /** True when stdout takes colours. */
  readonly hasColors: boolean;
  /** Columns of the terminal that stdout is; undefined when it is none, and then nothing is cut. */
  readonly width?: number | undefined;
  writeResult(text: string): void;
  writeTalk(text: string): void;
  /** Asks a person; false for anything but yes. */
  confirm(question: string): Promise<boolean>;
  /** Rewrites the last line of the terminal that stderr is, '' takes it away; absent: stderr is no terminal. */
  readonly showProgress?: ((text: string) => void) | undefined;
  /** Names of the hosts that are being written to: what a second Ctrl-C leaves unfinished. */
  readonly inHand?: Set<string>;
  /** Aborted by SIGINT or SIGTERM: finish the host in hand, then leave. */
  readonly stopping: AbortSignal;
}
