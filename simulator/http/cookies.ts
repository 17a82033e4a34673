const name = 'vmware_soap_session';

/**
 * The session id in a Cookie header, with or without its quotes. pyVmomi sends the whole Set-Cookie text back, and an
 * empty header at first.
 */
export function sessionCookie(header: string | undefined): string | undefined {
  return new RegExp(`${name}="?([^";]+)"?`).exec(header ?? '')?.[1];
}

/** The Set-Cookie header of a session id, quoted as vCenter does. */
export const setCookie = (id: string): string => `${name}="${id}"; Path=/; HttpOnly; Secure`;
