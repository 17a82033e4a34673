import { VimFault } from '../faults.ts';
import { type Session, userSession } from '../session.ts';
import { MoRef, textIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import type { ManagedEntity } from './managed-entity.ts';
import { type Handler, ManagedObject, type Reader } from './managed-object.ts';

const invalidLogin = (): VimFault =>
  new VimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');

/** SessionManager. Login opens a session; the endpoint puts its id into a cookie. */
export class SessionManager extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #root: ManagedEntity;

  constructor(vcenter: VCenter, root: ManagedEntity) {
    super(new MoRef('SessionManager', 'SessionManager'));
    this.#vcenter = vcenter;
    this.#root = root;
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    sessionList: () => [...this.#vcenter.sessions.values()].map(userSession),
    currentSession: (session) => (session === undefined ? undefined : userSession(session)),
    messageLocaleList: () => ['en'],
    supportedLocaleList: () => ['en'],
    defaultLocale: () => 'en',
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    Login: ({ parameters, session }) => {
      if (session !== undefined) throw invalidLogin();
      const locale = textIn(parameters, 'locale') ?? 'en';
      return userSession(
        this.open(textIn(parameters, 'userName') ?? '', textIn(parameters, 'password') ?? '', locale, ''),
      );
    },
    Logout: ({ session }) => {
      if (session !== undefined) this.#close(session);
      return undefined;
    },
    SessionIsActive: ({ parameters }) => {
      const key = textIn(parameters, 'sessionID');
      const userName = textIn(parameters, 'userName');
      const sessions = [...this.#vcenter.sessions.values()];
      return sessions.some((session) => session.key === key && session.userName === userName);
    },
  };

  /**
   * Opens a session. Throws InvalidLogin for a wrong name or password, InvalidLocale, and SystemError when the server
   * has no room for another session.
   */
  open(name: string, password: string, locale: string, userAgent: string): Session {
    const user = this.#vcenter.users.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (user === undefined || user.password !== password) {
      this.#root.postEvent('BadUsernameSessionEvent', name, `Cannot login ${name}@127.0.0.1`, {
        ipAddress: '127.0.0.1',
      });
      throw invalidLogin();
    }
    if (!/^[a-z]{2}([_-]\w+)?$/i.test(locale)) throw new VimFault('InvalidLocale', `The locale ${locale} is invalid.`);
    if (this.#vcenter.sessions.size >= this.#vcenter.scenario.maxSessions) {
      throw new VimFault('SystemError', 'The number of sessions is at its limit.', { reason: 'maxSessionCount' });
    }
    const session = this.#vcenter.openSession(user, locale, userAgent);
    this.#root.postEvent('UserLoginSessionEvent', session.userName, `User ${session.userName}@127.0.0.1 logged in`, {
      ipAddress: '127.0.0.1',
      userAgent,
      locale,
      sessionId: session.key,
    });
    return session;
  }

  #close(session: Session): void {
    this.#vcenter.closeSession(session);
    const text = `User ${session.userName}@127.0.0.1 logged out`;
    this.#root.postEvent('UserLogoutSessionEvent', session.userName, text, {
      ipAddress: '127.0.0.1',
      sessionId: session.key,
    });
  }
}
