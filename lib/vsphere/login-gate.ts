/**
 * Who may log in, and when: vCenter locks an account after five failed logins, so a refused password is not tried
 * again for a while.
 */
import { createHash } from 'node:crypto';
import { OnboardingError } from '../errors.ts';
import type { Clock, Log } from '../reconcile/ports.ts';
import type { LoginBreaker, LoginEnd } from '../reconcile/shared-stores.ts';
import { OwnLoginBreaker } from './own-login-breaker.ts';

/** User name and password, and the version of the secret that they are from. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Absent: nobody else has these credentials, so the breaker is this process's own. */
  readonly version?: string | undefined;
}

/** Asked anew before each login. */
export type CredentialsProvider = () => Promise<Credentials>;

/** What the gate of a vCenter works with. */
export interface LoginGateOptions {
  /** The vCenter. */
  readonly name: string;
  readonly credentials: CredentialsProvider;
  /** Shared by every process that has the same secret; without it this process has one of its own. */
  readonly breaker?: LoginBreaker | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_MILLISECONDS = 250;
const WAIT_MILLISECONDS = 20_000;

/** Gives out credentials until they have been refused. */
export class LoginGate {
  readonly #options: LoginGateOptions;
  readonly #own = new OwnLoginBreaker();

  constructor(options: LoginGateOptions) {
    this.#options = options;
  }

  /**
   * Runs a login.
   * @param login logs in; its `login-refused` closes the gate until the credentials change or 15 minutes are over
   * @throws login-refused at once, without a login, while the gate is closed; vcenter-timeout when others have been
   * logging in for too long; journal-unavailable when a shared breaker cannot be asked
   */
  async pass<T>(login: (credentials: Credentials) => Promise<T>): Promise<T> {
    const credentials = await this.#options.credentials();
    await this.#enter(credentials);
    try {
      return await this.#run(credentials, login);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // the secret may have been changed after it was read
      const current = await this.#options.credentials();
      if (identityOf(current) === identityOf(credentials)) throw error;
      await this.#enter(current);
      return this.#run(current, login);
    }
  }

  async #enter(credentials: Credentials): Promise<void> {
    const { name, clock } = this.#options;
    const giveUpAt = clock.now().getTime() + WAIT_MILLISECONDS;
    for (;;) {
      const leave = await this.#breakerOf(credentials).enter(name, identityOf(credentials), clock.now());
      if (leave === 'granted') return;
      if (leave !== 'wait') throw refusedBefore(leave.refusedUntil, clock.now());
      if (clock.now().getTime() >= giveUpAt) throw stillTrying();
      await clock.sleep(LOOK_MILLISECONDS);
    }
  }

  async #run<T>(credentials: Credentials, login: (credentials: Credentials) => Promise<T>): Promise<T> {
    try {
      const result = await login(credentials);
      await this.#leave(credentials, 'accepted');
      return result;
    } catch (error) {
      await this.#leave(credentials, isRefusal(error) ? 'refused' : 'unknown');
      throw error;
    }
  }

  /** A breaker that cannot be told keeps counting the try, so how the login went is what matters. */
  async #leave(credentials: Credentials, end: LoginEnd): Promise<void> {
    const { name, clock, log } = this.#options;
    try {
      await this.#breakerOf(credentials).leave(name, identityOf(credentials), end, clock.now());
    } catch (error) {
      const reason = error instanceof OnboardingError ? error.message : String(error);
      log.warn('The log-in breaker could not be told how a login ended', { vcenter: name, end, reason });
    }
  }

  /** What is not the version of a secret is made of the password, and stays here. */
  #breakerOf({ version }: Credentials): LoginBreaker {
    return version === undefined ? this.#own : (this.#options.breaker ?? this.#own);
  }
}

/** Tells credentials apart without keeping them. */
function identityOf({ username, password, version }: Credentials): string {
  return (
    version ??
    createHash('sha256')
      .update(JSON.stringify([username, password]))
      .digest('hex')
  );
}

function refusedBefore(until: Date, now: Date): OnboardingError {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
  const message = `The login was refused before, and the credentials have not changed; not tried for ${minutes} min.`;
  return new OnboardingError('login-refused', message, { step: 'Login' });
}

function stillTrying(): OnboardingError {
  const message = `Other processes have been logging in for ${WAIT_MILLISECONDS / 1000} s and have no answer yet.`;
  return new OnboardingError('vcenter-timeout', message, { step: 'Login' });
}

function isRefusal(error: unknown): error is OnboardingError {
  return error instanceof OnboardingError && error.code === 'login-refused';
}
