/**
 * Connections that lie idle in a keep-alive agent. The server closes them when it likes, and a process that was frozen
 * meanwhile, as a Lambda function is between two calls, has not read that yet: to it they look as good as new.
 */
import type { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../reconcile/ports.ts';

/** Longer than the pause between two looks at the events, shorter than the five seconds after which servers begin to close. */
const FRESH_MILLISECONDS = 4_000;

/** Watches an agent. */
export class IdleConnections {
  readonly #agent: Agent;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #idleSince = new WeakMap<Duplex, number>();

  /** @param clock of the day: whether a timer's clock goes on while a process is frozen is not said anywhere */
  constructor(agent: Agent, clock: Pick<Clock, 'now'>) {
    this.#agent = agent;
    this.#clock = clock;
    agent.on('free', (socket: Duplex) => this.#idleSince.set(socket, this.#now()));
  }

  /**
   * Closes what the server may have closed: idle for four seconds, or, when the clock was set, for who knows how long.
   * Of younger ones those are gone of which the end has come, also while this process had no time to read it.
   */
  async closeOld(): Promise<void> {
    // the first ends the round in which we are, which asked the sockets before; the second one has asked them anew
    await setImmediate();
    await setImmediate();
    const now = this.#now();
    this.#close((since) => since > now || now - since >= FRESH_MILLISECONDS);
  }

  closeAll(): void {
    this.#close(() => true);
  }

  /** The agent hands out the youngest first, and looks from the oldest on for those that were closed. */
  #close(isClosed: (since: number) => boolean): void {
    for (const socket of Object.values(this.#agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      if (isClosed(this.#idleSince.get(socket) ?? 0)) socket.destroy();
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
