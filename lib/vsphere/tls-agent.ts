/** Connections that are verified before a byte of a request leaves: by a CA, by a thumbprint, or by the system's CAs. */
import { X509Certificate } from 'node:crypto';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, getCACertificates, type TLSSocket } from 'node:tls';
import { OnboardingError } from '../errors.ts';

/** How the server is recognised. With both given, both must hold; with neither, the system's CAs decide. */
export interface Trust {
  /** PEM text. */
  readonly ca?: string | undefined;
  /** SHA-256 of the server's certificate, in hex, with or without colons. */
  readonly thumbprint?: string | undefined;
}

/** The code of the error of a connection whose certificate has another thumbprint. */
export const WRONG_THUMBPRINT = 'WRONG_THUMBPRINT';

const KEEP_ALIVE: AgentOptions = { keepAlive: true, maxSockets: 16, scheduling: 'lifo' };

/**
 * A keep-alive agent that trusts only the given server.
 * @throws connection-invalid for a CA that is no certificate and a thumbprint that is no SHA-256
 */
export function createTlsAgent(trust: Trust): Agent {
  if (trust.ca !== undefined) checkCertificate(trust.ca);
  if (trust.thumbprint !== undefined) return new PinnedAgent(normalizeThumbprint(trust.thumbprint), trust.ca);
  return new Agent({ ...KEEP_ALIVE, ca: trust.ca ?? systemCertificates() });
}

/** Hands out a socket only after its certificate has shown the right thumbprint. */
class PinnedAgent extends Agent {
  readonly #thumbprint: string;
  readonly #connection: ConnectionOptions;

  constructor(thumbprint: string, ca: string | undefined) {
    // on a resumed TLS session there is no peer certificate to look at: no session is kept
    super({ ...KEEP_ALIVE, maxCachedSessions: 0 });
    this.#thumbprint = thumbprint;
    this.#connection = ca === undefined ? { rejectUnauthorized: false } : { ca, rejectUnauthorized: true };
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const socket = connect({ ...options, ...this.#connection });
    const fail = (error: Error) => callback?.(error, socket);
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      if (thumbprintOf(socket) === this.#thumbprint) callback?.(null, socket);
      else {
        socket.destroy();
        fail(Object.assign(new TypeError('wrong thumbprint'), { code: WRONG_THUMBPRINT }));
      }
    });
  }
}

/** Node's own CAs, and those that were installed on this machine, which Node leaves out. */
export function systemCertificates(): string[] {
  return [...getCACertificates('default'), ...getCACertificates('system')];
}

function thumbprintOf(socket: TLSSocket): string {
  return (socket.getPeerCertificate().fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
}

/** @returns 64 hexadecimal digits @throws OnboardingError `connection-invalid` */
export function normalizeThumbprint(thumbprint: string): string {
  const hex = thumbprint.replaceAll(/[:\s]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  throw new OnboardingError('connection-invalid', 'The thumbprint is no SHA-256: 64 hexadecimal digits are needed.');
}

function checkCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw new OnboardingError('connection-invalid', 'The CA is no certificate in PEM form.');
  }
}
