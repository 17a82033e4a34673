import type { DataObject, MoRef } from './values.ts';

/** A user who may log in. `privileges` undefined is an administrator; `noAccess` names entities hidden from the user. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly privileges?: readonly string[];
  readonly noAccess?: readonly string[];
}

/** What every role can do (vSphere: the system-defined privileges). */
const basePrivileges: readonly string[] = ['System.Anonymous', 'System.View', 'System.Read'];

/** A logged-in client. */
export interface Session {
  readonly key: string;
  readonly cookie: string;
  readonly user: User;
  readonly userName: string;
  readonly loginTime: number;
  readonly locale: string;
  /** Views, collectors and filters that die with the session. */
  readonly owned: Set<MoRef>;
  userAgent: string;
  lastActive: number;
  callCount: number;
  /** Calls in flight: a session that waits for updates is not idle. */
  inFlight: number;
}

/** True when the user has the privilege; roles without System.* in the scenario still have the three base ones. */
export const hasPrivilege = (user: User, privilege: string): boolean =>
  user.privileges === undefined || basePrivileges.includes(privilege) || user.privileges.includes(privilege);

/** `administrator@vsphere.local` as vCenter writes it in sessions and events: `VSPHERE.LOCAL\administrator`. */
export function domainName(name: string): string {
  const [account = name, domain] = name.split('@', 2);
  return domain === undefined ? name : `${domain.toUpperCase()}\\${account}`;
}

/** The session as a UserSession. */
export const userSession = (session: Session): DataObject => ({
  $type: 'UserSession',
  key: session.key,
  userName: session.userName,
  fullName: session.user.name,
  loginTime: new Date(session.loginTime),
  lastActiveTime: new Date(session.lastActive),
  locale: session.locale,
  messageLocale: session.locale,
  extensionSession: false,
  ipAddress: '127.0.0.1',
  userAgent: session.userAgent,
  callCount: session.callCount,
});
