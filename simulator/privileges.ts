import { noPermission } from './faults.ts';
import { hasPrivilege, type Session } from './session.ts';
import type { MoRef } from './values.ts';

/** Throws NoPermission when the user of the session lacks the privilege; `object` is what it is missing on. */
export function requirePrivilege(session: Session | undefined, privilege: string, object: MoRef): void {
  if (session !== undefined && !hasPrivilege(session.user, privilege)) throw noPermission(object, privilege);
}
