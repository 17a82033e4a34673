import { randomBytes, randomUUID } from 'node:crypto';
import { EventLog } from './event-log.ts';
import type { ManagedObject } from './objects/managed-object.ts';
import type { Scenario } from './scenario.ts';
import type { Session, User } from './session.ts';
import { domainName } from './session.ts';
import type { SwitchDirectory } from './switch-directory.ts';
import type { MoRef } from './values.ts';

/** The state of one simulated vCenter: objects, sessions, events, clock, and who waits for a change. */
export class VCenter {
  scenario: Scenario;
  instanceUuid: string;
  readonly events: EventLog;
  readonly sessions = new Map<string, Session>();
  readonly switches: SwitchDirectory;
  readonly users: readonly User[];
  readonly #objects = new Map<string, ManagedObject>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #clock: () => number;
  #waiting: (() => void)[] = [];
  #counter = 0;
  #rack = 0;

  constructor(scenario: Scenario, users: readonly User[], switches: SwitchDirectory, clock: () => number) {
    this.scenario = scenario;
    this.users = users;
    this.switches = switches;
    this.instanceUuid = scenario.instanceUuid;
    this.#clock = clock;
    this.events = new EventLog(scenario.eventKeyStart);
  }

  /** vCenter's time in milliseconds. */
  now(): number {
    return this.#clock() + this.scenario.clockOffsetMs;
  }

  /** A number that no object has had. */
  nextNumber(): number {
    this.#counter += 1;
    return this.#counter;
  }

  /** The number of a rack that no host is in. */
  nextRack(): number {
    this.#rack += 1;
    return this.#rack;
  }

  /** Registers an object. */
  add<T extends ManagedObject>(object: T): T {
    this.#objects.set(object.ref.id, object);
    return object;
  }

  /** Takes an object out of the inventory; later calls for it answer ManagedObjectNotFound. */
  remove(ref: MoRef): void {
    this.#objects.delete(ref.id);
    this.changed();
  }

  /** The object with that id, or undefined. */
  find(id: string): ManagedObject | undefined {
    return this.#objects.get(id);
  }

  /** Every object, in the order they came. */
  all(): Iterable<ManagedObject> {
    return this.#objects.values();
  }

  /** Says that something readable has changed. */
  changed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Resolves at the next change, when the signal fires, or after `ms`. */
  nextChange(signal: AbortSignal, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#timers.delete(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, 2 ** 31 - 1));
      this.#timers.add(timer);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
      else this.#waiting.push(done);
    });
  }

  /** Does something later, unless the simulator is closed first; then wakes whoever waits for a change. */
  later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
      this.changed();
    }, ms);
    this.#timers.add(timer);
  }

  /** Resolves after a while, or never when the simulator is closed first; 0 is at once. */
  async pause(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => this.later(ms, resolve));
  }

  /** Opens a session for a user who has given the right password. */
  openSession(user: User, locale: string, userAgent: string): Session {
    const now = this.now();
    const session: Session = {
      key: randomUUID(),
      cookie: randomBytes(20).toString('hex'),
      user,
      userName: domainName(user.name),
      loginTime: now,
      lastActive: now,
      locale,
      userAgent,
      owned: new Set(),
      callCount: 0,
      inFlight: 0,
    };
    this.sessions.set(session.cookie, session);
    return session;
  }

  /** Ends a session; its views, filters and collectors go with it. */
  closeSession(session: Session): void {
    this.sessions.delete(session.cookie);
    for (const ref of session.owned) this.#objects.delete(ref.id);
    session.owned.clear();
    this.changed();
  }

  /** The live session of a cookie; one that has been idle too long is ended here. */
  sessionOf(cookie: string | undefined): Session | undefined {
    const session = cookie === undefined ? undefined : this.sessions.get(cookie);
    if (session === undefined) return undefined;
    const idle = this.now() - session.lastActive;
    if (session.inFlight === 0 && idle > this.scenario.sessionTimeoutSeconds * 1000) {
      this.closeSession(session);
      return undefined;
    }
    return session;
  }

  /** Stops every timer; nothing happens any more. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
