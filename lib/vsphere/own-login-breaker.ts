import {
  type LoginBreaker,
  type LoginEnd,
  type LoginLeave,
  REFUSED_LOGIN_MILLISECONDS,
} from '../reconcile/shared-stores.ts';

/** The log-in breaker of one session, which logs in once at a time; it forgets with the process. */
export class OwnLoginBreaker implements LoginBreaker {
  #refused: { readonly version: string; readonly until: Date } | undefined;

  async enter(_vcenter: string, version: string, now: Date): Promise<LoginLeave> {
    const refused = this.#refused;
    return refused?.version === version && refused.until > now ? { refusedUntil: refused.until } : 'granted';
  }

  async leave(_vcenter: string, version: string, end: LoginEnd, now: Date): Promise<void> {
    if (end === 'accepted') this.#refused = undefined;
    if (end === 'refused') this.#refused = { version, until: new Date(now.getTime() + REFUSED_LOGIN_MILLISECONDS) };
  }
}
