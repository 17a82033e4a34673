/**
 * Who may log in, and when: vCenter locks an account after five failed logins, so a refused password is not tried
 * again for a while.
 */
import { createHash } from 'node:crypto';
import { OnboardingError } from '../errors.ts';
import type { Clock } from '../reconcile/ports.ts';

/** User name and password, and the version of the secret that they are from. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly version?: string | undefined;
}

/** Asked anew before each login. */
export type CredentialsProvider = () => Promise<Credentials>;

const BLOCK_MILLISECONDS = 15 * 60_000;

/** Tells credentials apart without keeping them. */
function identityOf({ username, password, version }: Credentials): string {
  return (
    version ??
    createHash('sha256')
      .update(JSON.stringify([username, password]))
      .digest('hex')
  );
}

/** Gives out credentials until they have been refused. */
export class LoginGate {
  readonly #provider: CredentialsProvider;
  readonly #clock: Clock;
  #refused: { identity: string; until: number } | undefined;

  constructor(provider: CredentialsProvider, clock: Clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  /**
   * Runs a login.
   * @param login logs in; its `login-refused` closes the gate until the credentials change or 15 minutes are over
   * @throws login-refused at once, without a login, while the gate is closed
   */
  async pass<T>(login: (credentials: Credentials) => Promise<T>): Promise<T> {
    const credentials = await this.#provider();
    this.#check(credentials);
    try {
      return this.#opened(await login(credentials));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return this.#opened(await this.#retryIfChanged(credentials, login, error));
    }
  }

  /** The secret may have been changed after it was read, so it is read once more. */
  async #retryIfChanged<T>(
    refused: Credentials,
    login: (credentials: Credentials) => Promise<T>,
    refusal: OnboardingError,
  ): Promise<T> {
    this.#close(refused);
    const credentials = await this.#provider();
    if (identityOf(credentials) === identityOf(refused)) throw refusal;
    try {
      return await login(credentials);
    } catch (error) {
      if (isRefusal(error)) this.#close(credentials);
      throw error;
    }
  }

  #opened<T>(result: T): T {
    this.#refused = undefined;
    return result;
  }

  #check(credentials: Credentials): void {
    const refused = this.#refused;
    if (refused === undefined || refused.identity !== identityOf(credentials)) return;
    const minutes = Math.ceil((refused.until - this.#clock.now().getTime()) / 60_000);
    if (minutes <= 0) return;
    const message = `The login was refused before, and the credentials have not changed; not tried for ${minutes} min.`;
    throw new OnboardingError('login-refused', message, { step: 'Login' });
  }

  #close(credentials: Credentials): void {
    this.#refused = {
      identity: identityOf(credentials),
      until: this.#clock.now().getTime() + BLOCK_MILLISECONDS,
    };
  }
}

function isRefusal(error: unknown): error is OnboardingError {
  return error instanceof OnboardingError && error.code === 'login-refused';
}
