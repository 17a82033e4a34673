/**
 * Who may call the emulators: this process, and whoever may read its door file. They listen on a port that every user
 * of the machine can reach, and hold the password of vCenter, so each start has an access key of its own, and a call
 * without it is refused.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** The access key of this process. */
export const EMULATOR_KEY = randomBytes(16).toString('hex');

/** What a call of our own carries; its signature is not looked at. */
export function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${EMULATOR_KEY}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** True for a call that was made with the key. */
export function isAllowed({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers.authorization?.includes(`Credential=${EMULATOR_KEY}/`) ?? false;
}

/** Answers a call without the key as AWS does. */
export function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'application/x-amz-json-1.1', connection: 'close' });
  response.end('{"__type":"AccessDeniedException","message":"This emulator serves the process that started it."}');
}

/** Puts the check in front of a server that has none. */
export function guard(server: Server): void {
  const handlers = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isAllowed(request)) return refuse(response);
    for (const handler of handlers) handler(request, response);
  });
}
