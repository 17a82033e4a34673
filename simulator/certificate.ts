import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate for loopback, and the file that clients take as their CA. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
  /** Removes the file. */
  readonly remove: () => Promise<void>;
}

/** How long the certificate is good for. */
const validDays = 30;

/**
 * Makes a self-signed certificate for 127.0.0.1 and localhost in a fresh temporary folder. It is its own CA, so that
 * OpenSSL, Go and Node accept the file as a trust anchor.
 */
export async function makeCertificate(): Promise<Certificate> {
  const notAfterDate = new Date(Date.now() + validDays * 86_400_000);
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'vcenter-simulator-'));
  const file = join(folder, 'cert.pem');
  await writeFile(file, pems.cert);
  return { key: pems.private, cert: pems.cert, file, remove: () => rm(folder, { recursive: true, force: true }) };
}
