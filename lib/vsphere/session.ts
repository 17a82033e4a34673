/** A warm session with one vCenter: logs in when needed, once for all callers, and once more when it has ended. */
import { OnboardingError } from '../errors.ts';
import type { Log } from '../reconcile/ports.ts';
import type { Operation, VimClient } from './client.ts';
import { isFault } from './faults.ts';
import { located } from './located.ts';
import type { LoginGate } from './login-gate.ts';
import type { ManagedObjectReference, Operations, ServiceContent } from './vim25-types.ts';

/** The singleton that everything else hangs on (pyVmomi basic_connection fixture). */
const SERVICE_INSTANCE: ManagedObjectReference = { type: 'ServiceInstance', value: 'ServiceInstance' };

/** A logged-in session, as work inside {@link Session.run} sees it. */
export interface LoggedIn {
  /** The name of the vCenter. */
  readonly vcenter: string;
  readonly content: ServiceContent;
  /** Changes with each login; what a server keeps for a session (views, collectors, tokens) dies with it. */
  readonly generation: number;
  readonly client: Pick<VimClient, 'call'>;
  /** vim25 `UserSession.key`, which names the session in questions about its privileges. */
  readonly key: string;
}

/** Whether the server says that nobody is logged in; also found in `missingSet`. */
export function isNotAuthenticated(error: unknown): boolean {
  return isFault(error, 'NotAuthenticated');
}

/** See the head of the file. */
export class Session {
  readonly #client: VimClient;
  readonly #gate: LoginGate;
  readonly #log: Log;
  #current: Promise<LoggedIn> | undefined;
  #generation = 0;

  constructor(client: VimClient, gate: LoginGate, log: Log) {
    this.#client = client;
    this.#gate = gate;
    this.#log = log;
  }

  /**
   * Does work in a session. When the session turns out to have ended, the whole work is done again in a new one,
   * once: NotAuthenticated may also mean that a restricted user may not call this operation (govmomi#224).
   */
  async run<T>(work: (session: LoggedIn) => Promise<T>): Promise<T> {
    const session = await this.loggedIn();
    try {
      return await work(session);
    } catch (error) {
      if (!isNotAuthenticated(error)) throw located(error, session.vcenter);
      this.end(session.generation);
    }
    const next = await this.loggedIn();
    return work(next).catch((error: unknown) => {
      throw located(error, next.vcenter);
    });
  }

  /** The session, opened if there is none; for work that cannot be begun anew by {@link run}. */
  loggedIn(): Promise<LoggedIn> {
    const generation = this.#generation;
    this.#current ??= this.#logIn(generation).catch((error: unknown) => {
      this.end(generation);
      throw located(error, this.#client.name);
    });
    return this.#current;
  }

  /** One call in a session. */
  call<O extends Operation>(
    operation: O,
    argument: (content: ServiceContent) => Operations[O]['in'],
  ): Promise<Operations[O]['out']> {
    return this.run(({ client, content }) => client.call(operation, argument(content)));
  }

  /** Time by vCenter's clock, ISO text. */
  currentTime(): Promise<string> {
    return this.call('CurrentTime', () => ({ _this: SERVICE_INSTANCE }));
  }

  /** The session of a generation, if it is still the current one; logs nobody in. */
  async current(generation: number): Promise<LoggedIn | undefined> {
    return generation === this.#generation ? this.#current : undefined;
  }

  /** Marks a session as ended, unless somebody has already replaced it. */
  end(generation: number): void {
    if (generation !== this.#generation) return;
    this.#current = undefined;
    this.#generation += 1;
  }

  /** Logs out if anybody is logged in; never throws. */
  async close(): Promise<void> {
    const current = this.#current;
    this.end(this.#generation);
    try {
      const session = await current;
      const sessionManager = session?.content.sessionManager;
      if (sessionManager !== undefined) await this.#client.call('Logout', { _this: sessionManager });
    } catch (error) {
      this.#log.debug('Logging out of vCenter failed', { error });
    }
    this.#client.forgetSession();
    this.#client.close();
  }

  async #logIn(generation: number): Promise<LoggedIn> {
    const { content, key } = await this.#gate.pass(async ({ username, password }) => {
      // a second Login within a session is refused as InvalidLogin, which counts towards the lock of the account
      this.#client.forgetSession();
      const found = await this.#client.call('RetrieveServiceContent', { _this: SERVICE_INSTANCE });
      if (found.about?.apiVersion === undefined) {
        throw new OnboardingError('reply-unreadable', 'The server does not say what it is.');
      }
      await this.#client.useApiVersion(found.about.apiVersion);
      const _this = found.sessionManager ?? { type: 'SessionManager', value: 'SessionManager' };
      // the locale only makes fault texts the same everywhere; nothing depends on them
      const user = await this.#client.call('Login', { _this, userName: username, password, locale: 'en' });
      return { content: found, key: user?.key ?? '' };
    });
    this.#log.debug('Logged in to vCenter', { apiVersion: content.about.apiVersion });
    return { vcenter: this.#client.name, content, generation, client: this.#client, key };
  }
}
