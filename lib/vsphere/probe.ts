/** The way to a vCenter below HTTP, link by link: name, port, certificate. Nothing of vim25 is sent. */
import type { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { OnboardingError } from '../errors.ts';
import { normalizeThumbprint, systemCertificates, type Trust } from './tls-agent.ts';
import { UNTRUSTED } from './transport-errors.ts';

/** Where a vCenter listens. */
export interface Address {
  /** Name or IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What a server shows before it is asked anything. */
export interface ShownCertificate {
  /** Why it is not trusted; absent when it is. */
  readonly untrusted?: string;
  /** SHA-256, in pairs with colons. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses that it is for, as X.509 writes them; '' for none. */
  readonly names: string;
  readonly validTo: Date;
  /** Subjects of the CAs that came with it, the nearest first. */
  readonly chain: readonly string[];
}

/** The host and port of `https://…/sdk`. */
export function addressOf(endpoint: string): Address {
  const { hostname, port } = new URL(endpoint);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port) };
}

/** @returns its IP addresses; those of an IP address are itself @throws OnboardingError `vcenter-unreachable` */
export async function resolveName({ host }: Address): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw unreachable(`The name ${host} cannot be resolved (${codeOf(error)}).`);
  }
}

/** @throws OnboardingError `vcenter-unreachable` */
export function reachPort({ host, port }: Address, timeoutMilliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, timeout: timeoutMilliseconds });
    const fail = (reason: string) => {
      socket.destroy();
      reject(unreachable(`Port ${port} of ${host} does not answer (${reason}).`));
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => fail(`nothing for ${timeoutMilliseconds / 1000} s`));
    socket.once('error', (error) => fail(codeOf(error)));
  });
}

/**
 * A TLS handshake, and what came of it; a server that is not trusted is told by `untrusted`, not by an error.
 * @throws OnboardingError `vcenter-unreachable` when there is no handshake, `connection-invalid` for a trust that is none
 */
export async function showCertificate(
  address: Address,
  trust: Trust,
  timeoutMilliseconds: number,
): Promise<ShownCertificate> {
  const pinned = trust.thumbprint === undefined ? undefined : normalizeThumbprint(trust.thumbprint);
  const socket = await handshake(address, trust.ca ?? systemCertificates(), timeoutMilliseconds);
  try {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) throw unreachable(`${address.host} shows no certificate.`);
    const untrusted = distrustOf(socket, certificate, pinned, trust.ca !== undefined);
    return {
      ...(untrusted === undefined ? {} : { untrusted }),
      thumbprint: certificate.fingerprint256,
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      names: certificate.subjectAltName ?? '',
      validTo: new Date(certificate.validTo),
      chain: issuersOf(certificate),
    };
  } finally {
    socket.destroy();
  }
}

function handshake({ host, port }: Address, ca: string | string[], timeout: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // the verdict is looked at afterwards: whoever is to be told why has to see the certificate first
    const socket = connectTls({ host, port, ca, rejectUnauthorized: false, servername: isIP(host) === 0 ? host : '' });
    const fail = (reason: string) => {
      socket.destroy();
      reject(unreachable(`Port ${port} of ${host} speaks no TLS (${reason}).`));
    };
    socket.setTimeout(timeout, () => fail(`nothing for ${timeout / 1000} s`));
    socket.once('error', (error) => fail(codeOf(error)));
    socket.once('secureConnect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

/** As every connection is judged (`tls-agent.ts`): by a thumbprint, by CAs, or by both where both are given. */
function distrustOf(
  socket: TLSSocket,
  certificate: X509Certificate,
  pinned: string | undefined,
  hasCa: boolean,
): string | undefined {
  const thumbprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  if (pinned !== undefined && pinned !== thumbprint) return 'its certificate has another thumbprint';
  if ((pinned !== undefined && !hasCa) || socket.authorized) return undefined;
  // a text, by Node.js; its types say Error
  const reason = String(socket.authorizationError);
  return UNTRUSTED[reason] ?? reason;
}

/** A root is its own issuer. */
function issuersOf(certificate: X509Certificate): string[] {
  const { issuerCertificate: issuer } = certificate;
  if (issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256) return [];
  return [oneLine(issuer.subject), ...issuersOf(issuer)];
}

function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'connection failed';
}

function unreachable(message: string): OnboardingError {
  return new OnboardingError('vcenter-unreachable', message);
}
